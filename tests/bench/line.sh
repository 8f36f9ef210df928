#!/bin/sh
# A hamlet's first exchange and one more household over a line of 40 kbit/s, 800 ms there and 800 ms back: seconds, bytes on
# the wire, the collector's memory.
. "$(dirname "$0")/bench.sh"

# exchange WHAT OPTION…: the device syncs over such a line until all is confirmed. One that cuts may need several turns:
# what was confirmed is not sent again.
exchange() {
	what=$1 seconds=0 turns=1
	shift
	begin line "$BUILD/faults/relay" --to "$(address hub)" --listen 127.0.0.1:0 "$@"
	until "$bench/bench_spent" "$work/spent" "$collector" --data "$work/device" --quiet sync --via "http://$(address line)" \
		2>"$work/sync.err"; do
		read -r spent kb <"$work/spent"
		seconds=$(awk "BEGIN {print $seconds + $spent}")
		turns=$((turns + 1))
		[ $turns -le 10 ] || {
			cat "$work/sync.err" >&2
			exit 1
		}
	done
	read -r spent kb <"$work/spent"
	end line
	printf '  %-34s %6.1f s, %s, %d kB of memory\n' "$what:" "$(awk "BEGIN {print $seconds + $spent}")" \
		"$(fact '"%d bytes up, %d down, %d connections, %d cut" % (d["up"], d["down"], d["connections"], d["cut"])' <"$work/line.out")" "$kb"
}
commune() {
	rm -rf "$work/commune" "$work/device"
	"$aggregator" --data "$work/commune" --quiet init --unit 05788 --name 'Xã Phú Lạc' --no-passphrase \
		--campaign "$project/forms/campaigns/phu-lac-2025.json" 2>"$work/said"
	begin hub "$aggregator" --data "$work/commune" --json --quiet serve --listen 127.0.0.1:0
	"$aggregator" --data "$work/commune" --quiet invite 05788-01 --address "http://$(address hub)" -o "$work/one.tni"
	"$collector" --data "$work/device" --quiet join "$work/one.tni" --by Lan --no-passphrase 2>"$work/said"
	"$collector" --data "$work/device" --quiet import "$work/list.csv" >/dev/null
}
over() { # WHAT OPTION…
	line=$1
	shift
	commune
	exchange "300 households, $line" "$@"
	"$collector" --data "$work/device" --quiet put household_no=7 persons=5 vneid=5 no_vneid=0 --reason 'thêm một khẩu' >/dev/null
	exchange "one more, $line" "$@"
	if [ "$(households "$work/commune")" != 300 ]; then
		echo "a household did not come over the line" >&2
		exit 1
	fi
	end hub
}
{
	echo household_no,persons,vneid,no_vneid,online_dossiers,eresult_dossiers,rated
	awk 'BEGIN {for (i = 1; i <= 300; i++) {p = 1 + i * 7 % 6; v = i * 5 % (p + 1); o = i % 4; printf "%d,%d,%d,%d,%d,%d,%s\n", i, p, v, p - v, o, int(o / 2), o ? "yes" : "no"}}'
} >"$work/list.csv"
echo
echo "A line of 40 kbit/s, 800 ms each way (bytes with HTTP's own)"
over 'whole line' --rate 40000 --delay 800
over 'cut after 6 kB' --rate 40000 --delay 800 --cut 6000
