#!/bin/sh
# make bench-sync: what the exchange costs on this machine, as one table. The bare pipeline (bench_bare.c) runs beside the
# hub within the same minute, on the same messages; figures of different machines or days compare only as ratios.
. "$(dirname "$0")/bench.sh"

# The line takes long and works little: it goes on while hubs and messages are made.
sh "$(dirname "$0")/line.sh" >"$work/line.txt" 2>"$work/line.err" &
line=$!
background=$line

# --- households a second ---

# bare HUB SIZE → households a second; taken HUB SIZE SENDERS → $rate and $kept, the hub's greatest memory
bare() {
	"$bench/bench_bare" "$work/$1" "$work/mail-$2" "$work/bare.db" >"$work/bare"
	rm -f "$work"/bare.db*
	read -r seconds entries _ <"$work/bare"
	divide "$entries" "$seconds"
}
taken() {
	rm -rf "$work/now"
	cp -r "$work/$1" "$work/now"
	before=$(households "$work/now")
	begin hub "$aggregator" --data "$work/now" --json --quiet serve --listen 127.0.0.1:0 --behind-proxy
	posted=$("$bench/bench_post" "$(address hub)" "$work/mail-$2" "$3")
	kept=$(memory_of hub)
	end hub
	sent=$((${posted#* } * $2))
	if [ "$(households "$work/now")" -ne $((before + sent)) ]; then
		echo "a household answered for is not there: $1 $2 $3" >&2
		exit 1
	fi
	rate=$(divide "$sent" "${posted% *}")
}
row() { # HUB SIZE SENDERS…
	where=$1 size=$2
	shift 2
	base=$(bare "$where" "$size")
	printf '  %-9s %4d %9d ' "$where" "$size" "$base"
	for senders; do
		taken "$where" "$size" "$senders"
		printf ' %8d %5sx' "$rate" "$(divide "$base" "$rate" 1)"
	done
	printf '  %6d kB\n' "$kept"
}

echo "making hubs and messages (64 devices; a hub of 19,200 households and one of 101,200) …"
"$bench/bench_mail" "$fast" "$work"
rm -rf "$fast"/*
echo
echo "Households a second, on disk, each reply received; x: how many times slower than the bare pipeline"
echo "  hub       in a    bare     1 sender        8 senders       64 senders      hub's memory"
row hub 1 1 8 64
row hub 50 1 8 64
row hub 200 1 8 64
row hub-large 1 1 8 64
row hub-large 50 1 8 64

# --- the stick ---

"$bench/bench_spent" "$work/spent" "$aggregator" --data "$work/hub-stick" --json receive "$work/stick" >"$work/received"
read -r seconds kb <"$work/spent"
echo
echo "A stick of 42 hamlets, $(fact 'str(d["messages"]) + " messages, " + str(d["entries"]) + " households"' <"$work/received"):" \
	"received in $seconds s, $kb kB of memory"

wait "$line" || {
	cat "$work/line.err" >&2
	exit 1
}
background=""
cat "$work/line.txt"
