#!/bin/sh
# Lists as they really are: workbooks with merged headings, old encodings, a list that was sorted anew, answers over answers.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

c() { "$collector" --data "$work/$hamlet" "$@"; }
begin() { hamlet=$1 && expect 0 "$collector" --data "$work/$1" init --unit 05788-01 --name 'Xóm 11' --no-passphrase --quiet 2>/dev/null; }
count() { c status --json | json 'd["entries"]["written"]'; }
fields() { c get "$1" --json | json "[d['fields'].get(k) for k in ($2)]"; }
book() { python3 "$project/tests/support/sheet.py" "$1"; }
# refused FILE OPTIONS… -- SENTENCE…: 65, each sentence told, and nothing written.
refused() {
	file=$1 && shift
	options=
	while [ "$1" != -- ]; do options="$options $1" && shift; done
	shift
	before=$(count)
	# shellcheck disable=SC2086 # options are words
	expect 65 c import "$file" $options >"$work/out" 2>"$work/err"
	for sentence in "$@"; do says "$work/err" "$sentence"; done
	same "$before" "$(count)"
}

# --- a workbook: title over all columns, a heading of two merged rows, names, a live total, who signs ---
begin workbook
book "$work/list.xlsx" <<'JSON'
{"sheets": [{"name": "Hướng dẫn", "hidden": true, "rows": [["Hộ số", "Nhãn nhà"], [99, "không đọc"]]},
{"name": "Xóm 11", "merge": ["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:H3", "I3:I4", "A8:C8", "G10:I10", "A11:C11", "G11:I11"], "rows": [
["DANH SÁCH HỘ XÓM 11 NĂM 2025"], [],
["STT", "Họ và tên chủ hộ", "Nhãn nhà", "Số người", null, null, "Hồ sơ DVC", null, "Đã đánh giá"],
[null, null, null, "Tổng số", "Có VNeID", "Chưa có", "Trực tuyến", "Có kết quả điện tử", null],
[1, "Nguyễn Văn An", "nhà cổng xanh", 4, 3, 1, 2, 2, "x"],
[2, "Trần Thị Bé", "sau trường học", 5, 2.0, "?", 0, 0, "không"],
["3", "Lò Văn Cang", "cạnh đình", "６", "4", "1,0", "1.00", 0, "có"],
["Tổng cộng", null, null, {"f": "SUM(D5:D7)", "v": 15}, {"f": "SUM(E5:E7)", "v": 9}, 2, 3, 2, null], [],
[null, null, null, null, null, null, "Phú Lạc, ngày 3 tháng 11 năm 2025"],
["Người lập biểu", null, null, null, null, null, "Trưởng xóm"],
["Nguyễn Văn Hùng", null, null, null, null, null, "Hoàng Văn Nam"]]}]}
JSON
expect 0 c import "$work/list.xlsx" --json >"$work/out"
is '[3, 3, 0, 1, true, ["Họ và tên chủ hộ"]]' "$work/out" \
	'[d[k] for k in ("lines", "added", "problem_count", "warning_count", "written", "left_out")]'
same '[4, 3, 1, 2, 2, "yes", "nhà cổng xanh"]' "$(fields 1 '"persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated", "label"')"
same '[6, 4, 1, 1]' "$(fields 3 '"persons", "vneid", "no_vneid", "online_dossiers"')"
same '["1", "2", "3"]' "$(c list --json | json '[h["household_no"] for h in d]')"
same 0 "$(grep -rcF -e 'Nguyễn Văn An' "$work/workbook" | awk -F: '{ n += $2 } END { print n + 0 }')"
# another sheet by its name; a sheet that is not there: which there are
expect 66 c import "$work/list.xlsx" --sheet 'Xóm 12' 2>"$work/err"
says "$work/err" 'Xóm 11'
expect 0 c import "$work/list.xlsx" --sheet 'Hướng dẫn' --dry-run --json >"$work/out"
is '[["99", "new"]]' "$work/out" '[[r["household_no"], r["action"]] for r in d["report"]]'

book "$work/none.xlsx" <<'JSON'
{"sheets": [{"name": "Bìa", "rows": [["BÁO CÁO"], ["Xóm 11"]]}, {"name": "Danh sách", "rows": [["Hộ số", "Nhãn nhà"], [1, "nhà cổng xanh"]]}]}
JSON
expect 65 c import "$work/none.xlsx" 2>"$work/err"
says "$work/err" 'thêm: --sheet'
expect 0 c import "$work/none.xlsx" --sheet 'Danh sách' --quiet

# --- a cell that shows an error is refused like any other, by line, column and cell; where nobody reads it, it is nobody's matter ---
begin faults
book "$work/faults.xlsx" <<'JSON'
{"sheets": [{"name": "Xóm 11", "rows": [["Hộ số", "Số khẩu", "Có VNeID", "Chưa có", "Hồ sơ dịch vụ công trực tuyến", "Hồ sơ có kết quả điện tử", "Đã đánh giá", "Bình quân"],
[1, 4, 3, 1, 2, 2, "x", {"f": "B2/0", "e": "#DIV/0!"}], [2, {"f": "C3+Z1", "e": "#REF!"}, 2, 0, 0, 0, "không", 1],
[3, 5, {"f": "VLOOKUP(1)"}, 0, 0, 0, "x", 1], [{"f": "A9+1", "e": "#NAME?"}, 5, 4, 1, 0, 0, "x", 1],
["Tổng", {"f": "SUM(B2:B5)", "e": "#REF!"}, 9, 2, 2, 2, null, null]]}]}
JSON
expect 65 c import "$work/faults.xlsx" --json >"$work/out" 2>/dev/null
is '[[3, "Số khẩu"], [4, "Có VNeID"], [5, "Hộ số"], [6, "Số khẩu"]]' "$work/out" '[[p["line"], p["column"]] for p in d["problems"]]'
expect 65 c import "$work/faults.xlsx" 2>"$work/err"
says "$work/err" 'Ô B3 đang báo lỗi #REF!'
says "$work/err" 'Ô C4 là công thức chưa được tính'
says "$work/err" 'Ô A5 đang báo lỗi #NAME?'
says "$work/err" 'Ô B6 đang báo lỗi #REF!'
expect 0 c import "$work/faults.xlsx" --good-lines --json >"$work/out" 2>/dev/null
is '[1, true]' "$work/out" '[d["added"], d["written"]]'
same '["1"]' "$(c list --json | json '[h["household_no"] for h in d]')"

# --- nothing but numbers and names is a list too; sections between the households; a total above them ---
begin bare
printf 'DANH SÁCH CHỦ HỘ;;\nTT;Họ và tên;Địa chỉ\nI;Tổ 1;\n1;Nguyễn Văn An;ngõ 3\n2;Trần Thị Bé;ngõ 5\nII;Tổ 2;\n3;Lò Văn Cang;\n;;Phú Lạc, ngày 03 tháng 11 năm 2025\n;Trưởng xóm;\n' >"$work/bare.csv"
expect 0 c import "$work/bare.csv" >"$work/out"
says "$work/out" 'Dòng 6: “II” không phải số hộ'
says "$work/out" 'Đã nhập 3 hộ'
same '["1", "2", "3"]' "$(c list --json | json '[h["household_no"] for h in d]')"
head='Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;KQ điện tử;Đánh giá'
printf '%s\nTổng số: 2 hộ;9;5;2;2;2;1\n5;4;3;1;2;2;có\n6;5;2;1;0;0;không\nNgười lập;;;;;;Trưởng thôn\nTrần Văn Ba;;;;;;\n' "$head" >"$work/top.csv"
expect 0 c import "$work/top.csv" --quiet
sed 's/;9;5/;10;5/' "$work/top.csv" >"$work/top-wrong.csv"
begin top
refused "$work/top-wrong.csv" -- 'Dòng 2, cột “Số khẩu”: .*“10”.*9'

# --- a group heading that is not of the form says which of its columns is meant ---
begin groups
printf 'Hộ số;Số khẩu;;VNeID;;Hồ sơ;;Đánh giá\n;Nữ;Tổng;Có;Chưa có;trực tuyến;có kết quả điện tử;\n(1);(2);(3);(4);(5);(6);(7);(8)\n7;2;4;3;1;2;1;có\n' >"$work/groups.csv"
expect 0 c import "$work/groups.csv" --quiet
same '[4, 3, 1, 2, 1]' "$(fields 7 '"persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers"')"
# names of the columns below a row of groups that has no number in it
printf ';;VNeID;;Hồ sơ;;\nHộ số;Khẩu;Có;Chưa có;trực tuyến;có kết quả điện tử;Đánh giá\n8;4;3;1;2;1;có\n' >"$work/above.csv"
expect 0 c import "$work/above.csv" --quiet
same '[4, 3, 1, 2, 1]' "$(fields 8 '"persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers"')"

# --- numbers: "12.0", full width, 12a are numbers of households; -1 is not ---
begin numbers
printf 'Hộ số;Nhãn nhà\n12.0;a\n１３;b\n12a;c\n007;d\n' >"$work/numbers.csv"
expect 0 c import "$work/numbers.csv" --quiet
same '["7", "12", "12A", "13"]' "$(c list --json | json '[h["household_no"] for h in d]')"
printf 'Hộ số;Nhãn nhà\n-1;a\n' >"$work/minus.csv"
refused "$work/minus.csv" -- 'Dòng 2, cột “Hộ số”: .*-1'
printf '%s\n1;14.277;0;0;0;0;không\n2;4.5;0;0;0;0;không\n3;1,000;0;0;0;0;không\n' "$head" >"$work/points.csv"
refused "$work/points.csv" -- 'Dòng 2, cột “Số khẩu”: .*14.277' 'Dòng 3, cột “Số khẩu”: .*4.5' 'Dòng 4, cột “Số khẩu”: .*1,000'

# --- text of the years before Unicode: nobody guesses; shown is how it reads, and what to type ---
begin old
printf 'Hộ số;Nhãn nhà\n1;nhà cổng xanh\n2;sau trường học\n' >"$work/utf8.csv"
iconv -f UTF-8 -t TCVN "$work/utf8.csv" >"$work/tcvn.csv"
refused "$work/tcvn.csv" -- 'nhà cổng xanh' "gõ: tungnha-collector import '.*/tcvn.csv' --encoding tcvn3"
expect 65 c import "$work/tcvn.csv" --json >"$work/out" 2>/dev/null
holds "$work/out" '[r["text"] for r in d["readings"] if r["encoding"] == "tcvn3" and "nhà cổng xanh" in r["text"]]'
expect 0 c import "$work/tcvn.csv" --encoding tcvn3 --quiet
same '["nhà cổng xanh"]' "$(fields 1 '"label",')"
iconv -f UTF-8 -t UTF-16 "$work/utf8.csv" >"$work/utf16.csv"
expect 0 c import "$work/utf16.csv" --json >"$work/out"
is '[2, 2]' "$work/out" '[d["lines"], d["unchanged"]]'

# --- what becomes of each line, before anything is written ---
printf 'Hộ số;Nhãn nhà\n1;Nhà cổng xanh\n2;\n3;gần cầu\nba bốn;x\n' >"$work/try.csv"
expect 65 c import "$work/try.csv" --dry-run --json >"$work/out" 2>/dev/null
is '[[2, "1", "same"], [3, "2", "same"], [4, "3", "new"], [5, "ba bốn", "refused"]]' "$work/out" \
	'[[r["line"], r["household_no"], r["action"]] for r in d["report"]]'
holds "$work/out" 'd["report"][3]["sentence"]'
same 2 "$(count)"

# --- the second laptop: it knows the households from the commune, and none of the labels ---
mkdir "$work/usb"
begin_hub
invite_device first 05788-01
invite_device second 05788-01
printf 'Hộ số;Nhãn nhà\n1;nhà cổng xanh\n2;sau trường học\n3;cạnh đình\n' >"$work/three.csv"
expect 0 device first --quiet import "$work/three.csv"
reviewed 2 4 first
device first --quiet put household_no=2 note='hẹn lại'
for name in first second second; do
	expect 0 device "$name" --quiet sync --via "$work/usb"
	expect 0 hub --quiet receive "$work/usb"
	expect 0 device "$name" --quiet sync --via "$work/usb"
done
hamlet=second
before=$(count)
printf 'Hộ số;Nhãn nhà;Số khẩu;Ghi chú\n1;nhà cổng xanh;3;\n2;sau trường học;9;hộ nghèo\n3;cạnh đình;2;\n' >"$work/second.csv"
expect 0 c import "$work/second.csv" --json >"$work/out"
is '[0, 0, 3, 0]' "$work/out" '[d[k] for k in ("added", "changed", "labelled", "unchanged")]'
same "$before" "$(count)"
same '["reviewed", 4, "hẹn lại", "sau trường học"]' "$(fields 2 '"status", "persons", "note", "label"')"
# the same file twice: nothing
expect 0 c import "$work/second.csv" >"$work/out"
says "$work/out" 'không có gì mới để ghi'
says "$work/out" 'là danh sách hộ, chưa phải kết quả rà soát' # why its Số khẩu was left out
# sorted anew; and a line put in, which moves every number after it: both lists stand side by side
printf 'Hộ số;Nhãn nhà\n1;cạnh đình\n2;nhà cổng xanh\n3;sau trường học\n' >"$work/sorted.csv"
refused "$work/sorted.csv" -- 'Dòng 2, hộ số 1: .*“nhà cổng xanh”.*“cạnh đình”' 'put household_no=SỐ label='
printf 'Hộ số;Nhãn nhà\n1;nhà cổng xanh\n2;nhà mới cất\n3;sau trường học\n4;cạnh đình\n' >"$work/inserted.csv"
refused "$work/inserted.csv" --good-lines -- 'Dòng 3, hộ số 2: .*“sau trường học”.*“nhà mới cất”' 'Dòng 4, hộ số 3: '
expect 65 c import "$work/inserted.csv" --json >"$work/out" 2>/dev/null
is '[[3, "2", "sau trường học", "nhà mới cất"], [4, "3", "cạnh đình", "sau trường học"]]' "$work/out" \
	'[[x[k] for k in ("line", "household_no", "here", "file")] for x in d["labels_differ"]]'
expect 66 c get 4 2>/dev/null

# --- answers over answers: what changes is said line by line; an older visit is pointed at ---
head='Hộ số;Ngày rà soát;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;KQ điện tử;Đánh giá'
expect 0 c --quiet put household_no=3 visited_on=2025-11-12 persons=3 vneid=2 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no
printf '%s\n1;05/11/2025;3;2;1;0;0;không\n3;05/11/2025;5;2;1;0;0;không\n' "$head" >"$work/answers.csv"
expect 0 c import "$work/answers.csv" --dry-run >"$work/out"
says "$work/out" 'Dòng 3: Hộ số 3: .*Số khẩu: 3 → 5.*cũ hơn trên máy'
says "$work/out" 'Hộ thay đổi: 2'
expect 0 c import "$work/answers.csv" --dry-run --json >"$work/out"
is '["changed", "changed"]' "$work/out" '[r["action"] for r in d["report"]]'
same 3 "$(c get 3 --json | json 'd["fields"]["persons"]')"
# figures that were declared change with a reason only, and the reason stays with them
expect 0 c --quiet submit --period 2025-W46 2>/dev/null
before=$(count)
expect 64 c import "$work/answers.csv" >"$work/out" 2>"$work/err" # nothing else is wrong with the list
says "$work/err" 'Dòng 3: Hộ số 3 .*lý do.*--reason'
same "$before" "$(count)"
expect 0 c import "$work/answers.csv" --reason 'đối chiếu sổ hộ khẩu' --quiet
same 5 "$(c get 3 --json | json 'd["fields"]["persons"]')"
c history 3 >"$work/out"
says "$work/out" 'đối chiếu sổ hộ khẩu'
# a household whose versions differ waits for a person
reviewed 1 9 first
for name in first second; do
	expect 0 device "$name" --quiet sync --via "$work/usb"
	expect 0 hub --quiet receive "$work/usb"
	expect 0 device "$name" --quiet sync --via "$work/usb"
done
same true "$(c get 1 --json | json 'd["conflict"]')"
printf '%s\n1;06/11/2025;4;2;1;0;0;không\n' "$head" >"$work/third.csv"
refused "$work/third.csv" -- 'Hộ số 1 đang có các bản số liệu khác nhau.*conflicts'
