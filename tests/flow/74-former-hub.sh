#!/bin/sh
# The commune's computer is gone for good, without a backup: a new hub is set up, devices take its invitations for the same
# hamlets, everything is sent from the first household, and the figures are the same.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

rounds() {
	for turn in 1 2; do
		for name in a1 a2 b; do expect 0 silent device $name --quiet sync --via "$work/stick"; done
		expect 0 silent hub --quiet receive "$work/stick"
	done
	for name in a1 a2 b; do expect 0 silent device $name --quiet sync --via "$work/stick"; done
}
begin_hub
mkdir "$work/stick"
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/a.tni"
for name in a1 a2; do expect 0 silent device $name --quiet join "$work/a.tni" --no-passphrase; done
invite_device b 05788-02
for n in 1 2 3; do expect 0 reviewed $n 4 a1; done
expect 0 reviewed 3 5 a2
expect 0 reviewed 9 2 b
rounds
hub form02 --json >"$work/before"
hub conflict list --json >"$work/conflicts"
is 1 "$work/conflicts" 'len(d)'

# --- the old one is gone; nobody has a backup ---
rm -r "$hub_folder" "$work/hub.key" "$work/stick"
mkdir "$work/stick"
begin_hub >/dev/null
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/a.tni"
expect 0 hub --quiet invite 05788-02 -o "$work/b.tni"
# what was recorded in between stays too
expect 0 reviewed 10 3 b
for name in a1 a2; do expect 0 silent device $name --quiet join "$work/a.tni"; done
expect 0 silent device b --quiet join "$work/b.tni"
device b status --json >"$work/status"
is 0 "$work/status" 'd["entries"]["confirmed"]' # a receipt of the old hub says nothing of the new one
rounds

# --- the same figures and the same conflict, plus what came since ---
hub form02 --json >"$work/after"
is "$(fact "$work/before" '[r for r in d["rows"] if r["unit"] == "05788-01"]')" "$work/after" '[r for r in d["rows"] if r["unit"] == "05788-01"]'
is '[2, 5]' "$work/after" '[(r["households"], r["persons"]) for r in d["rows"] if r["unit"] == "05788-02"][0]'
same "$(fact "$work/conflicts" '[sorted(v["entry"] for v in x["versions"]) for x in d]')" \
	"$(hub conflict list --json | json '[sorted(v["entry"] for v in x["versions"]) for x in d]')"
for name in a1 a2 b; do
	device $name status --json >"$work/status"
	holds "$work/status" 'd["entries"]["confirmed"] == d["entries"]["written"] > 0'
	expect 0 device $name check --deep >/dev/null
done
expect 0 hub check --deep >/dev/null
# both laptops of the hamlet still see one list
same "$(device a1 list --json | json 'sorted(h["household_no"] for h in d)')" "$(device a2 list --json | json 'sorted(h["household_no"] for h in d)')"
