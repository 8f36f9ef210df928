#!/bin/sh
# make bench-desk: the desk of a hub of 300 hamlets, 600 devices and 100,200 households: its pages while ten clerks click and
# nobody else is there, and while 64 collectors push; what the clerks cost the collectors; the hub's memory.
. "$(dirname "$0")/bench.sh"

pages="/ /con-thieu /tien-do /don-vi/05788-001 /don-vi/05788-200 /ho/05788-001/7 /duyet /duyet?don-vi=05788-001
	/duyet?loai=conflict /duyet/ho/05788-001/7 /thiet-bi /don-vi-ds /mau-02 /bao-cao /bao-cao/weekly /bao-cao/late /khai
	/chot /khoa /mot-cua /chi-tieu /nhiem-vu /xuat /nhat-ky /nguoi-dung"

# serve NAME: a copy of the hub, so that every measurement begins alike
serve() {
	rm -rf "$work/now"
	cp -r "$work/hub" "$work/now"
	begin "$1" "$aggregator" --data "$work/now" --json --quiet serve --listen 127.0.0.1:0
}
# shellcheck disable=SC2086
click() { "$bench/bench_click" "$(address "$1")" 10 "$2" "$3" $pages; }
batches() { divide "${1#* }" "${1% *}"; }

echo "making a hub of ${1:-300} hamlets with ${2:-334} households each, and messages of 64 devices …"
"$bench/bench_desk" "$fast" "$work" "${1:-300}" "${2:-334}"
rm -rf "$fast"/*
legend="  page                              opened      p50      p95      max    bytes"

serve idle
began=$(memory_of idle)
echo
echo "Ten clerks, nobody else (ms)"
echo "$legend"
click idle 20 "$work/never"
echo "  memory: $began kB begun, $(memory_of idle) kB at most"
end idle

serve alone
posted=$("$bench/bench_post" "$(address alone)" "$work/mail" 64)
echo
echo "64 collectors, nobody else: $(batches "$posted") messages a second; memory $(memory_of alone) kB"
end alone

serve both
click both 600 "$work/done" >"$work/clicks" &
clicks=$!
background="$background $clicks"
posted=$("$bench/bench_post" "$(address both)" "$work/mail" 64)
: >"$work/done"
wait $clicks
echo
echo "64 collectors and ten clerks: $(batches "$posted") messages a second; memory $(memory_of both) kB"
echo "$legend"
cat "$work/clicks"
[ "$(households "$work/now")" -ge 1 ]
end both
