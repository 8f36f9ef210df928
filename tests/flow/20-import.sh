#!/bin/sh
# The list the hamlet head already keeps: taken as it is, or refused with line, column and reason.
. "$(dirname "$0")/../support/flow.sh"

same() { [ "$1" = "$2" ] || { echo "found $2, not $1" >&2; exit 1; }; }
c() { "$collector" --data "$work/$hamlet" "$@"; }
begin() { hamlet=$1 && expect 0 "$collector" --data "$work/$1" init --unit 05788-01 --name 'Xóm 11' --no-passphrase --quiet 2>/dev/null; }
count() { c status --json | json 'd["entries"]["written"]'; }
fields() { c get "$1" --json | json "[d['fields'].get(k) for k in ($2)]"; }
# refused FILE SENTENCE…: 65, each sentence told, and nothing written.
refused() {
	file=$1
	shift
	before=$(count)
	expect 65 c import "$file" >"$work/out" 2>"$work/err"
	for sentence in "$@"; do says "$work/err" "$sentence"; done
	same "$before" "$(count)"
	}

# --- a list as it is kept: title, BOM, CRLF, `;`, names, a Tổng row, signatures ---
begin list
{
	printf '\357\273\277DANH SÁCH HỘ XÓM 11;;;;\r\n(Kèm theo Kế hoạch);;;;\r\n;;;;\r\n'
	printf 'STT;Hộ số;Họ và tên chủ hộ;Điện thoại;Nhãn nhà\r\n'
	printf '1;12;Nguyễn Văn An;0912345678;nhà cổng xanh\r\n2;013;Trần Thị Bé;;"sau ""trường"" học"\r\n3;14A;;;\r\n'
	printf 'Tổng;;;;\r\n;;;;\r\n;;Phú Lạc, ngày 3 tháng 11 năm 2025;;\r\nNgười lập biểu;;;;Trưởng xóm\r\n'
} >"$work/list.csv"
expect 0 c import "$work/list.csv" --dry-run --json >"$work/out"
same '[3, 3, false]' "$(json '[d["lines"], d["added"], d["written"]]' <"$work/out")"
same 0 "$(count)"
expect 0 c import "$work/list.csv" >"$work/out"
says "$work/out" 'Đã nhập 3 hộ'
says "$work/out" 'không lưu: STT, Họ và tên chủ hộ, Điện thoại'
same '["12", "13", "14A"]' "$(c list --json | json '[h["household_no"] for h in d]')"
same '["not_visited", "sau \"trường\" học"]' "$(fields 13 '"status", "label"')"
# owners' names and telephone numbers are nowhere
same 0 "$(grep -rcF -e 'Nguyễn Văn An' -e 0912345678 "$work/list" | awk -F: '{ n += $2 } END { print n + 0 }')"
# the same list again changes nothing and writes nothing
expect 0 c import "$work/list.csv" --json >"$work/out"
same '[3, 0, 0, 3, false]' "$(json '[d["lines"], d["added"], d["changed"], d["unchanged"], d["written"]]' <"$work/out")"
same 3 "$(count)"
# answers typed since then stay when the list comes once more; a label only is attached
expect 0 c --quiet put household_no=14A persons=4 vneid=3 no_vneid=1 online_dossiers=2 eresult_dossiers=2 rated=yes
printf 'Hộ số,Nhãn nhà\n14a,gần cầu\n' >"$work/label.csv"
expect 0 c import "$work/label.csv" --json >"$work/out"
same '[0, 0, 1, 0]' "$(json '[d[k] for k in ("added", "changed", "labelled", "unchanged")]' <"$work/out")"
same '["reviewed", 4, "gần cầu"]' "$(fields 14a '"status", "persons", "label"')"
same 4 "$(count)"
# a known number under another label stops everything, good lines too, and shows both
printf 'Hộ số,Nhãn nhà,Số khẩu\n12,sau trường học,\n13,nhà cổng xanh,\n99,mới,\n' >"$work/sorted.csv"
refused "$work/sorted.csv" 'Dòng 2, hộ số 12: .*trên máy “nhà cổng xanh” .*trong tệp “sau trường học”' 'Dòng 3, hộ số 13: ' 'xếp lại thứ tự'
expect 65 c import "$work/sorted.csv" --good-lines 2>/dev/null
expect 66 c get 99 2>/dev/null

# --- a list that also says how many live in each house is still a list: nobody has been there yet ---
begin persons
printf 'STT;Họ và tên chủ hộ;Số nhân khẩu;Địa chỉ\n1;Nguyễn Văn An;4;xóm trên\n2;Trần Thị Bé;3;xóm dưới\nTổng;;7;\n' >"$work/persons.csv"
expect 0 c import "$work/persons.csv" >"$work/out"
says "$work/out" 'không lưu: Họ và tên chủ hộ, Số nhân khẩu, Địa chỉ'
same '["not_visited", null]' "$(fields 2 '"status", "persons"')"

# --- answers: headings in any order and wording, statuses and yes/no as people write them ---
begin answers
cat >"$work/answers.csv" <<'CSV'
Ngày rà soát,Ghi chú,Đã đánh giá,HS có KQ điện tử,Hồ sơ trực tuyến,Chưa có,Có VNeID,Nhân khẩu,Tình trạng,STT
12/11/2025,"nhà đang sửa,
hẹn tuần sau",x,1,2,1,3,4,,1
13/11/2025,,không,0,0,?,2,5,Đã rà soát,2

,,,,,,,,Vắng nhà,3
14/11/2025,,,,,,,,chưa rà soát,4
,,1,1,2,1,5,9,Tổng cộng,
CSV
expect 0 c import "$work/answers.csv" --json >"$work/out"
same '[4, 4, 0]' "$(json '[d["lines"], d["added"], d["problem_count"]]' <"$work/out")"
note='nhà đang sửa, hẹn tuần sau'
same "[\"reviewed\", 4, 3, 1, 2, 1, \"yes\", \"2025-11-12\", \"$note\"]" \
	"$(fields 1 '"status", "persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated", "visited_on", "note"')"
same '["reviewed", null, "no"]' "$(fields 2 '"status", "no_vneid", "rated"')"
same '["absent", null]' "$(fields 3 '"status", "persons"')"
same '[2, 9, 5]' "$(c form02 --json | json '[d["total"][k] for k in ("households", "persons", "vneid")]')"

# --- Vietnamese typed the other way (NFD), tabs, a heading of two rows, columns numbered under it ---
begin nfd
python3 - "$work/nfd.csv" <<'PY'
import sys, unicodedata
rows = ["Mẫu của xóm\t\t\t\t\t\t\t", "Hộ số\tSố khẩu\tVNeID\t\tHồ sơ trực tuyến\tKQ điện tử\tĐánh giá\tNhãn nhà", "\t\tCó\tChưa có\t\t\t\t",
        "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)", "7\t4\t3\t1\t1\t1\tCó\tcạnh nhà văn hóa"]
open(sys.argv[1], "w", encoding="utf-8").write(unicodedata.normalize("NFD", "\r".join(rows)))
PY
expect 0 c import "$work/nfd.csv" --quiet
same '[4, 3, 1, "yes", "cạnh nhà văn hóa"]' "$(fields 7 '"persons", "vneid", "no_vneid", "rated", "label"')"
same '["7"]' "$(c list --search 'nha van hoa' --json | json '[h["household_no"] for h in d]')"

# --- refused: every line is judged first, every problem told with line, column and reason ---
begin refused
head='Hộ số,Số khẩu,Có VNeID,Chưa có,Hồ sơ trực tuyến,Kết quả điện tử,Đánh giá'
cat >"$work/bad.csv" <<CSV
$head,Ghi chú
1,4,3,1,2,1,có,
2,"14,277",3,1,2,1,có,
3,4,5,1,2,1,có,
4,4,3,1,2,1,mai hỏi,
5,4,3,1,2,1,,
6,4,3,1,2,1,có,gọi 0912 345 678
1,4,3,1,2,1,có,
,4,3,1,2,1,có,
8/2 Tổ 5,4,3,1,2,1,có,
9,4,3,1,2,1,có,
CSV
refused "$work/bad.csv" 'Dòng 3, cột “Số khẩu”: .*14,277' 'Dòng 4: .*(5) nhiều hơn số khẩu (4)' 'Dòng 5, cột “Đánh giá”: .*mai hỏi' \
	'Dòng 6: .*Còn thiếu' 'Dòng 7, cột “Ghi chú”' 'Dòng 8, cột “Hộ số”: Hộ số 1 có ở dòng 2 và dòng 8' \
	'Dòng 9, cột “Hộ số”: .*không có số' 'Dòng 10, cột “Hộ số”' '8 chỗ phải sửa'
expect 65 c import "$work/bad.csv" --json >"$work/out" 2>/dev/null
same '[65, 8, [3, 4, 5, 6, 7, 8, 9, 10], false]' \
	"$(json '[d["code"], d["problem_count"], [p["line"] for p in d["problems"]], d["written"]]' <"$work/out")"
# --good-lines takes the rest; of a number named twice neither line
expect 0 c import "$work/bad.csv" --good-lines --dry-run --quiet 2>/dev/null
same 0 "$(count)"
expect 0 c import "$work/bad.csv" --good-lines >"$work/out" 2>"$work/err"
says "$work/err" 'Dòng 3, cột “Số khẩu”'
says "$work/out" 'Đã nhập 1 hộ'
same '["9"]' "$(c list --json | json '[h["household_no"] for h in d]')"
# a total that is not the sum, and a number that is none
printf '%s\n10,4,3,1,2,1,có\n11,2,1,1,0,0,không\nTổng,7,4,2,2,1,1\n' "$head" >"$work/sum.csv"
refused "$work/sum.csv" 'Dòng 4, cột “Số khẩu”: .*“7”.*6'
printf '%s\n10,4,3,1,2,1,có\n11,2,1,1,0,0,không\nTổng,6,4,2,2,1,1\n' "$head" >"$work/sum.csv"
expect 0 c import "$work/sum.csv" --quiet
expect 66 c get TỔNG 2>/dev/null
# a comma in a cell without quotes moves every figure after it under the wrong heading
printf '%s\n10,4,3,1,2,1,có\n11,14,277,0,0,0,0,không\nTổng,6,4,2,2,1,1\n' "$head" >"$work/wide.csv"
refused "$work/wide.csv" 'Dòng 3: .*có 8 ô.*7 ô' '1 chỗ phải sửa'
printf '%s\n10,4,3,1,2,1,có,,\n' "$head" >"$work/wide.csv"
expect 0 c import "$work/wide.csv" --quiet
# no heading; nothing under it; two columns of one meaning
printf 'a,b\n1,2\n' >"$work/none.csv"
refused "$work/none.csv" 'dòng tiêu đề'
printf '%s\n,,,,,,\n' "$head" >"$work/none.csv"
refused "$work/none.csv" 'không có hộ nào'
printf 'Hộ số,Số khẩu,Nhân khẩu\n1,2,3\n' >"$work/none.csv"
refused "$work/none.csv" '“Số khẩu” và “Nhân khẩu”'
# not text, not whole, not a file
printf 'Hộ số,Nhãn nhà\n1,nh\340\n' >"$work/latin.csv"
refused "$work/latin.csv" 2
printf 'Hộ số,Nhãn nhà\n1,"không đóng\n2,x\n' >"$work/open.csv"
refused "$work/open.csv" 2
printf 'PK\003\004...' >"$work/book.xlsx"
expect 65 c import "$work/book.xlsx" 2>/dev/null
expect 65 c import "$work/label.csv" --encoding klingon 2>/dev/null
expect 66 c import "$work/nowhere.csv" 2>/dev/null
expect 65 c import "$work" 2>/dev/null
same 3 "$(count)"
# at most a hundred problems are shown, then how many more
python3 - "$work/many.csv" <<'PY'
import sys
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("Hộ số,Số khẩu,Có VNeID\n" + "".join(f"{n},0,0\n" for n in range(100, 350)))
PY
refused "$work/many.csv" 'và 150 chỗ nữa' '250 chỗ phải sửa'
same 102 "$(wc -l <"$work/err")"

# --- 100.000 rows in one transaction; and again, when all of them are known ---
begin large
python3 - "$work/large.csv" "${TUNGNHA_SMALL:+5000}" <<'PY'
import sys
n = int(sys.argv[2] or 100000)
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("Hộ số;Chủ hộ;Nhãn nhà;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\r\n")
    for i in range(1, n + 1):
        f.write(f"{i};Nguyễn Văn {i};nhà {i};{i % 5 + 3};{i % 3};1;{i % 2};0;không\r\n")
PY
rows=$(($(wc -l <"$work/large.csv") - 1))
begun=$(date +%s)
expect 0 c import "$work/large.csv" --json >"$work/out"
echo "note: $rows rows imported in $(($(date +%s) - begun)) s"
same "[$rows, $rows, true]" "$(json '[d["lines"], d["added"], d["written"]]' <"$work/out")"
same "$rows" "$(c form02 --json | json 'd["total"]["households"]')"
sed '/^77;/s/;[0-9];0;không/;9;1;không/' "$work/large.csv" >"$work/again.csv"
expect 0 c import "$work/again.csv" --json >"$work/out"
same "[$rows, 0, 1]" "$(json '[d["lines"], d["added"], d["changed"]]' <"$work/out")"
same '[9, 1]' "$(fields 77 '"online_dossiers", "eresult_dossiers"')"
