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
