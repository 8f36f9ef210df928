/* test_totals.c - totals of units from a file: which unit a row is of, what a cell says, all or nothing; and a commune
 * that moves from files to statements (app_totals.h). */
#include "../support/tiers.h"

#include <tungnha/alloc.h>
#include <tungnha/app_totals.h>
#include <tungnha/file.h>

#define PROVINCE "19"
#define COMMUNE "05788"
#define WEDNESDAY 1762923600 /* 2025-11-12T12:00:00+07:00, of 2025-W46 */

struct place {
	const struct shelf *shelf;
	struct store *hub;
	char path[SHELF_PATH];
	struct app_totaled out; /* of the last import */
	struct err e;
};

static struct place begin(void **state)
{
	struct place p = {.shelf = *state};
	p.hub = tier_hub(p.shelf, "province", PROVINCE, "Tỉnh Thái Nguyên", "province");
	tier_unit(p.hub, COMMUNE, "Xã Phú Lạc", "commune", PROVINCE);
	tier_unit(p.hub, "05790", "Xã Hòa An", "commune", PROVINCE);
	tier_unit(p.hub, "05794", "Xã Bản Hồ", "commune", PROVINCE);
	tier_unit(p.hub, "05797", "Xã Tân Lập", "commune", PROVINCE);
	tier_unit(p.hub, "05800", "Phường Tân Lập", "commune", PROVINCE);
	tier_unit(p.hub, "05803", "11", "hamlet", COMMUNE);
	shelf_path(p.shelf, "totals.csv", p.path);
	return p;
}

static void end(struct place *p)
{
	remove(p->path);
	app_totals_free(&p->out);
	shelf_sound(p->hub);
	store_close(p->hub);
}

static int take(struct place *p, const char *period, bool dry_run, const char *text)
{
	const struct app_totals t = {
		.path = p->path, .period = period, .dry_run = dry_run, .now = WEDNESDAY, .lang = LANG_EN};
	assert_int_equal(file_write(p->path, text, strlen(text), 0600, &p->e), 0);
	app_totals_free(&p->out);
	return app_totals_import(p->hub, &t, &p->out, &p->e);
}

/* "05788", or the rules that refuse the first row. */
static const char *first(struct place *p)
{
	static char all[300];
	const struct app_total_line *l = &p->out.line[0];
	assert_true(p->out.lines >= 1);
	snprintf(all, sizeof all, "%s", l->faults ? "" : l->unit);
	for (size_t i = 0; i < l->faults; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", l->fault[i].rule);
	return all;
}

/* --- which unit --- */

static void names_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *name, *is;
	} names[] = {
		{"Xã Phú Lạc", COMMUNE},
		{"XÃ PHÚ LẠC", COMMUNE},
		{"  phú   lạc ", COMMUNE},
		{"X. Phú Lạc", COMMUNE},
		{"Phu\xcc\x81 La\xcc\xa3"
		 "c",
			COMMUNE}, /* letters and marks apart */
		{"Xã Hoà An", "05790"},
		{"Bản Hồ", "05794"}, /* not a bản called Hồ */
		{"Xã Bản Hồ", "05794"},
		{"Phường Tân Lập", "05800"},
		{"P. Tân Lập", "05800"},
		{"Xóm 11", "05803"},
		{"11", "05803"},
		{"Tân Lập", "TOTALS_NAME_SEVERAL"},
		{"Xã Phu Lac", "TOTALS_NAME_NEAR"},
		{"Phường Phú Lạc", "TOTALS_NAME_NEAR"},
		{"Hồ", "TOTALS_NAME_NONE"},
		{"Phú", "TOTALS_NAME_NONE"},
		{"Thái Nguyên", "TOTALS_NAME_NONE"},
	};
	struct place p = begin(state);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char text[200];
		snprintf(text, sizeof text, "Đơn vị;Số khẩu\n%s;5\n", names[i].name);
		take(&p, NULL, true, text);
		if (strcmp(first(&p), names[i].is) != 0)
			fail_msg("%s: %s", names[i].name, first(&p));
	}
	end(&p);
}

static void a_code_is_never_guessed(void **state)
{
	static const struct {
		const char *code, *is;
	} codes[] = {
		{"05788", COMMUNE},
		{"5788", "TOTALS_LOST_ZERO"},
		{"5788.0", "TOTALS_LOST_ZERO"},
		{"005788", "TOTALS_UNKNOWN_CODE"}, /* noughts too many were typed, not lost */
		{"5799", "TOTALS_UNKNOWN_CODE"},
		{"19", "TOTALS_OWN"},
		{"#REF!", "TOTALS_UNKNOWN_CODE"},
	};
	struct place p = begin(state);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char text[200];
		snprintf(text, sizeof text, "Mã;Số khẩu\n%s;5\n", codes[i].code);
		take(&p, NULL, true, text);
		if (strcmp(first(&p), codes[i].is) != 0)
			fail_msg("%s: %s", codes[i].code, first(&p));
	}
	end(&p);
}

static void a_place_named_beside_decides_and_contradicts(void **state)
{
	struct place p = begin(state);
	take(&p, NULL, true, "Xã;Tỉnh;Số khẩu\nPhú Lạc;tỉnh Thái Nguyên;5\n");
	assert_string_equal(first(&p), COMMUNE);
	take(&p, NULL, true, "Xã;Tỉnh;Số khẩu\nPhú Lạc;tỉnh An Giang;5\n");
	assert_string_equal(first(&p), "TOTALS_OTHER_PROVINCE");
	take(&p, NULL, true, "Xã;Loại;Số khẩu\nTân Lập;phường;5\n");
	assert_string_equal(first(&p), "05800");
	end(&p);
}

/* --- what a cell says --- */

static void numbers_are_whole_and_plain(void **state)
{
	static const struct {
		const char *cell, *is;
	} cells[] = {
		{"0", "0"},
		{"21105", "21105"},
		{" 21105 ", "21105"},
		{"5.0", "5"},
		{"5,00", "5"},
		{"10000000", "10000000"},
		{"10000001", "TOTALS_CELL_OVER"},
		{"99999999999999999999", "TOTALS_CELL_OVER"},
		{"14.277", "TOTALS_CELL_GROUPED"},
		{"14,277", "TOTALS_CELL_GROUPED"},
		{"14 277", "TOTALS_CELL_GROUPED"},
		{"1.234.567", "TOTALS_CELL_GROUPED"},
		{"12.5", "TOTALS_CELL_DECIMAL"},
		{"92,5%", "TOTALS_CELL_DECIMAL"},
		{"-4", "TOTALS_CELL_NEGATIVE"},
		{"+4", "TOTALS_CELL_TEXT"},
		{"4 khẩu", "TOTALS_CELL_TEXT"},
		{"đang cập nhật", "TOTALS_CELL_TEXT"},
		{"1e3", "TOTALS_CELL_TEXT"},
		{"–", "empty"},
		{"-", "empty"},
		{"?", "empty"},
		{"", "empty"},
	};
	struct place p = begin(state);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		char text[200], got[40] = "empty";
		snprintf(text, sizeof text, "Mã;Số khẩu\n05788;%s\n", cells[i].cell);
		take(&p, NULL, true, text);
		const struct app_total_line *l = &p.out.line[0];
		int persons = form_column_index(p.out.form, "persons");
		if (l->faults)
			snprintf(got, sizeof got, "%s", l->fault[0].rule);
		else if (l->given[persons])
			snprintf(got, sizeof got, "%lld", (long long)l->value[persons]);
		if (strcmp(got, cells[i].is) != 0)
			fail_msg("“%s”: %s", cells[i].cell, got);
	}
	end(&p);
}

/* --- rows that are no unit --- */

static void titles_totals_and_signatures_are_no_units(void **state)
{
	struct place p = begin(state);
	assert_int_equal(take(&p, NULL, true,
				 "UBND TỈNH;;;\nBIỂU;;;\nXã;Số hộ;Số khẩu;Ghi chú\n(1);(2);(3);(4)\nHuyện Đại Từ;;;\n"
				 "Xã Phú Lạc;10;40;\nCộng;10;40;\nXã Hòa An;1;5;\nTổng cộng: 2 xã;11;45;\n"
				 "Người lập biểu;;;\nNguyễn;;;\n"),
		0);
	assert_int_equal(p.out.lines, 2);
	assert_int_equal(p.out.count[TOTAL_NEW], 2);
	assert_int_equal(p.out.warnings, 1); /* Huyện Đại Từ */
	assert_int_equal(take(&p, NULL, true, "Xã;Số khẩu\nXã Phú Lạc;40\nXã Hòa An;5\nTổng;46\n"), -1);
	assert_int_equal(p.out.count[TOTAL_REFUSED], 1);
	assert_int_equal(p.out.line[2].line, 4);
	end(&p);
}

/* --- all or nothing, and once --- */

static int64_t entries(struct store *s)
{
	struct store_row row;
	struct err e;
	int64_t n = 0;
	static const char *const units[] = {COMMUNE, "05790", "05794"};
	for (size_t i = 0; i < 3; i++)
		n += store_imported_row(s, units[i], "2025-W46", &row, &e) > 0;
	return n;
}

static void one_refused_row_refuses_the_file(void **state)
{
	struct place p = begin(state);
	assert_int_equal(take(&p, NULL, false, "Mã;Số khẩu\n05788;40\n5790;5\n"), -1);
	assert_int_equal(p.e.code, ERR_DATA);
	assert_ptr_equal(p.e.text, TEXT_TOTALS_REFUSED);
	assert_int_equal(entries(p.hub), 0);
	assert_int_equal(take(&p, NULL, false, "Mã;Số khẩu\n05788;40\n05790;5\n"), 0);
	assert_true(p.out.written);
	assert_int_equal(entries(p.hub), 2);
	assert_int_equal(take(&p, NULL, false, "Mã;Số khẩu\n05788;40\n05790;5\n"), 0);
	assert_false(p.out.written);
	assert_int_equal(p.out.count[TOTAL_SAME], 2);
	end(&p);
}

/* --- from files to statements --- */

static int64_t households(struct store *hub)
{
	return tier_households(hub, COMMUNE, NULL);
}

static const char *sources(struct store *hub)
{
	static char all[400];
	struct app_total_sources s;
	MUST(app_totals_list(hub, COMMUNE, NULL, LANG_EN, &s, &e));
	all[0] = '\0';
	for (size_t i = 0; i < s.count; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s%s%s", i ? " " : "", s.source[i].row.period,
			s.source[i].is_signed ? " signed" : "", s.source[i].counts ? "!" : "");
	app_totals_sources_free(&s);
	return all;
}

static void a_commune_moves_from_files_to_statements_and_counts_once(void **state)
{
	struct place p = begin(state);
	struct store *commune = tier_hub(p.shelf, "commune", COMMUNE, "Phú Lạc", "commune");
	tier_unit(commune, COMMUNE "-01", "Xóm 1", "hamlet", COMMUNE);
	assert_int_equal(take(&p, "2025-W45", false, "Mã;Số hộ;Số khẩu\n05788;90;380\n"), 0);
	assert_int_equal(households(p.hub), 90);
	assert_string_equal(sources(p.hub), "2025-W45!");

	tier_join(commune, p.hub);
	tier_paper(commune, COMMUNE "-01", 100, 400);
	tier_close(commune, "2025-W46");
	tier_exchange(commune, p.hub, COMMUNE);
	assert_int_equal(households(p.hub), 100);
	assert_string_equal(sources(p.hub), "2025-W45 2025-W46 signed!");

	assert_int_equal(take(&p, "2025-W46", false, "Mã;Số hộ;Số khẩu\n05788;95;400\n"), 0); /* late, and otherwise */
	assert_true(p.out.line[0].is_signed);
	assert_int_equal(p.out.line[0].differs, 1);
	assert_int_equal(p.out.line[0].differ[0].before, 100);
	assert_int_equal(p.out.line[0].differ[0].now, 95);
	assert_int_equal(p.out.warnings, 1);
	assert_int_equal(take(&p, "2025-W45", false, "Mã;Số hộ;Số khẩu\n05788;91;381\n"), 0);
	assert_int_equal(p.out.count[TOTAL_CHANGED], 1);
	assert_int_equal(households(p.hub), 100);
	assert_int_equal(tier_households(p.hub, COMMUNE, "2025-W45"), 91);
	assert_string_equal(sources(p.hub), "2025-W45 2025-W46 signed! 2025-W46");
	struct unit u;
	MUST(app_totals_clear(
		p.hub, &(struct app_totals_clear){COMMUNE, "2025-W45", "wrong file", NULL, WEDNESDAY}, &u, &e));
	assert_int_equal(tier_households(p.hub, COMMUNE, "2025-W45"), 0);
	assert_int_equal(households(p.hub), 100);
	store_close(commune);
	end(&p);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, shelf_setup, shelf_teardown)
	const struct CMUnitTest tests[] = {
		T(names_are_read_as_people_write_them),
		T(a_code_is_never_guessed),
		T(a_place_named_beside_decides_and_contradicts),
		T(numbers_are_whole_and_plain),
		T(titles_totals_and_signatures_are_no_units),
		T(one_refused_row_refuses_the_file),
		T(a_commune_moves_from_files_to_statements_and_counts_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
