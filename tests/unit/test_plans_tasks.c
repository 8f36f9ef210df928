/* test_plans_tasks.c - the tables of tasks, typed here from the documents: Mẫu biểu số 01 row by row, Phụ lục II of Lai
 * Châu, section III of Lộc Hà, with who, with whom, from when, until when, in the plan's own words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <tungnha/tasks.h>

static struct tasks *open_tasks(const char *id)
{
	struct tasks *t;
	struct err e;
	size_t n;
	const char *bytes = form_shipped(id, &n);
	assert_non_null(bytes);
	assert_int_equal(tasks_load(bytes, n, id, &t, &e), 0);
	return t;
}

struct printed {
	const char *number, *unit, *task, *support, *start, *finish; /* task: how it begins; the others whole */
};

static void same(const char *id, const struct tasks *t, size_t i, enum task_column_id column, const char *printed)
{
	if (printed && strcmp(t->task[i].text[column], printed) != 0)
		fail_msg("%s, row %zu: “%s”, not “%s”", id, i + 1, t->task[i].text[column], printed);
}

static void compare(const char *id, const struct printed *list, size_t n)
{
	struct tasks *t = open_tasks(id);
	assert_int_equal(t->count, n);
	for (size_t i = 0; i < n; i++) {
		if (strncmp(t->task[i].text[TASK_TASK], list[i].task, strlen(list[i].task)) != 0)
			fail_msg("%s, row %zu: “%s”", id, i + 1, t->task[i].text[TASK_TASK]);
		same(id, t, i, TASK_NUMBER, list[i].number);
		same(id, t, i, TASK_UNIT, list[i].unit);
		same(id, t, i, TASK_SUPPORT, list[i].support);
		same(id, t, i, TASK_START, list[i].start);
		same(id, t, i, TASK_FINISH, list[i].finish);
	}
	tasks_free(t);
}

#define TX "Thực hiện thường xuyên"
#define XOM "Các xóm, Tổ công nghệ số cộng đồng"

static void test_mau_01(void **state)
{
	static const struct printed list[] = {
		{"", "Trung tâm PVHCC", "Tham mưu Kế hoạch thực hiện", "", "", "Xong trước ngày 03/11/2025."},
		{"", "Trung tâm PVHCC", "Bố trí “Tổ hỗ trợ", "", "", "Xong trước ngày 05/11/2025."},
		{"", "Trung tâm PVHCC", "Cán bộ hỗ trợ trực tiếp", "", TX, TX},
		{"", "Trung tâm PVHCC", "Bộ phận Văn phòng & tổng hợp", "", TX, TX},
		{"", "Tổ hỗ trợ DVC trực tuyến", "Hướng dẫn Doanh nghiệp và Công dân", "",
			"Bắt đầu từ ngày 05/11/2025.", "Kết thúc nhiệm vụ 15/12/2025."},
		{"", "Phòng kinh tế", "Tham mưu bố trí kinh phí", "", "", "Hoàn thành trước 15/11/2025."},
		{"", "Phòng kinh tế", "Chỉ đạo các chuyên viên", "", "", "Hoàn thành trước 15/11/2025."},
		{"", "Phòng Văn hóa", "Chỉ đạo các chuyên viên", "", "Bắt đầu từ ngày 03/11/2025.", TX},
		{"", "Phòng Văn hóa", "Chủ trì, phối hợp với TTPVHCC", "", "", "Hoàn thành trước ngày 10/11/2025"},
		{"", "Văn phòng HĐND – UBND", "Rà soát, đăng ký cấp chữ ký số", "", "",
			"Hoàn thành trước ngày 15/11/2025"},
		{"", "Văn phòng HĐND – UBND", "Chỉ đạo các chuyên viên", "", TX, TX},
		{"", "Công an, BCH Quân sự xã", "Rà soát việc cài đặt định danh điện tử", "", "",
			"Hoàn thành trước 13/12/2025."},
		{"", "Công an, BCH Quân sự xã", "Cử thành viên Tổ an ninh trật tự", "", "",
			"Hoàn thành trước 13/12/2025."},
		{"", "Trung tâm dịch vụ Tổng hợp", "Tổ chức đợt cao điểm tuyên truyền", "",
			"Bắt đầu từ ngày 03/11/2025.",
			"Hoàn thành trước ngày 10/11/2025 và tiếp tục thực hiện tuyên truyền định kỳ hàng tuần."},
		{"", XOM, "Thực hiện việc tiếp nhận tờ rơi", "", "Bắt đầu từ ngày 03/11/2025",
			"Hoàn thành trước ngày 10/11/2025"},
		{"", XOM, "Thực hiện nhiệm vụ với phương châm đi từng ngõ, gõ từng nhà", "",
			"Bắt đầu từ ngày 03/11/2025.", "Hoàn thành trước ngày 10/12/2025"},
		{"", XOM, "Tuyên truyền, hướng dẫn, hỗ trợ công dân", "", "Bắt đầu từ ngày 03/11/2025.",
			"Hoàn thành trước ngày 10/12/2025"},
	};
	(void)state;
	compare("tasks-phu-lac-2025", list, sizeof list / sizeof *list);
}

static void headings(const char *id, const char *const words[TASK_COLUMNS])
{
	struct tasks *t = open_tasks(id);
	for (size_t i = 0; i < TASK_COLUMNS; i++) {
		if (words[i])
			assert_string_equal(t->heading[i].in[LANG_VI], words[i]);
		else
			assert_null(t->heading[i].in[LANG_VI]);
	}
	tasks_free(t);
}

static void test_headings_as_printed(void **state)
{
	static const char *const mau_01[TASK_COLUMNS] = {[TASK_UNIT] = "Tên đơn vị",
		[TASK_TASK] = "Tên nhiệm vụ",
		[TASK_START] = "Thời gian bắt đầu",
		[TASK_FINISH] = "Thời gian hoàn thành"};
	static const char *const annex_ii[TASK_COLUMNS] = {[TASK_NUMBER] = "Stt",
		[TASK_UNIT] = "Đơn vị chủ trì",
		[TASK_TASK] = "Nhiệm vụ",
		[TASK_SUPPORT] = "Đơn vị phối hợp",
		[TASK_FINISH] = "Thời gian hoàn thành"};
	(void)state;
	headings("tasks-phu-lac-2025", mau_01);
	headings("tasks-lai-chau-2023", annex_ii);
}

/* A date, always, or nothing: what the program understands of each. */
static void test_times_understood(void **state)
{
	struct tasks *t = open_tasks("tasks-phu-lac-2025");
	size_t days = 0, always = 0, none = 0;
	struct task_time time;
	(void)state;
	for (size_t i = 0; i < t->count; i++) {
		task_time_read(t->task[i].text[TASK_FINISH], &time);
		days += time.kind == TASK_TIME_DAY;
		always += time.kind == TASK_TIME_ALWAYS;
		task_time_read(t->task[i].text[TASK_START], &time);
		none += time.kind == TASK_TIME_NONE;
	}
	assert_int_equal(days, 13);
	assert_int_equal(always, 4);
	assert_int_equal(none, 8);
	task_time_read(t->task[tasks_index(t, "pvhcc-1")].text[TASK_FINISH], &time);
	assert_true(time.before && strcmp(time.day, "2025-11-03") == 0);
	task_time_read(t->task[tasks_index(t, "to-ho-tro-1")].text[TASK_FINISH], &time);
	assert_true(!time.before && strcmp(time.day, "2025-12-15") == 0);
	tasks_free(t);
}

#define SO "Các Sở, ban, ngành; UBND các huyện, thành phố"
#define XA SO "; UBND các xã, phường, thị trấn"
#define VP "Văn phòng UBND tỉnh"
#define TT "Sở Thông tin và Truyền thông"

static void test_lai_chau(void **state)
{
	static const struct printed list[] = {
		{"1", "Sở Tài chính", "Tham mưu Nghị quyết của HĐND tỉnh", SO, "", "Tháng 7/2023"},
		{"2", TT, "Tham mưu giao chỉ tiêu", SO, "", "Hằng năm"},
		{"3", VP, "Công bố Quyết định", SO, "", "Tháng 5/2023"},
		{"1", SO, "Rà soát thủ tục hành chính đủ điều kiện", VP, "", "Thường xuyên"},
		{"2", SO, "Rà soát 100% thủ tục hành chính", VP "; " TT, "", "Thường xuyên"},
		{"3", VP, "Tích hợp, cung cấp dịch vụ công", SO, "", "Năm 2023"},
		{"4", "Công an tỉnh", "Triển khai thực hiện Quyết định số 06/QĐ-TTg",
			"Các Sở, ban, ngành liên quan; UBND các huyện, thành phố", "", "Thường xuyên"},
		{"5", XA, "Triển khai thực hiện số hóa hồ sơ, kết quả", VP, "", "Năm 2023"},
		{"6", XA, "Triển khai thực hiện số hóa hồ sơ tiếp nhận", VP, "", "Thường xuyên"},
		{"7", VP, "Chuẩn hóa dữ liệu", SO, "", "Thường xuyên"},
		{"8", TT, "Giao nhiệm vụ cho Tổ công nghệ số cộng đồng",
			"Công an tỉnh; UBND các huyện, thành phố; UBND các xã, phường, thị trấn", "", "Thường xuyên"},
		{"9", TT, "Chỉ đạo thực hiện truyền thông", NULL, "", "Thường xuyên"},
		{"10", SO, "Tổ chức truyền thông, nâng cao nhận thức", TT, "", "Thường xuyên"},
		{"11", SO, "Giao chỉ tiêu 100% cán bộ", TT, "", "Hằng năm"},
		{"1", XA, "Tiếp tục tái cấu trúc hạ tầng", VP "; " TT, "", "Thường xuyên"},
		{"2", VP, "Nâng cấp, hoàn thiện Hệ thống", TT "; " XA, "", "Thường xuyên"},
		{"3", VP, "Triển khai Kho dữ liệu", TT "; " XA, "", "Năm 2023"},
	};
	struct tasks *t = open_tasks("tasks-lai-chau-2023");
	(void)state;
	compare("tasks-lai-chau-2023", list, sizeof list / sizeof *list);
	for (size_t i = 0; i < t->count; i++) {
		const char *section = i < 3 ? "I " : i < 14 ? "II " : "III ";
		assert_int_equal(strncmp(t->task[i].text[TASK_SECTION], section, strlen(section)), 0);
	}
	tasks_free(t);
}

#define VV "Văn phòng HĐND&UBND, Phòng Văn hóa và Thông tin"
#define PB "Các phòng, ban, ngành, đơn vị, đoàn thể cấp huyện; UBND các xã, thị trấn"

static void test_loc_ha(void **state)
{
	static const struct printed list[] = {
		{"1.1", NULL, "Rà soát, tái cấu trúc quy trình", "Văn phòng HĐND& UBND huyện", "",
			"Trong tháng 7/2024"},
		{"1.2.1", "Phòng Văn hóa và Thông tin, Văn phòng HĐND&UBND huyện", "Đảm bảo các điều kiện chung",
			"Các phòng, ban, ngành, đơn vị, địa phương", "", "Hoàn thành tháng 7/2024"},
		{"1.2.2", "Văn phòng HĐND&UBND huyện; UBND các xã, thị trấn",
			"Thường xuyên rà soát, nâng cấp trang thiết bị", "Phòng Văn hóa và Thông tin", "",
			"Thường xuyên"},
		{"2.1", PB, "Đẩy mạnh tuyên truyền, hướng dẫn tổ chức, cá nhân thực hiện thanh toán", VV, "",
			"Thường xuyên, cao điểm từ tháng 7/2024"},
		{"2.2", "Phòng Tư Pháp; UBND các xã, thị trấn",
			"Đẩy mạnh tuyên truyền, hướng dẫn tổ chức, cá nhân thực hiện chứng thực", VV, "",
			"Thường xuyên, cao điểm tháng 7/2024"},
		{"2.3", "Trung tâm Hành chính công huyện và Bộ phận Một cửa cấp xã", "Phát huy tối đa vai trò", VV, "",
			"Thường xuyên, cao điểm tháng 7/2024"},
		{"2.4", "UBND các xã, thị trấn",
			"Nâng cao chất lượng, hiệu quả hoạt động của Tổ chuyển đổi số cộng đồng",
			"Phòng Văn hóa và Thông tin, Văn phòng HĐND&UBND, Huyện đoàn, Công an huyện", "",
			"Thường xuyên, cao điểm từ ngày 1/8/2024"},
		{"3.1", "Văn phòng HĐND&UBND; UBND các xã, thị trấn",
			"Thường xuyên kiểm tra, giám sát theo thời gian thực", "Phòng Văn hóa và Thông tin", "",
			"Thường xuyên hoặc đột xuất"},
		{"3.2", "Phòng Văn hóa và Thông tin, Văn phòng HĐND&UBND", "Kiểm tra việc thực hiện các chỉ tiêu", PB,
			"", "Hoàn thành xong trước ngày 30/9/2024"},
		{"3.3", PB, "Báo cáo kết quả triển khai", "Đơn vị tổng hợp: Phòng Văn hóa và Thông tin", "", NULL},
		{"1", NULL, "Tổ chức triển khai các nhiệm vụ được phân công", "", "", ""},
		{"2", "Trung tâm Văn hoá - Truyền thông, Cổng thông tin điện tử huyện",
			"Thường xuyên thông tin, tuyên truyền", "", "", "Thường xuyên"},
		{"2", "Trung tâm Văn hoá - Truyền thông", "Tổng hợp, xây dựng phóng sự (thời lượng: 10 - 15 phút)", "",
			"", NULL},
		{"3", "UBND các xã, thị trấn", "Tăng cường tuyên truyền và chỉ đạo", "", "", "Hàng tháng"},
		{"4", "Phòng Văn hoá và Thông tin", "Làm đầu mối tổng hợp kết quả thực hiện",
			"Văn phòng HĐND&UBND huyện", "", ""},
	};
	(void)state;
	compare("tasks-loc-ha-2024", list, sizeof list / sizeof *list);
}

/* Lâm Thao IV.1 to IV.6 and the Thanh Hoá letter 1 to 3: how many each names. */
static void test_lam_thao_and_thanh_hoa(void **state)
{
	static const struct {
		const char *id, *number;
		size_t count;
	} list[] = {{"tasks-lam-thao-2023", "1", 6}, {"tasks-lam-thao-2023", "2", 4}, {"tasks-lam-thao-2023", "3", 2},
		{"tasks-lam-thao-2023", "4", 2}, {"tasks-lam-thao-2023", "5", 4}, {"tasks-lam-thao-2023", "6", 1},
		{"tasks-thanh-hoa-2024", "1a", 1}, {"tasks-thanh-hoa-2024", "1b", 1}, {"tasks-thanh-hoa-2024", "1c", 1},
		{"tasks-thanh-hoa-2024", "1d", 1}, {"tasks-thanh-hoa-2024", "1đ", 1}, {"tasks-thanh-hoa-2024", "1e", 1},
		{"tasks-thanh-hoa-2024", "1f", 1}, {"tasks-thanh-hoa-2024", "1g", 1}, {"tasks-thanh-hoa-2024", "2a", 1},
		{"tasks-thanh-hoa-2024", "2b", 3}, {"tasks-thanh-hoa-2024", "3", 2}};
	size_t named = 0, there = 0;
	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		struct tasks *t = open_tasks(list[i].id);
		size_t found = 0;
		for (size_t k = 0; k < t->count; k++)
			found += strcmp(t->task[k].text[TASK_NUMBER], list[i].number) == 0;
		assert_int_equal(found, list[i].count);
		named += found;
		there += i == 0 || strcmp(list[i].id, list[i - 1].id) != 0 ? t->count : 0;
		tasks_free(t);
	}
	assert_int_equal(named, there);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mau_01),
		cmocka_unit_test(test_headings_as_printed),
		cmocka_unit_test(test_times_understood),
		cmocka_unit_test(test_lai_chau),
		cmocka_unit_test(test_loc_ha),
		cmocka_unit_test(test_lam_thao_and_thanh_hoa),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
