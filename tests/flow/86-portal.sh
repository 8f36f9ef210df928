#!/bin/sh
# A network that is there, and does not lead to the commune: a hotspot that wants somebody to log in, a proxy, a machine
# that is off, another address, a name nobody knows. Each time the hamlet reads what it is and what to do.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/flow_net.sh"

begin_hub
serving commune
commune=$(address commune)
invite_device a 05788-01
expect 0 reviewed 1 4 a

# --- a login page instead of a reply, three kinds; then somebody logs in, and the same command goes through ---
for kind in page redirect 511; do
	meddler hotspot --to "$commune" --portal $kind
	stopped a hotspot 'Mạng này đang đòi đăng nhập .*mở trình duyệt'
	[ $kind != redirect ] || says "$work/err" 'login.wifi-mien-phi.example'
	expect 0 finish hotspot
done
device a status --json >"$work/status"
is '[1, 0]' "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"]]'
meddler hotspot --to "$commune" --portal page --first 2
expect 0 net a hotspot # tries again by itself, and the third time somebody has logged in
ended hotspot 'd["meddled"]' 2
home a 1

# --- in the middle of a sync the hotspot logs everybody out: what the first reply confirmed stays confirmed ---
invite_device b 05788-02
household_list 300 >"$work/list.csv"
expect 0 device b --quiet import "$work/list.csv"
meddler hotspot --to "$commune" --portal redirect --skip 1
stopped b hotspot 'đang đòi đăng nhập'
arrived b 200
device b status --json >"$work/status"
is '[300, 200]' "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"]]'
says "$work/err" 'Đã lưu ở máy này 100 lần ghi'
expect 0 finish hotspot
through b commune
home b 300

# --- a proxy of the office, named as programs are told everywhere; one that wants a password ---
expect 0 reviewed 2 4 a
meddler proxy --proxy
http_proxy="http://$(address proxy)"
export http_proxy
through a commune
home a 2
ended proxy 'd["exchanges"] > 0' true
expect 0 reviewed 3 4 a
meddler proxy --denies
http_proxy="http://$(address proxy)"
stopped a commune 'proxy.*không cho đi'
no_proxy=127.0.0.1
export no_proxy
through a commune
unset http_proxy no_proxy
home a 3
finish proxy

# --- nobody there: the machine is off; swallowed without a word; every other call refused ---
expect 0 reviewed 4 4 a
expect 0 finish commune
stopped a commune 'không trả lời: chưa bật'
serving commune
commune=$(address commune)
relay line --to "$commune" --drop 200
stopped a line 'đứt giữa chừng'
finish line
relay line --to "$commune" --refuse 2 --skip 1
expect 0 net a line
home a 4
finish line

# --- the commune's machine moved to another address: told by the old one, or given anew; the new one is kept ---
expect 0 reviewed 5 4 a
expect 0 net a commune --tries 1
expect 0 finish commune
serving commune
expect 0 reviewed 6 4 a
expect 75 device a sync --tries 1 2>"$work/err" >/dev/null
says "$work/err" 'không trả lời'
through a commune
home a 6
expect 0 reviewed 7 4 a
expect 0 device a --quiet sync --tries 1 # no --via: where it was answered last
home a 7

# --- an address that is none, a name nobody knows, a page of somebody else ---
expect 0 reviewed 8 4 a
expect 65 device a sync --via ftp://127.0.0.1/x --tries 1 2>"$work/err" >/dev/null
says "$work/err" 'http://'
expect 75 device a sync --via http://xa.invalid --tries 1 2>"$work/err" >/dev/null
says "$work/err" 'Không tìm thấy địa chỉ xa.invalid'
device a status --json >"$work/status"
is '[8, 7]' "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"]]'
through a commune
home a 8
sound a b
