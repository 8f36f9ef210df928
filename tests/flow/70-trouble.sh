#!/bin/sh
# What goes wrong around the figures: broken definitions, a newer version, the plug pulled, many at once, sticks and disks that are full or
# closed, a clock without a battery. Each time: a sentence, an exit code, and what was saved is still there.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# --- a form somebody changed: refused with file, place and mend; nothing is begun ---
mkdir -p "$work/forms/campaigns"
cp "$project/forms/campaigns/phu-lac-2025.json" "$work/forms/campaigns"
# broken OLD NEW SENTENCE: mau-02 with one thing changed.
broken() {
	python3 - "$project/forms/mau-02.json" "$work/forms/mau-02.json" "$1" "$2" <<'PY'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
assert sys.argv[3] in text
open(sys.argv[2], "w", encoding="utf-8").write(text.replace(sys.argv[3], sys.argv[4], 1))
PY
	expect 65 hub init --unit 05788 --name X --campaign "$work/forms/campaigns/phu-lac-2025.json" --no-passphrase 2>"$work/err"
	says "$work/err" "mau-02.json.*$3"
	[ ! -e "$hub_folder/tungnha.db" ]
}
rule='"eresult_dossiers <= online_dossiers"'
broken "$rule" '"(select 1) = 1"' 'rules\[4\].must: có tên lạ “select”'
broken "$rule" '"1 <= onlin_dossiers"' 'rules\[4\].must: .*“onlin_dossiers”; ý bạn là “online_dossiers”'
broken "$rule" '"printf(1) = 1"' 'rules\[4\].must: có tên lạ “printf”'
broken "$rule" "\"'a' || 'b' = 'ab'\"" "rules\\[4\\].must: không được dùng '"
broken "$rule" '"persons || vneid = 11"' 'rules\[4\].must: '
broken "$rule" '"1; delete from entry"' 'rules\[4\].must: không được dùng ;'
broken '"type": "key"' '"type": "kye"' 'fields\[0\].type: .*key, choice'
broken '"id": "mau-02",' '"id": "mau-02"' 'dòng 4'
broken '"id": "rated"' '"id": "vneid"' 'fields\[7\].id: mã “vneid” đã dùng'

begin_hub
mkdir "$work/stick"

# --- a store a newer version wrote: refused as it is ---
cp -R "$hub_folder" "$work/newer"
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 999")' "$work/newer/tungnha.db"
before=$(cksum <"$work/newer/tungnha.db")
expect 65 "$aggregator" --data "$work/newer" status 2>"$work/err"
says "$work/err" 'phiên bản mới'
expect 65 "$aggregator" --data "$work/newer" receive "$work/stick" 2>/dev/null
same "$before" "$(cksum <"$work/newer/tungnha.db")"

# --- twenty programs at one data folder: everything is there, once ---
invite_device many 05788-01
put() { device many --quiet put "household_no=$1" status=absent >/dev/null; }
putting() {
	for i in 1 2 3 4 5; do
		put "$1$i" || echo "put $1$i: $?" >>"$work/failed"
	done
}
: >"$work/failed"
pids=
for p in 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	putting $p 2>>"$work/err" &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid" || true; done
# only "busy" is a reason not to have saved
same 0 "$(grep -vc ': 75$' "$work/failed" || true)"
missing=$(wc -l <"$work/failed")
same $((100 - missing)) "$(device many list --json | json 'len({h["household_no"] for h in d})')"
expect 0 device many check --deep >/dev/null

# --- several receive one stick at once: nothing twice ---
expect 0 device many --quiet sync --via "$work/stick"
pids=
for p in 1 2 3 4; do
	hub receive "$work/stick" --json >"$work/received.$p" 2>/dev/null &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid" || true; done
same $((100 - missing)) "$(cat "$work"/received.* | python3 -c '
import json, sys
print(sum(json.loads(line)["entries"] for line in sys.stdin))')"
expect 0 hub check --deep >/dev/null

# --- killed in the middle of an import, of a receive: all or nothing, and again it works ---
python3 - "$work/list.csv" <<'PY'
import sys
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\r\n")
    f.writelines(f"{i};{i % 5 + 3};{i % 3};1;{i % 2};0;không\r\n" for i in range(1, 2001))
PY
invite_device killed 05788-02
for after in 0.02 0.05 0.1 0.2 0.3 0.5; do
	"$collector" --data "$work/killed" import "$work/list.csv" >/dev/null 2>&1 &
	pid=$!
	sleep $after
	kill -9 "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	n=$(device killed list --json | json 'len(d)')
	[ "$n" = 0 ] || [ "$n" = 2000 ] || same '0 or 2000' "$n"
	expect 0 device killed check >/dev/null
done
expect 0 device killed --quiet import "$work/list.csv"
same 2000 "$(device killed list --json | json 'len(d)')"
expect 0 device killed --quiet sync --via "$work/stick"
for after in 0.02 0.05 0.1 0.15; do
	"$aggregator" --data "$hub_folder" receive "$work/stick" >/dev/null 2>&1 &
	pid=$!
	sleep $after
	kill -9 "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	expect 0 hub check >/dev/null
done
expect 0 hub --quiet receive "$work/stick"
hub form02 --unit 05788-02 --json >"$work/form"
is 2000 "$work/form" 'd["total"]["households"]'
expect 0 hub check --deep >/dev/null

# --- a Raspberry Pi wakes in 1970, a laptop in 2099: it saves, and says so ---
invite_device pi 05788-03
pi() { clock_at "$1" "$collector" --data "$work/pi" put "household_no=$2" status=absent; }
pi '1970-01-01 12:00:00' 1 >"$work/said"
says "$work/said" 'Đã lưu hộ số 1'
says "$work/said" 'Đồng hồ máy chưa đúng'
pi '2099-01-01 12:00:00' 2 >"$work/said"
says "$work/said" 'Đã lưu hộ số 2'
says "$work/said" 'Ngày rà soát.* nằm ngoài thời gian của đợt'
expect 0 device pi --quiet sync --via "$work/stick"
expect 0 hub receive "$work/stick" --json >"$work/received"
is '[2, 0]' "$work/received" '[d["entries"], d["held"]]'

# --- sticks and disks: only root may mount one that is small or closed ---
mkdir "$work/small"
mounted=$work/small
if [ "$(id -u)" != 0 ] || ! mount -t tmpfs -o size=2m tmpfs "$work/small" 2>/dev/null; then
	mounted=
	echo 'note: no filesystem could be mounted, so no stick was full or read-only'
	exit 0
fi
invite_device last 05788-04
for n in 1 2 3; do expect 0 reviewed $n 2 last; done
expect 0 device last --quiet sync --via "$work/small"
# a read-only stick: the figures are in, the answers could not be left, and that is said
mount -o remount,ro "$work/small"
expect 73 hub receive "$work/small" 2>"$work/err"
says "$work/err" 'đã nhận và lưu xong, nhưng không ghi được lô trả lời'
hub form02 --unit 05788-04 --json >"$work/form"
is 3 "$work/form" 'd["total"]["households"]'
expect 0 reviewed 4 2 last
expect 73 device last sync --via "$work/small" 2>"$work/err"
says "$work/err" 'ổ chỉ cho đọc'
# a full one
mount -o remount,rw "$work/small"
dd if=/dev/zero of="$work/small/rest" bs=1k 2>/dev/null || true
expect 74 device last sync --via "$work/small" 2>"$work/err"
says "$work/err" 'Hết chỗ trên ổ đĩa'
expect 74 hub receive "$work/small" --json >"$work/received" 2>/dev/null
is 74 "$work/received" 'd["code"]'
same 0 "$(find "$work/small" -name '*.tnm' -size 0 | wc -l)"
rm "$work/small/rest"
expect 0 device last --quiet sync --via "$work/small"
expect 0 hub --quiet receive "$work/small"
expect 0 device last sync --via "$work/small" --json >"$work/sync"
is 4 "$work/sync" 'd["confirmed"]'
# the hub's own disk: what fits is in, the rest after there is room again
rm -rf "$work/small/tungnha"
hub_folder=$work/small/hub
expect 0 silent hub --quiet init --unit 05788 --name X --campaign "$project/forms/campaigns/phu-lac-2025.json" --no-passphrase
expect 0 hub --quiet invite 05788-05 -o "$work/full.tni"
expect 0 silent device full --quiet join "$work/full.tni" --no-passphrase
expect 0 device full --quiet import "$work/list.csv"
mkdir "$work/full-stick"
expect 0 device full --quiet sync --via "$work/full-stick"
dd if=/dev/zero of="$work/small/rest" bs=1k count=1200 2>/dev/null
expect 74 hub receive "$work/full-stick" 2>"$work/err"
says "$work/err" 'Hết chỗ trên ổ đĩa'
rm "$work/small/rest"
expect 0 hub check --deep >/dev/null
mount -o remount,size=40m "$work/small"
expect 0 hub --quiet receive "$work/full-stick"
hub form02 --json >"$work/form"
is 2000 "$work/form" 'd["total"]["households"]'
expect 0 hub check --deep >/dev/null
