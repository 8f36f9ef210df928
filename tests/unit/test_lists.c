/* test_lists.c - lists as people keep them: which column means what, which rows are households, what a known household
 * may be told; labels that never get to a hub. */
#include "../support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_lists.h>
#include <tungnha/file.h>
#include <tungnha/store_acts.h>

#define UNIT "05788-01"
#define NOON 1762923600 /* 2025-11-12T12:00:00+07:00 */

struct device {
	char folder[64];
	struct store *s;
	const struct form *f;
};

static struct app_imported taken; /* by the last import */

static int begin(void **state)
{
	struct device *d = alloc_zero(1, sizeof *d);
	const struct store_setup setup = {.role = STORE_COLLECTOR, .protection = STORE_UNPROTECTED};
	const struct app_init init = {.unit = UNIT, .name = "Xóm 11"};
	struct err e;
	const char *tmp = getenv("TMPDIR");
	snprintf(d->folder, sizeof d->folder, "%s/tungnha-lists.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(d->folder));
	assert_int_equal(store_create(d->folder, &setup, &d->s, &e), 0);
	assert_int_equal(app_init_write(d->s, &init, &e), 0);
	assert_int_equal(store_form(d->s, NULL, &d->f, &e), 0);
	*state = d;
	return 0;
}

static int end(void **state)
{
	struct device *d = *state;
	char *list = file_join(d->folder, "list.csv");
	remove(list);
	free(list);
	store_discard(d->s);
	remove(d->folder);
	free(d);
	app_import_free(&taken);
	return 0;
}

static int import(struct device *d, const char *text, const char *reason, bool dry_run, struct err *e)
{
	char *path = file_join(d->folder, "list.csv");
	assert_int_equal(file_write(path, text, strlen(text), 0600, e), 0);
	const struct app_import ask = {
		.unit = UNIT, .path = path, .reason = reason, .dry_run = dry_run, .now = NOON, .lang = LANG_VI};
	app_import_free(&taken);
	int rc = app_import(d->s, &ask, &taken, e);
	free(path);
	return rc;
}

/* Takes a file of one household; its fields as canonical JSON. The caller frees. */
static char *import_one(struct device *d, const char *number, const char *text)
{
	struct err e;
	struct app_household h;
	if (import(d, text, NULL, false, &e) != 0)
		fail_msg("refused (%s %s): %s", text_name(e.text), e.arg[0], text);
	assert_int_equal(app_household_get(d->s, UNIT, number, LANG_VI, &h, &e), 0);
	char *fields = form_record_json(d->f, &h.h.record);
	app_household_free(&h);
	return fields;
}

static void assert_fields(struct device *d, const char *number, const char *text, const char *fields)
{
	char *found = import_one(d, number, text);
	if (!strstr(found, fields))
		fail_msg("%s is not in %s: %s", fields, found, text);
	free(found);
}

static void assert_refused(struct device *d, const char *text, text_id why, long line)
{
	struct err e;
	assert_int_equal(import(d, text, NULL, false, &e), -1);
	if (line == 0) {
		assert_string_equal(text_name(e.text), text_name(why));
		return;
	}
	assert_int_equal(e.code, ERR_DATA);
	assert_true(taken.problems > 0);
	assert_int_equal(taken.problem[0].line, line);
}

/* --- headings --- */

#define FOUR                                                                                                           \
	"\"no_vneid\":1,\"online_dossiers\":2,\"persons\":4,\"rated\":\"yes\",\"status\":\"reviewed\",\"visited_on\":" \
	"\"2025-11-12\",\"vneid\":3"

static void headings_stand_in_one_row_or_two_under_any_title(void **state)
{
	struct device *d = *state;
	assert_fields(d, "1", "Hộ số;Khẩu;Có VNeID;Chưa có;HS trực tuyến;KQ điện tử;Đánh giá\n1;4;3;1;2;1;x\n", FOUR);
	assert_fields(
		d, "2", "STT;Hộ số;Khẩu;Có VNeID;Chưa có;HS trực tuyến;KQ điện tử;Đánh giá\n9;2;4;3;1;2;1;x\n", FOUR);
	assert_fields(d, "3",
		"Phụ lục;;;;;;\n(Kèm theo)\n\nSTT;Số người;;;Hồ sơ;;Đánh giá\n;Tổng số;Có VNeID;Chưa có;Trực "
		"tuyến;Có kết quả điện tử;\n3;4;3;1;2;1;có\n",
		FOUR);
	assert_fields(d, "4",
		";Số người;;;Hồ sơ;;\nHộ số;Tổng;Có VNeID;Chưa có;Trực tuyến;Có kết quả điện tử;Đánh giá\n"
		"4;4;3;1;2;1;có\n",
		FOUR);
	assert_fields(d, "5",
		"HO SO;SO KHAU;CO VNEID;CHUA CO;HO SO TRUC TUYEN;KET QUA DIEN TU;DANH GIA\n5;4;3;1;2;1;c\n", FOUR);
	/* "Nữ" is not the persons, "Hồ sơ" not the number */
	assert_fields(d, "6",
		"Hộ số;Số khẩu;;VNeID;;Hồ sơ;;Đánh giá\n;Nữ;Tổng;Có;Chưa có;trực tuyến;có kết quả điện tử;\n"
		"6;2;4;3;1;2;1;có\n",
		FOUR);
	assert_refused(d, "Hồ sơ;Ghi chú\n1;x\n", TEXT_IMPORT_NO_HEADING, 0);
	assert_refused(d, "Hộ số;Khẩu;Số khẩu\n1;4;4\n", TEXT_IMPORT_TWO_COLUMNS, 0);
}

/* --- rows that are no household --- */

static void sums_and_signatures_are_no_households(void **state)
{
	struct device *d = *state;
	struct err e;
	static const char head[] = "Hộ số;Khẩu;Có VNeID;Chưa có;HS trực tuyến;KQ điện tử;Đánh giá\n";
	static const char rows[] = "1;4;3;1;2;1;x\n2;3;2;1;0;0;không\n";
	static const char *const good[] = {"Tổng;7;5;2;2;1;1\n",
		"Tổng cộng: 2 hộ;7;;;;;\n;;;;;;Trưởng xóm\nLò Văn A;;;;;;\n", "Cộng trang;;;;;;\n",
		";;;;Phú Lạc, ngày 5 tháng 11 năm 2025;;\n;Người lập biểu;;;;Trưởng bản;\n;An;;;;Bình;\n",
		"Người lập;;;;;;\nNguyễn Văn An;;;;;;\n", "\n\n;;;;;;\n"};
	static const char *const bad[] = {
		"Tổng;8;5;2;2;1;1\n", "Tổng;7;5;2;2;1;2\n", "Lò Văn A;4;;;;;\n", ";4;3;1;2;1;x\n"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		char *text = alloc_print("%s%s%s", head, rows, good[i]);
		if (import(d, text, NULL, true, &e) != 0)
			fail_msg("refused: %s", text);
		assert_int_equal(taken.lines, 2);
		free(text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char *text = alloc_print("%s%s%s", head, rows, bad[i]);
		assert_refused(d, text, TEXT_IMPORT_REFUSED, 4);
		free(text);
	}
	/* a household whose label is that of an office, under a number with a letter, is one */
	assert_int_equal(import(d, "Hộ số;Nhãn nhà\n5;a\nB1;cán bộ xã cũ\n", NULL, false, &e), 0);
	assert_int_equal(taken.added, 2);
}

/* --- numbers --- */

static void numbers_mean_one_thing_or_are_refused(void **state)
{
	struct device *d = *state;
	static const char *const same[] = {"12", "012", "12.0", "12.00", "12,0", " 12 ", "\"12\""};
	static const char *const none[] = {"-1", "1 2", "12;5", "/3", "123456789", "#1"};
	struct err e;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		char *text = alloc_print("Hộ số;Nhãn nhà\n%s;a\n", same[i]);
		assert_int_equal(import(d, text, NULL, false, &e), 0);
		assert_int_equal(taken.added, i == 0);
		free(text);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		char *text = alloc_print("Hộ số;Nhãn nhà\n%s;a\n", none[i]);
		assert_refused(d, text, TEXT_IMPORT_REFUSED, 2);
		free(text);
	}
}

/* --- what is known --- */

static const char answers[] = "Hộ số;Ngày rà soát;Khẩu;Có VNeID;Chưa có;HS trực tuyến;KQ điện tử;Đánh giá\n";

static void declared_figures_change_with_a_reason_only(void **state)
{
	struct device *d = *state;
	const struct store_author a = {.by = "Lan", .at = NOON};
	struct err e;
	char *first = alloc_print("%s7;05/11/2025;4;3;1;2;1;x\n", answers);
	char *second = alloc_print("%s7;05/11/2025;5;3;1;2;1;x\n", answers);
	assert_int_equal(import(d, first, NULL, false, &e), 0);
	/* not declared yet: no reason, but told */
	assert_int_equal(import(d, second, NULL, true, &e), 0);
	assert_int_equal(taken.changes, 1);
	assert_non_null(strstr(taken.change[0].sentence, "4 → 5"));
	assert_int_equal(store_begin(d->s, &e), 0);
	assert_int_equal(store_write_submit(d->s, UNIT, "2025-W46", &a, NULL, &e), 0);
	assert_int_equal(store_commit(d->s, &e), 0);
	assert_int_equal(import(d, second, NULL, false, &e), -1);
	assert_int_equal(e.code, ERR_USAGE); /* nothing but the reason is missing */
	assert_ptr_equal(e.text, TEXT_IMPORT_ONLY_REASONS);
	assert_int_equal(taken.problems, 1);
	assert_int_equal(taken.problem[0].line, 2);
	assert_non_null(strstr(taken.problem[0].sentence, "--reason"));
	assert_int_equal(import(d, first, NULL, false, &e), 0); /* the same again asks for none */
	assert_int_equal(import(d, second, "  ", false, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(import(d, second, "đối chiếu sổ", false, &e), 0);
	assert_int_equal(taken.changed, 1);
	free(first);
	free(second);
}

static void a_label_written_a_little_otherwise_is_the_same(void **state)
{
	struct device *d = *state;
	struct err e;
	assert_int_equal(import(d, "Hộ số;Nhãn nhà\n1;nhà cổng xanh\n", NULL, false, &e), 0);
	assert_int_equal(import(d, "Hộ số;Nhãn nhà\n1;Nhà  cổng xanh.\n", NULL, false, &e), 0);
	assert_int_equal(taken.unchanged, 1);
	assert_int_equal(import(d, "Hộ số;Nhãn nhà\n1;nhà cổng đỏ\n", NULL, false, &e), -1);
	assert_ptr_equal(e.text, TEXT_IMPORT_LABELS_DIFFER);
	assert_int_equal(taken.differing, 1);
	assert_string_equal(taken.differs[0].here, "nhà cổng xanh");
	assert_string_equal(taken.differs[0].file, "nhà cổng đỏ");
}

/* --- labels and the hub --- */

static void no_label_is_in_a_message(void **state)
{
	struct world w;
	struct node a;
	struct message m;
	struct buf sealed;
	struct err e;
	(void)state;
	world_begin(&w);
	struct store_invitation v = world_invite(&w, WORLD_HAMLET, 1);
	world_device(&w, &v, &a);
	char *path = file_join(a.folder, "list.csv");
	const char list[] = "Hộ số;Nhãn nhà;Ghi chú\n1;nhà mái đỏ;ghi chú thì gửi\n";
	assert_int_equal(file_write(path, list, sizeof list - 1, 0600, &e), 0);
	const struct app_import ask = {.unit = WORLD_HAMLET, .path = path, .now = w.now, .lang = LANG_VI};
	assert_int_equal(app_import(a.store, &ask, &taken, &e), 0);
	world_message(&w, &a, 0, &sealed);
	assert_int_equal(message_open(sealed.data, sealed.len, store_keys(w.hub.store), &m, &e), 0);
	bool note = false;
	for (size_t i = 0; i < m.runs; i++)
		for (uint32_t k = 0; k <= m.run[i].last - m.run[i].first; k++) {
			note = note || strstr(m.run[i].entry[k], "ghi chú thì gửi");
			assert_null(strstr(m.run[i].entry[k], "mái đỏ"));
		}
	assert_true(note);
	message_free(&m);
	buf_free(&sealed);
	remove(path);
	free(path);
	world_close(&a);
	world_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(headings_stand_in_one_row_or_two_under_any_title, begin, end),
		cmocka_unit_test_setup_teardown(sums_and_signatures_are_no_households, begin, end),
		cmocka_unit_test_setup_teardown(numbers_mean_one_thing_or_are_refused, begin, end),
		cmocka_unit_test_setup_teardown(declared_figures_change_with_a_reason_only, begin, end),
		cmocka_unit_test_setup_teardown(a_label_written_a_little_otherwise_is_the_same, begin, end),
		cmocka_unit_test(no_label_is_in_a_message),
	};
	alloc_init();
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	app_import_free(&taken);
	return failed;
}
