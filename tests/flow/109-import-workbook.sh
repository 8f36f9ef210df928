#!/bin/sh
# Totals in workbooks as people keep them: codes as text, under a format, as numbers; merged headings, numbers as text, dates, a
# hidden sheet, formulas; and files that mean harm.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

printf 'code,name,level\n05788,Xã Phú Lạc,commune\n05790,Xã Hòa An,commune\n05791,Xã Đại Phúc,commune\n' >"$work/units.csv"
expect 0 hub --quiet init --unit 19 --name 'Tỉnh Thái Nguyên' --level province \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --units "$work/units.csv" --no-passphrase 2>/dev/null
cat >"$work/table.csv" <<'END'
Mã,Xã,Số hộ,Số khẩu,Có VNeID,Chưa có VNeID
5788,Xã Phú Lạc,5300,21105,12000,3000
5790,Xã Hoà An,1000,4000,2000,900
END
all='[["05788", [5300, 21105, 12000, 3000]], ["05790", [1000, 4000, 2000, 900]]]'
book() { # CODE HOW…: judged, nothing written; the JSON in $work/took
	wanted=$1
	shift
	python3 "$project/tests/support/workbook_of.py" "$work/table.csv" "$work/t.xlsx" "$@"
	expect "$wanted" hub --json import "$work/t.xlsx" --period 2025-W45 --dry-run >"$work/took" 2>"$work/said"
}
reads() { is "$all" "$work/took" '[[r["unit"], [r["columns"].get(c) for c in ("households", "persons", "vneid", "no_vneid")]] for r in d["rows"]]'; }
rules() { is "$1" "$work/took" '[[p["rule"] for p in r["problems"]] for r in d["rows"]]'; }

# --- codes ---
book 0 codes
reads
book 0 format # a number that shows as 05788 is meant as such
reads
book 65 numbers
rules '[["TOTALS_LOST_ZERO"], ["TOTALS_LOST_ZERO"]]'
says "$work/said" 'chưa ghi gì'

# --- numbers as text are numbers; dates, formulas nobody computed are told by their cell; a formula's value counts ---
book 0 codes texts
reads
book 0 codes formulas
reads
book 65 codes empty
is '[[5], ["Chưa có VNeID", "Chưa có VNeID"]]' "$work/took" '[[len(d["rows"][0]["columns"]) + 2], [r["problems"][0]["column"] for r in d["rows"]]]'
book 65 codes dates
rules '[["TOTALS_CELL_TEXT"], ["TOTALS_CELL_TEXT"]]'

# --- a heading in two rows, merged; a hidden sheet before the right one ---
book 0 codes merged
reads
book 0 codes hidden
reads
expect 0 hub --quiet import "$work/t.xlsx" --period 2025-W45 --sheet 'Tuần 45'
expect 66 hub import "$work/t.xlsx" --period 2025-W45 --sheet 'Tuần 46' >/dev/null 2>"$work/said"
says "$work/said" 'Tuần 45'
hub import list --json >"$work/list"
is '["t.xlsx, dòng 2", 21105]' "$work/list" '[[r["source"], r["columns"]["persons"]] for r in d if r["unit"]["code"] == "05788"][0]'

# --- separators that stand as text in a sheet are as ambiguous there ---
printf 'Mã,Số khẩu\n05788,"21.105"\n05790,"4,000"\n05791,"1.234.567"\n' >"$work/table.csv"
book 65 codes texts
rules '[["TOTALS_CELL_GROUPED"], ["TOTALS_CELL_GROUPED"], ["TOTALS_CELL_GROUPED"]]'

# --- harm: a row of 10,000 columns, a hundred megabytes, more rows than the country has units; each ends in a sentence ---
harm() { # SENTENCE FILE
	expect 65 hub import "$2" --period 2025-W45 >/dev/null 2>"$work/said"
	says "$work/said" "$1"
	test "$(wc -c <"$work/said")" -lt 4000
}
python3 -c 'print("Mã,Số khẩu\n05788," + "1," * 10000)' >"$work/wide.csv"
harm 'Dòng 2 có quá 256 cột' "$work/wide.csv"
python3 -c '
import sys
sys.stdout.write("Mã,Số khẩu\n")
for i in range(100):
    sys.stdout.write("99999,1\n" * 131072)' >"$work/big.csv"
harm 'quá 8192 dòng' "$work/big.csv"
rm "$work/big.csv"
python3 -c 'print("Mã,Số khẩu\n" + "05788,1\n" * 3000)' >"$work/again.csv"
expect 65 hub --json import "$work/again.csv" --period 2025-W45 >"$work/took" 2>/dev/null
is '[3000, 3000]' "$work/took" '[d["refused"], sum(len(r["problems"]) for r in d["rows"])]'
python3 -c 'print("Mã,Tên,Số khẩu\n05788,\"" + "Phú " * 8000 + "\"," + "9" * 9000)' >"$work/long.csv"
harm 'lớn hơn mức cao nhất' "$work/long.csv"
printf 'Mã,Tên,Số khẩu\n05788,"=HYPERLINK(""http://x"")\033[2J",1\n' >"$work/terminal.csv"
expect 65 hub import "$work/terminal.csv" --period 2025-W45 >"$work/shown" 2>&1
if grep -q "$(printf '\033')" "$work/shown"; then exit 1; fi
printf 'Mã,Số khẩu\n05788,1\0002\n' >"$work/nul.csv"
expect 65 hub import "$work/nul.csv" --period 2025-W45 >/dev/null 2>&1
head -c 3000 "$work/t.xlsx" >"$work/cut.xlsx"
expect 65 hub import "$work/cut.xlsx" --period 2025-W45 >/dev/null 2>&1
expect 0 hub check >/dev/null
