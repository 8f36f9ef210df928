#!/bin/sh
# A drive that runs over the new year: week 52, week 53, week 1 of the next year, each closed on its Thursday. A week nobody
# closed, and a machine that wakes up in 1970 at the very moment the figures are due.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# Everybody's clock says $now.
hub() { clock_at "$now" "$aggregator" --data "$hub_folder" "$@"; }
device() {
	name=$1
	shift
	clock_at "$now" "$collector" --data "$work/$name" "$@"
}
declare_figures() { # NAME: declared, and carried to the commune
	expect 0 device "$1" --quiet submit 2>/dev/null
	expect 0 device "$1" --quiet sync --via "$work/stick"
	expect 0 hub --quiet receive "$work/stick"
	expect 0 device "$1" --quiet sync --via "$work/stick"
}
form_of() { # PERIOD: into $work/form
	expect 0 hub form02 --period "$1" --json >"$work/form"
}

python3 - "$project/forms/campaigns/phu-lac-2025.json" "$work/drive.json" <<'END'
import json, sys
c = json.load(open(sys.argv[1], encoding="utf-8"))
c["drive"] = {"from": "2026-12-01", "to": "2027-01-31"}
c["unit_work"] = {"from": "2026-12-18", "before": "2027-01-30"}
c["units"] = c["units"][:2]
for name in ("dossiers", "final_from", "targets", "tasks", "reports", "duties"):
    c.pop(name, None)
c["duties"] = [
    {"id": "hang-tuan", "from": "Các xóm", "to": "UBND xã", "what": {"vi": "Mẫu biểu 02", "en": "Form 02"},
     "when": {"vi": "trước 10 giờ thứ Năm hằng tuần", "en": "before Thursday 10:00"}, "command": "form02", "every": "week"},
    {"id": "tong-ket", "from": "UBND xã", "to": "Sở", "what": {"vi": "tổng kết", "en": "final"},
     "when": {"vi": "trước ngày 20/01/2027", "en": "before 20 January"}, "command": "form02", "before": "2027-01-20"}]
json.dump(c, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
END
cp "$project/forms/mau-02.json" "$work/"
mkdir "$work/stick"
now='2026-12-18 08:00'
expect 0 silent hub --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$work/drive.json" --no-passphrase
invite_device a 05788-01
invite_device b 05788-02

# --- week 52: both hamlets, closed on Thursday; nothing to compare with yet ---
expect 0 reviewed 1 3 a
expect 0 reviewed 1 4 b
now='2026-12-23 19:00'
declare_figures a
declare_figures b
now='2026-12-24 10:00'
expect 0 hub --quiet close --period 2026-W52
form_of 2026-W52
is '[2, 7, null, null]' "$work/form" '[d["total"][k] for k in ("households", "persons", "increase")] + [d["increase_since"]]'

# --- week 53 ends on New Year's Eve at 10:00; a minute before is in time, at 10:00 it is late ---
expect 0 reviewed 2 5 a
now='2026-12-31 09:59'
declare_figures a
now='2026-12-31 10:00'
expect 0 device b --quiet submit --period 2026-W53 2>/dev/null
declare_figures b # and at once for the new week, which has just begun
device b status --json >"$work/own"
is 2027-W01 "$work/own" 'd["submitted"]["period"]'
expect 0 hub close --period 2026-W53 >"$work/said"
says "$work/said" 'Đã chốt số liệu kỳ 2026-W53, bản 1'
hub submit list --period 2026-W53 --json >"$work/list"
is '[true, false]' "$work/list" '[u["on_time"] for u in d]'
form_of 2026-W53
is '[3, 12]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
is '["2026-W52", true, 1, 5]' "$work/form" \
	'[d["increase_since"]["period"], d["increase_since"]["follows"], d["total"]["increase"]["households"], d["total"]["increase"]["persons"]]'
is '[1, 0]' "$work/form" '[r["increase"]["households"] for r in d["rows"]]'

# --- week 1 of the new year; its increase is over week 53 of the old one ---
now='2027-01-04 08:00'
hub duty list --json >"$work/duties"
is '[["2027-W01", "2027-01-07T10:00:00+07:00"], [null, "2027-01-20T00:00:00+07:00"]]' "$work/duties" '[[x["period"], x["next"]] for x in d]'
hub duty list >"$work/said"
says "$work/said" 'Các xóm → UBND xã'
says "$work/said" 'Hạn gần nhất: trước 07/01/2027 10:00, kỳ 2027-W01'
says "$work/said" 'xong trước ngày 20/01/2027'
expect 0 reviewed 2 6 b
declare_figures b
now='2027-01-07 10:30'
expect 0 hub --quiet close --period 2027-W01
form_of 2027-W01
is '["2026-W53", true, 1, 6]' "$work/form" \
	'[d["increase_since"]["period"], d["increase_since"]["follows"], d["total"]["increase"]["households"], d["total"]["increase"]["persons"]]'
hub form02 --period 2027-W01 >"$work/said"
says "$work/said" 'So với tuần 28/12/2026–03/01/2027 đã chốt: Số hộ +1, Số khẩu +6'
hub statement list --json >"$work/list"
is '["2026-W52", "2026-W53", "2027-W01"]' "$work/list" '[x["period"] for x in d]'
hub statement show --json >"$work/newest"
is 2027-W01 "$work/newest" 'd["period"]'
# The old year is read as it was closed.
form_of 2026-W52
is 2 "$work/form" 'd["total"]["households"]'
# No such week, no week at all, a week outside the drive.
expect 65 hub close --period 2027-W53 2>"$work/said"
says "$work/said" 'đợt này chốt số theo tuần. Ghi tuần, ví dụ 2027-W0[12]'
expect 65 hub close --period 2027-01 2>"$work/said"
says "$work/said" '“2027-01”: đợt này chốt số theo tuần'
expect 65 hub close --period 2026-W48 2>"$work/said"
says "$work/said" 'nằm ngoài đợt'

# --- week 2 nobody closed: week 3 is compared with week 1, and says so ---
now='2027-01-20 08:00'
expect 0 reviewed 3 2 a
declare_figures a
now='2027-01-21 10:05'
hub status >"$work/said"
says "$work/said" 'So với kỳ 2027-W01, kỳ gần nhất đã chốt (kỳ 2027-W03 chưa chốt), số hộ đã rà soát: +1'
expect 0 hub --quiet close --period 2027-W03
form_of 2027-W03
is '["2027-W01", false, 1]' "$work/form" \
	'[d["increase_since"]["period"], d["increase_since"]["follows"], d["total"]["increase"]["households"]]'
hub form02 --period 2027-W03 >"$work/said"
says "$work/said" 'So với tuần 04/01–10/01/2027, kỳ gần nhất đã chốt (tuần 11/01–17/01/2027 chưa chốt): Số hộ +1'
expect 66 hub form02 --period 2027-W02 2>"$work/said"
hub duty list --json >"$work/duties"
is '[false, true]' "$work/duties" '[x["past"] for x in d]'

# --- the battery of the commune's machine is empty: it wakes up in 1970, just when week 4 is due ---
expect 0 reviewed 4 2 a
now='2027-01-27 19:00'
expect 0 device a --quiet submit 2>/dev/null
expect 0 device a --quiet sync --via "$work/stick"
now='1970-01-01 07:10'
expect 0 hub --quiet receive "$work/stick"
hub status --json >"$work/status"
is '[false, [null, null], null]' "$work/status" '[d["clock_trusted"], [u["on_time"] for u in d["units"]], d["increase_since"]]'
expect 0 hub close --period 2027-W04 >"$work/said" 2>"$work/warned"
says "$work/said" 'Đã chốt số liệu kỳ 2027-W04'
says "$work/warned" 'chưa biết hôm nay là ngày nào'
hub statement list --json >"$work/list"
is '[]' "$work/list" 'd[-1]["late"]'
form_of 2027-W04
is '[6, "2027-W03"]' "$work/form" '[d["total"]["households"], d["increase_since"]["period"]]'
# Its clock set right again, the closing is made anew with a reason; what came in 1970 is called neither late nor in time.
now='2027-01-28 14:00'
expect 64 hub close --period 2027-W04 --again 2>/dev/null
expect 0 hub close --period 2027-W04 --again --reason 'Đồng hồ máy xã sai lúc chốt' --json >"$work/closed"
is '[2, true, ["05788-02"]]' "$work/closed" '[d["version"], d["written"], d["late"]]'
is '["05788-02"]' "$work/closed" '[x["unit"] for x in d["changes"] if x["column"] == "late"]'
hub submit list --period 2027-W04 --json >"$work/list"
is '[null, false]' "$work/list" '[u["on_time"] for u in d]'
expect 0 hub check >/dev/null
