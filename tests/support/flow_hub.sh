# flow_hub.sh - a commune and its devices for the scenarios of the aggregator; read after flow.sh.
#
#   hub COMMAND…            the commune's aggregator, data in $work/hub
#   device NAME COMMAND…    a hamlet's collector, data in $work/NAME
#   begin_hub               the commune of forms/campaigns, under a key file
#   invite_device NAME UNIT a device that joined with an invitation of its own
#   silent COMMAND…         without what it says on stderr
#   fact FILE EXPRESSION    json of flow.sh, of a file
#   is EXPECTED FILE EXPR   … which must be that
#   holds FILE EXPRESSION   … which must be true
#   same EXPECTED FOUND     two strings
# shellcheck shell=sh

project=$(cd "$(dirname "$0")/../.." && pwd)
hub_folder=$work/hub

hub() { "$aggregator" --data "$hub_folder" "$@"; }

device() {
	name=$1
	shift
	"$collector" --data "$work/$name" "$@"
}

silent() { "$@" 2>/dev/null; }

begin_hub() {
	expect 0 hub --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
		--key-file "$work/hub.key" "$@"
}

invite_device() {
	expect 0 hub --quiet invite "$2" -o "$work/$1.tni"
	expect 0 silent device "$1" --quiet join "$work/$1.tni" --no-passphrase
}

fact() { json "$2" <"$1"; }

is() {
	found=$(fact "$2" "$3") || exit 1
	[ "$found" = "$1" ] && return 0
	printf '%s: %s is %s, not %s\n' "${2##*/}" "$3" "$found" "$1" >&2
	cat "$2" >&2
	exit 1
}

same() {
	[ "$1" = "$2" ] && return 0
	printf 'found %s, not %s\n' "$2" "$1" >&2
	exit 1
}

holds() { is true "$1" "bool($2)"; }

# Everything a hub's lists say of households, for comparing before and after.
hub_facts() {
	hub form02 --json | python3 -c 'import json,sys; d=json.load(sys.stdin); d.pop("as_of"); print(json.dumps(d, sort_keys=True))' &&
		hub conflict list --json && hub held list --json
}
unchanged() {
	hub_facts >"$work/after" || exit 1
	cmp -s "$1" "$work/after" && return 0
	diff "$1" "$work/after" >&2
	exit 1
}

reviewed() {
	n=$1
	persons=$2
	shift 2
	device "$@" --quiet put "household_no=$n" "persons=$persons" vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 rated=yes
}

# serve_hub OPTIONS…   the commune's serve in the background; $address is where; $serve_log what it logs
# end_serve            stops it, which must go well
# Only what was started here is ended, also when the scenario fails (clean_up of flow.sh).
serve_pid=
serve_hub() {
	serve_log=$work/serve.log
	"$aggregator" --data "$hub_folder" --json serve "$@" >"$work/serving" 2>>"$serve_log" &
	serve_pid=$!
	started "$work/serving" "$serve_pid"
	address=$(fact "$work/serving" 'd["listen"]')
}
end_serve() {
	kill -TERM "$serve_pid"
	expect 0 wait "$serve_pid"
	serve_pid=
}
# A program in the background has said its line, or ended.
started() {
	for _ in $(seq 1200); do
		[ -s "$1" ] && return 0
		kill -0 "$2" 2>/dev/null || break
		sleep 0.05
	done
	echo "it did not start:" >&3
	cat "$serve_log" >&3
	exit 1
}
