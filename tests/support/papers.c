/* papers.c - reports made by hand. */
#include "papers.h"
#include "prints.h"

#include <stdio.h>
#include <string.h>

static const int64_t THURSDAY = 1762398000; /* 2025-11-06T10:00:00+07:00 */

static const char *const issuer[] = {"Ủy ban nhân dân", "Xã Phú Lạc"};
static const char *const signatures[] = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"};
static const char *const recipients[] = {"Sở Khoa học và Công nghệ tỉnh Thái Nguyên;", "Thường trực Đảng ủy;",
	"Thường trực HĐND xã",
	"- Chủ tịch, các PCT. UBND xã; Phòng Văn hóa – Xã hội và các tổ công nghệ số cộng đồng;"};

static struct document_frame frame(enum text_lang lang)
{
	struct document_frame f = {
		.issuer = issuer,
		.issuers = 2,
		.number = "Số:       /BC-UBND",
		.date = lang == LANG_VI ? "Phú Lạc, ngày 06 tháng 11 năm 2025" : "Phú Lạc, 6 November 2025",
		.title = lang == LANG_VI ? "BÁO CÁO" : "REPORT",
		.about = "Kết quả tuần thứ 1 thực hiện Kế hoạch 45 ngày rà soát dịch vụ công, số hóa hồ sơ và định "
			 "danh điện tử",
		.recipients = recipients,
		.recipient_lines = sizeof recipients / sizeof *recipients,
		.signatures = signatures,
		.signature_lines = 3,
		.code = "K7QX2M9D",
		.issuer_words = "Ủy ban nhân dân xã Phú Lạc",
		.at = THURSDAY,
	};
	return f;
}

static struct document_cell words(const char *s)
{
	return (struct document_cell){.kind = CELL_TEXT, .text = s};
}

static struct document_cell count(int64_t n)
{
	return (struct document_cell){.kind = CELL_NUMBER, .number = n};
}

static struct document_cell change(int64_t n)
{
	return (struct document_cell){.kind = CELL_CHANGE, .number = n};
}

static void progress(struct document *d)
{
	static const struct document_column column[] = {
		{"Chỉ số", 30}, {"Kỳ này", 10}, {"So với kỳ trước", 12}, {"Tỷ lệ", 10}, {"Mức của Kế hoạch", 14}};
	document_table(d, "Tiến độ rà soát đến hết kỳ", column, 5);
	document_row(d,
		(struct document_cell[]){words("Hộ đã rà soát"), count(1328), change(412), document_percent(1328, 1513),
			words("100% số hộ")},
		false);
	document_row(d,
		(struct document_cell[]){words("Người có tài khoản định danh điện tử mức độ 2"), count(3859),
			change(-7), document_percent(3859, 4375), words("không nêu")},
		false);
	document_row(d,
		(struct document_cell[]){words("Hộ đã đánh giá hài lòng"), count(0), change(0), document_percent(0, 0),
			{.kind = CELL_EMPTY}},
		false);
}

static void hamlets(struct document *d, size_t n)
{
	static const struct document_column column[] = {
		{"Xóm", 20}, {"Số hộ", 8}, {"Đã rà soát", 8}, {"Tỷ lệ", 8}, {"Gửi báo cáo", 16}};
	int64_t listed = 0, reviewed = 0;
	document_table(d, n == 1 ? "Một dòng" : "Kết quả từng xóm", column, 5);
	for (size_t i = 0; i < n; i++) {
		char name[64];
		int64_t a = 100 + (int64_t)i * 7, b = a - (int64_t)i;
		listed += a;
		reviewed += b;
		snprintf(name, sizeof name, "Xóm %zu", i + 1);
		document_row(d,
			(struct document_cell[]){words(name), count(a), count(b), document_percent(b, a),
				i % 9 == 4 ? words("chưa gửi") : words("đúng hạn")},
			false);
	}
	document_row(d,
		(struct document_cell[]){words("Tổng"), count(listed), count(reviewed),
			document_percent(reviewed, listed), {.kind = CELL_EMPTY}},
		true);
}

static void hard_words(struct document *d)
{
	static const struct document_column column[] = {{"Đơn vị", 1}, {"Cảnh báo", 2}, {"\"Số\" <n> & 'm'", 1}};
	char note[6001] = "";
	size_t used = 0;
	for (int i = 0; i < 250; i++)
		used += (size_t)snprintf(note + used, sizeof note - used, "%s", i % 5 ? "số liệu " : "đối xứng");
	document_table(d, "Tên dài, dấu < > & \" và 🏠 𠀋", column, 3);
	document_row(d,
		(struct document_cell[]){
			words("Tổdânphốsốmườihaiphườngcótênrấtdàikhôngcódấucáchnàođểxuốngdòngmàvẫnphảiinđượctronggiấy"),
			words("</td></tr>]]><w:p>&amp; \"đóng\" 'bảng' 👩‍🌾"), count(-1234567890123)},
		false);
	document_row(d,
		(struct document_cell[]){words("Xóm 🏠 𠀋 & \x01\x1b[31m\xff"), words(note), {.kind = CELL_NEVER}},
		false);
}

static void nothing(struct document *d)
{
	static const struct document_column column[] = {{"Xóm chậm", 0}, {"Lý do", 0}};
	document_table(d, "Xóm chưa gửi báo cáo", column, 2);
}

static void form_annex(struct document *d, enum text_lang lang)
{
	struct report r = prints_paper(lang);
	document_annex(d, "Mẫu biểu số 02", true);
	document_form(d, &r);
	report_free(&r);
}

struct document *papers_everything(enum text_lang lang)
{
	struct document_frame f = frame(lang);
	f.state = lang == LANG_VI ? "Số liệu chưa chốt, còn có thể thay đổi"
				  : "Figures not closed, they may still change";
	struct document *d = document_new(lang, &f);
	document_paragraph(d, "Thực hiện Kế hoạch số 91/KH-UBND ngày 03/11/2025, Ủy ban nhân dân xã Phú Lạc báo cáo "
			      "kết quả tuần thứ 1 "
			      "(từ ngày 31/10/2025 đến ngày 06/11/2025) như sau:");
	document_heading(d, 1, "I. KẾT QUẢ THỰC HIỆN");
	document_heading(d, 2, "1. Công tác tuyên truyền");
	document_typed(d, "propaganda",
		"Đã phát thanh 12 buổi.\n- Xóm 11: 3 buổi;\n\n- Các xóm khác: \"mỗi xóm\" 1 buổi & <họp>.\r\n");
	document_heading(d, 2, "2. Kết quả rà soát tại các xóm");
	document_paragraph(
		d, "Đến 10 giờ 00 ngày 06/11/2025 đã rà soát 1.328/1.513 hộ (87,8%).\nChi tiết tại Phụ lục I.");
	progress(d);
	document_note(d, "Số liệu lũy kế từ đầu đợt.\nDấu “–”: chưa có số liệu.");
	document_heading(d, 3, "a) Từng xóm");
	hamlets(d, 45);
	hamlets(d, 1);
	nothing(d);
	document_heading(d, 1, "II. KHÓ KHĂN, VƯỚNG MẮC");
	document_typed(d, "troubles", "  \n ");
	document_heading(d, 1, "III. ĐỀ XUẤT, KIẾN NGHỊ");
	document_typed(d, "asks", "Không.");
	form_annex(d, lang);
	document_annex(d, "Xóm chậm và số liệu cần kiểm tra", false);
	document_paragraph(d, "Các xóm sau có cảnh báo:");
	hard_words(d);
	document_note(d, "Cảnh báo không phải là lỗi.");
	document_heading(d, 1, "Ghi chú thêm");
	nothing(d);
	return d;
}

struct document *papers_week(void)
{
	struct document_frame f = frame(LANG_VI);
	struct document *d = document_new(LANG_VI, &f);
	document_paragraph(
		d, "Thực hiện Kế hoạch số 91/KH-UBND ngày 03/11/2025, Ủy ban nhân dân xã Phú Lạc báo cáo như sau:");
	document_heading(d, 1, "I. KẾT QUẢ THỰC HIỆN");
	progress(d);
	document_heading(d, 1, "II. KHÓ KHĂN, VƯỚNG MẮC");
	document_typed(d, "troubles", "");
	form_annex(d, LANG_VI);
	return d;
}

void papers_write(const struct document *d, enum document_format format, struct buf *out)
{
	struct err e;
	buf_init(out, DOCUMENT_BYTES_MAX);
	assert_int_equal(document_write(d, format, out, &e), 0);
}
