#!/bin/sh
# When the campaign is over and the figures are closed, the household rows go, at the commune and on every laptop; the totals stay.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick-a" "$work/stick-b"
expect 0 hub --quiet invite 05788-01 --uses 3 -o "$work/xom.tni"
for name in a b; do
	expect 0 silent device "$name" --quiet join "$work/xom.tni" --no-passphrase
done
for n in 1 2 3 4 5; do expect 0 reviewed $n $((n + 1)) a; done
expect 0 reviewed 6 3 b
exchange_all() {
	for name in "$@"; do expect 0 device "$name" --quiet sync --via "$work/stick-$name"; done
	for name in "$@"; do silent hub --quiet receive "$work/stick-$name" || return 1; done
	for name in "$@"; do expect 0 device "$name" --quiet sync --via "$work/stick-$name"; done
}
exchange_all a b
exchange_all a b

expect 0 silent device a --quiet put household_no=1 label='nhà mái đỏ'
expect 0 device a labels export -o "$work/nhan.tnl" >/dev/null
expect 0 device b labels import "$work/nhan.tnl" >/dev/null
expect 0 silent device a --quiet submit --period 2025-W50
exchange_all a b

# --- nothing goes before its time, and every step is named ---
expect 77 hub purge 05788-01 --after-lock 0 --reason 'hết đợt' 2>"$work/said"
says "$work/said" 'chưa chốt'
expect 0 hub --quiet lock 05788-01
expect 77 hub purge 05788-01 --after-lock 30 --reason 'hết đợt' 2>"$work/said"
says "$work/said" 'chưa đủ 30 ngày'
expect 77 hub purge 05788-01 --after-lock 0 --reason 'hết đợt' 2>"$work/said"
says "$work/said" 'close'
expect 0 silent hub --quiet close --period 2025-W50
expect 64 hub purge 05788-01 --reason 'hết đợt' 2>"$work/said"
says "$work/said" 'after-lock'
expect 64 hub purge 05788-01 --after-lock 0 2>"$work/said"
hub_facts >"$work/before"
unchanged "$work/before"

# --- the households go, Form 02 does not change ---
expect 0 hub purge 05788-01 --after-lock 0 --reason 'hết đợt, theo quy định lưu giữ' --json >"$work/purged"
is '[true, 6]' "$work/purged" '[d["done"], d["households"]]'
unchanged "$work/before"
expect 66 hub household 05788-01 3 2>"$work/said"
says "$work/said" 'đã được xóa'
expect 77 hub unlock 05788-01 --reason 'sửa' 2>"$work/said"
says "$work/said" 'không mở lại được'
hub check --deep --json >"$work/check"
is '[true, 6]' "$work/check" '[d["ok"], d["purged"]]'
expect 0 hub purge 05788-01 --after-lock 0 --reason 'lần nữa' >"$work/said"
says "$work/said" 'đã được xóa từ'
expect 0 hub --quiet rebuild
unchanged "$work/before"

# --- a laptop that does not know yet still has them; its next exchange takes them away ---
device a form02 --json >"$work/row"
is '[6, 23, "devices"]' "$work/row" "[[r['households'], r['persons'], r['source']] for r in d['rows']][0]"
expect 0 device a get 3 >/dev/null
exchange_all a b
exchange_all a b
for name in a b; do
	device "$name" form02 --json >"$work/row"
	is '[6, 23, "devices"]' "$work/row" "[[r['households'], r['persons'], r['source']] for r in d['rows']][0]"
	expect 66 device "$name" get 3 2>"$work/said"
	says "$work/said" 'đã được xóa'
	expect 66 device "$name" history 3 2>"$work/said"
	printf 'Hộ số;Số khẩu\n3;4\n' >"$work/list.csv"
	expect 77 device "$name" import "$work/list.csv" 2>"$work/said"
	says "$work/said" 'đã được xóa'
	device "$name" status >"$work/said"
	says "$work/said" 'đã được xóa'
	device "$name" status --json >"$work/status"
	holds "$work/status" 'd["purged_at"] and d["locked"] and d["entries"]["confirmed"] == d["entries"]["written"]'
	expect 0 device "$name" check >/dev/null
done

# what was declared is sums: it stays, and nobody who declared is called one who did not
for turn in hub 'device a' 'device b'; do expect 0 $turn check --deep >/dev/null; done
hub submit list --json >"$work/declared"
holds "$work/declared" '[x for x in d if x["unit"] == "05788-01"][0]["period"] == "2025-W50"'
hub status --json >"$work/status"
is '"2025-W50"' "$work/status" '[json.dumps(u["submitted"]) for u in d["units"] if u["code"] == "05788-01"][0]'

# --- door labels go with the households, and do not come back by a file somebody kept ---
expect 66 device b labels export -o "$work/nhan-2.tnl" 2>"$work/said"
says "$work/said" 'chưa có nhãn nhà nào'
expect 77 device b labels import "$work/nhan.tnl" 2>"$work/said"
says "$work/said" 'đã được xóa sau khi chốt'

# --- a laptop that comes afterwards learns the totals, and nothing of any household ---
mkdir "$work/stick-c"
expect 0 silent device c --quiet join "$work/xom.tni" --no-passphrase
for turn in 1 2 3; do exchange_all c; done
device c form02 --json >"$work/row"
is '[6, 23]' "$work/row" "[[r['households'], r['persons']] for r in d['rows']][0]"
device c list --json >"$work/list"
is 0 "$work/list" 'len(d)'
expect 0 device c check >/dev/null

# --- nothing can be decided about what is gone, and no sentence sends anybody to unlock it ---
for words in 'household put 05788-01 household_no=9 persons=2 vneid=1 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no' \
	'renumber 05788-01 1 9 --reason nhầm' 'review 05788-01 1 --return sai' 'unit merge 05788-01 05788-04 --on 20/11/2025' \
	'row set 05788-01 households=4 --source giấy --date 20/11/2025'; do
	# shellcheck disable=SC2086
	expect 77 hub $words 2>"$work/said"
	says "$work/said" 'Xóm 11 đã được xóa sau khi chốt, nên không sửa'
done
expect 77 reviewed 9 2 a 2>"$work/said"
says "$work/said" 'đã được xóa sau khi chốt, nên không sửa'

# --- an old stick brings nothing back ---
hub receive "$work/stick-a" "$work/stick-b" --json >"$work/received" || true
unchanged "$work/before"

# --- closed once more after the purge the period says the same ---
period=$(hub statement list --json | json 'd[0]["period"]')
expect 0 silent hub --quiet close --period "$period" --again --reason 'in lại'
hub statement diff "$period" >"$work/said"
says "$work/said" 'So với bản 1 không có số liệu nào thay đổi'

# --- hamlets that were merged go with the one they count in; what came too late stays held, for it can count no more ---
invite_device d 05788-05
invite_device f 05788-06
for n in 1 2; do expect 0 reviewed $n 4 d; done
expect 0 reviewed 1 2 f
expect 0 hub --quiet unit merge 05788-05 05788-06 --on 20/11/2025
for name in d f; do mkdir "$work/stick-$name"; done
exchange_all d f
expect 0 reviewed 3 9 d # not yet sent
expect 0 hub --quiet lock 05788-06
expect 0 silent hub --quiet close --period 2025-W51
hub form02 --json | json 'd["total"]' >"$work/total"
expect 0 reviewed 2 9 f
expect 0 device f --quiet sync --via "$work/stick-f"
expect 0 silent hub --quiet receive "$work/stick-f" # after the lock: held, and not what a purge takes
expect 0 hub purge 05788-06 --after-lock 0 --reason 'hết đợt' >"$work/said"
says "$work/said" 'Đã xóa cả số liệu từng hộ của Xóm Đoàn Kết'
says "$work/said" 'Xóm Đồng Tiến: 3 hộ, 0 lần ghi không được tính'
says "$work/said" '^1 lần ghi đến sau khi chốt .* vẫn tạm giữ'
expect 66 hub household 05788-05 1 2>"$work/said"
says "$work/said" 'Xóm Đoàn Kết đã được xóa ngày [0-9/]* sau'
exchange_all d f
late=$(hub held list --json | json '[h["entry"] for h in d if h["unit"] == "05788-05"][0]')
hub held list >"$work/said" # so nobody is told to accept it, nor asked to decide
says "$work/said" 'Đến sau khi số liệu từng hộ của đơn vị đã được xóa'
if grep -q 'held accept' "$work/said"; then same 'no advice to accept what can count no more' 'advice'; fi
hub review list --json >"$work/queue"
is '[]' "$work/queue" '[i for i in d if i["kind"] == "held"]'
expect 0 device d held >"$work/said"
says "$work/said" 'Đến sau khi số liệu từng hộ của đơn vị đã được xóa'
if grep -q 'đề nghị xã chấp nhận' "$work/said"; then same 'no advice to ask for it' 'advice'; fi
expect 77 hub held accept "$late" --reason 'máy gửi muộn' 2>"$work/said"
says "$work/said" 'đã được xóa sau khi chốt'
same "$(cat "$work/total")" "$(hub form02 --json | json 'd["total"]')"
device d status >"$work/said"
says "$work/said" 'đã được xóa'
if grep -q 'đề nghị xã mở lại' "$work/said"; then same 'no advice to open what is gone' 'advice'; fi
for name in d f; do expect 0 device "$name" check --deep >/dev/null; done
expect 0 hub check --deep >/dev/null
