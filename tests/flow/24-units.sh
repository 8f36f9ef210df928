#!/bin/sh
# The commune's list of hamlets, from the workbook or the file it has: zeros that Excel dropped are pointed at, never guessed.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

book() { python3 "$project/tests/support/sheet.py" "$1"; }
names() { hub unit list --json | json '[[u["code"], u["name"], u["level"], u["listed"]] for u in d if u["code"] in ('"$1"')]'; }

# --- a workbook with a title, Vietnamese headings, a total and a signature, at the very beginning ---
book "$work/units.xlsx" <<'JSON'
{"sheets": [{"name": "Các xóm", "merge": ["A1:E1"], "rows": [["DANH SÁCH CÁC XÓM, TỔ DÂN PHỐ"], [],
["STT", "Mã xóm", "Tên xóm", "Cấp", "Số hộ"], [1, "05788-01", "Xóm 11", "Xóm", 126], [2, "05788-02", "Phố Chợ", "Tổ dân phố", 98],
[null, "Tổng cộng", null, null, {"f": "SUM(E4:E5)", "v": 224}], [], [null, null, null, "Người lập biểu"]]}]}
JSON
book "$work/faults.xlsx" <<'JSON'
{"sheets": [{"name": "Hỏng", "rows": [["Mã", "Tên", "Số hộ"], [{"f": "Z1", "e": "#N/A"}, "Xóm 11", 10], ["05788-03", "Xóm 12", {"f": "A1"}]]},
{"name": "Đúng", "rows": [["Mã", "Tên"], ["05788-08", "Xóm Đầm"]]}]}
JSON
begin_hub --units "$work/units.xlsx"
same '[["05788-02", "Phố Chợ", "hamlet", 98], ["05788-01", "Xóm 11", "hamlet", 126]]' "$(names '"05788-01", "05788-02"')"

expect 65 hub unit import "$work/faults.xlsx" 2>"$work/err"
says "$work/err" 'Ô A2 đang báo lỗi #N/A'
says "$work/err" 'Ô C3 là công thức chưa được tính'

# --- init reads the list as unit import does: an old encoding, a sheet by its name ---
printf 'Mã;Tên\n05788-08;Xóm Đầm\n' | iconv -f UTF-8 -t TCVN >"$work/old-init.csv"
second() { "$aggregator" --data "$work/$1" --quiet init --unit 05789 --name 'Xã Hai' --no-passphrase \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --units "$2" "$3" "$4"; }
expect 0 silent second encoded "$work/old-init.csv" --encoding tcvn3
same '["Xóm Đầm"]' "$("$aggregator" --data "$work/encoded" unit list --json | json '[u["name"] for u in d if u["code"] == "05788-08"]')"
expect 66 second lost "$work/faults.xlsx" --sheet 'Không có' 2>"$work/err"
says "$work/err" 'Đúng'
expect 0 silent second sheeted "$work/faults.xlsx" --sheet Đúng
same '["Xóm Đầm"]' "$("$aggregator" --data "$work/sheeted" unit list --json | json '[u["name"] for u in d if u["code"] == "05788-08"]')"

# --- zeros lost: each line named, with what was probably meant; nothing is written ---
printf 'Mã;Tên;Cấp;Thuộc;Số hộ\n5788-03;Xóm 12;;;10\n5788;Xóm 13;;;\n97;Phường Hồng Hà;phường;;\n05788-05;Xóm 15;;5788;\nTổng;;;;11\n' >"$work/zeros.csv"
expect 65 hub unit import "$work/zeros.csv" 2>"$work/err"
says "$work/err" 'zeros.csv:2.*“5788-03”.*có lẽ là “05788-03”'
says "$work/err" 'zeros.csv:3.*“5788”.*“05788”'
says "$work/err" 'zeros.csv:4.*“97”.*“00097”'
says "$work/err" 'zeros.csv:6.*“11”.*10'
printf 'Mã;Tên;Thuộc\n05788-05;Xóm 15;5788\n' >"$work/parent.csv"
expect 65 hub unit import "$work/parent.csv" 2>"$work/err"
says "$work/err" 'parent.csv:2.*“5788”.*có lẽ là “05788”'
same '[]' "$(names '"05788-05", "5788-03"')"

# --- names that look alike are said; an old encoding by its name ---
printf 'Mã;Tên\n05788-06;Xóm Hòa\n05788-07;Xóm Hoà\n' >"$work/alike.csv"
expect 0 hub --quiet unit import "$work/alike.csv" 2>"$work/err"
says "$work/err" 'Xóm Hòa (05788-06).*Xóm Hoà (05788-07)'
printf 'Mã;Tên\n05788-08;Xóm Đầm\n' | iconv -f UTF-8 -t TCVN >"$work/old.csv"
expect 65 hub unit import "$work/old.csv" 2>"$work/err"
says "$work/err" 'encoding tcvn3'
expect 0 hub --quiet unit import "$work/old.csv" --encoding tcvn3
same '[["05788-08", "Xóm Đầm", "hamlet", null]]' "$(names '"05788-08",')"

# --- a list as published, codes as numbers: not one zero is guessed ---
data=${TUNGNHA_TEST_DATA:-$project/../shared/data}
if [ -f "$data/communes-with-codes-2025.csv" ]; then
	python3 - "$data/communes-with-codes-2025.csv" "$work/published.csv" <<'PY'
import csv, sys
rows = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["provinceCode"] == "1"]
with open(sys.argv[2], "w", encoding="utf-8") as out:
    out.write("Mã xã,Tên xã,Loại\n" + "".join(f'{r["wardCode"]},{r["ward"]},{r["wardType"]}\n' for r in rows))
PY
	expect 65 "$aggregator" --data "$work/province" init --unit 01 --name 'Thành phố Hà Nội' --level province --no-passphrase \
		--campaign "$project/forms/campaigns/phu-lac-2025.json" --units "$work/published.csv" 2>"$work/err"
	same "$(grep -cE '^[0-9]{1,4},' "$work/published.csv")" "$(grep -c 'bị mất số 0' "$work/err")"
	expect 65 hub unit import "$data/communes-with-codes-2025.csv" 2>"$work/err"
	says "$work/err" ':1: thiếu cột code'
fi
