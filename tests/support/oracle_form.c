/* oracle_form.c - a small form, so that many stores open quickly: every kind of status, unknown values, a refusing
 * rule. */
#include <string.h>

#include "oracle.h"
#include "trial.h"

#define FORM(columns, rule)                                                                                             \
	"{\"format\":\"tungnha-form 1\",\"id\":\"ho-thu\",\"title\":{\"vi\":\"Thử\",\"en\":\"Try\"},"                 \
	"\"subtitle\":{\"vi\":\"Thử\",\"en\":\"Try\"},\"unit_heading\":{\"vi\":\"Xóm\",\"en\":\"Hamlet\"},"          \
	"\"note_heading\":{\"vi\":\"Ghi chú\",\"en\":\"Notes\"},\"total_label\":{\"vi\":\"Tổng\",\"en\":\"Total\"}," \
	"\"footnote\":{\"vi\":\"Hết\",\"en\":\"End\"},\"fields\":["                                                   \
	"{\"id\":\"household_no\",\"role\":\"number\",\"type\":\"key\",\"max\":8,\"label\":{\"vi\":\"Số\",\"en\":"    \
	"\"No\"}},"                                                                                                     \
	"{\"id\":\"status\",\"role\":\"status\",\"type\":\"choice\",\"label\":{\"vi\":\"Tình "                         \
	"trạng\",\"en\":\"Status\"},"                                                                                 \
	"\"default\":{\"given\":\"persons\",\"then\":\"reviewed\",\"else\":\"not_visited\"},\"options\":["              \
	"{\"id\":\"reviewed\",\"value\":1,\"label\":{\"vi\":\"Đã\",\"en\":\"Reviewed\"}},"                            \
	"{\"id\":\"absent\",\"value\":2,\"label\":{\"vi\":\"Vắng\",\"en\":\"Nobody\"}},"                              \
	"{\"id\":\"moved\",\"value\":4,\"label\":{\"vi\":\"Chuyển\",\"en\":\"Moved\"}},"                              \
	"{\"id\":\"not_visited\",\"value\":0,\"unvisited\":true,\"label\":{\"vi\":\"Chưa\",\"en\":\"Not yet\"}}]},"    \
	"{\"id\":\"persons\",\"type\":\"count\",\"max\":99,\"may_be_unknown\":true,\"when\":\"status = reviewed\","     \
	"\"label\":{\"vi\":\"Khẩu\",\"en\":\"Persons\"}},"                                                            \
	"{\"id\":\"vneid\",\"type\":\"count\",\"max\":99,\"may_be_unknown\":true,\"when\":\"status = reviewed\","       \
	"\"label\":{\"vi\":\"VNeID\",\"en\":\"VNeID\"}},"                                                               \
	"{\"id\":\"note\",\"role\":\"note\",\"type\":\"text\",\"max\":200,\"label\":{\"vi\":\"Ghi "                     \
	"chú\",\"en\":\"Note\"}}],"                                                                                    \
	"\"rules\":[{\"id\":\"over\",\"must\":\"coalesce(vneid, 0) <= "                                                 \
	"persons\",\"refuse\":{\"vi\":\"Quá.\",\"en\":\"Over.\"}}" rule "],\"columns\":[" columns                       \
	"{\"id\":\"persons\",\"printed\":true,\"label\":{\"vi\":\"Khẩu\",\"en\":\"Persons\"},"                        \
	"\"counts\":\"case when status = reviewed then persons else 0 end\"},"                                          \
	"{\"id\":\"vneid\",\"printed\":true,\"label\":{\"vi\":\"VNeID\",\"en\":\"VNeID\"},"                             \
	"\"counts\":\"case when status = reviewed then vneid else 0 end\"}],"                                           \
	"\"unit_rules\":[],\"indicators\":[],\"checks\":[],\"examples\":["                                              \
	"{\"fields\":{\"household_no\":\"1\",\"status\":\"reviewed\",\"persons\":1,\"vneid\":1},\"columns\":{"          \
	"\"persons\":1}}]}"
#define COLUMN(id, counts)                                                                                             \
	"{\"id\":\"" id "\",\"printed\":true,\"label\":{\"vi\":\"Hộ\",\"en\":\"Households\"},\"counts\":\"" counts     \
	"\"},"

const char *const oracle_texts[ORACLE_TEXTS] = {
	FORM(COLUMN("households", "status = reviewed"), ""),
	/* counts otherwise */
	FORM(COLUMN("households", "status = reviewed or status = absent") COLUMN("moved", "status = moved"), ""),
	/* refuses what the others take */
	FORM(COLUMN("households", "status = reviewed"),
		",{\"id\":\"many\",\"must\":\"persons <= 2\",\"refuse\":{\"vi\":\"Đông.\",\"en\":\"Many.\"}}"),
};

const struct form *oracle_definition(size_t index)
{
	static struct form *form[ORACLE_TEXTS];
	struct err e;
	char why[500];
	if (!form[index] && form_load(oracle_texts[index], strlen(oracle_texts[index]), "oracle.c", &form[index], &e)) {
		err_sentence(&e, LANG_EN, why, sizeof why);
		trial_broke("TEST: the form does not load", "%s", why);
	}
	return form[index];
}
