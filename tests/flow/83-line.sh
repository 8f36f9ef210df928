#!/bin/sh
# The tests' own bad line: what it is told to do to a connection, it does exactly, and both ends see it.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/line.sh"

party=$(dirname "$0")/../support/party.py
begin far python3 "$party" serve
far=$(address far)
# line OPTION…: the relay "line" with these options, in place of the one before
line() {
	[ ! -e "$work/line.pid" ] || expect 0 finish line
	relay line --to "$far" "$@"
}
# ask UP DOWN [TIMES] and what the near end must see; heard N: what the far end must have got of its newest connection
ask() { python3 "$party" ask "$(address line)" "$@" >"$work/asked"; }
sees() { says "$work/asked" "^got $1 "; }
heard() {
	wait_for far [ "$(grep -c '^got' "$work/far.out")" -ge "$1" ]
	[ "$(grep '^got' "$work/far.out" | sed -n "$1p")" = "got $2" ] || {
		cat "$work/far.out" >&3
		exit 1
	}
}
same() { [ "$1" = "$2" ] || { echo "found $2, not $1" >&3; exit 1; }; }
took() { # at least so long: a slow machine only makes it longer
	python3 -c 'import sys; sys.exit(float(open(sys.argv[1]).read().split()[3]) < float(sys.argv[2]))' "$work/asked" "$1" ||
		{ cat "$work/asked" >&3; exit 1; }
}

# --- a good line changes nothing and counts every byte ---
line
ask 1000 5000 3
sees '15000 all'
ask 300000 400000
sees '400000 all'
heard 1 3000
heard 2 300000
ended line '[d["connections"], d["cut"], d["up"], d["down"]]' '[2, 0, 303000, 415000]'

# --- cut at a byte: towards the hub, towards the node, of both together; reset or in an orderly way ---
line --cut-up 700
ask 1000 10
sees '0 reset'
heard 3 700
ask 700 10
sees '10 all'
ended line '[d["connections"], d["cut"], d["up"]]' '[2, 1, 1400]'
line --cut-down 0 --fin
ask 1000 50
sees '0 end'
heard 5 1000
line --cut-down 49 --fin
ask 1000 50
sees '49 end'
line --cut 1020 --fin --skip 1 --first 1
ask 1000 50
sees '50 all'
ask 1000 50
sees '20 end'
ask 1000 50
sees '50 all'
ended line '[d["connections"], d["cut"]]' '[3, 1]'

# --- every second connection is refused; all are, until the line is good again; swallowed; nobody behind it ---
line --refuse 2
ask 100 100 1 4
same '100 0 100 0' "$(cut -d' ' -f2 "$work/asked" | paste -sd' ')"
line --refuse 1
ask 100 100
sees '0 reset'
kill -USR1 "$(cat "$work/line.pid")"
ask 100 100
sees '100 all'
line --drop 100
ask 100 100
sees '0 end'
ended line '[d["dropped"], d["up"]]' '[1, 0]'

# --- slow: each way, by bits a second, byte by byte ---
line --delay-up 60 --delay-down 40
ask 100 100
sees '100 all'
took 0.2 # there and back, and once more for setting up
line --rate 80000
ask 1000 1000
sees '1000 all'
took 0.2
line --trickle 1
ask 60 60
sees '60 all'
took 0.12

# --- by chance, the same chance each time ---
fates() {
	line --random 10 --lose 20 --seed "$1" --fin
	ask 1000 1000 1 12
	cut -d' ' -f2,3 "$work/asked"
}
fates 7 >"$work/seven"
fates 7 >"$work/again"
cmp "$work/again" "$work/seven"
says "$work/seven" '^0 end'
says "$work/seven" '^1000 all'
fates 8 >"$work/eight"
expect 1 cmp -s "$work/seven" "$work/eight"

# --- only this machine ---
expect 64 "$BUILD/faults/relay" --to 192.0.2.1:80 2>/dev/null
expect 64 "$BUILD/faults/relay" --to "$far" --sideways 3 2>/dev/null
