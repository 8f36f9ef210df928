#!/bin/sh
# A province of 92 communes: half of them send signed statements on a stick, half send a file. One table, closed, printed, exported,
# and proved against paper, its own and a commune's.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

data=${TUNGNHA_TEST_DATA:-$project/../shared/data}
signed=46 # under the sanitizers fewer
[ -z "${TUNGNHA_SMALL:-}" ] || signed=6
# The communes of Thái Nguyên, or made-up ones; the file of those that have no programs of ours.
python3 - "$data/units-2026-07-25.json" "$work" $signed <<'END'
import json, os, sys
path, work, signed = sys.argv[1], sys.argv[2], int(sys.argv[3])
if os.path.exists(path):
    wards = [p for p in json.load(open(path, encoding="utf-8")) if p["Code"] == "19"][0]["Wards"]
    units = [(w["Code"], w["FullName"]) for w in wards]
else:
    units = [("9%04d" % i, "Xã Mẫu %d" % i) for i in range(1, 93)]
assert len(units) == 92
figures = lambda i: [100 + i, 400 + 3 * i, 200 + i, 50 + i, 30, 20, 10]
with open(work + "/units.csv", "w", encoding="utf-8") as f:
    f.write("code,name,level\n" + "".join("%s,%s,commune\n" % u for u in units))
with open(work + "/signed", "w", encoding="utf-8") as f:
    for i, u in enumerate(units[:signed]):
        f.write("%s %s %s\n" % (u[0], " ".join(map(str, figures(i))), u[1]))
with open(work + "/totals.csv", "w", encoding="utf-8") as f:
    f.write("Mã đơn vị;Tên đơn vị;Số hộ;Số khẩu;Người có VNeID;Người chưa có;Hồ sơ DVC trực tuyến;Hồ sơ có kết quả điện tử;Hộ đã đánh giá hài lòng\n")
    for i, u in enumerate(units[signed:], signed):
        f.write(";".join([u[0], u[1]] + list(map(str, figures(i)))) + "\n")
json.dump({u[0]: figures(i) for i, u in enumerate(units)}, open(work + "/expected.json", "w"))
END
at() { # FOLDER 'DATE TIME' COMMAND…
	folder=$work/$1 when=$2
	shift 2
	clock_at "$when" "$aggregator" --data "$folder" "$@"
}
begin() { # FOLDER CODE NAME LEVEL UNITS
	expect 0 silent at "$1" '2025-11-03 08:00' --quiet init --unit "$2" --name "$3" --level "$4" --units "$5" --no-passphrase \
		--campaign "$project/forms/campaigns/phu-lac-2025.json"
}
begin province 19 'Tỉnh Thái Nguyên' province "$work/units.csv"

# --- the communes that have the programs: joined, reported, closed, one stick for all ---
mkdir "$work/stick"
while read -r code households persons vneid without online eresult rated name; do
	printf 'code,name,level\n%s-01,Xóm 1,hamlet\n' "$code" >"$work/hamlets.csv"
	begin "c$code" "$code" "$name" commune "$work/hamlets.csv"
	expect 0 at province '2025-11-03 09:00' --quiet invite "$code" -o "$work/up.tni"
	expect 0 silent at "c$code" '2025-11-03 10:00' --quiet join "$work/up.tni"
	expect 0 silent at "c$code" '2025-11-05 16:00' --quiet row set "$code-01" households="$households" persons="$persons" vneid="$vneid" \
		no_vneid="$without" online_dossiers="$online" eresult_dossiers="$eresult" rated_households="$rated" --source 'Trưởng xóm' --date 05/11/2025
	expect 0 silent at "c$code" '2025-11-06 08:00' --quiet close --period 2025-W45
	expect 0 silent at "c$code" '2025-11-06 08:10' --quiet sync --via "$work/stick"
done <"$work/signed"
expect 0 at province '2025-11-06 09:00' receive "$work/stick" --json >"$work/received"
is "[$signed, 0]" "$work/received" '[d["enrolled"], d["refused"]]'

# --- the others: one file ---
expect 0 at province '2025-11-06 09:10' import "$work/totals.csv" --period 2025-W45 --json >"$work/took"
is "$((92 - signed))" "$work/took" 'd["new"]'

# --- one table ---
expect 0 silent at province '2025-11-06 10:05' close --period 2025-W45 --json >"$work/closed"
expect 0 silent at province '2025-11-06 10:10' --quiet report late --period 2025-W45 --json >"$work/late" # a file is a report too
is '[92, 92, 0, 0]' "$work/late" '[d["parts"][0][k] for k in ("sent", "on_time", "late", "missing")]'
expect 0 silent at province '2025-11-07 08:00' --quiet export -o "$work/w45.json"
expect 0 silent at province '2025-11-07 08:00' --quiet export --format adx -o "$work/w45.xml"
expect 0 silent at province '2025-11-07 08:00' --quiet export --format csv -o "$work/w45.csv"
python3 - "$work" $signed <<'END'
import json, sys, xml.etree.ElementTree as ET
work, signed = sys.argv[1], int(sys.argv[2])
d, expected = (json.load(open(work + f, encoding="utf-8")) for f in ("/w45.json", "/expected.json"))
printed = [c["id"] for c in d["columns"] if c["printed"]]
assert {r["unit"]: [r["values"][c] for c in printed] for r in d["rows"]} == expected
assert [d["total"]["values"][c] for c in printed] == [sum(v[i] for v in expected.values()) for i in range(len(printed))]
assert sum(r["source"] == "devices" and r["statement"]["version"] == 1 for r in d["rows"]) == signed
assert sum(r["source"] == "import" for r in d["rows"]) == 92 - signed
adx = ET.parse(work + "/w45.xml").getroot()
assert {g.attrib["orgUnit"] for g in adx} == set(expected) and len(adx) == 92
END

# --- the export of a province imports as it is at the level above: every row is the same again ---
begin country 00 'Cả nước' province "$work/units.csv"
expect 0 at country '2025-11-07 09:00' import "$work/w45.csv" --period 2025-W45 --json >"$work/took"
is '[92, 0]' "$work/took" '[d["new"], d["refused"]]'
expect 0 at country '2025-11-07 09:10' import "$work/w45.csv" --period 2025-W45 --json >"$work/took"
is '[92, 0]' "$work/took" '[d["same"], d["new"]]'

# --- paper: the province's own, and one a commune sent by post; the province holds that commune's statement ---
code=$(fact "$work/closed" 'd["code"]')
expect 0 silent at province '2025-11-07 08:00' --quiet form02 --period 2025-W45 --format xlsx -o "$work/mau.xlsx"
expect 0 at province '2025-11-07 08:00' --quiet verify "$code" "$work/mau.xlsx"
read -r commune _ <"$work/signed"
at "c$commune" '2025-11-07 08:00' statement show --json >"$work/statement"
expect 0 silent at "c$commune" '2025-11-07 08:00' --quiet form02 --period 2025-W45 --format html -o "$work/commune.html"
code=$(fact "$work/statement" 'd["code"]')
expect 0 at province '2025-11-07 08:00' verify "$code" "$work/commune.html" --json >"$work/verdict"
is "[true, \"$commune\", false]" "$work/verdict" '[d["equal"], d["unit"], d["by_itself"]]'
expect 65 silent at province '2025-11-07 08:00' verify "$code" "$work/mau.xlsx" >/dev/null
