#!/bin/sh
# A commune begins, invites, and takes in a hamlet's figures over a stick.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# --- beginning: what cannot be leaves no store behind ---
campaign=$project/forms/campaigns/phu-lac-2025.json
expect 64 silent hub init --unit 05788 --name 'Xã Phú Lạc' --campaign "$campaign"
expect 64 silent hub init --unit 05788 --campaign "$campaign" --no-passphrase
expect 64 silent hub init --unit 05788 --name X --campaign "$campaign" --no-passphrase --key-file "$work/k"
expect 65 silent hub init --unit '05 788' --name X --campaign "$campaign" --no-passphrase
expect 66 silent hub init --unit 05788 --name X --campaign "$work/none.json" --no-passphrase
expect 66 hub init --unit 05788 --name X --campaign "$campaign" --key-file "$work/none/k" 2>"$work/err"
says "$work/err" 'tạo thư mục rồi làm lại'
sed 's/"mau-02"/"mau-99"/' "$campaign" >"$work/other.json"
expect 69 hub init --unit 05788 --name X --campaign "$work/other.json" --no-passphrase 2>"$work/err"
says "$work/err" 'mau-99'
printf 'code,name,level,parent,listed\n05788-01,Xóm 11,hamlet,05788,111\n5788-02,Đại Hà,hamlet,,12\n05788-01,Hai,hamlet,,x\n05788-04,,village,99,1.234\n' \
	>"$work/bad.csv"
expect 65 hub init --unit 05788 --name X --campaign "$campaign" --units "$work/bad.csv" --no-passphrase 2>"$work/err"
says "$work/err" 'bad.csv:3.*5788-02'
says "$work/err" 'bad.csv:4.*05788-01'
says "$work/err" 'bad.csv:4.*“x”'
says "$work/err" 'bad.csv:5.*village'
says "$work/err" 'bad.csv:5.*“99”'
says "$work/err" 'bad.csv:5.*1.234'
expect 66 silent hub status
[ ! -e "$hub_folder/tungnha.db" ]

begin_hub --parent-name 'Tỉnh Thái Nguyên'
same 600 "$(stat -c %a "$work/hub.key")"
expect 73 silent hub init --unit 05788 --name X --campaign "$campaign" --no-passphrase
hub unit list --json >"$work/units"
is 19 "$work/units" 'len(d)'
is '["05788-01", "Xóm 11", "hamlet", "05788", 111]' "$work/units" \
	'[[u[k] for k in ("code", "name", "level", "parent", "listed")] for u in d if u["code"] == "05788-01"][0]'

# --- units, one by one and from a file ---
expect 0 hub unit add 05788-19 'Xóm Mẫu 1' --listed 160 >/dev/null
expect 0 hub unit add 05788-19 'Xóm Mẫu 1' --json >"$work/done"
is '{"added": 0, "changed": 0, "same": 1}' "$work/done" d
expect 0 hub unit add 05788-19 'Xóm Mẫu 1' --listed 161 --json >"$work/done"
is '{"added": 0, "changed": 1, "same": 0}' "$work/done" d
expect 0 hub unit add 05788-20 'xom dai ha' >/dev/null 2>"$work/err"
says "$work/err" 'Xóm Đại Hà (05788-02)'
expect 65 silent hub unit add 05788 'Xã khác'
expect 65 hub unit import "$work/bad.csv" 2>"$work/err"
says "$work/err" 'bad.csv:5'
printf '\357\273\277code;name;listed;ghi chú\r\n05788-19;Xóm Mẫu 1;162;gì đó\r\n05788-21;"Xóm Mẫu 3";92;\r\n\r\n' >"$work/good.csv"
expect 0 hub unit import "$work/good.csv" --json >"$work/done"
is '{"added": 1, "changed": 1, "same": 0}' "$work/done" d
hub unit list --json >"$work/units"
is '[162, "hamlet", 92]' "$work/units" '[{u["code"]: u for u in d}[c][k] for c, k in (("05788-19", "listed"), ("05788-21", "level"), ("05788-21", "listed"))]'

# --- an invitation: a line, or a file ---
expect 66 silent hub invite 05788-99
expect 65 silent hub invite 05788
expect 65 silent hub invite 05788-01 --uses 0
expect 65 silent hub invite 05788-01 --address phulac.vn
expect 0 hub invite 05788-02 --json --uses 2 --days 30 --address http://192.168.1.20:8030 >"$work/invite"
is '["05788-02", 2, 30, "A"]' "$work/invite" '[d[k] for k in ("unit", "uses", "days", "letter")]'
holds "$work/invite" 'd["line"].startswith("TN1.")'
same 1 "$(hub invite 05788-02 | wc -l)"
invite_device h1 05788-01
same 600 "$(stat -c %a "$work/h1.tni")"

# --- a hamlet over a stick ---
for n in 1 2 3; do
	expect 0 reviewed "$n" "$n" h1
done
expect 0 device h1 --quiet put household_no=4 status=absent
mkdir "$work/stick"
expect 66 silent hub receive "$work/nowhere"
expect 0 device h1 sync --via "$work/stick" >/dev/null
hub status --json >"$work/status"
is null "$work/status" 'd["units"][0]["last_heard_at"]'
expect 0 hub receive "$work/stick" --json >"$work/received"
is '{"applied": 1, "enrolled": 1, "entries": 4, "held": 0, "messages": 1, "refused": 0, "repeated": 0, "replies": 1, "unreadable": 0}' \
	"$work/received" '{k: v for k, v in d.items() if k != "problems"}'

hub form02 --json >"$work/form"
is '["mau-02", "05788", 21]' "$work/form" '[d["form"], d["unit"]["code"], len(d["rows"])]'
is '[3, 6, 3, 0, 3, 3, 3, 111, 3, "devices", {}]' "$work/form" \
	'[[r[k] for k in ("households", "persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated_households", "listed",
	"with_vneid", "source", "unknown")] for r in d["rows"] if r["unit"] == "05788-01"][0]'
is '[0, null]' "$work/form" '[[r["households"], r["source"]] for r in d["rows"] if r["unit"] == "05788-02"][0]'
is '[3, 6]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub status --json >"$work/status"
is '[3, 111, 1, 0, 0, false, null]' "$work/status" \
	'[[u[k] for k in ("reviewed", "listed", "devices", "conflicts", "held", "locked", "submitted")] for u in d["units"] if u["code"] == "05788-01"][0]'
is '[3, false, true]' "$work/status" '[d["total"]["reviewed"], d["restored"], d["clock_trusted"]]'
holds "$work/status" '[u for u in d["units"] if u["code"] == "05788-01"][0]["last_heard_at"].startswith("20")'
hub form02 --unit 05788-01 --json >"$work/sheet"
is '["05788-01", 1]' "$work/sheet" '[d["unit"]["code"], len(d["rows"])]'
expect 66 silent hub form02 --unit 05788-99
expect 64 silent hub form02 --format pdf
for format in text csv html xlsx; do
	expect 0 hub --quiet form02 --format "$format" -o "$work/form.$format"
	[ -s "$work/form.$format" ]
done
expect 0 hub --quiet form02 --blank --format html -o "$work/blank.html"

# --- one household, from both sides of the counter ---
hub household 05788-01 2 --json >"$work/household"
is '["05788-01", "2", 2, 1, false, true]' "$work/household" \
	'[d["unit"], d["household_no"], d["fields"]["persons"], len(d["revisions"]), d["conflict"], d["revisions"][0]["shown"]]'
expect 0 hub household 05788-01 2 --history >"$work/history"
node=$(hub device list --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["node"])')
says "$work/history" "$(printf %s "$node" | sed 's/..../& /g; s/ $//')"
expect 66 silent hub household 05788-01 99
expect 66 silent hub household 05788-99 1

# --- the answer goes home, and nothing counts twice ---
hub_facts >"$work/before"
expect 0 hub receive "$work/stick" --json >"$work/received"
is '[1, 0, 1, 0]' "$work/received" '[d[k] for k in ("messages", "applied", "repeated", "entries")]'
unchanged "$work/before"
expect 0 device h1 sync --via "$work/stick" --json >"$work/sync"
is 4 "$work/sync" 'd["confirmed"]'
device h1 status --json >"$work/own"
is '[4, 4]' "$work/own" '[d["entries"]["written"], d["entries"]["confirmed"]]'
expect 0 hub receive "$work/stick" --json >"$work/received"
is 0 "$work/received" 'd["entries"]'
unchanged "$work/before"

# --- a half-copied file is named, the others are taken ---
expect 0 reviewed 5 5 h1
expect 0 device h1 --quiet sync --via "$work/stick"
file=$(find "$work/stick/tungnha" -path "*to-$(fact "$work/own" 'd["hub"]')*" -name '*.tnm' | head -n 1)
head -c 300 "$file" >"${file%/*}/0000000000000000.tnm"
expect 65 hub receive "$work/stick" --json >"$work/received" 2>"$work/err"
is '[1, 1, 1]' "$work/received" '[d["unreadable"], d["applied"], d["entries"]]'
says "$work/err" '0000000000000000.tnm'
hub form02 --json >"$work/form"
is '[4, 11]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'

expect 0 hub check --json >"$work/check"
is '[true, true, []]' "$work/check" '[d["ok"], d["totals_match"], d["problems"]]'
expect 0 hub check --deep >/dev/null
