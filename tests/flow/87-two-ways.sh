#!/bin/sh
# The same figures by network and by stick at once; a commune restored from a backup between two exchanges; wall clocks of
# 1970 and 2099 on either side. Which way, how often and at what hour decides nothing.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/flow_net.sh"

begin_hub
serving commune
mkdir "$work/stick" "$work/safe"
for name in a b; do invite_device "$name" 05788-01; done
total() { hub form02 --json | json '[d["total"]["households"], d["total"]["persons"]]'; }

# --- by stick and by network, both on their way before either is answered ---
for n in 1 2 3; do expect 0 reviewed $n 4 a; done
expect 0 device a --quiet sync --via "$work/stick"
cp -r "$work/stick" "$work/copy"
file=$(echo "$work"/copy/tungnha/to-*/*.tnm)
hub receive "$work/stick" --json >"$work/received" 3>&- &
coming=$!
for n in 1 2 3; do # the very same message, its bytes taken from the stick
	post "$file" "$(address commune)" >"$work/answer-$n" 3>&- &
	coming="$coming $!"
done
through a commune
for one in $coming; do
	arrives() { wait "$one"; }
	expect 0 arrives
done
home a 3
same '[3, 12]' "$(total)"
expect 0 silent hub receive "$work/copy" --json >"$work/received"
is '[1, 0, 0]' "$work/received" '[d["repeated"], d["applied"], d["entries"]]'
expect 0 device a --quiet sync --via "$work/stick" # the stick comes home, late
expect 0 device a --quiet sync --via "$work/copy"
home a 3
# what was only copied goes by network too, and a stick forgotten in a drawer changes nothing a month later
expect 0 reviewed 4 4 a
expect 0 device a --quiet sync --via "$work/stick"
through a commune
expect 0 reviewed 4 6 a
through a commune
expect 0 hub --quiet receive "$work/stick"
home a 5
same '[4, 18]' "$(total)"
# two machines of one hamlet, one with a stick, one with a network: each has what the other wrote
expect 0 reviewed 5 2 b
expect 0 device b --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"
through a commune
device a list --json >"$work/list"
is 5 "$work/list" 'len(d)'
through b commune
home b 1

# --- the commune's computer is lost between two exchanges, and restored from the evening before ---
hub backup -o "$work/safe/ban-sao" --json >"$work/backup"
for n in 6 7; do
	expect 0 reviewed $n 3 a
	through a commune
done
expect 0 hub --quiet lock 05788-03
through b commune
expect 0 finish commune
hub_facts >"$work/before"
mv "$hub_folder" "$work/gone"
expect 0 silent hub restore "$work/safe/ban-sao" --key-file "$work/hub.key" >/dev/null
serving commune
same '[5, 20]' "$(total)"
# a has nothing new to say: its next sync finds it out all the same, and makes the commune whole
through a commune
home a 7
unchanged "$work/before"
hub status --json >"$work/status"
is true "$work/status" 'd["restored"]'
through b commune
through a commune
home a 7
home b 1
unchanged "$work/before"
sound a b

# --- clocks are shown, never trusted ---
next=8
at() {
	clock=$1
	shift
	expect 0 clock_at "$clock" "$collector" --data "$work/a" --quiet put household_no=$next persons=3 vneid=1 no_vneid=0 \
		online_dossiers=1 eresult_dossiers=1 rated=yes
	clock_at "$clock" "$collector" --data "$work/a" "$@" 2>"$work/err" >"$work/said"
}
for clock in '1970-01-01 00:00:01' '2099-12-31 23:59:00'; do
	expect 0 at "$clock" sync --via "http://$(address commune)" --tries 1
	home a $next
	next=$((next + 1))
done
for clock in '1970-01-01 00:00:01' '2099-12-31 23:59:00'; do
	expect 0 finish commune
	begin commune clock_at "$clock" exec "$aggregator" --data "$hub_folder" serve --listen 127.0.0.1:0
	invite_device "new-$next" 05788-02
	expect 0 reviewed 1 4 "new-$next"
	through "new-$next" commune
	home "new-$next" 1
	expect 0 reviewed $next 4 a
	through a commune
	home a $next
	next=$((next + 1))
done
expect 0 finish commune
serving commune
through a commune
sound a b
