#!/bin/sh
# Each week the hamlet declares its figures, the commune sees whether in time and why it counts something else, and closes the
# week: from then on the week stays as it was closed.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# The campaign as shipped, around today, due tomorrow at 10:00; the running period and the one before it.
cat >"$work/around.py" <<'END'
import datetime, json, sys
today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()
day = lambda n: (today + datetime.timedelta(days=n)).isoformat()
week = lambda n: "%d-W%02d" % (today + datetime.timedelta(days=n)).isocalendar()[:2]
c = json.load(open(sys.argv[1], encoding="utf-8"))
c["drive"] = {"from": day(-25), "to": day(25)}
c["unit_work"] = {"from": day(-20), "before": day(24)}
c["dossiers"] = {"from": day(-60), "to": day(20)}
c["final_from"] = day(15)
c["weekly_due"]["weekday"] = (today + datetime.timedelta(days=1)).isoweekday()
json.dump(c, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
print(week(1), week(-6))
END
python3 "$work/around.py" "$project/forms/campaigns/phu-lac-2025.json" "$work/drive.json" >"$work/periods"
read -r running past <"$work/periods"
cp "$project/forms/mau-02.json" "$work/"
expect 0 hub --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$work/drive.json" --key-file "$work/hub.key" >"$work/init"
mkdir "$work/stick"
for name in a b; do
	expect 0 hub --quiet invite 05788-01 -o "$work/$name.tni"
	expect 0 silent device "$name" --quiet join "$work/$name.tni" --no-passphrase --by "Hoàng Thị $name"
done
carry() { # NAME: a device's stick goes to the commune and comes back
	expect 0 device "$1" --quiet sync --via "$work/stick"
	expect 0 hub --quiet receive "$work/stick"
	expect 0 device "$1" --quiet sync --via "$work/stick"
}

# --- nothing to declare, no such week ---
expect 65 device a submit 2>"$work/said"
says "$work/said" 'Chưa có hộ nào để khai'
expect 0 reviewed 1 4 a
expect 0 device a --quiet put household_no=2 status=not_visited
for bad in 2025-45 2025-W60 1999-W01 W45 ''; do
	expect 65 device a submit --period "$bad" 2>/dev/null
done
device a status --json >"$work/status"
is null "$work/status" 'd["submitted"]'
device a status >"$work/said"
says "$work/said" "Kỳ $running chưa khai số liệu"

# --- Wednesday evening: the hamlet declares; what is unfinished is said ---
expect 0 device a submit >"$work/said" 2>"$work/warned"
says "$work/said" "Đã khai số liệu kỳ $running: Số hộ 1, Số khẩu 4"
says "$work/warned" 'Còn 1 hộ chưa rà soát'
device a status --json >"$work/status"
is "[\"$running\", false, 0]" "$work/status" '[d["submitted"][k] for k in ("period", "confirmed", "since")]'
written=$(fact "$work/status" 'd["entries"]["written"]')
device a submit --json >"$work/again"
is '[false, false]' "$work/again" '[d["written"], d["replaced"]]'
device a status --json >"$work/status"
is "$written" "$work/status" 'd["entries"]["written"]'
carry a
device a status --json >"$work/status"
is true "$work/status" 'd["submitted"]["confirmed"]'
device a form02 >"$work/said"
says "$work/said" "Đã khai số liệu tuần .* lúc .*; xã đã tiếp nhận"
device a form02 --json >"$work/form"
is "$running" "$work/form" 'd["submitted"]["period"]'

# --- the commune: who declared, who is late for the week that is over ---
hub status --json >"$work/status"
is "[[\"$running\", true], [null, false]]" "$work/status" '[[u["submitted"], u["on_time"]] for u in d["units"][:2]]'
hub submit list 05788-01 --json >"$work/list"
is '[[], [], true]' "$work/list" '[d[0]["differs"], d[0]["why"], d[0]["on_time"]]'
is 4 "$work/list" 'd[0]["row"]["persons"]'
hub submit list >"$work/said"
says "$work/said" 'khớp với số xã tính'
expect 66 hub submit list 05788-99 2>/dev/null

# --- the other laptop was not in it: the commune counts more, and says why ---
expect 0 reviewed 3 5 b
carry b
hub status >"$work/said"
says "$work/said" 'Số xóm khai khác số xã tính (1): Xóm 11'
hub submit list 05788-01 >"$work/said"
says "$work/said" 'Số hộ: xóm khai 1, xã tính 2'
says "$work/said" 'vì có 1 lần ghi sau khi khai hoặc đến từ máy khác: máy B'

# --- after learning of it the hamlet declares again: a correction, still in time ---
expect 0 device a --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"
expect 0 device a --quiet sync --via "$work/stick"
device a status >"$work/said"
says "$work/said" 'Từ lúc khai có thêm 1 lần ghi'
expect 64 device a put household_no=1 persons=5 2>"$work/said"
says "$work/said" 'phải có lý do'
expect 0 device a --quiet put household_no=1 persons=5 --reason 'Ghi sót cháu nhỏ'
# Nobody had been at number 2 yet: an answer was to come, and needs no reason.
expect 0 device a --quiet put household_no=2 persons=2 vneid=2 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
expect 0 device a submit --json >"$work/again"
is '[true, true, 12]' "$work/again" '[d["written"], d["replaced"], d["row"]["persons"]]'
carry a
hub submit list 05788-01 --json >"$work/list"
is '[[], true]' "$work/list" '[d[0]["differs"], d[0]["on_time"]]'

# --- the week before: declared late, counted as on time for a reason, and not after all ---
expect 0 device b submit --period "$past" --json >"$work/late"
holds "$work/late" 'any("hết hạn" in w for w in d["warnings"])'
carry b
on_time() {
	hub submit list 05788-01 --period "$past" --json >"$work/list"
	is "$1" "$work/list" 'd[0]["on_time"]'
}
on_time false
expect 64 hub submit accept 05788-01 --period "$past" 2>/dev/null
expect 64 hub submit accept 05788-01 --reason 'x' 2>/dev/null
expect 66 hub submit accept 05788-02 --period "$past" --reason 'x' 2>"$work/said"
says "$work/said" 'Xóm Đại Hà chưa khai'
on_time false
expect 0 hub submit accept 05788-01 --period "$past" --reason 'Đã báo qua điện thoại lúc 9 giờ' >"$work/said"
says "$work/said" 'được tính là đúng hạn'
on_time true
expect 0 hub --quiet submit accept 05788-01 --period "$past" --withdraw --reason 'Nhầm xóm'
on_time false
expect 0 hub --quiet submit accept 05788-01 --period "$past" --reason 'Đã báo qua điện thoại lúc 9 giờ'

# --- Thursday: the commune closes the week; it stays as it was ---
expect 64 hub close 2>/dev/null
expect 66 hub form02 --period "$past" 2>"$work/said"
says "$work/said" "Kỳ $past chưa chốt"
expect 0 hub close --period "$past" --json >"$work/closed"
is '[1, false, 17]' "$work/closed" '[d["version"], d["early"], len(d["late"])]'
holds "$work/closed" 'len(d["code"]) == 8'
hub form02 --period "$past" --json >"$work/form-then"
is '[3, 12]' "$work/form-then" '[d["total"][k] for k in ("households", "persons")]'
expect 0 reviewed 4 6 a
carry a
hub form02 --json >"$work/form"
is '[4, 18]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub form02 --period "$past" --json >"$work/form"
same "$(cat "$work/form-then")" "$(cat "$work/form")"
hub form02 --period "$past" --unit 05788-01 >"$work/said"
says "$work/said" "Số liệu đã chốt tuần .*, bản 1. Mã kiểm tra: ....-...."

# --- closing again: only with a reason, and with a list of what changed ---
expect 65 hub close --period "$past" 2>"$work/said"
says "$work/said" 'Muốn chốt lại'
expect 64 hub close --period "$past" --again 2>/dev/null
hub statement diff "$past" --json >"$work/diff"
is '[[], [3, 4]]' "$work/diff" \
	'[d["changes"], [[c["before"], c["after"]] for c in d["since"] if c["unit"] is None and c["column"] == "households"][0]]'
expect 0 hub close --period "$past" --again --reason 'Hộ số 4 sót' >"$work/said"
says "$work/said" 'Xóm 11: Số hộ 3 → 4; Số khẩu 12 → 18'
expect 0 hub close --period "$past" --again --reason 'Lần nữa' >"$work/said"
says "$work/said" 'không có gì thay đổi'
hub statement list --json >"$work/list"
is '[[1, null], [2, "Hộ số 4 sót"]]' "$work/list" '[[s["version"], s["reason"]] for s in d]'
hub statement show --json >"$work/shown"
is "[\"$past\", 2, 18]" "$work/shown" '[d["period"], d["version"], d["total"]["persons"]]'
hub statement show "$past" >"$work/said"
says "$work/said" 'Lý do chốt lại: Hộ số 4 sót'
expect 66 hub statement show 2031-W01 2>/dev/null

# --- the running week may be closed early, with a warning ---
expect 0 hub close --period "$running" >/dev/null 2>"$work/said"
says "$work/said" 'mới hết hạn'
expect 0 hub check >/dev/null
expect 0 device a check >/dev/null
expect 0 device b check >/dev/null
