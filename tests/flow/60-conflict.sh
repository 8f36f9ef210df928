#!/bin/sh
# Two devices of one hamlet visit the same household: one version counts, both are listed, whichever came first.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick-a" "$work/stick-b"
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/two.tni"
for name in a b; do
	expect 0 silent device "$name" --quiet join "$work/two.tni" --no-passphrase
done
expect 0 reviewed 12 3 a
expect 0 reviewed 12 5 b
expect 0 reviewed 13 2 a
expect 0 reviewed 13 2 b
for name in a b; do
	expect 0 device "$name" --quiet sync --via "$work/stick-$name"
done

# --- the same set of messages in both orders gives the same figures ---
cp -R "$hub_folder" "$work/hub-other"
expect 0 hub --quiet receive "$work/stick-a" "$work/stick-b"
hub_facts >"$work/a-then-b"
hub_folder=$work/hub-other
expect 0 hub --quiet receive "$work/stick-b"
expect 0 hub --quiet receive "$work/stick-a"
unchanged "$work/a-then-b"
hub_folder=$work/hub

# --- one counts; equal figures are no conflict ---
hub form02 --json >"$work/form"
is 2 "$work/form" 'd["total"]["households"]'
hub conflict list --json >"$work/conflicts"
is '[["05788-01", "12", [3, 5]]]' "$work/conflicts" \
	'[[c["unit"], c["household_no"], sorted(v["fields"]["persons"] for v in c["versions"])] for c in d]'
is '["at", "by", "entry", "fields", "node"]' "$work/conflicts" \
	'sorted(k for k in d[0]["versions"][0] if k in ("entry", "node", "by", "fields", "at"))'
counted=$(fact "$work/conflicts" '[v["fields"]["persons"] for v in d[0]["versions"] if v["shown"]][0]')
is "$((counted + 2))" "$work/form" 'd["total"]["persons"]'
hub status --json >"$work/status"
is 1 "$work/status" 'd["total"]["conflicts"]'
hub conflict list >"$work/said"
says "$work/said" 'hộ số 12: 2 phiên bản'
says "$work/said" 'Số khẩu: 3'
says "$work/said" 'Số khẩu: 5'
hub household 05788-01 12 --json >"$work/household"
is '[true, 2]' "$work/household" '[d["conflict"], len(d["heads"])]'

# --- both devices learn of each other; one of them looks again at the door and settles it ---
for name in a b; do
	expect 0 device "$name" --quiet sync --via "$work/stick-$name"
done
expect 0 hub --quiet receive "$work/stick-a" "$work/stick-b"
for name in a b; do
	expect 0 device "$name" --quiet sync --via "$work/stick-$name"
	device "$name" get 12 --json >"$work/seen"
	is '[true, 2]' "$work/seen" '[d["conflict"], len(d["heads"])]'
done
expect 0 reviewed 12 4 b
expect 0 device b --quiet sync --via "$work/stick-b"
expect 0 hub --quiet receive "$work/stick-b"
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d
hub form02 --json >"$work/form"
is '[2, 6]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub household 05788-01 12 --json >"$work/household"
is '[false, 1, 3, 4]' "$work/household" '[d["conflict"], len(d["heads"]), len(d["revisions"]), d["fields"]["persons"]]'

# --- one number, two households: a device assigned it, the other was told it; both count, both are listed ---
expect 0 device a put persons=2 vneid=1 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no --json >"$work/put"
number=$(fact "$work/put" 'd["household_no"]')
expect 0 reviewed "$number" 6 b
for name in a b; do
	expect 0 device "$name" --quiet sync --via "$work/stick-$name"
done
expect 0 hub --quiet receive "$work/stick-a" "$work/stick-b"
hub form02 --json >"$work/form"
is '[4, 14]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub conflict list --json >"$work/conflicts"
is "[[\"$number\", true, [2, 6]]]" "$work/conflicts" \
	'[[c["household_no"], c["clash"], sorted(v["fields"]["persons"] for v in c["versions"])] for c in d]'
hub household 05788-01 "$number" --json >"$work/household"
is '[true, 1]' "$work/household" '[d["clash"], len(d["same_number"])]'
hub conflict list >"$work/said"
says "$work/said" '2 hộ khác nhau mang cùng số'
expect 0 hub check >/dev/null
