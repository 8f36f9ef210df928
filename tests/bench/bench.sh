# bench.sh - what measurements begin with; read first.
#
#   $work $fast          folders of this run, on disk and in memory where that can be; gone afterwards
#   begin NAME COMMAND…  runs it in the background and waits for its first line, $work/NAME.out; end NAME ends it
#   address NAME         where it listens · memory_of NAME: its greatest resident memory so far, kB
#   fact EXPRESSION      a Python expression over the JSON value d, the last line of standard input
# Only what was started here is ended, by its number, also after a failure.
# shellcheck shell=sh
set -eu
BUILD=${BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build}
bench=$BUILD/bench
collector=$BUILD/tungnha-collector
aggregator=$BUILD/tungnha-aggregator
project=$(cd "$(dirname "$0")/../.." && pwd)

work=$(mktemp -d "${TMPDIR:-/tmp}/tungnha-bench.XXXXXX")
fast=$(mktemp -d /dev/shm/tungnha-bench.XXXXXX 2>/dev/null || mktemp -d "$work/fast.XXXXXX")
background=""
clean_up() {
	trap - EXIT
	for pid in $background; do kill "$pid" 2>/dev/null || true; done
	for pid in $background; do wait "$pid" 2>/dev/null || true; done
	rm -rf "$work" "$fast"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
export HOME="$work/home" XDG_RUNTIME_DIR="$work/runtime" XDG_DATA_HOME="$work/data" LANG=C.UTF-8
mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME"
unset TUNGNHA_DATA TUNGNHA_PASSPHRASE_FILE LC_ALL http_proxy https_proxy all_proxy || true

begin() {
	begun=$1
	shift
	rm -f "$work/$begun.out" # of an earlier one
	"$@" >"$work/$begun.out" 2>"$work/$begun.err" &
	echo $! >"$work/$begun.pid"
	background="$background $!"
	turns=0
	until [ -s "$work/$begun.out" ]; do
		turns=$((turns + 1))
		if [ $turns -gt 400 ] || ! kill -0 "$(cat "$work/$begun.pid")" 2>/dev/null; then
			cat "$work/$begun.err" >&2
			exit 1
		fi
		sleep 0.05
	done
}
address() { sed -n '1s/.*\(127\.[0-9.]*:[0-9]*\).*/\1/p' "$work/$1.out"; }
end() {
	ended=$(cat "$work/$1.pid")
	background=$(for pid in $background; do [ "$pid" = "$ended" ] || echo "$pid"; done)
	kill "$ended"
	wait "$ended"
}
memory_of() { awk '/^VmHWM/ {print $2}' "/proc/$(cat "$work/$1.pid")/status"; }
fact() { python3 -c "import json,sys; d=json.loads(sys.stdin.read().splitlines()[-1]); print($1)"; }
divide() { awk "BEGIN {printf \"%.${3:-0}f\", ($1) / ($2)}"; }
households() { "$aggregator" --data "$1" form02 --json | fact 'd["total"]["households"]'; }
