#!/bin/sh
# Too many at once: one address that asks without pause, more messages than can wait. Who has to wait is told for how long, others are
# served meanwhile, nothing that was confirmed is lost.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

begin_hub
invite_device good 05788-01
serve_hub
behaves
message good

# --- one address asks and asks: it is told to come later; from another address all is well ---
rude --from 127.0.0.9 "$address" flood 3000
holds "$work/saw" 'd["statuses"]["200"] > 0 and d["statuses"]["429"] > 0 and set(d["statuses"]) == {"200", "429"}'
holds "$work/saw" 'all(r.get("retry_after", 0) >= 1 for r in d["each"][0]["replies"] if r["status"] == 429)'
rude --from 127.0.0.9 --until 429 --body "$work/problem" "$address" flood 3000
holds "$work/problem" 'd["status"] == 429 and d["detail"]'
rude --from 127.0.0.10 "$address" post "$work/good.tnm"
is '{"200": 1}' "$work/saw" 'd["statuses"]'
behaves

# --- more connections than there may be: the idle give way to who has something to say ---
misbehave crowd --seconds 60 "$address" idle 1000
behaves
kill "$(cat "$work/crowd.pid")"
saw crowd

# --- another program holds the store; what comes meanwhile waits, as long as there is room, and the rest is asked to come again ---
holds_store() { begin "$1" python3 "$project/tests/support/hold.py" "$hub_folder/tungnha.db" "$work/$1.go"; }
good=$((good + 1))
expect 0 reviewed $good 2 good
message good
holds_store hold
for k in 1 2 3 4; do
	misbehave "many$k" --from 127.0.1.$k "$address" together 35 "$work/good.tnm"
done
refused=no
for _ in 1 2 3; do # until no room is left; not for as long as who waits is refused
	rude --from 127.0.1.9 --seconds 1 "$address" post "$work/good.tnm"
	[ "$(fact "$work/saw" 'd["statuses"]')" != '{"503": 1}' ] || { refused=yes; break; }
done
: >"$work/hold.go"
: >"$work/statuses"
for k in 1 2 3 4; do
	saw "many$k"
	cat "$work/saw" >>"$work/statuses"
	holds "$work/saw" 'all(r.get("retry_after", 0) >= 1 for c in d["each"] for r in c["replies"] if r["status"] == 503)'
	holds "$work/saw" 'd["open"] + d["reset"] + d["closed"] + d["refused"] == 0'
done
python3 - "$work/statuses" $refused <<'PY'
import collections, json, sys
seen = collections.Counter()
for line in open(sys.argv[1]):
    seen.update(json.loads(line)["statuses"])
sys.exit(0 if sum(seen.values()) == 140 and seen["200"] >= 64 and (seen["503"] > 0 or sys.argv[2] == "yes") and set(seen) <= {"200", "503"} else print(seen) or 1)
PY
expect 0 wait "$(cat "$work/hold.pid")"
killed hold
behaves

# --- it is held longer than anyone waits: 503, in a sentence on the laptop nothing but "later"; then it goes through by itself ---
good=$((good + 1))
expect 0 reviewed $good 2 good
message good
holds_store longer
rude --body "$work/problem" "$address" post "$work/good.tnm"
is '{"503": 1}' "$work/saw" 'd["statuses"]'
holds "$work/problem" 'd["detail"]'
(sleep 1 && : >"$work/longer.go") &
behaves
expect 0 wait "$(cat "$work/longer.pid")"
killed longer
bounded

# --- sixty of the greatest size at once, and thirty that are small on the way and large inside, some signed by a stranger ---
python3 - "$work/good.tnm" "$work/large.tnm" <<'PY'
import sys
b = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write((b + bytes(1 << 20))[: 12 + 48 + 256 * 4095])
PY
cp "$work/large.tnm" "$work/swollen.tnm"
python=python3
$python -c 'import nacl' 2>/dev/null || python=/usr/bin/python3
if $python -c 'import nacl' 2>/dev/null; then
	expect 0 silent hub --quiet invite 05788-02 -o "$work/stranger.tni"
	mkdir "$work/stick"
	expect 0 $python "$project/tests/support/node.py" bomb "$work/stranger.tni" 77 "$work/stick"
	find "$work/stick" -name '*.tnm' -exec cp {} "$work/swollen.tnm" \;
else
	echo 'note: no python3-nacl, so nothing was swollen'
fi
misbehave large --from 127.0.2.1 "$address" together 60 "$work/large.tnm"
rude --from 127.0.2.2 "$address" together 30 "$work/swollen.tnm" "$work/large.tnm"
holds "$work/saw" 'sum(d["statuses"].values()) == 30 and set(d["statuses"]) <= {"200", "400", "503"}'
saw large
holds "$work/saw" 'sum(d["statuses"].values()) == 60 and set(d["statuses"]) <= {"400", "503"}'
behaves
bounded 28672 # the one moment at which everything is at its greatest: 20.7 to 23.4 MB were seen

stop_hub
expect 0 hub check --deep >/dev/null
hub form02 --json >"$work/form"
is $good "$work/form" 'd["total"]["households"]'
