# line.sh - what runs in the background of a scenario of the network; read after flow.sh.
#
#   begin NAME COMMAND…   runs it until the scenario ends; $work/NAME.out is what it prints, its first line is waited for
#   finish NAME           ends it (SIGTERM), waits for it; its exit code
#   first NAME            the first line NAME printed: the address of a relay
#   relay NAME …          the bad line of tests/faults, a program of $BUILD/faults
# Only what was started here is ended, by its number, also when the scenario fails (clean_up of flow.sh).
# shellcheck shell=sh

background=""

begin() {
	begun=$1
	shift
	"$@" >"$work/$begun.out" 2>"$work/$begun.err" 3>&- &
	echo $! >"$work/$begun.pid"
	background="$background $!"
	wait_for "$begun" [ -s "$work/$begun.out" ]
}

# Bounded: what has not come after half a minute will not come.
wait_for() {
	waited=$1
	turns=0
	shift
	until "$@"; do
		turns=$((turns + 1))
		if [ $turns -gt 600 ]; then
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
	kill "$ended"
	wait "$ended"
}

first() { head -n 1 "$work/$1.out"; }

relay() {
	name=$1
	shift
	begin "$name" "$BUILD/faults/relay" "$@"
}

if [ ! -x "$BUILD/faults/relay" ]; then
	echo "no fault programs in $BUILD (run make BUILD=$BUILD $BUILD/faults/relay)" >&3
	exit 1
fi
