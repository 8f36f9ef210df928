#!/bin/sh
# Two copies of the commune's machine settle one conflict differently. Nothing is chosen for anybody: both outcomes stand
# side by side, each under a code of its own, and a person settles it once more.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

copy() { "$aggregator" --data "$work/copy" "$@"; }
visit() { # HUB: the laptop's stick goes there and back
	mkdir -p "$work/stick-$1"
	for round in 1 2; do
		expect 0 silent device a --quiet sync --via "$work/stick-$1"
		expect 0 silent "$1" --quiet receive "$work/stick-$1"
	done
	expect 0 silent device a --quiet sync --via "$work/stick-$1"
}
codes() { "$@" --json | json '[v["entry"] for k in d for v in k["versions"]]'; }
code() { codes "$2" "$3" "$4" | json "d[$1]"; }

silent begin_hub >/dev/null
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/xom.tni"
for name in a b; do expect 0 silent device "$name" --quiet join "$work/xom.tni" --no-passphrase; done
expect 0 silent reviewed 1 3 a
expect 0 silent reviewed 1 5 b
mkdir "$work/stick-b"
expect 0 silent device b --quiet sync --via "$work/stick-b"
expect 0 hub --quiet receive "$work/stick-b"
visit hub

first=$(code 0 hub conflict list)
second=$(code 1 hub conflict list)
cp -R "$work/hub" "$work/copy"
expect 0 hub --quiet conflict resolve 05788-01 1 --keep "$first"
expect 0 copy --quiet conflict resolve 05788-01 1 --keep "$second"
visit copy
visit hub

# --- both decisions are entry 3 of one journal: the lists tell them apart, on the hub and on the laptop ---
same 2 "$(codes hub conflict list | json 'len(set(d))')"
same "$(codes hub conflict list)" "$(device a conflicts --json | json '[v["entry"] for k in d for v in k["versions"]]')"
chosen=$(code 0 hub conflict list)
hub conflict list >"$work/said"
says "$work/said" "$chosen"
device a conflicts >"$work/said"
says "$work/said" "$chosen"
expect 0 hub --quiet conflict resolve 05788-01 1 --keep "$chosen"
hub conflict list --json >"$work/list"
is 0 "$work/list" 'len(d)'
visit hub
visit copy
same "$(hub form02 --json | json 'd["total"]')" "$(copy form02 --json | json 'd["total"]')"
copy conflict list --json >"$work/list"
is 0 "$work/list" 'len(d)'
expect 0 hub check --deep >/dev/null
expect 0 copy check --deep >/dev/null
