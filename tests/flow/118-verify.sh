#!/bin/sh
# Paper with a check code and a file that came another way: is the file what was closed? Every format as it was written, and altered.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

at() { # 'DATE TIME' COMMAND…: the hub, then
	when=$1
	shift
	clock_at "$when" "$aggregator" --data "$hub_folder" "$@"
}
expect 0 silent clock_at '2025-11-03 08:00' "$aggregator" --data "$hub_folder" --quiet init --unit 05788 --name 'Xã Phú Lạc' \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --key-file "$work/hub.key" >"$work/init"
row() { # UNIT HOUSEHOLDS PERSONS
	expect 0 at '2025-11-06 09:00' --quiet row set "$1" households="$2" persons="$3" vneid="$2" no_vneid=1 online_dossiers=3 \
		eresult_dossiers=2 rated_households=1 --source 'Trưởng xóm' --date 06/11/2025
}
row 05788-01 102 1390
row 05788-02 118 469
expect 0 at '2025-11-06 10:05' close --period 2025-W45 --json >"$work/closed"
code=$(fact "$work/closed" 'd["code"]')
row 05788-01 200 800

# --- every file these programs write of the period is found equal ---
for format in csv json xlsx html; do
	expect 0 hub --quiet form02 --period 2025-W45 --format $format -o "$work/f.$format"
done
for format in csv json; do expect 0 hub --quiet export --period 2025-W45 --format $format -o "$work/e.$format"; done
hub statement show 2025-W45 --json >"$work/s.json"
expect 0 hub --quiet --lang en form02 --period 2025-W45 --format html -o "$work/en.html"
for file in f.csv f.json f.xlsx f.html e.csv e.json s.json en.html; do
	expect 0 hub verify "$code" "$work/$file" >"$work/said"
	says "$work/said" 'KHỚP: cả'
	says "$work/said" 'Bản chốt tuần 03/11–09/11/2025, lần 1'
	says "$work/said" 'phần chữ'
done
units=$(fact "$work/e.json" 'len(d["rows"])')
hub verify "$code" "$work/f.xlsx" --json >"$work/verdict"
is "[true, $units, []]" "$work/verdict" '[d["equal"], d["units"], d["faults"]]'

# --- the code as people type it ---
typed=$(printf %s "$code" | tr '01A-Z' 'oia-z')
for word in "$typed" "$(printf %s "$code" | cut -c1-4)-$(printf %s "$code" | cut -c5-)" "$(printf %s "$code" | sed 's/../& /g')"; do
	expect 0 hub --quiet verify "$word" "$work/f.csv"
done
expect 65 hub verify K7QX "$work/f.csv" 2>"$work/said"
says "$work/said" 'không phải mã kiểm tra'
expect 66 hub verify ZZZZ-ZZZZ "$work/f.csv" 2>"$work/said"
says "$work/said" 'nơi lập báo cáo'
expect 66 hub verify "$code" "$work/nowhere.csv" 2>/dev/null
echo 'Kính gửi' >"$work/letter.txt"
expect 65 hub verify "$code" "$work/letter.txt" 2>"$work/said"
says "$work/said" 'Không tìm thấy bảng'

# --- one figure changed, by hand, in each format ---
altered() { # FILE WHAT: which is named with both values
	expect 65 hub verify "$code" "$1" 2>"$work/said" >/dev/null
	says "$work/said" "$2"
	says "$work/said" 'KHÔNG KHỚP'
}
sed 's/;1390;/;1930;/' "$work/f.csv" >"$work/bad.csv"
altered "$work/bad.csv" 'Khác: Xóm 11 (05788-01), Số khẩu – tệp ghi 1930, bản chốt ghi 1390'
sed 's/"persons":1390/"persons":1391/' "$work/f.json" >"$work/bad.json"
altered "$work/bad.json" 'tệp ghi 1391, bản chốt ghi 1390'
# said twice: other readers of JSON take the second
sed 's/"persons":1390/"persons":1390,"persons":1391/' "$work/f.json" >"$work/twice.json"
expect 65 hub verify "$code" "$work/twice.json" 2>"$work/said" >/dev/null
says "$work/said" 'Không tìm thấy bảng'
sed 's/>1\.390</>1.930</' "$work/f.html" >"$work/bad.html"
altered "$work/bad.html" 'Xóm 11 (05788-01), Số khẩu – tệp ghi 1.930, bản chốt ghi 1390'
python3 - "$work/f.xlsx" "$work/bad.xlsx" <<'END'
import sys, zipfile
old, new = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], "w")
for name in old.namelist():
    new.writestr(name, old.read(name).replace(b"<v>1390</v>", b"<v>1930</v>"))
new.close()
END
altered "$work/bad.xlsx" 'tệp ghi 1930, bản chốt ghi 1390'
# --- the weekly report, as a page, a document, a workbook ---
for format in html docx xlsx; do
	expect 0 silent at '2025-11-06 11:00' --quiet report weekly --period 2025-W45 --format $format -o "$work/r.$format"
	expect 0 hub --quiet verify "$code" "$work/r.$format"
done
python3 - "$work/r.docx" "$work/bad.docx" <<'END'
import sys, zipfile
old, new = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], "w")
for name in old.namelist():
    new.writestr(name, old.read(name).replace(b">1.390<", b">1.930<"))
new.close()
END
altered "$work/bad.docx" 'Xóm 11 (05788-01), Số khẩu – tệp ghi 1.930, bản chốt ghi 1390'
# --- a total that was "put right", a unit left out, one made up ---
sed 's/^"";Tổng;220;1859;/"";Tổng;220;1900;/' "$work/f.csv" >"$work/bad.csv"
altered "$work/bad.csv" 'Khác: Tổng, Số khẩu – tệp ghi 1900, bản chốt ghi 1859'
grep -v '05788-02' "$work/f.csv" >"$work/bad.csv"
altered "$work/bad.csv" 'Thiếu: .*(05788-02)'
sed 's/^"05788-02"\(.*\)/&\n"05788-99"\1/' "$work/f.csv" >"$work/bad.csv"
altered "$work/bad.csv" 'Thừa: .*(05788-99)'
hub verify "$code" "$work/bad.csv" --json >"$work/verdict" || true
is '[false, "added", "05788-99"]' "$work/verdict" '[d["equal"], d["faults"][0]["kind"], d["faults"][0]["unit"]]'

# --- one hamlet's own sheet says that it is only that ---
expect 0 hub --quiet form02 --unit 05788-02 --period 2025-W45 --format html -o "$work/one.html"
expect 0 hub verify "$code" "$work/one.html" >"$work/said"
says "$work/said" 'Tệp chỉ có số liệu của'

# --- another version came: the paper is still what was closed then, and it is said that it is not the newest ---
expect 0 at '2025-11-07 08:00' close --period 2025-W45 --again --reason 'Xóm 11 gửi bổ sung' --json >"$work/closed"
again=$(fact "$work/closed" 'd["code"]')
expect 0 hub verify "$code" "$work/f.html" >/dev/null 2>"$work/said"
says "$work/said" 'đã được chốt lại'
expect 65 hub verify "$again" "$work/f.html" >/dev/null 2>&1

# --- an office that never had the statement: an export carries it, other files do not ---
printf 'code,name,level\n05788,Xã Phú Lạc,commune\n' >"$work/units.csv"
expect 0 silent "$aggregator" --data "$work/other" --quiet init --unit 19 --name 'Thái Nguyên' --level province \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --units "$work/units.csv" --no-passphrase >/dev/null
expect 0 "$aggregator" --data "$work/other" verify "$code" "$work/e.json" >"$work/said"
says "$work/said" 'nằm ngay trong tệp'
expect 66 "$aggregator" --data "$work/other" verify "$code" "$work/f.json" 2>/dev/null
expect 66 "$aggregator" --data "$work/other" verify "$again" "$work/e.json" 2>/dev/null
sed 's/"persons":1390/"persons":1391/' "$work/e.json" >"$work/bad.json"
expect 65 "$aggregator" --data "$work/other" verify "$code" "$work/bad.json" >/dev/null 2>&1
# whoever changes what it carries as well has another code
sed 's/102,1390/102,1391/' "$work/bad.json" >"$work/worse.json"
cmp -s "$work/bad.json" "$work/worse.json" && exit 1
expect 66 "$aggregator" --data "$work/other" verify "$code" "$work/worse.json" 2>/dev/null
