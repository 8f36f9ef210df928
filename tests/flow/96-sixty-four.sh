#!/bin/sh
# Sunday evening: 64 laptops of all hamlets send at once while a clerk works at the commune's machine. The clerk never has to wait for
# them, no laptop fails, and at the end every figure is the same on both sides.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

begin_hub
codes=$(hub unit list --json | json '" ".join([u["code"] for u in d if u["level"] == "hamlet"])')
first=${codes%% *}
second=$(echo "$codes" | cut -d' ' -f2)

# --- the 64 laptops, each with ten households of its own: a hamlet's laptops each went through a part of it ---
for part in 1 2 3 4; do
	python3 - $part >"$work/list$part.csv" <<'PY'
import sys
print("Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá")
for i in range(1, 11):
    print(f"{100 * int(sys.argv[1]) + i};{i % 5 + 3};{i % 3};1;{i % 2};0;không")
PY
done
for code in $codes; do
	expect 0 silent hub --quiet invite "$code" --uses 4 -o "$work/$code.tni"
done
laptops=
count=0
for part in 1 2 3 4; do
	for code in $codes; do
		[ $count -lt 64 ] || break
		name=$code-$part
		expect 0 silent device "$name" --quiet join "$work/$code.tni" --no-passphrase
		expect 0 device "$name" --quiet import "$work/list$part.csv"
		laptops="$laptops $name"
		count=$((count + 1))
	done
done
serve_hub

# --- all at once ---
syncing=
for name in $laptops; do
	"$collector" --data "$work/$name" sync --via "http://$address" --tries 20 --json >"$work/$name.sync" 2>"$work/$name.err" 3>&- &
	echo $! >"$work/$name.pid"
	background="$background $!"
	syncing="$syncing $!"
done
under_way() {
	for pid in $syncing; do kill -0 "$pid" 2>/dev/null && return 0; done
	return 1
}

# --- meanwhile the clerk: lists, totals, devices compared and confirmed, one hamlet closed and opened again, a household sent back ---
rounds=0
sent_back=0
while under_way || [ $rounds -lt 3 ] || [ $sent_back = 0 ]; do
	rounds=$((rounds + 1))
	expect 0 hub --quiet lock "$first"
	expect 0 hub device list --json >"$work/devices"
	for node in $(fact "$work/devices" '" ".join([v["node"].replace(" ", "") for v in d if v["state"] == "new"][:4])'); do
		expect 0 hub --quiet device accept "$node"
	done
	expect 0 hub form02 --json >"$work/form"
	expect 0 hub status --json >"$work/status"
	expect 0 hub conflict list --json >"$work/lists"
	expect 0 hub held list --json >"$work/lists"
	expect 0 hub --quiet unlock "$first" --reason 'còn máy chưa gửi'
	if [ $sent_back = 0 ] && hub household "$second" 105 >/dev/null 2>&1; then
		expect 0 hub --quiet review "$second" 105 --return 'xem lại số khẩu'
		sent_back=1
	fi
done
for name in $laptops; do
	expect 0 wait "$(cat "$work/$name.pid")"
	killed "$name"
done

# --- every figure is there, once, and confirmed; who was sent a household back learns it ---
hub form02 --json >"$work/form"
# shellcheck disable=SC2046 # one file for each
python3 - "$work/form" $(for name in $laptops; do echo "$work/$name.sync"; done) <<'PY'
import json, sys
total = json.load(open(sys.argv[1]))["total"]
laptops = [json.load(open(f)) for f in sys.argv[2:]]
found = (total["households"], total["persons"])
assert len(laptops) == 64, len(laptops)
assert all(l["confirmed"] == 10 for l in laptops)
assert found == (640, 64 * sum(i % 5 + 3 for i in range(1, 11))), found
PY
[ $sent_back = 1 ]
expect 0 device "$second-1" sync --via "http://$address" --json >"$work/sync"
is '[10, 1]' "$work/sync" '[d["confirmed"], d["returned"]]'
# it sees what its neighbours in the hamlet found
device "$second-1" form02 --json >"$work/form"
is "$(echo "$laptops" | tr ' ' '\n' | grep -c "^$second-")0" "$work/form" 'd["total"]["households"]'
hub device list --json >"$work/devices"
is 64 "$work/devices" 'len(d)'
hub held list --json >"$work/lists"
is '[]' "$work/lists" d

bounded
stop_hub
expect 0 hub check --deep >/dev/null
expect 0 device "$second-1" check --deep >/dev/null
