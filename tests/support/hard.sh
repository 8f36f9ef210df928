# hard.sh - the commune's machine on a network of this machine's own, and those who behave badly; read after flow_hub.sh
# and line.sh.
#
#   serve_hub [OPTION…]   `serve` in the background: $address is where it listens, $hub_pid its number
#   serve_again …         … at the same address as before
#   $before_serve         words before the program: env LD_PRELOAD=…
#   stop_hub              SIGTERM: it finishes what it has and ends by itself, with 0
#   rude …                the client of bad manners, towards $address; what it saw is in $work/saw
#   misbehave NAME …      … in the background, until all of its connections stand; `saw NAME` waits for its end
#   behaves               health says ok, and the laptop "good" of hamlet 05788-01 gets one more household through
#   bounded [KB]          the hub never took more memory than it may
#   killed NAME           what ran in the background has died
#   message NAME          the one message of a device to the hub as a file: $work/NAME.tnm
# shellcheck shell=sh

before_serve=
good=0
# The aggregator's budget, with all that is sent to it (ARCHITECTURE.md): 20 MB resident at its highest.
memory_kB=20480

if [ ! -x "$BUILD/faults/rude" ]; then
	echo "no fault programs in $BUILD (run make BUILD=$BUILD $BUILD/faults/rude)" >&3
	exit 1
fi
sanitized() { grep -q 'lib[at]san' "$aggregator"; }

# For $before_serve: what files in $work/faults wish, befalls the hub (tests/faults/libhub.c).
unordered=ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 # preloaded before the sanitizer's own library
faulty="env FAULTS=$work/faults LD_PRELOAD=$BUILD/faults/libhub.so $unordered"
# The number may be another's from now on.
killed() {
	pid=$(cat "$work/$1.pid")
	background=$(for p in $background; do [ "$p" = "$pid" ] || echo "$p"; done)
}

serve_at() {
	listen=$1
	shift
	rm -f "$work/serve.out"
	# shellcheck disable=SC2086 # several words
	begin serve $before_serve "$aggregator" --data "$hub_folder" serve --listen "$listen" --json "$@"
	hub_pid=$(cat "$work/serve.pid")
	address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
}
serve_hub() { serve_at 127.0.0.1:0 "$@"; }
serve_again() { serve_at "$address" "$@"; }

stop_hub() { expect 0 finish serve; }

rude() { expect 0 "$BUILD/faults/rude" "$@" >"$work/saw"; }

misbehave() {
	bad=$1
	shift
	rm -f "$work/$bad.ready"
	"$BUILD/faults/rude" --ready "$work/$bad.ready" "$@" >"$work/$bad.saw" 2>"$work/$bad.err" 3>&- &
	echo $! >"$work/$bad.pid"
	background="$background $!"
	wait_for "$bad" [ -e "$work/$bad.ready" ]
}
saw() {
	pid=$(cat "$work/$1.pid")
	expect 0 wait "$pid"
	killed "$1"
	cp "$work/$1.saw" "$work/saw"
}

behaves() {
	rude "$address" get /health
	is '{"200": 1}' "$work/saw" 'd["statuses"]'
	good=$((good + 1))
	expect 0 reviewed $good 2 good
	expect 0 device good sync --via "http://$address" --json >"$work/sync"
	is $good "$work/sync" 'd["confirmed"]'
}

bounded() {
	sanitized && return 0 # what it takes then is not its own
	most=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$hub_pid/status")
	[ "$most" -le "${1:-$memory_kB}" ] || { echo "the hub took $most kB, more than ${1:-$memory_kB}" >&3; exit 1; }
}

message() {
	mkdir -p "$work/$1.stick"
	expect 0 device "$1" --quiet sync --via "$work/$1.stick"
	find "$work/$1.stick" -name '*.tnm' | while read -r file; do cp "$file" "$work/$1.tnm"; done
	rm -r "$work/$1.stick"
}
