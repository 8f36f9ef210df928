# line.sh - what runs in the background of a scenario of the network; read after flow.sh.
#
#   begin NAME COMMAND…   runs it until the scenario ends; $work/NAME.out is what it prints, its first line is waited for
#   finish NAME           ends it (SIGTERM), waits for it; its exit code
#   address NAME          where NAME listens, 127.0.0.1:PORT, from its first line
#   relay NAME …          a bad line, meddler NAME … somebody on the way: programs of tests/faults, in $BUILD/faults
#   serving NAME …        the commune of flow_hub.sh takes messages over the network
#   ended NAME EXPR VALUE finish NAME; a Python expression over the JSON d of its last line must be that
# Only what was started here is ended, by its number, also when the scenario fails (clean_up of flow.sh).
# shellcheck shell=sh

background=""

begin() {
	begun=$1
	shift
	rm -f "$work/$begun.out" # of an earlier one
	"$@" >"$work/$begun.out" 2>"$work/$begun.err" 3>&- &
	echo $! >"$work/$begun.pid"
	background="$background $!"
	wait_for "$begun" [ -s "$work/$begun.out" ]
}

# wait_for NAME CONDITION…: while NAME runs. Bounded: what has not come after a minute will not come.
wait_for() {
	waited=$1
	turns=0
	shift
	until "$@"; do
		turns=$((turns + 1))
		if [ $turns -gt 1200 ] || ! kill -0 "$(cat "$work/$waited.pid")" 2>/dev/null; then
			"$@" && return 0 # the last thing it did
			echo "$waited: nothing came ($*)" >&3
			cat "$work/$waited.err" >&3
			exit 1
		fi
		sleep 0.05
	done
}

finish() {
	ended=$(cat "$work/$1.pid")
	# from now on the number may be another's
	background=$(for pid in $background; do [ "$pid" = "$ended" ] || echo "$pid"; done)
	rm "$work/$1.pid"
	kill "$ended"
	wait "$ended"
}

address() { sed -n '1s/.*\(127\.[0-9.]*:[0-9]*\).*/\1/p' "$work/$1.out"; }

relay() {
	run=$1
	shift
	begin "$run" "$BUILD/faults/relay" "$@"
}

meddler() {
	run=$1
	shift
	begin "$run" "$BUILD/faults/meddler" "$@"
}

serving() {
	run=$1
	shift
	begin "$run" "$aggregator" --data "$hub_folder" serve --listen 127.0.0.1:0 "$@"
}

ended() {
	expect 0 finish "$1"
	told=$(tail -n 1 "$work/$1.out" | json "$2")
	[ "$told" = "$3" ] && return 0
	printf '%s: %s is %s, not %s\n' "$1" "$2" "$told" "$3" >&3
	exit 1
}

for run in relay meddler; do
	if [ ! -x "$BUILD/faults/$run" ]; then
		echo "no fault programs in $BUILD (run make BUILD=$BUILD $BUILD/faults/$run)" >&3
		exit 1
	fi
done
