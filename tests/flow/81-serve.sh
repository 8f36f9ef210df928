#!/bin/sh
# The commune takes what hamlets send over a network: serve runs in the background, its other commands work beside it.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"

serve() {
	begin serve "$aggregator" --data "$hub_folder" serve --json "$@"
	address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
}
stop() { expect 0 finish serve; }
health() { curl -s "http://$address/health" >"$work/health"; }

# --- an invitation without an address says so; one given is put into later ones too ---
begin_hub
expect 0 hub invite 05788-01 -o "$work/x.tni" >/dev/null 2>"$work/err"
says "$work/err" 'chỉ gửi được bằng USB'
says "$work/err" 'invite 05788-01 --address http://'
serve --listen 127.0.0.1:0
expect 0 hub invite 05788-01 -o "$work/h1.tni" --address "http://$address" --json >"$work/made" 2>"$work/err"
is "[\"http://$address\"]" "$work/made" 'd["addresses"]'
same '' "$(cat "$work/err")"
expect 0 hub invite 05788-02 -o "$work/h2.tni" >/dev/null 2>"$work/err"
says "$work/err" "http://$address"
for device in h1 h2; do
	expect 0 silent device $device --quiet join "$work/$device.tni" --no-passphrase
done

# --- it is there: for who watches over the machine, and for who opens the address ---
health
is '["ok", 0, true]' "$work/health" '[d["status"], d["waiting"], d["clock_trusted"]]'
curl -sL -H 'Accept: text/html' -H 'Accept-Language: vi' "http://$address/" >"$work/page"
says "$work/page" 'Đăng nhập'
same 405 "$(curl -s -o "$work/page" -w '%{http_code}' "http://$address/exchange")"
is '[405, "Method Not Allowed"]' "$work/page" '[d["status"], d["title"]]'
says "$work/page" 'lệnh sync'

# --- hamlets send; a message found on a stick is the same one ---
expect 0 reviewed 1 4 h1
expect 0 device h1 sync --json >"$work/sync"
is '["http", 1]' "$work/sync" '[d["via"], d["confirmed"]]'
expect 0 reviewed 1 2 h2
mkdir "$work/stick"
expect 0 silent device h2 --quiet sync --via "$work/stick"
message=$(find "$work/stick" -name '*.tnm')
post() {
	curl -s -o "$work/reply" -w '%{http_code} %{content_type}' -H 'Content-Type: application/vnd.tungnha.message' --data-binary "@$1" \
		"http://$address/exchange"
}
same '200 application/vnd.tungnha.message' "$(post "$message")"
same TNM1 "$(head -c 4 "$work/reply")"
expect 0 hub receive "$work/stick" --json >"$work/received"
is '[1, 1, 0]' "$work/received" '[d[k] for k in ("messages", "repeated", "entries")]'
hub form02 --json >"$work/form"
is '[2, 6]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'

# --- what the clerk decides meanwhile holds for the next message, and the other way round ---
node=$(hub device list --json | json '[v["node"] for v in d if v["unit"] == "05788-01"][0]')
expect 0 hub --quiet device accept "$node"
expect 0 hub unit rename 05788-01 'Xóm Mười Một' --on 20/11/2025 >/dev/null
expect 0 hub lock 05788-01 >/dev/null
expect 0 device h1 sync --json >"$work/sync"
device h1 status --json >"$work/status"
is '["Xóm Mười Một", true]' "$work/status" '[d["unit"]["name"], d["locked"]]'
expect 0 hub unlock 05788-01 --reason 'mở lại' >/dev/null
expect 0 device h1 sync --json >"$work/sync"
expect 0 reviewed 2 5 h1
expect 0 device h1 sync --json >"$work/sync"
expect 0 hub review 05788-01 2 --return 'Hỏi lại số khẩu' >/dev/null
expect 0 device h1 sync --json >"$work/sync"
is 1 "$work/sync" 'd["returned"]'
# two hamlets become one: the laptops go on, and learn of it from the next reply
expect 0 hub unit add 05788-30 'Xóm Hợp Nhất' >/dev/null
expect 0 hub unit merge 05788-01 05788-02 05788-30 --on 20/11/2025 >/dev/null 2>&1
expect 0 device h1 sync --json >"$work/sync"
expect 0 reviewed 3 3 h1
expect 0 device h1 sync --json >"$work/sync"
hub form02 --json >"$work/form"
is '[["05788-30", 4]]' "$work/form" '[[r["unit"], r["households"]] for r in d["rows"] if r["households"]]'
expect 0 hub backup -o "$work/backup.tnb" >/dev/null
expect 0 hub check --deep >/dev/null

# --- one serve to a folder and to an address ---
expect 75 hub serve --listen 127.0.0.1:0 2>"$work/err"
says "$work/err" 'serve khác'
expect 0 "$aggregator" --data "$work/other" --quiet init --unit 05788 --name 'Xã Khác' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
	--no-passphrase 2>/dev/null
expect 69 "$aggregator" --data "$work/other" serve --listen "$address" 2>"$work/err"
says "$work/err" "$address"
expect 64 "$aggregator" --data "$work/other" serve --listen 8030 2>"$work/err"
says "$work/err" '127.0.0.1:8030'
expect 73 silent hub restore "$work/backup.tnb"

# --- the log: which device, how much, how it went; nothing of what was in it, on one line each ---
says "$work/serve.err" " 127.0.0.1 200 .* 05788-01 .*+1"
says "$work/serve.err" " 405 "
same 0 "$(grep -c -e 'Hỏi lại' -e 'persons' "$work/serve.err")"

# --- it stops when told to, and begins again at the same address; hamlets notice nothing ---
stop
[ ! -e "$hub_folder/serve.lock" ]
serve --listen "$address"
expect 0 device h1 sync --json >"$work/sync"
is 3 "$work/sync" 'd["confirmed"]'

# --- the data is moved away under it: it says so and ends, rather than take what would be lost ---
mv "$hub_folder/tungnha.db" "$work/moved.db"
for _ in $(seq 1200); do
	grep -q 'đã dừng nhận' "$work/serve.err" && break
	sleep 0.05
done
says "$work/serve.err" 'đã dừng nhận'
expect 74 wait "$(cat "$work/serve.pid")"
background=""
mv "$work/moved.db" "$hub_folder/tungnha.db"
expect 0 hub check --deep >/dev/null

# --- a store under a passphrase: asked for once, for as long as it runs ---
printf 'mot hai ba bon\n' >"$work/passphrase"
chmod 600 "$work/passphrase"
expect 0 silent hub passphrase --new-passphrase-file "$work/passphrase" >/dev/null
expect 77 hub serve --listen 127.0.0.1:0 2>"$work/err"
says "$work/err" 'đang khóa'
serve --listen "$address" --passphrase-file "$work/passphrase"
expect 0 device h1 sync --json >"$work/sync"
is 3 "$work/sync" 'd["confirmed"]'
stop

# --- systemd may hold the socket, and is told when messages are taken ---
cat >"$work/activate.py" <<'PY'
import os, socket, sys
work, *command = sys.argv[1:]
ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ready.bind(work + "/notify")
taken = socket.create_server(("127.0.0.1", 0))
if os.fork() == 0:
    open(work + "/told", "wb").write(ready.recv(100))
    os._exit(0)
os.dup2(taken.fileno(), 3, inheritable=True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=work + "/notify")
os.execv(command[0], command)
PY
begin serve python3 "$work/activate.py" "$work" "$aggregator" --data "$hub_folder" serve --json --passphrase-file "$work/passphrase"
address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
health
is ok "$work/health" 'd["status"]'
wait_for serve [ -s "$work/told" ]
same READY=1 "$(cat "$work/told")"
stop
