#!/bin/sh
# A line that breaks off, again and again: at this byte and that, by chance, every few seconds. What the commune confirmed
# is not sent again, so that even a large backlog gets through a line that carries six kilobytes at a time.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/flow_net.sh"

begin_hub
serving commune
commune=$(address commune)
invite_device a 05788-01
expect 0 reviewed 1 4 a
n=1

# --- a handful of places, towards the commune and back, broken off hard or in an orderly way ---
for place in '--cut-up 0' '--cut-up 10 --fin' '--cut-up 150' '--cut-up 700 --fin' '--cut-down 1' '--cut-down 90 --fin' '--cut-down 400'; do
	# shellcheck disable=SC2086
	relay line --to "$commune" $place
	stopped a line 'đứt giữa chừng'
	kill -USR1 "$(cat "$work/line.pid")" # the line is good again
	through a line
	home a $n
	ended line '0 < d["cut"] < 5' true
	n=$((n + 1))
	expect 0 reviewed $n 4 a
done

# --- by chance; whoever tries again gets through in the end ---
relay line --to "$commune" --random 8 --lose 10 --seed 3
tries=0
until net a line; do
	tries=$((tries + 1))
	[ $tries -lt 30 ]
done
home a $n
finish line

# --- slow, far and byte by byte ---
n=$((n + 1))
expect 0 reviewed $n 4 a
relay line --to "$commune" --rate 40000 --delay 100
through a line
home a $n
finish line
n=$((n + 1))
expect 0 reviewed $n 4 a
relay line --to "$commune" --trickle 0
through a line
home a $n
finish line

# --- 10,000 entries behind, over a line that cuts every connection after six kilobytes, both ways together ---
many=10000
[ -z "${TUNGNHA_SMALL:-}" ] || many=1500
invite_device big 05788-02
household_list "$many" >"$work/list.csv"
expect 0 device big --quiet import "$work/list.csv"
relay line --to "$commune" --cut 6000 --fin
expect 0 net big line --tries 1 # it breaks off dozens of times, and goes on each time from what was confirmed
home big "$many"
hub form02 --json >"$work/form02"
is "$many" "$work/form02" '[r["households"] for r in d["rows"] if r["unit"] == "05788-02"][0]'
ended line 'd["cut"] > 5' true

# --- and a second laptop as many behind, whose replies are the large ones; 200 entries are the least others can be sent in ---
invite_device late 05788-02
relay line --to "$commune" --cut 7000 --fin
expect 0 net late line
device late list --json >"$work/list"
is "$many" "$work/list" 'len(d)'
ended line 'd["cut"] > 3' true
sound a big late
