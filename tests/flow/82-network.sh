#!/bin/sh
# Sending over a network, from the hamlet's side: what a household costs, what the machine says when the commune cannot be reached,
# when the network wants somebody to log in, when it is told to wait, and when the commune let the machine go.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY

# --- the commune listens, and its invitation says where ---
begin_hub
serve_hub --listen 127.0.0.1:0
invite_device h2 05788-01 # before the commune gave an address
expect 0 hub --quiet invite 05788-01 --address "http://$address" -o "$work/h1.tni"
expect 0 silent device h1 --quiet join "$work/h1.tni" --no-passphrase

# --- evening: what was written goes, and counts as sent once the commune's signed receipt is here ---
for n in 1 2 3; do reviewed $n 4 h1; done
device h1 status --json >"$work/status"
is '[3, 0, 0, null]' "$work/status" '[d["entries"][k] for k in ("written", "sent", "confirmed")] + [d["last_confirmed_at"]]'
device h1 status >"$work/said"
says "$work/said" 'Còn 3 lần ghi xã chưa xác nhận. Có mạng thì chạy: sync'
expect 0 device h1 sync >"$work/said"
says "$work/said" 'Đã gửi và xã đã xác nhận: 3 lần ghi'
device h1 status >"$work/said"
expect 1 grep -q 'xã chưa xác nhận' "$work/said"
device h1 status --json >"$work/status"
is '[3, 3, 3, true]' "$work/status" '[d["entries"][k] for k in ("written", "sent", "confirmed")] + [d["last_confirmed_at"] is not None]'
hub form02 --json >"$work/form"
is '[3, 12]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
# one household more is one message; nothing more is one too, and says so
reviewed 4 5 h1
expect 0 device h1 sync --json >"$work/sync"
is '["http", 1, 1, 4, 0]' "$work/sync" '[d[k] for k in ("via", "messages", "sent", "confirmed", "held")]'
expect 0 device h1 sync >"$work/said"
says "$work/said" 'Không có gì mới để gửi'

# --- what the commune decided comes down the same way, while it serves ---
expect 0 hub --quiet review 05788-01 2 --return 'Hỏi lại số khẩu'
expect 0 device h1 sync --json >"$work/sync"
is '[true, 1]' "$work/sync" '[d["received"] > 0, d["returned"]]'

# --- a second laptop of the hamlet, invited without an address: it is told what to do, and given the address once ---
reviewed 9 2 h2
device h2 status >"$work/said"
says "$work/said" 'Còn 1 lần ghi xã chưa xác nhận. Chép ra USB'
expect 69 device h2 sync 2>"$work/said"
says "$work/said" 'không ghi địa chỉ mạng của xã'
says "$work/said" 'sync --via http://ĐỊA_CHỈ'
says "$work/said" 'Đã lưu ở máy này 1 lần ghi'
expect 0 device h2 sync --via "$address" --json >"$work/sync" # as people type it, without http://
is '[1, 1]' "$work/sync" '[d["sent"], d["confirmed"]]'
reviewed 10 2 h2
expect 0 device h2 sync --json >"$work/sync" # the address that answered is remembered
is 2 "$work/sync" 'd["confirmed"]'
expect 0 silent device h1 sync --quiet
device h1 list --json >"$work/list"
holds "$work/list" '{"9", "10"} <= {h["household_no"] for h in d}'

# --- the commune's machine is off: everything stays here, and the machine says so ---
end_serve
reviewed 5 3 h1
expect 75 device h1 sync --tries 1 2>"$work/said"
says "$work/said" 'không trả lời'
says "$work/said" 'Đã lưu ở máy này 1 lần ghi xã chưa xác nhận'
expect 75 device h1 sync --tries 1 --json >"$work/sync" 2>/dev/null
is '["NET_REFUSED", 75]' "$work/sync" '[d["error"], d["code"]]'
expect 64 silent device h1 sync --tries none
expect 65 device h1 sync --via ftp://127.0.0.1/ 2>"$work/said"
expect 75 device h1 sync --tries 1 --via '[::1]:1' 2>/dev/null # an address of IPv6, not a folder: nobody is there
expect 66 device h1 sync --via '[::1' 2>/dev/null
says "$work/said" 'http://'
# a stick carries the same, and the network does not send it again
mkdir "$work/usb"
expect 0 device h1 --quiet sync --via "$work/usb"
expect 0 silent hub --quiet receive "$work/usb"
expect 0 device h1 --quiet sync --via "$work/usb"
device h1 status --json >"$work/status"
is '[5, 5]' "$work/status" '[d["entries"][k] for k in ("written", "confirmed")]'

# --- left to wait in the background: one machine waits once, and is done as soon as the commune is there ---
reviewed 6 3 h1
waiter() { # the program itself, so that it can be ended by its number
	rm -f "$work/waiting"
	"$collector" --data "$work/h1" --quiet sync --wait 2>"$work/waiting" &
	beside=$!
	background=$beside # ended with the scenario
	for _ in $(seq 1200); do
		grep -qs 'tự gửi khi được' "$work/waiting" && return 0
		sleep 0.05
	done
	cat "$work/waiting" >&3
	exit 1
}
waiter
says "$work/waiting" 'không trả lời'
expect 75 silent device h1 --json sync --wait >"$work/sync"
is NET_WAITING "$work/sync" 'd["error"]'
serve_hub --listen "$address"
expect 0 wait "$beside"
background=
device h1 status --json >"$work/status"
is '[6, 6]' "$work/status" '[d["entries"][k] for k in ("written", "confirmed")]'
# told to stop, it stops, says so, and has kept everything
end_serve
reviewed 7 3 h1
waiter
kill -TERM "$beside"
expect 75 wait "$beside"
background=
says "$work/waiting" 'Đã dừng gửi theo yêu cầu'
says "$work/waiting" 'Đã lưu ở máy này 1 lần ghi'
serve_hub --listen "$address"

# --- a certificate that cannot be verified, as in a Raspberry Pi's 1970, is told; a page instead of the commune is named ---
if command -v openssl >/dev/null; then
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
	python3 - "$work" <<'END' >"$work/page" &
import http.server, ssl, sys
class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302)
        self.send_header("Location", "http://wifi.quan.example/dang-nhap")
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *words): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1] + "/cert.pem", sys.argv[1] + "/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
END
	beside=$!
	background=$beside # ended with the scenario
	for _ in $(seq 1200); do [ -s "$work/page" ] && break; sleep 0.05; done
	expect 75 device h1 sync --tries 1 --via "https://127.0.0.1:$(cat "$work/page")" 2>"$work/said"
	says "$work/said" 'Chưa kiểm tra được chứng thư của 127.0.0.1'
	says "$work/said" 'Mạng này đang đòi đăng nhập (trang wifi.quan.example'
	kill "$beside"
	wait "$beside" 2>/dev/null || true
	background=
fi

# --- hamlets merge: a new laptop of the new one hears of the old ones in its first exchange, and fetches their households in the same sync ---
expect 0 device h1 --quiet sync
expect 0 hub --quiet unit add 05788-30 'Xóm Mới'
expect 0 hub --quiet unit merge 05788-01 05788-02 05788-30 --on 20/11/2025
expect 0 hub --quiet invite 05788-30 -o "$work/new.tni" # the commune's address is the one given last time
expect 0 silent device new --quiet join "$work/new.tni" --no-passphrase
expect 0 device new sync --json >"$work/sync"
device new list --json >"$work/list"
holds "$work/list" '{"1", "2", "9", "10"} <= {h["household_no"] for h in d}'

# --- the commune lets the machine go: it still hears so, and the exit code tells the timer ---
expect 0 device h1 --quiet sync
node=$(device h1 device --json | json 'd["node"]')
expect 0 hub --quiet device revoke "$node" --reason 'mất máy'
reviewed 8 3 h1
expect 77 device h1 sync 2>"$work/said" >/dev/null
says "$work/said" 'Xã đã thu hồi máy này'
end_serve
expect 0 hub check --deep >/dev/null
expect 0 device h1 check --deep >/dev/null
