#!/bin/sh
# What arrives at the commune's machine and is not what it waits for: messages of others, old ones, halves, and people with a browser.
# Each gets an answer that says what is wrong; none changes a figure.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

begin_hub
cp -R "$hub_folder" "$work/twin"
invite_device good 05788-01
serve_hub
behaves
hub_facts >"$work/before"
# refused STATUS WORD…: the hub answers so, with a sentence
refused() {
	status=$1
	shift
	rude --body "$work/problem" "$@"
	is "[[$status, \"application/problem+json\"]]" "$work/saw" '[[r["status"], r["type"]] for r in d["each"][0]["replies"]]'
	holds "$work/problem" "d['status'] == $status and d['title'] and d['detail']"
}

# --- a message for another commune ---
hub_folder=$work/elsewhere
expect 0 silent hub --quiet init --unit 05788 --name 'Xã Khác' --campaign "$project/forms/campaigns/phu-lac-2025.json" --no-passphrase
invite_device wrong 05788-01
hub_folder=$work/hub
message wrong
refused 400 "$address" post "$work/wrong.tnm"
says "$work/problem" 'không phải máy này'
# the laptop that was given this address by mistake says so, keeps its figures, and has lost nothing
expect 0 device wrong --quiet put household_no=1 status=absent
expect 65 device wrong sync --via "http://$address" 2>"$work/err"
says "$work/err" 'là máy nhận số liệu của nơi khác'
unchanged "$work/before"
same 1 "$(device wrong status --json | json 'd["entries"]["written"]')"

# --- a laptop this commune never invited: it is told so, sealed, and may say it to its owner ---
hub_folder=$work/twin
invite_device stranger 05788-02
hub_folder=$work/hub
expect 0 reviewed 1 2 stranger
message stranger
rude "$address" post "$work/stranger.tnm"
is '[[200, "application/vnd.tungnha.message"]]' "$work/saw" '[[r["status"], r["type"]] for r in d["each"][0]["replies"]]'
unchanged "$work/before"
got=0
device stranger sync --via "http://$address" >/dev/null 2>"$work/err" || got=$?
says "$work/err" 'mời\|xã'
unchanged "$work/before"

# --- an old message again, ten times: answered each time, counted once ---
message good
rude "$address" pipeline 10 "$work/good.tnm"
is '{"200": 10}' "$work/saw" 'd["statuses"]'
unchanged "$work/before"

# --- halves, changed bits, other bytes ---
size=$(wc -c <"$work/good.tnm")
for n in 0 3 11 12 60 $((size / 2)) $((size - 1)); do
	head -c $n "$work/good.tnm" >"$work/half.tnm"
	refused 400 "$address" post "$work/half.tnm"
	rude "$address" cut $n "$work/good.tnm"
done
python3 - "$work/good.tnm" "$work/bit.tnm" <<'PY'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
b[len(b) // 2] ^= 4
open(sys.argv[2], "wb").write(b)
PY
refused 400 "$address" post "$work/bit.tnm"
head -c 1048577 /dev/zero >"$work/large.tnm"
refused 413 "$address" post "$work/large.tnm"
unchanged "$work/before"

# --- other doors, other words ---
refused 404 --path /figures "$address" post "$work/good.tnm"
refused 404 "$address" get '/../../etc/passwd'
refused 405 "$address" get /exchange
is '["POST"]' "$work/saw" '[r["allow"] for r in d["each"][0]["replies"]]'
refused 405 --method PUT "$address" post "$work/good.tnm"
refused 405 --path /health "$address" post "$work/good.tnm"
refused 415 --type text/plain "$address" post "$work/good.tnm"
refused 415 --type application/x-www-form-urlencoded "$address" post "$work/good.tnm"
unchanged "$work/before"
rude "$address" methods
holds "$work/saw" 'set(d["statuses"]) <= {"400", "405", "501"}'
behaves

# --- what was logged tells nobody anything about a household ---
grep -qi 'hộ số\|persons\|secret' "$work/serve.err" && exit 1
bounded
stop_hub
expect 0 hub check --deep >/dev/null
