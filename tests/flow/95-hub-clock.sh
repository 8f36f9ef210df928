#!/bin/sh
# The commune's machine wakes up in 1970, or its clock is set to 2099 while it serves. Laptops get through all the same; what only a clock
# can decide is left open or to a person, never decided wrongly.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

if [ ! -e "$BUILD/faults/libfixed.so" ]; then
	echo "no fault programs in $BUILD (run make BUILD=$BUILD $BUILD/faults/libfixed.so)" >&2
	exit 1
fi
clock() { date -u -d "$1" +%s >"$work/clock.new" && mv "$work/clock.new" "$work/clock"; }
there() { env FIXED_CLOCK="$work/clock" LD_PRELOAD="$BUILD/faults/libfixed.so" $unordered "$@"; } # as the hub sees the time
before_serve="env FIXED_CLOCK=$work/clock LD_PRELOAD=$BUILD/faults/libfixed.so $unordered"

begin_hub
invite_device good 05788-01
clock '1970-01-01 12:00'
serve_hub

# --- 1970: a new laptop is enrolled, its figures count, and nobody is called late ---
behaves
hub device list --json >"$work/devices"
is '["new"]' "$work/devices" '[v["state"] for v in d]'
hub form02 --json >"$work/form"
is 1 "$work/form" 'd["total"]["households"]'
there "$aggregator" --data "$hub_folder" status --json >"$work/status"
is '[false, null]' "$work/status" '[d["clock_trusted"], [u["on_time"] for u in d["units"] if u["code"] == "05788-01"][0]]'
rude --body "$work/health" "$address" get /health
is '[false]' "$work/health" '[d["clock_trusted"]]'

# --- set to 2099 while it serves: who is known sends as ever; an invitation seems to have run out, so a person decides ---
clock '2099-06-01 12:00'
behaves
invite_device late 05788-02
expect 0 reviewed 1 3 late
device late sync --via "http://$address" >"$work/said" 2>&1 || true
says "$work/said" 'Xã chưa chấp nhận máy này'
device late status --json >"$work/own"
is '[1, 1]' "$work/own" '[d["entries"]["written"], d["entries"]["confirmed"]]'
hub form02 --json >"$work/form"
is 2 "$work/form" 'd["total"]["households"]'
expect 0 hub --quiet device accept "$(device late status --json | json 'd["node"].replace(" ", "")')"
hub form02 --json >"$work/form"
is 3 "$work/form" 'd["total"]["households"]'
expect 0 device late sync --via "http://$address" --json >"$work/sync"
is 1 "$work/sync" 'd["confirmed"]'

# --- and right again: nothing is left of it ---
clock now
behaves
hub held list --json >"$work/lists"
is '[]' "$work/lists" d
stop_hub
expect 0 hub check --deep >/dev/null
hub form02 --json >"$work/form"
is $((good + 1)) "$work/form" 'd["total"]["households"]'
