/* test_plans_printed.c - what the five documents print, typed here from the documents, not from the files: every
 * target with level, value and deadline, every figure of the present state, every duty, every dated task. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/alloc.h>
#include <tungnha/campaign.h>
#include <tungnha/targets.h>
#include <tungnha/tasks.h>

static const char *const plans[] = {"phu-lac-2025", "loc-ha-2024", "lam-thao-2023", "lai-chau-2023", "thanh-hoa-2024"};

enum { PLANS = sizeof plans / sizeof *plans };

static struct targets *targets[PLANS];
static struct tasks *tasks[PLANS];
static struct campaign *campaign[PLANS];

static const char *shipped(size_t plan, const char *kind, size_t *n)
{
	char *id = alloc_print("%s%s", kind, plans[plan]);
	const char *bytes = form_shipped(id, n);
	free(id);
	assert_non_null(bytes);
	return bytes;
}

static int open_all(void **state)
{
	struct err e;
	size_t n;
	(void)state;
	for (size_t i = 0; i < PLANS; i++) {
		const char *bytes = shipped(i, "", &n);
		assert_int_equal(campaign_load(bytes, n, plans[i], &campaign[i], &e), 0);
		bytes = shipped(i, "targets-", &n);
		assert_int_equal(targets_load(bytes, n, plans[i], &targets[i], &e), 0);
		bytes = shipped(i, "tasks-", &n);
		assert_int_equal(tasks_load(bytes, n, plans[i], &tasks[i], &e), 0);
	}
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < PLANS; i++) {
		tasks_free(tasks[i]);
		targets_free(targets[i]);
		campaign_free(campaign[i]);
	}
	return 0;
}

static size_t plan_of(const char *id)
{
	for (size_t i = 0; i < PLANS; i++)
		if (strncmp(plans[i], id, strlen(id)) == 0)
			return i;
	fail_msg("no plan %s", id);
	return 0;
}

/* --- targets --- */

static const struct printed_goal {
	const char *plan, *label, *level;
	bool over; /* "trên" rather than "từ … trở lên" */
	int percent;
	const char *due; /* the last day in time; "" = the document names none */
} goals[] = {
	{"phu-lac", "hồ sơ TTHC tiếp nhận trực tuyến", "commune", false, 92, "2025-12-15"},
	{"phu-lac", "toàn trình trên tổng số TTHC đủ điều kiện", "commune", false, 100, "2025-12-15"},
	{"phu-lac", "có phát sinh phí, lệ phí được thanh toán", "commune", false, 80, "2025-12-15"},
	{"phu-lac", "đánh giá hài lòng, rất hài lòng", "commune", false, 90, "2025-12-15"},
	{"phu-lac", "Tỷ lệ số hóa hồ sơ, kết quả giải quyết TTHC", "commune", false, 100, "2025-12-15"},
	{"phu-lac", "tại Kho quản lý dữ liệu điện tử", "commune", false, 100, "2025-12-15"},
	{"phu-lac", "chữ ký số cá nhân chuyên dùng", "commune", false, 100, "2025-11-14"},
	{"loc-ha", "đủ điều kiện được cung cấp DVCTT", "district", false, 100, "2024-09-30"},
	{"loc-ha", "Tỷ lệ nộp hồ sơ trực tuyến", "district", false, 70, "2024-09-30"},
	{"loc-ha", "Tỷ lệ nộp hồ sơ trực tuyến toàn trình", "district", false, 90, "2024-09-30"},
	{"loc-ha", "nghĩa vụ tài chính, được triển khai thanh toán", "province", false, 50, "2024-09-30"},
	{"loc-ha", "nghĩa vụ tài chính, được triển khai thanh toán", "district", false, 45, "2024-09-30"},
	{"loc-ha", "nghĩa vụ tài chính, được triển khai thanh toán", "commune", false, 40, "2024-09-30"},
	{"loc-ha", "trả kết quả giải quyết thủ tục hành chính điện tử", "district", false, 100, "2024-09-30"},
	{"loc-ha", "số hóa hồ sơ, kết quả giải quyết TTHC thuộc thẩm quyền", "province", false, 90, "2024-09-30"},
	{"loc-ha", "số hóa hồ sơ, kết quả giải quyết TTHC thuộc thẩm quyền", "district", false, 80, "2024-09-30"},
	{"loc-ha", "số hóa hồ sơ, kết quả giải quyết TTHC thuộc thẩm quyền", "commune", false, 75, "2024-09-30"},
	{"loc-ha", "chứng thực bản sao điện tử từ bản chính", "district", false, 100, "2024-09-30"},
	{"loc-ha", "chứng thực bản sao điện tử từ bản chính", "commune", false, 100, "2024-09-30"},
	{"loc-ha", "sử dụng lại thông tin, dữ liệu số hóa", "district", false, 70, "2024-09-30"},
	{"loc-ha", "đồng bộ đầy đủ trên Cổng Dịch vụ công quốc gia", "district", false, 100, "2024-09-30"},
	{"loc-ha", "phản ánh, kiến nghị đúng hạn", "district", false, 100, "2024-09-30"},
	{"loc-ha", "53 DVC thiết yếu", "district", false, 90, "2024-09-30"},
	{"loc-ha", "cán bộ, công chức sử dụng dịch vụ công trực tuyến", "district", false, 100, "2024-09-30"},
	{"loc-ha", "ít nhất 01 người sử dụng tài khoản định danh điện tử mức độ 02", "", false, 100, ""},
	{"lam-thao", "Tỷ lệ hồ sơ TTHC được tiếp nhận và giải quyết trực tuyến", "district", true, 75, "2023-12-31"},
	{"lam-thao", "Tỷ lệ hồ sơ TTHC được tiếp nhận và giải quyết trực tuyến", "commune", true, 60, "2023-12-31"},
	{"lam-thao", "cung cấp dưới hình thức DVCTT toàn trình", "district", false, 100, "2023-12-31"},
	{"lam-thao", "tích hợp, cung cấp trên Cổng Dịch vụ công quốc gia", "district", false, 20, "2023-12-31"},
	{"lam-thao", "kết quả giải quyết TTHC được số hóa", "district", false, 100, "2023-12-31"},
	{"lam-thao", "thực hiện trực tuyến từ xa", "district", false, 50, "2023-12-31"},
	{"lam-thao", "rà soát, đơn giản hóa, tái cấu trúc quy trình", "district", false, 100, "2023-12-31"},
	{"lam-thao", "nghĩa vụ tài chính được thanh toán trực tuyến", "district", false, 60, "2023-12-31"},
	{"lam-thao", "định danh và xác thực thông tin thông suốt", "", false, 100, "2023-12-31"},
	{"lam-thao", "hệ thống kiểm tra, giám sát, đôn đốc", "district", false, 100, "2023-12-31"},
	{"lai-chau", "toàn trình được tích hợp, cung cấp trên Cổng", "province", false, 40, "2023-12-31"},
	{"lai-chau", "toàn trình và một phần có phát sinh hồ sơ", "province", false, 100, "2023-12-31"},
	{"lai-chau", "toàn trình và một phần có phát sinh hồ sơ", "district", false, 100, "2023-12-31"},
	{"lai-chau", "được người dân, doanh nghiệp thực hiện trực tuyến", "province", false, 50, "2023-12-31"},
	{"lai-chau", "được người dân, doanh nghiệp thực hiện trực tuyến", "district", false, 50, "2023-12-31"},
	{"lai-chau", "đồng bộ đầy đủ trên Cổng dịch vụ công quốc gia", "province", false, 100, "2023-12-31"},
	{"lai-chau", "trên tổng số giao dịch thanh toán của dịch vụ công", "province", false, 30, "2023-12-31"},
	{"lai-chau", "trên tổng số giao dịch thanh toán của dịch vụ công", "district", false, 30, "2023-12-31"},
	{"lai-chau", "nghĩa vụ tài chính được thanh toán trực tuyến", "province", false, 60, "2023-12-31"},
	{"lai-chau", "nghĩa vụ tài chính được thanh toán trực tuyến", "district", false, 60, "2023-12-31"},
	{"lai-chau", "nghĩa vụ tài chính được triển khai thanh toán", "province", false, 100, "2023-12-31"},
	{"lai-chau", "nghĩa vụ tài chính được triển khai thanh toán", "district", false, 100, "2023-12-31"},
	{"lai-chau", "Trong đó tỷ lệ giao dịch thanh toán trực tuyến", "province", false, 30, "2023-12-31"},
	{"lai-chau", "Trong đó tỷ lệ giao dịch thanh toán trực tuyến", "district", false, 30, "2023-12-31"},
	{"lai-chau", "giải quyết trước hạn và đúng hạn", "province", false, 100, "2023-12-31"},
	{"lai-chau", "giải quyết trước hạn và đúng hạn", "district", false, 100, "2023-12-31"},
	{"lai-chau", "giải quyết trước hạn và đúng hạn", "commune", false, 100, "2023-12-31"},
	{"lai-chau", "còn hiệu lực", "province", false, 70, "2023-12-31"},
	{"lai-chau", "còn hiệu lực", "district", false, 60, "2023-12-31"},
	{"lai-chau", "còn hiệu lực", "commune", false, 50, "2023-12-31"},
	{"lai-chau", "đủ điều kiện theo quy định của pháp luật", "province", false, 100, ""},
	{"lai-chau", "Kết quả giải quyết thủ tục hành chính được số hóa", "province", false, 100, "2023-12-31"},
	{"lai-chau", "ít nhất 01 người biết cách sử dụng tài khoản VNeID", "", false, 100, ""},
	{"lai-chau", "Cán bộ, công chức, viên chức sử dụng dịch vụ công", "province", false, 100, ""},
	{"lai-chau", "Cán bộ, công chức, viên chức sử dụng dịch vụ công", "district", false, 100, ""},
	{"thanh-hoa", "TTHC được cung cấp bởi dịch vụ công trực tuyến", "district", false, 80, ""},
	{"thanh-hoa", "TTHC được cung cấp bởi dịch vụ công trực tuyến", "commune", false, 80, ""},
	{"thanh-hoa", "cung cấp dưới dạng dịch vụ công trực tuyến toàn trình", "district", false, 80, ""},
	{"thanh-hoa", "cung cấp dưới dạng dịch vụ công trực tuyến toàn trình", "commune", false, 80, ""},
};

enum { GOALS = sizeof goals / sizeof *goals };

static bool fits(const struct printed_goal *x, const struct target *t, const struct target_goal *g)
{
	return strstr(t->label.in[LANG_VI], x->label) && strcmp(g->level, x->level) == 0 && g->more_than == x->over &&
	       g->percent == x->percent && strcmp(t->due, x->due) == 0;
}

/* Each is met by data once, and the files hold no number that no document prints. */
static void test_goals(void **state)
{
	size_t numbers = 0;
	(void)state;
	for (size_t i = 0; i < GOALS; i++) {
		const struct targets *t = targets[plan_of(goals[i].plan)];
		size_t found = 0;
		for (size_t k = 0; k < t->count; k++)
			for (size_t g = 0; g < t->target[k].goals; g++)
				found += fits(&goals[i], &t->target[k], &t->target[k].goal[g]);
		if (found != 1)
			fail_msg("%s: %s (%s, %d%%) stands %zu times", goals[i].plan, goals[i].label, goals[i].level,
				goals[i].percent, found);
	}
	for (size_t i = 0; i < PLANS; i++)
		for (size_t k = 0; k < targets[i]->count; k++)
			for (size_t g = 0; g < targets[i]->target[k].goals; g++)
				numbers += targets[i]->target[k].goal[g].percent >= 0;
	assert_int_equal(numbers, GOALS);
}

/* Followed, with no number in the plan. */
static void test_goals_without_a_number(void **state)
{
	static const char *const list[][2] = {{"phu-lac", "xử lý hồ sơ đúng hạn"},
		{"thanh-hoa", "Tỷ lệ dịch vụ công trực tuyến"}, {"thanh-hoa", "Tỷ lệ thanh toán trực tuyến"},
		{"thanh-hoa", "Tỷ lệ số hóa hồ sơ, kết quả giải quyết"},
		{"thanh-hoa", "Tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu số hóa"}};
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct targets *t = targets[plan_of(list[i][0])];
		size_t found = 0;
		for (size_t k = 0; k < t->count; k++)
			found += strstr(t->target[k].label.in[LANG_VI], list[i][1]) && t->target[k].goal[0].percent < 0;
		assert_int_equal(found, 1);
	}
}

/* Phụ lục I of Lai Châu: who leads, who supports, on what basis; Phú Lạc's signatures. */
static void test_lead_support_basis(void **state)
{
	static const struct {
		const char *plan, *number, *lead, *support, *basis;
	} list[] = {
		{"lai-chau", "I.1", "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "17/QĐ-UBQGCĐS ngày 04/4/2023"},
		{"lai-chau", "II.1", "Các sở, ban, ngành", "Văn phòng UBND tỉnh", "922/QĐ-BTTTT ngày 20/5/2022"},
		{"lai-chau", "II.2", "Các sở, ban, ngành", "Văn phòng UBND tỉnh", "17/QĐ-UBQGCĐS ngày 04/4/2023"},
		{"lai-chau", "II.3", "Văn phòng UBND tỉnh", "Các sở, ban, ngành", "01/NQ-CP ngày 06/01/2023"},
		{"lai-chau", "III.1", "UBND các huyện, thành phố", "Văn phòng UBND tỉnh", "01/NQ-CP ngày 06/01/2023"},
		{"lai-chau", "III.2", "UBND các huyện, thành phố", "Văn phòng UBND tỉnh", "01/NQ-CP ngày 06/01/2023"},
		{"lai-chau", "III.3", "UBND các huyện, thành phố", "Văn phòng UBND tỉnh", "01/NQ-CP ngày 06/01/2023"},
		{"lai-chau", "IV", "UBND các huyện, thành phố", "Văn phòng UBND tỉnh", "876/QĐ-BNV ngày 10/11/2022"},
		{"lai-chau", "V", "UBND các huyện, thành phố", "Sở Thông tin và Truyền thông",
			"468/QĐ-TTg ngày 27/3/2021"},
		{"lai-chau", "V", "UBND các huyện, thành phố", "Sở Thông tin và Truyền thông",
			"76/NQ-CP ngày 15/7/2021"},
		{"loc-ha", "III.2.4", "UBND các xã, thị trấn", "Huyện đoàn, Công an huyện", ""},
		{"thanh-hoa", "1b", "UBND các xã, thị trấn", "", "5050/QĐ-UBND ngày 28/12/2023"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct targets *t = targets[plan_of(list[i].plan)];
		size_t found = 0;
		for (size_t k = 0; k < t->count; k++)
			found += strcmp(t->target[k].number, list[i].number) == 0 &&
				 strstr(t->target[k].lead, list[i].lead) &&
				 strstr(t->target[k].support, list[i].support) &&
				 strstr(t->target[k].basis, list[i].basis);
		if (found == 0)
			fail_msg("%s %s: %s", list[i].plan, list[i].number, list[i].basis);
	}
}

/* --- the figures Lâm Thao prints, computed again --- */

static const struct target_baseline *baseline(const char *id, const char *period, const char *level)
{
	const struct targets *all = targets[plan_of("lam-thao")];
	int i = targets_index(all, id);
	assert_true(i >= 0);
	for (size_t b = 0; b < all->target[i].baselines; b++)
		if (strcmp(all->target[i].baseline[b].period, period) == 0 &&
			strcmp(all->target[i].baseline[b].level, level) == 0)
			return &all->target[i].baseline[b];
	fail_msg("%s: no figure of %s", id, period);
	return NULL;
}

static void test_baselines(void **state)
{
	static const struct {
		const char *id, *period, *level;
		int64_t num, den, hundredths;
		const char *printed; /* NULL: not as computed, so the file says why */
	} list[] = {
		{"ho-so-chung", "2022", "", 23767, 39696, 5987, "59,87%"},
		{"tiep-nhan-truc-tuyen", "2022", "district", 12689, 15440, 8218, NULL},
		{"tiep-nhan-truc-tuyen", "2022", "commune", 11078, 24256, 4567, "45,67%"},
		{"ho-so-chung", "2023-01/2023-08", "", 14277, 18145, 7868, "78,68%"},
		{"tiep-nhan-truc-tuyen", "2023-01/2023-08", "district", 7086, 7780, 9108, "91,08%"},
		{"tiep-nhan-truc-tuyen", "2023-01/2023-08", "commune", 7191, 10365, 6938, "69,38%"},
		{"dvctt-toan-trinh", "2023", "", 52, 273, 1905, NULL},
		{"dvctt-cung-cap", "2023", "", 273, 273, 10000, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct target_baseline *b = baseline(list[i].id, list[i].period, list[i].level);
		assert_true(b->num == list[i].num && b->den == list[i].den);
		assert_int_equal(target_hundredths(b->num, b->den), list[i].hundredths);
		if (list[i].printed)
			assert_string_equal(b->printed, list[i].printed);
		else
			assert_non_null(b->note.in[LANG_VI]);
	}
	assert_string_equal(baseline("dvctt-toan-trinh", "2023", "")->printed, "19,04%");
}

/* District and communes make the whole, in both numbers. */
static void test_levels_add_up(void **state)
{
	static const char *const period[] = {"2022", "2023-01/2023-08"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct target_baseline *all = baseline("ho-so-chung", period[i], "");
		const struct target_baseline *d = baseline("tiep-nhan-truc-tuyen", period[i], "district");
		const struct target_baseline *c = baseline("tiep-nhan-truc-tuyen", period[i], "commune");
		assert_int_equal(d->num + c->num, all->num);
		assert_int_equal(d->den + c->den, all->den);
	}
}

/* 2022's communes stood below their goal of 2023, by how many dossiers; the district above it. */
static void test_baselines_judged(void **state)
{
	const struct targets *all = targets[plan_of("lam-thao")];
	const struct target *t = &all->target[targets_index(all, "tiep-nhan-truc-tuyen")];
	int64_t needed;
	(void)state;
	assert_int_equal(target_judge(&t->goal[0], 12689, 15440, &needed), TARGET_MET);
	assert_int_equal(target_judge(&t->goal[1], 11078, 24256, &needed), TARGET_NOT_MET);
	assert_int_equal(needed, 14554 - 11078); /* 60% of 24.256 is 14.553,6 */
}

/* --- duties --- */

static void test_duties(void **state)
{
	static const char *const list[][5] = {
		/* plan, who, to whom, what, when */
		{"phu-lac", "Các cơ quan, đơn vị", "Phòng Văn hóa – xã hội", "kết quả thực hiện các nhiệm vụ",
			"trước 10 giờ, ngày thứ 5 hằng tuần"},
		{"phu-lac", "Bộ phận Văn phòng & tổng hợp", "", "Tổng hợp số liệu, báo cáo", "hằng tuần"},
		{"phu-lac", "", "", "số lượng hồ sơ trực tuyến, tỷ lệ xử lý đúng hạn, phản hồi của người dân",
			"Hàng tuần"},
		{"phu-lac", "", "", "số lượng hồ sơ trực tuyến, tỷ lệ xử lý đúng hạn, phản hồi của người dân",
			"Cuối đợt (45 ngày)"},
		{"phu-lac", "Trưởng các xóm, Tổ công nghệ số cộng đồng", "", "Mẫu biểu số 02", "trước ngày 10/12/2025"},
		{"phu-lac", "Công an xã, BCH quân sự xã", "", "Mẫu biểu số 02", "trước 13/12/2025"},
		{"phu-lac", "Đoàn thanh niên", "Trung tâm Phục vụ hành chính công", "danh sách",
			"17 giờ, ngày 03/11/2025"},
		{"phu-lac", "Trung tâm Phục vụ hành chính công", "sở, ngành và UBND tỉnh", "báo cáo", "Theo quy định"},
		{"phu-lac", "Trung tâm Phục vụ hành chính công", "", "EMC", "Thường xuyên"},
		{"phu-lac", "Các cơ quan, đơn vị, địa phương", "TTPVHCC", "khó khăn, vướng mắc", "Kịp thời"},
		{"phu-lac", "Các cơ quan, đơn vị", "", "Kế hoạch chi tiết", "20/8/2025"},
		{"loc-ha", "UBND các xã, thị trấn", "UBND huyện", "kết quả hàng tháng", "Hàng tháng"},
		{"loc-ha", "Các phòng, ban, ngành", "Phòng Văn hóa và Thông tin", "kết quả triển khai",
			"Trước ngày 01/10/2024"},
		{"loc-ha", "UBND huyện", "", "tổng hợp kết quả của UBND cấp xã trực thuộc", "01/10/2024"},
		{"loc-ha", "Phòng Văn hóa và Thông tin, Văn phòng HĐND&UBND", "UBND huyện", "các chỉ tiêu",
			"trước ngày 30/9/2024"},
		{"loc-ha", "Văn phòng HĐND&UBND", "", "theo thời gian thực", "Thường xuyên hoặc đột xuất"},
		{"loc-ha", "Các phòng, ban, ngành", "UBND huyện", "khó khăn, vướng mắc", "Kịp thời"},
		{"loc-ha", "Phòng Văn hoá và Thông tin", "UBND huyện", "đầu mối tổng hợp", "Theo quy định"},
		{"loc-ha", "Trung tâm Văn hoá - Truyền thông", "", "tuyên truyền tình hình triển khai", "Thường xuyên"},
		{"loc-ha", "Trung tâm Văn hoá - Truyền thông", "Hội nghị tổng kết", "phóng sự", "10/10/2024"},
		{"lam-thao", "Các cơ quan, đơn vị, địa phương", "UBND tỉnh", "cách làm hay", "Hàng tháng"},
		{"lam-thao", "Văn phòng HĐND&UBND huyện", "UBND huyện", "Tổng hợp kết quả", "hàng quý"},
		{"lam-thao", "Văn phòng HĐND&UBND huyện", "UBND huyện", "Tổng hợp kết quả", "6 tháng"},
		{"lam-thao", "Văn phòng HĐND&UBND huyện", "UBND huyện", "Tổng hợp kết quả", "1 năm"},
		{"lam-thao", "Văn phòng HĐND&UBND huyện", "UBND huyện", "Tổng hợp kết quả", "Khi có yêu cầu"},
		{"lam-thao", "Các cơ quan chuyên môn", "qua phòng Văn hóa và Thông tin", "Tổng hợp kết quả", "6 tháng"},
		{"lam-thao", "Các cơ quan chuyên môn", "qua phòng Văn hóa và Thông tin", "Tổng hợp kết quả", "1 năm"},
		{"lam-thao", "Các cơ quan chuyên môn", "qua phòng Văn hóa và Thông tin", "Tổng hợp kết quả",
			"Khi có yêu cầu"},
		{"lam-thao", "Các cơ quan, đơn vị", "", "theo thời gian thực", "Thường xuyên"},
		{"lam-thao", "Phòng Văn hóa và Thông tin huyện", "UBND huyện", "điều chỉnh, bổ sung các chỉ tiêu",
			"Hàng năm"},
		{"lam-thao", "UBND các xã, thị trấn", "qua phòng Văn hóa và Thông tin", "khó khăn, vướng mắc",
			"Kịp thời"},
		{"lai-chau", "UBND các huyện, thành phố", "Sở Thông tin và Truyền thông", "chỉ số chuyển đổi số",
			"Hàng quý"},
		{"lai-chau", "Sở Thông tin và Truyền thông", "UBND tỉnh", "chỉ số chuyển đổi số", "Hàng quý"},
		{"lai-chau", "Sở Nội vụ", "", "xếp hạng", "năm 2023"},
		{"lai-chau", "Sở Thông tin và Truyền thông", "UBND tỉnh", "theo dõi việc thực hiện", "Thường xuyên"},
		{"lai-chau", "Sở Thông tin và Truyền thông", "UBND tỉnh", "khó khăn, vướng mắc", "Kịp thời"},
		{"lai-chau", "Các cơ quan, đơn vị", "Sở Thông tin và Truyền thông", "văn bản đề xuất",
			"khó khăn, vướng mắc"},
		{"lai-chau", "Phụ lục II", "Sở Thông tin và Truyền thông", "Phụ lục II", "thời gian hoàn thành"},
		{"thanh-hoa", "Văn phòng HĐND&UBND huyện", "Công khai", "Bộ chỉ số", "Hàng tháng"},
		{"thanh-hoa", "Văn phòng HĐND&UBND huyện", "Công khai", "để xảy ra chậm trễ", "Hàng tháng"},
		{"thanh-hoa", "Phòng Văn hoá và Thông tin", "", "sao lưu dữ liệu hàng ngày", "Hàng ngày"},
		{"thanh-hoa", "Trưởng các phòng", "người dân, doanh nghiệp", "giải trình", "chậm muộn"},
		{"thanh-hoa", "Trưởng các phòng", "", "giám sát chất lượng", "Thường xuyên"},
	};
	size_t all = 0;
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct campaign *c = campaign[plan_of(list[i][0])];
		size_t found = 0;
		for (size_t k = 0; k < c->duties; k++) {
			const struct campaign_duty *d = &c->duty[k];
			found += strstr(d->from, list[i][1]) && strstr(d->to, list[i][2]) &&
				 strstr(d->what.in[LANG_VI], list[i][3]) && strstr(d->when.in[LANG_VI], list[i][4]);
		}
		if (found != 1)
			fail_msg("%s: %s, %s stands %zu times", list[i][0], list[i][1], list[i][3], found);
	}
	for (size_t i = 0; i < PLANS; i++)
		all += campaign[i]->duties;
	assert_int_equal(all, sizeof list / sizeof *list);
}

/* Which reports, how often. */
static void test_reports(void **state)
{
	static const struct {
		const char *plan, *id;
		bool once;
		enum period_kind every;
	} list[] = {
		{"phu-lac", "weekly", false, PERIOD_WEEK},
		{"phu-lac", "final", true, PERIOD_WEEK},
		{"loc-ha", "monthly", false, PERIOD_MONTH},
		{"loc-ha", "final", true, PERIOD_WEEK},
		{"lam-thao", "monthly", false, PERIOD_MONTH},
		{"lam-thao", "quarterly", false, PERIOD_QUARTER},
		{"lam-thao", "half-yearly", false, PERIOD_HALF},
		{"lam-thao", "yearly", false, PERIOD_YEAR},
		{"lai-chau", "quarterly", false, PERIOD_QUARTER},
		{"lai-chau", "yearly", false, PERIOD_YEAR},
		{"thanh-hoa", "monthly", false, PERIOD_MONTH},
	};
	size_t all = 0;
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct campaign *c = campaign[plan_of(list[i].plan)];
		size_t found = 0;
		for (size_t k = 0; k < c->reports; k++)
			found += strcmp(c->report[k].id, list[i].id) == 0 && c->report[k].once == list[i].once &&
				 (list[i].once || c->report[k].every == list[i].every);
		assert_int_equal(found, 1);
	}
	for (size_t i = 0; i < PLANS; i++)
		all += campaign[i]->reports;
	assert_int_equal(all, sizeof list / sizeof *list);
	assert_true(campaign[0]->due_weekday == 4 && campaign[0]->due_hour == 10 && campaign[0]->due_minute == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goals),
		cmocka_unit_test(test_goals_without_a_number),
		cmocka_unit_test(test_lead_support_basis),
		cmocka_unit_test(test_baselines),
		cmocka_unit_test(test_levels_add_up),
		cmocka_unit_test(test_baselines_judged),
		cmocka_unit_test(test_duties),
		cmocka_unit_test(test_reports),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
