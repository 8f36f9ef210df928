#!/bin/sh
# Hard days of the commune's machine: killed at the worst moment, its disk full or gone read-only, restarted under way, told to stop with
# twenty messages on their way. Nothing that was confirmed is lost, nothing counts twice, and the laptops go on by themselves.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

begin_hub
invite_device good 05788-01
mkdir "$work/faults"
before_serve=$faulty
serve_hub
behaves

# --- killed as it writes, as it makes it last, between commit and reply; started again: the laptop waits, and goes on by itself ---
for fault in kill-write kill-sync kill-send; do
	good=$((good + 1))
	expect 0 reviewed $good 2 good
	: >"$work/faults/$fault"
	device good sync --via "http://$address" --json >"$work/sync" 2>"$work/err" 3>&- &
	syncing=$!
	expect 137 wait "$hub_pid"
	rm "$work/faults/$fault"
	killed serve
	expect 0 hub check >/dev/null
	serve_again
	expect 0 wait $syncing
	is $good "$work/sync" 'd["confirmed"]'
	hub form02 --json >"$work/form"
	is $good "$work/form" 'd["total"]["households"]'
done

# --- no room on its disk: the laptop is told whose disk it is, and that its figures are safe; with room again all goes through ---
# does_not_take FAULT STATUS: while so, health warns, the laptop keeps what it has
does_not_take() {
	expect 0 reviewed $((good + 1)) 2 good
	message good
	: >"$work/faults/$1"
	rude --body "$work/problem" "$address" post "$work/good.tnm"
	is "{\"$2\": 1}" "$work/saw" 'd["statuses"]'
	is "$2" "$work/problem" 'd["status"]'
	expect 75 device good sync --tries 1 --via "http://$address" 2>"$work/err"
	says "$work/err" "$3"
	rude "$address" get /health
	is '{"503": 1}' "$work/saw" 'd["statuses"]'
	device good status --json >"$work/own"
	is "[$((good + 1)), $good]" "$work/own" '[d["entries"]["written"], d["entries"]["confirmed"]]'
	rm "$work/faults/$1"
	good=$((good + 1))
	expect 0 device good sync --via "http://$address" --json >"$work/sync"
	is $good "$work/sync" 'd["confirmed"]'
	behaves
}
does_not_take full 507 'đầy'
does_not_take read-only 500 'Xã trả lời: Máy của xã gặp lỗi'

# --- restarted under way: ten messages' worth of households, the machine goes down and up twice ---
python3 - "$work/list.csv" <<'PY'
import sys
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\r\n")
    f.writelines(f"{i};{i % 5 + 3};{i % 3};1;{i % 2};0;không\r\n" for i in range(1, 2001))
PY
invite_device large 05788-02
expect 0 device large --quiet import "$work/list.csv"
: >"$work/faults/slow"
device large sync --via "http://$address" --json >"$work/sync" 2>"$work/err" 3>&- &
syncing=$!
for k in 300 900; do
	held() { [ "$(hub form02 --unit 05788-02 --json | json 'd["total"]["households"]')" -ge "$1" ]; }
	wait_for serve held $k
	stop_hub
	serve_again
done
rm "$work/faults/slow"
expect 0 wait $syncing
is 2000 "$work/sync" 'd["confirmed"]'

# --- told to stop with twenty messages on their way: each is answered after it is in, or may be sent again ---
messages=
for k in $(seq 10 29); do
	invite_device "d$k" "05788-$((k % 9 + 10))"
	expect 0 reviewed $k 2 "d$k"
	message "d$k"
	messages="$messages $work/d$k.tnm"
done
: >"$work/faults/slow"
# shellcheck disable=SC2086 # several files
misbehave twenty "$address" together 20 $messages
stop_hub
rm "$work/faults/slow"
saw twenty
holds "$work/saw" 'set(d["statuses"]) <= {"200", "503"} and d["open"] == 0'
confirmed=$(fact "$work/saw" 'd["statuses"].get("200", 0)')
hub form02 --json >"$work/form"
holds "$work/form" "d['total']['households'] >= $good + 2000 + $confirmed"
serve_again
for k in $(seq 10 29); do
	expect 0 device "d$k" --quiet sync --via "http://$address"
done
behaves
hub form02 --json >"$work/form"
is $((good + 2000 + 20)) "$work/form" 'd["total"]["households"]'

stop_hub
expect 0 hub check --deep >/dev/null
expect 0 device good check --deep >/dev/null
expect 0 device large check --deep >/dev/null

# --- a real disk that is small, then read-only: only root may mount one ---
mkdir "$work/small"
mounted=$work/small
if [ "$(id -u)" != 0 ] || ! mount -t tmpfs -o size=3m tmpfs "$work/small" 2>/dev/null; then
	mounted=
	echo 'note: no filesystem could be mounted, so no disk was really full'
	exit 0
fi
before_serve=
hub_folder=$work/small/hub
expect 0 silent hub --quiet init --unit 05788 --name X --campaign "$project/forms/campaigns/phu-lac-2025.json" --no-passphrase
invite_device full 05788-05
expect 0 device full --quiet import "$work/list.csv"
serve_hub
dd if=/dev/zero of="$work/small/rest" bs=1k count=1600 2>/dev/null
expect 75 device full sync --tries 1 --via "http://$address" 2>"$work/err"
says "$work/err" 'Ổ đĩa máy của xã đầy'
rude "$address" get /health
is '{"503": 1}' "$work/saw" 'd["statuses"]'
rm "$work/small/rest"
mount -o remount,size=40m "$work/small"
expect 0 device full sync --via "http://$address" --json >"$work/sync"
is 2000 "$work/sync" 'd["confirmed"]'
rude "$address" get /health
is '{"200": 1}' "$work/saw" 'd["statuses"]'
stop_hub
expect 0 hub check --deep >/dev/null
mount -o remount,ro "$work/small"
expect 73 hub serve --listen 127.0.0.1:0 2>"$work/err"
mount -o remount,rw "$work/small"
