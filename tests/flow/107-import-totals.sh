#!/bin/sh
# A province takes in totals of communes that are not on this system: a file is judged row by row in a preview, then all of
# it is written or none; every row says what is wrong and how to mend it; where a figure comes from can be seen afterwards.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

cat >"$work/units.csv" <<'END'
code,name,level,parent,listed
05443,Phường Phan Đình Phùng,commune,19,
05788,Xã Phú Lạc,commune,19,5800
05790,Xã Hòa An,commune,19,
05791,Xã Đại Phúc,commune,19,
05794,Xã Bản Hồ,commune,19,
05797,Xã Tân Lập,commune,19,
05800,Phường Tân Lập,commune,19,
05803,Xã Cộng Hòa,commune,19,
05806,Xã Hoa An,commune,19,
END
province() { clock_at "${today:-2025-11-06 08:00}" "$aggregator" --data "$hub_folder" "$@"; }
expect 0 province --quiet init --unit 19 --name 'Tỉnh Thái Nguyên' --level province \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --units "$work/units.csv" --no-passphrase 2>/dev/null

# takes CODE [OPTIONS]: imports $work/f.csv, the JSON in $work/took; line N EXPRESSION over r, its row
takes() {
	code=$1
	shift
	expect "$code" province import "$work/f.csv" --json "$@" >"$work/took" 2>"$work/said"
}
line() { is "$2" "$work/took" "[$3 for r in d['rows'] if r['line'] == $1][0]"; }
refuses() { # LINE RULE: that row is refused, for that reason and no other
	line "$1" "[\"refused\", [\"$2\"]]" '[r["verdict"], [p["rule"] for p in r["problems"]]]'
}
figures() { province import list --json | json 'sorted([r["unit"]["code"], r["period"], r["columns"].get("persons")] for r in d if r["counts"])'; }
same '[]' "$(figures)"

# --- as the plan prints it: a title, the form's headings, STT, a total, who signs; separators of Vietnamese Excel ---
cat >"$work/f.csv" <<'END'
ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN;;;;;;
TỔNG HỢP SỐ LIỆU TUẦN 45;;;;;;
;;;;;;
STT;Mã xã;Xã, phường;Số hộ;Nhân khẩu;Có VNeID;Chưa có;Chủ tịch;Ghi chú
1;"05788";Xã Phú Lạc;5300;21105;12000;3000;Ông A;đã rà soát
2;"05443";P. Phan Đình Phùng;4000;15000;;;Bà B;
3;;Xã Hoà An;1000;4000;–;?;;
4;"05791";Đại Phúc;;;;;;
;;Tổng cộng: 4 xã;10300;40105;12000;;;
;;;;Thái Nguyên, ngày 06 tháng 11 năm 2025;;;
;;;;NGƯỜI LẬP BIỂU;;;
END
expect 0 province import "$work/f.csv" --dry-run >"$work/said"
says "$work/said" '^5 .* 05788  *Xã Phú Lạc  *mới  *Số hộ 5.300; Số khẩu 21.105'
says "$work/said" '^8 .* 05791 .* trống'
says "$work/said" 'không đọc và không lưu: Chủ tịch'
says "$work/said" 'chưa ghi gì'
same '[]' "$(figures)"
takes 0
is '["2025-W45", 3, 0, 0, 1, 0, true]' "$work/took" '[d["period"], d["new"], d["changed"], d["same"], d["empty"], d["refused"], d["written"]]'
line 7 '["05790", {"households": 1000, "persons": 4000}]' '[r["unit"], r["columns"]]'
is '[7]' "$work/took" '[w["line"] for w in d["warnings"]]' # Hòa An is not Hoa An, but looks like it
same '[["05443", "2025-W45", 15000], ["05788", "2025-W45", 21105], ["05790", "2025-W45", 4000]]' "$(figures)"

# --- twice: nothing is written; a change is shown old and new ---
takes 0
is '[0, 0, 3, false]' "$work/took" '[d["new"], d["changed"], d["same"], d["written"]]'
sed -i 's/21105/21106/; s/40105/40106/' "$work/f.csv"
expect 0 province import "$work/f.csv" >"$work/said"
says "$work/said" 'thay đổi  *Số khẩu 21.105 → 21.106'
says "$work/said" 'Mới: 0; thay đổi: 1; như cũ: 2'

# --- the next week: what fell, what grew by more than 30% ---
today='2025-11-13 08:00'
printf 'code,households,persons,vneid\n05788,5400,21000,16000\n05790,1000,4000,\n' >"$work/f.csv"
takes 0
is '["2025-W46", true]' "$work/took" '[d["period"], d["written"]]'
holds "$work/took" 'any("21.106 → 21.000: thấp hơn" in w["message"] and w["unit"] == "05788" for w in d["warnings"])'
holds "$work/took" 'any("12.000 → 16.000: tăng quá 30%" in w["message"] for w in d["warnings"])'

# --- each row for its own reason; one refuses the whole file ---
before=$(figures)
cat >"$work/f.csv" <<'END'
Mã đơn vị,Đơn vị,Số hộ,Số khẩu,Người có VNeID,Người chưa có,Hộ đã đánh giá hài lòng
5788,Xã Phú Lạc,1,2,1,1,0
99999,Xã Đâu Đó,1,2,1,1,0
57880,Đại Phúc,1,2,1,1,0
19,Tỉnh Thái Nguyên,1,2,1,1,0
05443,Xã Phú Lạc,1,2,1,1,0
05788,Phu Lac,1,2,1,1,0
05791,,1,"14,277",1,1,0
05794,,1,14.277,12.5,-3,đang cập nhật
05797,,1,10000001,1,1,0
05800,,3,2,2,1,4
,Tân Lập,1,2,1,1,0
,Xã Chưa Có,1,2,1,1,0
,Xã Cong Hoa,1,2,1,1,0
,Phường Đại Phúc,1,2,1,1,0
,,1,2,1,1,0
05790,,1,2,1,1,0
05790,,1,2,1,1,0
,Bản Hồ,1,2,1,1,0
05803,Cộng Hòa,1,2,1,1,0,7
END
takes 65
refuses 2 TOTALS_LOST_ZERO
holds "$work/took" '"05788 Xã Phú Lạc" in d["rows"][0]["reason"] and "Văn bản" in d["rows"][0]["reason"]'
refuses 3 TOTALS_UNKNOWN_CODE
refuses 4 TOTALS_CODE_PERHAPS
refuses 5 TOTALS_OWN
refuses 6 TOTALS_NAME_OTHER
line 7 changed 'r["verdict"]' # the code is right; that the name has no marks is said
holds "$work/took" 'any(w["line"] == 7 and "Phu Lac" in w["message"] for w in d["warnings"])'
refuses 8 TOTALS_CELL_GROUPED
holds "$work/took" '"14277" in d["rows"][6]["reason"] and d["rows"][6]["problems"][0]["column"] == "Số khẩu"'
line 9 '["TOTALS_CELL_GROUPED", "TOTALS_CELL_DECIMAL", "TOTALS_CELL_NEGATIVE", "TOTALS_CELL_TEXT", "TOTALS_TWICE"]' \
	'[p["rule"] for p in r["problems"]]'
refuses 10 TOTALS_CELL_OVER
line 11 '["people_over_persons", "households_over_persons", "rated_over_households"]' '[p["rule"] for p in r["problems"]]'
refuses 12 TOTALS_NAME_SEVERAL
holds "$work/took" '"05797 Xã Tân Lập" in d["rows"][10]["reason"] and "05800 Phường Tân Lập" in d["rows"][10]["reason"]'
refuses 13 TOTALS_NAME_NONE
refuses 14 TOTALS_NAME_NEAR
refuses 15 TOTALS_NAME_NEAR
refuses 16 TOTALS_NO_UNIT
refuses 17 TOTALS_TWICE
refuses 18 TOTALS_TWICE
holds "$work/took" 'all("dòng 17 và dòng 18" in d["rows"][i]["reason"] for i in (15, 16))'
line 19 '["05794", ["TOTALS_TWICE"]]' '[r["unit"], [p["rule"] for p in r["problems"]]]' # once by code, once by name
refuses 20 IMPORT_TOO_WIDE
is '[false, 65]' "$work/took" '[d["written"], d["code"]]'
says "$work/said" 'chưa ghi gì'
same "$before" "$(figures)"
expect 65 province import "$work/f.csv" --dry-run >/dev/null 2>"$work/said"
says "$work/said" 'Dòng 8, cột “Số khẩu”: “14,277” có dấu ngăn'

# --- a total that is not the sum: refused, or taken with a reason that is kept ---
printf 'Mã;Số hộ;Số khẩu\n"05791";100;400\n"05794";50;200\nTổng;150;601\n' >"$work/f.csv"
takes 65
refuses 4 TOTALS_TOTAL_WRONG
expect 64 province import "$work/f.csv" --total-differs '' >/dev/null 2>&1
takes 0 --total-differs 'Xã Cộng Hòa gửi sau, đã cộng vào dòng Tổng'
is '[2, true]' "$work/took" '[d["new"], d["written"]]'
province import list 05791 --json >"$work/list"
is '["Xã Cộng Hòa gửi sau, đã cộng vào dòng Tổng", "f.csv, dòng 2", "2025-11-13"]' "$work/list" '[d[0][k] for k in ("reason", "source", "date")]'

# --- whole files that are refused, and what is missing told ---
refused_file() { # CODE SENTENCE [OPTIONS]
	wanted=$1
	sentence=$2
	shift 2
	expect "$wanted" province import "$work/f.csv" "$@" >/dev/null 2>"$work/said"
	says "$work/said" "$sentence"
}
printf 'Mã,Dân tộc\n05788,Kinh\n' >"$work/f.csv"
refused_file 65 'Số hộ, Số khẩu'
printf 'Tuần,Năm\n1,2\n' >"$work/f.csv"
refused_file 65 'dòng tiêu đề'
printf 'Mã,Số khẩu,Nhân khẩu\n05788,1,1\n' >"$work/f.csv"
refused_file 65 'Hai cột'
printf 'Mã,Số khẩu\n05788,\n' >"$work/f.csv"
refused_file 65 'không có dòng nào có số liệu'
printf 'Mã,Số khẩu\n05788,1\n' >"$work/f.csv"
refused_file 65 'chưa bắt đầu' --period 2025-W47
refused_file 65 '2024-W01' --period 2024-W01
refused_file 65 'không phải ngày' --date 31/02/2025
refused_file 65 'chưa tới' --date 14/11/2025
rm "$work/f.csv"
refused_file 66 'f.csv'

# --- an old encoding: how it would read, and what to type ---
printf 'Mã,Xã,Số khẩu\n05788,Xã Phú Lạc,21000\n' | iconv -f UTF-8 -t UTF-16LE >"$work/f.csv"
expect 0 province import "$work/f.csv" --encoding utf-16 --quiet >/dev/null
printf 'Mã,Xã,Số khẩu\n05788,Xã Phú Lạc,21000\n' | iconv -f UTF-8 -t TCVN5712-1 >"$work/f.csv"
refused_file 65 'encoding tcvn3'

# --- households known here, closed figures, merged units: no file goes before them ---
expect 0 province --quiet unit add 05809 'Xã Văn Lang' --level commune
expect 0 province household put 05809 household_no=1 persons=4 vneid=2 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no >/dev/null
expect 0 province --quiet lock 05791
expect 0 province --quiet unit merge 05797 05800 --on 10/11/2025
printf 'Mã,Số khẩu\n05809,9\n05791,500\n05797,300\n05800,900\n' >"$work/f.csv"
takes 65
refuses 2 TOTALS_HAS_HOUSEHOLDS
refuses 3 DECIDE_LOCKED
refuses 4 TOTALS_MERGED
holds "$work/took" '"Phường Tân Lập" in d["rows"][2]["reason"]'

# --- withdrawn: the row is gone from the figures and stays in the history ---
expect 64 province import clear 05788 --reason 'nhầm' >/dev/null 2>&1
expect 64 province import clear 05788 --period 2025-W46 >/dev/null 2>&1
expect 66 province import clear 05806 --period 2025-W46 --reason 'nhầm' >/dev/null 2>&1
expect 77 province import clear 05791 --period 2025-W46 --reason 'nhầm' >/dev/null 2>&1
expect 0 province --quiet import clear 05788 --period 2025-W46 --reason 'nhầm tệp'
province import list 05788 --json >"$work/list"
is '[["2025-W45", true], ["2025-W46", false]]' "$work/list" '[[r["period"], r["counts"]] for r in d]'
is '["nhầm tệp", "đã rút: nhầm tệp"]' "$work/list" '[d[1][k] for k in ("reason", "why")]'
province import list >"$work/said"
says "$work/said" 'f.csv, dòng 5, 06/11/2025'

# --- what this program writes it reads as it is ---
province form02 --format csv -o "$work/f.csv" >/dev/null
takes 0 --dry-run
is 0 "$work/took" 'd["refused"]'
province form02 --format xlsx -o "$work/f.xlsx" >/dev/null
expect 0 province import "$work/f.xlsx" --dry-run --json >"$work/xlsx"
same "$(province import "$work/f.csv" --dry-run --json | json '[[r["unit"], r["columns"].get("persons")] for r in d["rows"]]')" \
	"$(json '[[r["unit"], r["columns"].get("persons")] for r in d["rows"]]' <"$work/xlsx")"

province export --format csv -o "$work/f.csv" >/dev/null 2>&1
takes 0 --dry-run
is '[0, 0]' "$work/took" '[d["refused"], d["changed"]]'

# --- a commune moves from files to signed statements: each period counts once, and which is used can be seen ---
commune() { clock_at "$today" "$aggregator" --data "$work/commune" "$@"; }
printf 'code,name,level,parent\n05806-01,Xóm 1,hamlet,05806\n' >"$work/hamlets.csv"
expect 0 commune --quiet init --unit 05806 --name 'Xã Hoa An' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
	--units "$work/hamlets.csv" --no-passphrase 2>/dev/null
printf 'Mã,Số hộ,Số khẩu\n05806,90,380\n' >"$work/f.csv"
takes 0 --period 2025-W45
expect 0 province --quiet invite 05806 -o "$work/up.tni"
expect 0 commune --quiet join "$work/up.tni"
expect 0 commune --quiet row set 05806-01 households=100 persons=400 --source 'Trưởng xóm' --date 12/11/2025
expect 0 silent commune --quiet close --period 2025-W46
mkdir "$work/stick"
for turn in 1 2; do
	expect 0 commune --quiet sync --via "$work/stick"
	expect 0 province --quiet receive "$work/stick"
done
sed -i 's/90,380/95,400/' "$work/f.csv" # somebody sends the Excel file all the same, late
takes 0 --period 2025-W46
line 2 '["new", [{"column": "households", "file": 95, "signed": 100}]]' '[r["verdict"], r["signed"]]'
holds "$work/took" '"Số hộ 100 ≠ 95" in d["warnings"][0]["message"] and "bản đó được dùng" in d["warnings"][0]["message"]'
takes 0 --period 2025-W45 # and a correction of the week before
province import list 05806 --json >"$work/list"
is '[["2025-W45", "import", 95, false], ["2025-W46", "signed", 100, true], ["2025-W46", "import", 95, false]]' "$work/list" \
	'[[r["period"], r["kind"], r["columns"]["households"], r["counts"]] for r in d]'
province import list 05806 --period 2025-W45 --json >"$work/list"
is '[["2025-W45", "import", true]]' "$work/list" '[[r["period"], r["kind"], r["counts"]] for r in d if r["period"] == "2025-W45"]'
province form02 --json >"$work/form"
is '[100, "devices"]' "$work/form" '[[r["households"], r["source"]] for r in d["rows"] if r["unit"] == "05806"][0]'
expect 0 province --quiet import clear 05806 --period 2025-W46 --reason 'Xã đã tự gửi'
province form02 --json >"$work/form"
is 100 "$work/form" '[r["households"] for r in d["rows"] if r["unit"] == "05806"][0]'

# --- a closed period stays closed ---
expect 0 province --quiet close --period 2025-W45
printf 'Mã,Số khẩu\n05803,700\n' >"$work/f.csv"
expect 0 province import "$work/f.csv" --period 2025-W45 >"$work/said"
says "$work/said" 'close --period 2025-W45 --again'
expect 0 province check --deep >/dev/null
