/* test_form.c - Form 02 at the door: what is saved, refused, warned of, and how it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/form.h>

#include "../support/door.h"

static struct form *form;

static int load_form(void **state)
{
	(void)state;
	form = door_mau_02();
	return 0;
}

static int free_form(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

/* Saved one after the other, each line over the one before, the household stands as json. */
static void saved(const char *first, const char *then, const char *json)
{
	struct form_record r;
	struct err e;
	form_record_init(&r);
	assert_int_equal(door_apply(form, NULL, first, LANG_VI, &r, &e), 0);
	if (then)
		assert_int_equal(door_apply(form, &r, then, LANG_VI, &r, &e), 0);
	char *out = form_record_json(form, &r);
	assert_string_equal(out, json);
	free(out);
	form_record_free(&r);
}

/* Refused with exactly this sentence, and nothing is written into the record. */
static void refused(const char *first, const char *then, const char *sentence)
{
	struct form_record old, r;
	struct err e;
	char out[2000];
	form_record_init(&old);
	form_record_init(&r);
	if (then)
		assert_int_equal(door_apply(form, NULL, first, LANG_VI, &old, &e), 0);
	assert_int_equal(door_apply(form, then ? &old : NULL, then ? then : first, LANG_VI, &r, &e), -1);
	assert_int_equal(e.code, ERR_DATA);
	err_sentence(&e, LANG_VI, out, sizeof out);
	assert_string_equal(out, sentence);
	for (size_t i = 0; i < form->fields; i++)
		assert_int_equal(r.value[i].state, FORM_ABSENT);
	form_record_free(&old);
}

/* The warnings of a household, their ids with a space between. */
static void warns(const char *typed, const char *ids)
{
	struct form_record r;
	struct err e;
	int broken[FORM_RULES_MAX];
	char out[500] = "";
	form_record_init(&r);
	assert_int_equal(door_apply(form, NULL, typed, LANG_VI, &r, &e), 0);
	size_t n = form_warnings(form, &r, broken);
	for (size_t i = 0; i < n; i++)
		snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? " " : "", form->rule[broken[i]].id);
	assert_string_equal(out, ids);
	form_record_free(&r);
}

static void test_saves(void **state)
{
	(void)state;
	saved(DOOR_REVIEWED "|visited_on=12/11/2025|note=  cháu nhỏ ", NULL,
		"{\"eresult_dossiers\":1,\"household_no\":\"1\",\"no_vneid\":2,\"note\":\"cháu "
		"nhỏ\",\"online_dossiers\":1,"
		"\"persons\":4,\"rated\":\"yes\",\"status\":\"reviewed\",\"visited_on\":\"2025-11-12\",\"vneid\":2}");
	saved("household_no= 007a ", NULL, "{\"household_no\":\"7A\",\"status\":\"not_visited\"}");
	saved("household_no=0", NULL, "{\"household_no\":\"0\",\"status\":\"not_visited\"}");
	saved("household_no=2|status=vang nha|persons=", NULL, "{\"household_no\":\"2\",\"status\":\"absent\"}");
	saved("household_no=3|persons=5|vneid=?|no_vneid=chưa rõ|online_dossiers=Chua ro|eresult_dossiers=?|rated=?",
		NULL,
		"{\"eresult_dossiers\":null,\"household_no\":\"3\",\"no_vneid\":null,\"online_dossiers\":null,"
		"\"persons\":5,"
		"\"rated\":null,\"status\":\"reviewed\",\"vneid\":null}");
	saved("household_no=4|label=nhà cổng xanh", NULL, "{\"household_no\":\"4\",\"status\":\"not_visited\"}");
}

static void test_what_is_not_named_stays(void **state)
{
	(void)state;
	saved("household_no=1", "persons=4|vneid=2|no_vneid=2|online_dossiers=1|eresult_dossiers=1|rated=x",
		"{\"eresult_dossiers\":1,\"household_no\":\"1\",\"no_vneid\":2,\"online_dossiers\":1,\"persons\":4,"
		"\"rated\":\"yes\",\"status\":\"reviewed\",\"vneid\":2}");
	saved(DOOR_REVIEWED "|note=cũ", "online_dossiers=3",
		"{\"eresult_dossiers\":1,\"household_no\":\"1\",\"no_vneid\":2,\"note\":\"cũ\",\"online_dossiers\":3,"
		"\"persons\":4,\"rated\":\"yes\",\"status\":\"reviewed\",\"vneid\":2}");
	saved("household_no=1|status=absent|note=cũ", "note", "{\"household_no\":\"1\",\"status\":\"absent\"}");
	/* A status other than reviewed clears what it does not ask; a new count of persons makes it reviewed again. */
	saved(DOOR_REVIEWED, "status=moved", "{\"household_no\":\"1\",\"status\":\"moved\"}");
	refused(DOOR_REVIEWED, "status=moved|persons=4",
		"Hộ ở tình trạng “Chuyển đi” thì không ghi: Số khẩu (persons). Bỏ đi, hoặc đổi tình trạng của hộ.");
	refused("household_no=1|status=absent", "persons=3",
		"Còn thiếu: Người có VNeID (vneid), Người chưa có VNeID (no_vneid), Hồ sơ dịch vụ công trực tuyến "
		"(online_dossiers), "
		"Hồ sơ có kết quả điện tử (eresult_dossiers), Đã đánh giá hài lòng (rated). Ghi vào; mục nào chưa rõ "
		"thì ghi “?”.");
}

static void test_refuses(void **state)
{
	(void)state;
	refused("persons=4|vneid=2|no_vneid=2|online_dossiers=1|eresult_dossiers=1|rated=yes", NULL,
		"Còn thiếu: Số thứ tự hộ (household_no). Ghi vào rồi lưu lại.");
	refused(DOOR_REVIEWED "|persons=0", NULL,
		"Hộ đã rà soát phải có số khẩu từ 1 trở lên. Nếu nhà không còn ai ở, chọn tình trạng Chuyển đi hoặc "
		"Vắng nhà.");
	refused("household_no=1|status=reviewed", NULL,
		"Còn thiếu: Số khẩu (persons), Người có VNeID (vneid), Người chưa có VNeID (no_vneid), Hồ sơ dịch vụ "
		"công trực tuyến "
		"(online_dossiers), Hồ sơ có kết quả điện tử (eresult_dossiers), Đã đánh giá hài lòng (rated). Ghi "
		"vào; mục nào chưa "
		"rõ thì ghi “?”.");
	refused(DOOR_REVIEWED "|vneid=5", NULL, "Người có VNeID (5) nhiều hơn số khẩu (4). Xem lại hai số này.");
	refused(DOOR_REVIEWED "|vneid=?|no_vneid=5", NULL,
		"Người chưa có VNeID (5) nhiều hơn số khẩu (4). Xem lại hai số này.");
	refused(DOOR_REVIEWED "|no_vneid=3", NULL,
		"Người có VNeID (2) cộng người chưa có (3) nhiều hơn số khẩu (4). Xem lại ba số này.");
	refused("household_no=1|vneid=2|status=duplicate", NULL,
		"Hộ ở tình trạng “Trùng hộ” thì không ghi: Người có VNeID (vneid). Bỏ đi, hoặc đổi tình trạng của hộ.");
	refused(DOOR_REVIEWED, "rated",
		"Còn thiếu: Đã đánh giá hài lòng (rated). Ghi vào; mục nào chưa rõ thì ghi “?”.");
}

static void test_refuses_values(void **state)
{
	(void)state;
	refused(DOOR_REVIEWED "|persons=100", NULL,
		"Số khẩu “100”: lớn hơn mức 99 của biểu. Nếu đúng như vậy, hỏi Trung tâm Phục vụ hành chính công xã "
		"trước khi ghi.");
	refused(DOOR_REVIEWED "|persons=99999999999999999999999999", NULL,
		"Số khẩu “99999999999999999999999999”: lớn hơn mức 99 của biểu. Nếu đúng như vậy, hỏi Trung tâm Phục "
		"vụ hành chính "
		"công xã trước khi ghi.");
	refused(DOOR_REVIEWED "|persons=-1", NULL,
		"Số khẩu: “-1” không phải số nguyên từ 0 đến 99. Nếu chưa rõ, ghi “?”.");
	refused(DOOR_REVIEWED "|persons=3,5", NULL,
		"Số khẩu: “3,5” không phải số nguyên từ 0 đến 99. Nếu chưa rõ, ghi “?”.");
	refused("household_no=1|status=ốm", NULL,
		"Tình trạng: không nhận được “ốm”. Chọn một trong: Đã rà soát, Vắng nhà, Từ chối, Chuyển đi, Trùng hộ, "
		"Chưa rà soát.");
	refused("household_no=1|status=?", NULL, "Tình trạng: mục này không được để chưa rõ.");
	refused("household_no=1|visited_on=31/02/2025", NULL,
		"Ngày rà soát: “31/02/2025” không phải là ngày. Viết ngày/tháng/năm, ví dụ 12/11/2025.");
	refused("household_no=1 2", NULL,
		"Số thứ tự hộ: không nhận được “1 2”. Ghi số hoặc chữ liền nhau, nhiều nhất 8 ký tự, ví dụ 12 hoặc "
		"12A.");
	refused("household_no=123456789", NULL,
		"Số thứ tự hộ: không nhận được “123456789”. Ghi số hoặc chữ liền nhau, nhiều nhất 8 ký tự, ví dụ 12 "
		"hoặc 12A.");
	refused("household_no=<b>", NULL,
		"Số thứ tự hộ: không nhận được “<b>”. Ghi số hoặc chữ liền nhau, nhiều nhất 8 ký tự, ví dụ 12 hoặc "
		"12A.");
}

static void test_no_personal_numbers(void **state)
{
	static const char *const notes[] = {"CCCD 019085001234", "cmnd 091234567", "gọi 0912345678", "gọi 0912 345 678",
		"0912.345.678", "019 085 001 234", "số 091-234-567 nhé", "+84 912 345 678", "0912345678 0987654321"};
	static const char *const fine[] = {"từ 01/7 đến 30/11/2025", "12 người, 3 hộ", "hẹn 05.11.2025",
		"nhà số 12345678", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"};
	char typed[200];
	(void)state;
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		snprintf(typed, sizeof typed, "household_no=1|note=%s", notes[i]);
		refused(typed, NULL,
			"Ghi chú: không được ghi số căn cước, chứng minh nhân dân hay số điện thoại. Xóa dãy số đó "
			"đi.");
		snprintf(typed, sizeof typed, "household_no=1|label=%s", notes[i]);
		refused(typed, NULL,
			"Nhãn nhà: không được ghi số căn cước, chứng minh nhân dân hay số điện thoại. Xóa dãy số đó "
			"đi.");
	}
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		char json[300];
		snprintf(typed, sizeof typed, "household_no=1|note=%s", fine[i]);
		snprintf(json, sizeof json, "{\"household_no\":\"1\",\"note\":\"%s\",\"status\":\"not_visited\"}",
			fine[i]);
		saved(typed, NULL, json);
	}
}

static void test_note_length(void **state)
{
	char typed[1000] = "household_no=1|note=";
	(void)state;
	for (int i = 0; i < 201; i++)
		strcat(typed, "ữ");
	refused(typed, NULL, "Ghi chú: dài quá 200 chữ. Viết ngắn lại.");
	refused("household_no=1|note=\xff", NULL, "Ghi chú: chữ không đọc được. Gõ lại bằng bộ gõ Unicode.");
}

static void test_english_is_complete(void **state)
{
	struct form_record r;
	struct err e;
	char out[1000];
	(void)state;
	form_record_init(&r);
	assert_int_equal(door_apply(form, NULL, DOOR_REVIEWED "|vneid=5", LANG_EN, &r, &e), -1);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(
		out, "Persons with VNeID (5) are more than the persons of the household (4). Check the two numbers.");
	assert_int_equal(door_apply(form, NULL, DOOR_REVIEWED "|persons=100", LANG_EN, &r, &e), -1);
	err_sentence(&e, LANG_EN, out, sizeof out);
	assert_string_equal(out, "Persons “100”: over the form's limit of 99. If it is right, ask the commune's public "
				 "administration service centre "
				 "first.");
}

static void test_warns(void **state)
{
	(void)state;
	warns(DOOR_REVIEWED, "");
	warns(DOOR_REVIEWED "|eresult_dossiers=2", "eresult_over_online");
	warns(DOOR_REVIEWED "|online_dossiers=0|eresult_dossiers=0", "rated_without_online");
	warns(DOOR_REVIEWED "|persons=12|vneid=10", "");
	warns(DOOR_REVIEWED "|persons=13|vneid=11", "persons_many");
	warns(DOOR_REVIEWED "|online_dossiers=16", "");
	warns(DOOR_REVIEWED "|online_dossiers=17", "online_many");
	warns(DOOR_REVIEWED "|persons=9|vneid=7|online_dossiers=21", "online_many");
	warns(DOOR_REVIEWED "|persons=5|vneid=5|no_vneid=0", "");
	warns(DOOR_REVIEWED "|persons=6|vneid=6|no_vneid=0", "all_with_vneid");
	warns(DOOR_REVIEWED "|vneid=1", "remainder_without_reason");
	warns(DOOR_REVIEWED "|vneid=1|note=một cháu nhỏ", "");
	warns(DOOR_REVIEWED "|vneid=?|online_dossiers=?", "");
	warns("household_no=1|status=absent", "");
}

/* Warnings and refusals say the household's own figures. */
static void test_sentences(void **state)
{
	struct form_record r;
	struct err e;
	int broken[FORM_RULES_MAX];
	char out[FORM_SENTENCE];
	(void)state;
	form_record_init(&r);
	assert_int_equal(door_apply(form, NULL, DOOR_REVIEWED "|eresult_dossiers=3", LANG_VI, &r, &e), 0);
	assert_int_equal(form_warnings(form, &r, broken), 1);
	form_sentence(form, &form->rule[broken[0]], &r, LANG_EN, out);
	assert_string_equal(out, "Dossiers with an electronic result (3) are more than the online dossiers (1). Check, "
				 "unless a paper dossier got an "
				 "electronic result.");
	assert_false(form->rule[broken[0]].refuses);
	form_record_free(&r);
	form_check_sentence(&form->check[1], "12, 13, 14", LANG_VI, out);
	assert_string_equal(out, "Từ 10 hộ trở lên ghi liền nhau, mỗi hộ chưa tới 5 giây: 12, 13, 14. Nếu chép từ "
				 "phiếu giấy hoặc nhập từ "
				 "danh sách thì không sao; nếu ghi tại nhà dân, nên hỏi lại người rà soát.");
	assert_true(form->check[1].reviewers_only);
	assert_int_equal(form->checks, 8);
}

static void test_shows(void **state)
{
	struct form_record r;
	struct err e;
	char out[FORM_SENTENCE];
	static const struct {
		const char *field, *vi, *en;
	} shown[] = {
		{"household_no", "1", "1"},
		{"status", "Đã rà soát", "Reviewed"},
		{"persons", "4", "4"},
		{"vneid", "Chưa rõ", "Unknown"},
		{"rated", "Có", "Yes"},
		{"visited_on", "05/03/2025", "05/03/2025"},
		{"note", "", ""},
	};
	(void)state;
	form_record_init(&r);
	assert_int_equal(door_apply(form, NULL, DOOR_REVIEWED "|vneid=?|visited_on=5/3/2025", LANG_VI, &r, &e), 0);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		int field = form_field_index(form, shown[i].field);
		form_show(form, field, &r.value[field], LANG_VI, out);
		assert_string_equal(out, shown[i].vi);
		form_show(form, field, &r.value[field], LANG_EN, out);
		assert_string_equal(out, shown[i].en);
	}
	form_record_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_saves),
		cmocka_unit_test(test_what_is_not_named_stays),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_refuses_values),
		cmocka_unit_test(test_no_personal_numbers),
		cmocka_unit_test(test_note_length),
		cmocka_unit_test(test_english_is_complete),
		cmocka_unit_test(test_warns),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_shows),
	};
	return cmocka_run_group_tests(tests, load_form, free_form);
}
