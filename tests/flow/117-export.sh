#!/bin/sh
# What the commune closed goes to other systems: a table for Excel, JSON with its proof, and the two formats DHIS2 imports. Readers of
# other makes must find the same figures in all four.
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
row 05788-01 102 390
row 05788-02 118 469

# --- nothing is closed yet: figures as things stand, and it says so ---
at '2025-11-06 09:30' export >"$work/open.csv" 2>"$work/said"
says "$work/said" 'Kỳ 2025-W45 chưa chốt'
at '2025-11-06 09:30' export --json >"$work/open.json" 2>/dev/null
is '[false, null, null]' "$work/open.json" '[d["closed"], d["statement"], d["proof"]]'
expect 66 at '2025-11-06 09:30' export --period 2025-W44 2>"$work/said"
says "$work/said" '2025-W44'

# --- closed: each format says of which period, version, check code ---
expect 0 at '2025-11-06 10:05' close --period 2025-W45 >/dev/null
row 05788-01 200 800
for format in csv json dhis2 adx; do
	expect 0 at '2025-11-07 08:00' export --format $format -o "$work/w45.$format" 2>"$work/said"
	says "$work/said" 'Số liệu kỳ 2025-W45, chốt lần 1, mã kiểm tra'
done
expect 0 at '2025-11-07 08:00' --quiet export -o "$work/w45.json" 2>"$work/said"
expect 0 test ! -s "$work/said"
expect 64 at '2025-11-07 08:00' export --format pdf 2>"$work/said"
says "$work/said" 'csv, json, dhis2, adx'
expect 65 at '2025-11-07 08:00' export --period 2025-45 2>/dev/null

# --- a longer period gives the figures of the last week that ends in it, once that is closed ---
expect 66 at '2025-12-01 08:00' export --period 2025-11 --format dhis2 2>"$work/said"
says "$work/said" '2025-W48'
expect 0 at '2025-11-27 10:05' close --period 2025-W48 >/dev/null
expect 0 at '2025-12-01 08:00' export --period 2025-11 --format dhis2 >"$work/month.json" 2>"$work/said"
says "$work/said" 'lũy kế đến hết kỳ 2025-W48'
is '["202511", "200"]' "$work/month.json" '[d["period"], d["dataValues"][0]["value"]]'
expect 0 at '2025-12-01 08:00' export --period 2025-11 --format adx >"$work/month.xml" 2>/dev/null
says "$work/month.xml" 'period="2025-11-01/P1M"'
expect 0 at '2025-12-01 08:00' --quiet export --period 2025-W45 --json >"$work/again.json"
is 102 "$work/again.json" 'd["rows"][0]["values"]["households"]'

cat >"$work/read.py" <<'END'
import csv, hashlib, io, json, struct, sys, xml.etree.ElementTree as ET
work = sys.argv[1]
text = open(work + "/w45.csv", encoding="utf-8-sig", newline="").read()
table = list(csv.reader(io.StringIO(text), delimiter=";"))
head, rows, total = table[0], table[1:-1], table[-1]
assert len(rows) == len(json.load(open(work + "/w45.json"))["rows"]) and all(len(r) == len(head) for r in table)
assert rows[0][0] == '="05788-01"', rows[0][0]
found = {r[0][2:-1]: dict(zip(head, r)) for r in rows}

d = json.load(open(work + "/w45.json", encoding="utf-8"))
assert d["format"] == "tungnha-export 1" and d["closed"] and d["statement"]["version"] == 1
label = {c["id"]: c["label"]["vi"] for c in d["columns"]}
for r in d["rows"]:
    for column, n in r["values"].items():
        assert found[r["unit"]][label[column]] == ("" if n is None else str(n)), (r["unit"], column)
for column, n in d["total"]["values"].items():
    assert str(n) == dict(zip(head, total))[label[column]]
    assert n == sum(r["values"][column] or 0 for r in d["rows"]), column
assert {r["unit"]: r["values"]["households"] for r in d["rows"]}["05788-01"] == 102  # as it was closed

# the check code, computed from what the file itself holds
entry = d["proof"]["entry"].encode()
digest = hashlib.blake2b(b"tungnha.entry.1\0" + bytes.fromhex(d["proof"]["previous"]) + struct.pack("<I", len(entry)) + entry,
    digest_size=32).digest()
assert digest.hex() == d["proof"]["hash"]
bits = int.from_bytes(digest[:5], "big")
code = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> (35 - 5 * i) & 31] for i in range(8))
assert code == d["statement"]["code"] and json.loads(entry)["fields"]["period"] == "2025-W45"

# DHIS2: the same, by codes, with no total and no unit of nobody's
want = {(r["unit"], "mau-02." + c): n for r in d["rows"] for c, n in r["values"].items() if n is not None}
v = json.load(open(work + "/w45.dhis2", encoding="utf-8"))
assert v["dataSet"] == "mau-02" and v["orgUnitIdScheme"] == "code" and "orgUnit" not in v
assert {x["period"] for x in v["dataValues"]} == {"2025ThuW45"}
assert {(x["orgUnit"], x["dataElement"]): int(x["value"]) for x in v["dataValues"]} == want
ns = "{urn:ihe:qrph:adx:2015}"
adx = ET.parse(work + "/w45.adx").getroot()
assert adx.tag == ns + "adx" and adx.attrib["exported"].startswith("2025-11-07T08:00:0")
assert {g.attrib["period"] for g in adx} == {"2025-11-06/P7D"} and {g.attrib["dataSet"] for g in adx} == {"mau-02"}
assert {(g.attrib["orgUnit"], x.attrib["dataElement"]): int(x.attrib["value"]) for g in adx for x in g} == want
assert sum("completeDate" in g.attrib for g in adx) == 2  # the two that reported
END
expect 0 python3 "$work/read.py" "$work"
