#!/bin/sh
# Practising: thirty made-up households beside the real ones, which nothing touches and nobody is ever sent.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

c() { "$collector" --data "$work/hamlet" "$@"; }
tap() { "$collector" --data "$work/hamlet/practice" "$@"; }

# --- before anything is set up: a newcomer may try it at once ---
expect 0 c demo >"$work/out"
says "$work/out" 'Đã có Xóm Tập với 30 hộ bịa'
says "$work/out" "$work/hamlet/practice serve --open"
tap status --json >"$work/out"
is '[30, 14, 3, 1, 1, 11]' "$work/out" '[d["households"][k] for k in "listed reviewed absent refused moved not_visited".split()]'
tap list --again >"$work/out"
says "$work/out" 'nhà mái tôn đỏ'
tap list --warnings >"$work/out"
says "$work/out" 'Hộ đã đánh giá hài lòng nhưng không có hồ sơ'

# --- what it says to try works as it says ---
expect 0 c demo | grep "^ *tungnha-collector.* put " | sed "s,^ *tungnha-collector,$collector," >"$work/try"
same 2 "$(wc -l <"$work/try")"
expect 0 sh -e "$work/try" >"$work/out"
tap status --json >"$work/out"
is '[15, 4, 9]' "$work/out" '[d["households"][k] for k in "reviewed absent not_visited".split()]'

# --- the real data begins beside it and is its own ---
expect 0 c --quiet init --unit 05788-01 --name 'Xóm 11' --no-passphrase 2>/dev/null
expect 0 c --quiet put household_no=6 persons=2 vneid=2 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
same 1 "$(c list --json | json 'len(d)')"

# --- once more from the beginning: the real data stays ---
c demo --json >"$work/out"
is '["Xóm Tập", 30]' "$work/out" '[d["unit"]["name"], d["households"]]'
tap status --json >"$work/out"
is 14 "$work/out" 'd["households"]["reviewed"]'
tap get 6 --json >"$work/out"
is not_visited "$work/out" 'd["fields"]["status"]'
same 1 "$(c list --json | json 'len(d)')"
expect 0 tap check --deep >/dev/null

# --- never sent: no stick, no network, no declaration, no invitation ---
mkdir "$work/usb"
expect 77 tap sync --via "$work/usb" 2>"$work/err"
says "$work/err" 'không gửi đi đâu'
same '' "$(ls "$work/usb")"
expect 77 tap sync --via http://127.0.0.1:9 2>"$work/err"
says "$work/err" 'không gửi đi đâu'
expect 77 tap submit 2>"$work/err"
says "$work/err" 'Thôi tập rồi khai'
begin_hub
expect 0 hub --quiet invite 05788-01 -o "$work/xom.tni"
expect 77 tap join "$work/xom.tni" 2>"$work/err"
says "$work/err" 'không nhận lời mời'
expect 0 c --quiet join "$work/xom.tni"

# --- somebody's real data in that place is not touched ---
expect 0 "$collector" --data "$work/other/practice" --quiet init --unit 05788-02 --no-passphrase 2>/dev/null
expect 73 "$collector" --data "$work/other" demo 2>"$work/err"
says "$work/err" 'đang chứa số liệu thật'

# --- by page: whoever practises does so alone, and comes back ---
c serve --listen 127.0.0.1:0 --json >"$work/served" 2>"$work/log" &
serve_pid=$!
tries=0
until [ -s "$work/served" ]; do
	tries=$((tries + 1))
	[ "$tries" -lt 600 ] || { cat "$work/log" >&3; exit 1; }
	sleep 0.1
done
at=http://$(json 'd["listen"]' <"$work/served")
BROWSER=true DISPLAY='' c serve --open >"$work/out" 2>&1
curl -sS -o /dev/null -c "$work/jar" "$(grep -o 'http://[^ ]*ma=[0-9a-f]*' "$work/out")"
# The page at a path; the same after a form was sent.
get() { curl -sS -L -b "$work/jar" -c "$work/jar" "$at$1" >"$work/page"; }
send() {
	path=$1
	shift
	token=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$work/page" | head -n 1)
	fields=$#
	for field; do set -- "$@" --data-urlencode "$field"; done
	shift "$fields"
	curl -sS -L -b "$work/jar" -c "$work/jar" -H "Origin: $at" --data-urlencode "token=$token" "$@" "$at$path" >"$work/page"
}
get /cai-dat
says "$work/page" 'href="/cai-dat/sao-luu"'
get /tap
send /tap viec=bat-dau
says "$work/page" 'ĐANG TẬP'
get /danh-sach
says "$work/page" 'nhà mái tôn đỏ'
get /cai-dat
expect 1 grep -q 'href="/cai-dat/sao-luu"' "$work/page"
get /cai-dat/mat-khau
says "$work/page" 'Đang tập nên không đổi được'
# a household is recorded there, and nowhere else
tap put --quiet household_no=13 status=absent
get /tap
send /tap viec=lai
tap get 13 --json >"$work/out"
is not_visited "$work/out" 'd["fields"]["status"]'
get /tap
send /tap viec=thoi
get /danh-sach
expect 1 grep -q 'nhà mái tôn đỏ' "$work/page"
same 1 "$(c list --json | json 'len(d)')"

# --- settings by page: who records, a backup, the check, what opens the data ---
get /cai-dat/nguoi-ghi
send /cai-dat/nguoi-ghi 'ten=Bác Tâm'
says "$work/page" 'Đã đổi người ghi'
same 'Bác Tâm' "$(c by --json | json 'd["by"]')"
# Long work: the page tells what came of it.
done_saying() {
	tries=0
	until get "$1" && grep -q "$2" "$work/page"; do
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] || says "$work/page" "$2"
		sleep 0.1
	done
}
get /cai-dat/sao-luu
send /cai-dat/sao-luu vao=
done_saying /cai-dat/sao-luu 'Đã đọc lại từ đó và đối chiếu: đúng cả'
same 1 "$(ls "$work/hamlet/sao-luu" | wc -l)"
get /cai-dat/sao-luu
send /cai-dat/sao-luu vao=/etc
says "$work/page" 'USB đó không còn cắm'
get /cai-dat/kiem-tra
send /cai-dat/kiem-tra
done_saying /cai-dat/kiem-tra 'đúng cả, tổng khớp'
get /cai-dat/mat-khau
send /cai-dat/mat-khau 'moi=ngắn' 'lai=ngắn'
says "$work/page" 'phải từ 8 ký tự'
send /cai-dat/mat-khau 'moi=lúa chín vàng đồng' 'lai=lúa chín vàng'
says "$work/page" 'không giống nhau'
send /cai-dat/mat-khau 'moi=lúa chín vàng đồng' 'lai=lúa chín vàng đồng'
says "$work/page" 'Từ nay số liệu mở bằng mật khẩu mới'
kill "$serve_pid"
wait "$serve_pid" || true
serve_pid=
expect 77 silent c list
printf 'lúa chín vàng đồng\n' >"$work/pass" && chmod 600 "$work/pass"
expect 0 silent c --quiet list --passphrase-file "$work/pass"
