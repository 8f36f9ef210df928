# flow.sh - what every scenario starts with; sourced first.
#
#   $collector $aggregator   the two programs of $BUILD
#   $work                    an empty folder of this scenario, gone afterwards
#   expect CODE COMMAND…     runs the command; any other exit code ends the scenario
#   says FILE PATTERN        the file holds a line that matches
#   json EXPRESSION          a Python expression over the JSON value d on standard input
#   clock_at 'DATE TIME' [exec] COMMAND…     a command for which it is then, in Vietnam (tests/faults/libfixed.c); exec: it
#                            stands in for whoever runs it, so that a signal ends it
# A scenario ends at the first line that fails. Exit 77: it could not run here, the last line says why.
# shellcheck shell=sh
set -eu

BUILD=${BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build}
collector=$BUILD/tungnha-collector
aggregator=$BUILD/tungnha-aggregator
if [ ! -x "$collector" ] || [ ! -x "$aggregator" ]; then
	echo "no programs in $BUILD (run make first)" >&2
	exit 1
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/tungnha-flow.XXXXXX")
# A scenario may leave read-only folders and mounts behind.
clean_up() {
	status=$?
	trap - EXIT
	# what the scenario left running, by its number (line.sh, flow_hub.sh)
	for pid in ${background:-} ${serve_pid:-}; do kill "$pid" 2>/dev/null || true; done
	for pid in ${background:-} ${serve_pid:-}; do wait "$pid" 2>/dev/null || true; done
	if [ -n "${mounted:-}" ]; then umount "$mounted" 2>/dev/null || true; fi
	chmod -R u+rwX "$work" 2>/dev/null || true
	rm -rf "$work"
	exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Nothing of the person who runs the tests may be read or written, and sentences are Vietnamese.
export HOME="$work/home" XDG_RUNTIME_DIR="$work/runtime" XDG_DATA_HOME="$work/data" LANG=vi_VN.UTF-8
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME"
unset TUNGNHA_DATA TUNGNHA_PASSPHRASE_FILE LC_ALL || true
unset http_proxy https_proxy all_proxy no_proxy HTTPS_PROXY ALL_PROXY NO_PROXY || true
# What fails is told on the scenario's own stderr, also when the command's goes elsewhere.
exec </dev/null 3>&2

expect() {
	expected=$1
	shift
	got=0
	"$@" || got=$?
	if [ "$got" != "$expected" ]; then
		printf 'exit %s, not %s: %s\n' "$got" "$expected" "$*" >&3
		exit 1
	fi
}

says() {
	grep -q -e "$2" "$1" && return 0
	printf '%s does not say "%s":\n' "${1##*/}" "$2" >&2
	cat "$1" >&2
	exit 1
}

json() {
	python3 -c '
import json, sys
d = json.load(sys.stdin)
v = eval("(" + sys.argv[1] + ")") # in brackets it may go over lines
print(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, sort_keys=True))' "$1"
}

# What is preloaded comes before the sanitizers' own library, and may.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
clock_at() {
	if [ ! -e "$BUILD/faults/libfixed.so" ]; then
		echo "no fault programs in $BUILD (run make BUILD=$BUILD $BUILD/faults/libfixed.so)" >&3
		exit 1
	fi
	TZ=ICT-7 date -d "$1" +%s >"$work/clock"
	shift
	if [ "$1" = exec ]; then
		shift
		exec env FIXED_CLOCK="$work/clock" LD_PRELOAD="$BUILD/faults/libfixed.so" "$@"
	fi
	env FIXED_CLOCK="$work/clock" LD_PRELOAD="$BUILD/faults/libfixed.so" "$@"
}
