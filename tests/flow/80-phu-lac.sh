#!/bin/sh
# A whole commune: 42 hamlets, some 6,000 households, every message several times and out of order.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

data=${TUNGNHA_TEST_DATA:-$project/../shared/data}/phu-lac
if [ ! -e "$data/expected.json" ]; then
	echo "no test data in $data (set TUNGNHA_TEST_DATA)"
	exit 77
fi

begin_hub --units "$data/units.csv"
hub unit list --json >"$work/units"
is 43 "$work/units" 'len(d)'
codes=$(fact "$work/units" '" ".join(u["code"] for u in d if u["level"] == "hamlet")')

# --- every hamlet imports its list and copies it to a stick of its own ---
mkdir "$work/sticks" "$work/all" "$work/all/tungnha"
for code in $codes; do
	invite_device "$code" "$code"
	expect 0 device "$code" --quiet import "$data/households/$code.csv"
	expect 0 device "$code" --quiet sync --via "$work/all"
done
node=$(device "${codes%% *}" status --json >"$work/own" && fact "$work/own" 'd["hub"]')
box=$work/all/tungnha/to-$node

# --- some files alone, in an order that has nothing to do with time, some of them twice; then the whole folder ---
for file in $(find "$box" -name '*.tnm' | sort -r | awk 'NR % 3 == 0 { print; if (NR % 2) print }'); do
	expect 0 hub --quiet receive "$file"
done
expect 0 hub receive "$work/all" --json >"$work/received"
holds "$work/received" 'd["repeated"] >= 9 and d["messages"] >= 42 and d["held"] == 0'

hub form02 --json >"$work/form"
python3 - "$work/form" "$data/expected.json" <<'PY'
import json, sys
found, expected = (json.load(open(f, encoding="utf-8")) for f in sys.argv[1:])
rows = {r["unit"]: r for r in found["rows"]}
wrong = [(r["unit"], k, v, rows[r["unit"]].get(k)) for r in expected["rows"] for k, v in r.items() if rows[r["unit"]].get(k) != v]
wrong += [("total", k, v, found["total"].get(k)) for k, v in expected["total"].items() if found["total"].get(k) != v]
if len(rows) != len(expected["rows"]):
    wrong.append(("rows", len(expected["rows"]), len(rows)))
for w in wrong[:20]:
    print("expected and found:", *w, file=sys.stderr)
sys.exit(bool(wrong))
PY
hub_facts >"$work/before"

# --- the receipts go home: every device knows that all of its figures arrived ---
for code in $codes; do
	expect 0 device "$code" sync --via "$work/all" --json >"$work/sync"
	device "$code" status --json >"$work/own"
	holds "$work/own" 'd["entries"]["confirmed"] == d["entries"]["written"] > 0'
done

# --- and nothing counts twice ---
expect 0 hub receive "$work/all" --json >"$work/received"
is 0 "$work/received" 'd["entries"]'
unchanged "$work/before"
expect 0 hub check --deep >/dev/null

# --- the desk shows and gives what the commune's figures are: each hamlet's row of the table a clerk downloads ---
printf 'mat khau cua ban\n' >"$work/password"
chmod 600 "$work/password"
expect 0 hub --quiet user add 'Hoàng Lan' --password-file "$work/password"
serve_hub --listen 127.0.0.1:0
desk() { curl -s -f -H "Origin: http://$address" -b "$work/jar" -c "$work/jar" "http://$address$1" -o "$work/$2"; }
expect 0 curl -s -f -o /dev/null -H "Origin: http://$address" -c "$work/jar" --data-urlencode 'ten=Hoàng Lan' \
	--data-urlencode 'mk=mat khau cua ban' "http://$address/dang-nhap"
expect 0 desk /mau-02.csv table.csv
expect 0 desk / overview.html
python3 - "$work/table.csv" "$work/overview.html" "$data/expected.json" <<'PY'
import csv, json, sys
table = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig"), delimiter=";"))
page = open(sys.argv[2], encoding="utf-8").read()
expected = json.load(open(sys.argv[3], encoding="utf-8"))
COLUMNS = ["households", "persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated_households"]
rows = {r[1]: [int(x) if x.isdigit() else x for x in r[2:9]] for r in table if len(r) > 8}
wanted = {r["name"]: [r[c] for c in COLUMNS] for r in expected["rows"]}
wanted["Tổng"] = [expected["total"][c] for c in COLUMNS]
wrong = [(name, figures, rows.get(name)) for name, figures in wanted.items() if rows.get(name) != figures]
reviewed = f'{expected["total"]["households"]:,}'.replace(",", ".")
if reviewed not in page:
    wrong.append(("overview", reviewed, "not there"))
for w in wrong[:20]:
    print("expected and found at the desk:", *w, file=sys.stderr)
sys.exit(bool(wrong))
PY
end_serve
