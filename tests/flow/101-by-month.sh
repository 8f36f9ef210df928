#!/bin/sh
# A campaign of 2023 and 2024 that closes its figures by month, on the 15th at 16:30: worked through with the clock of then, and closed to
# the end with the clock of today. Whoever names a week, a quarter or a year is told what to write.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

now=
at_now() { if [ -n "$now" ]; then clock_at "$now" "$@"; else "$@"; fi; }
hub() { at_now "$aggregator" --data "$hub_folder" "$@"; }
device() {
	name=$1
	shift
	at_now "$collector" --data "$work/$name" "$@"
}
carry() {
	expect 0 device "$1" --quiet sync --via "$work/stick"
	expect 0 hub --quiet receive "$work/stick"
	expect 0 device "$1" --quiet sync --via "$work/stick"
}

python3 - "$project/forms/campaigns/phu-lac-2025.json" "$work/drive.json" <<'END'
import json, sys
c = json.load(open(sys.argv[1], encoding="utf-8"))
for name in ("weekly_due", "unit_work", "dossiers", "final_from", "targets", "tasks", "reports", "duties"):
    c.pop(name, None)
c["drive"] = {"from": "2023-11-20", "to": "2024-03-10"}
c["monthly_due"] = {"day": 15, "time": "16:30", "to": "UBND huyện"}
c["units"] = c["units"][:2]
say = lambda text: {"vi": text, "en": text}
c["duties"] = [
    {"id": "thang", "from": "UBND xã", "to": "UBND huyện", "what": say("kết quả"), "when": say("hằng tháng"), "command": "form02", "every": "month"},
    {"id": "quy", "from": "UBND xã", "what": say("kết quả"), "when": say("hằng quý"), "command": "form02", "every": "quarter"},
    {"id": "nam", "from": "UBND xã", "what": say("kết quả"), "when": say("hằng năm"), "command": "form02", "every": "year"},
    {"id": "khi-can", "from": "UBND xã", "what": say("khó khăn"), "when": say("kịp thời"), "command": "form02"}]
json.dump(c, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
END
cp "$project/forms/mau-02.json" "$work/"
mkdir "$work/stick"
now='2023-11-20 08:00'
expect 0 silent hub --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$work/drive.json" --no-passphrase
invite_device a 05788-01
invite_device b 05788-02

# --- December ends on the 15th at 16:30; 2023 is a year this machine may well know ---
expect 0 reviewed 1 3 a
expect 0 reviewed 1 4 b
carry a
carry b
now='2023-12-15 16:29'
expect 0 device a submit >"$work/said"
says "$work/said" 'Đã khai số liệu kỳ 2023-12'
carry a
hub submit list 05788-01 --json >"$work/list"
is '["2023-12", true]' "$work/list" '[d[0]["period"], d[0]["on_time"]]'
now='2023-12-15 16:30'
expect 0 device b submit --period 2023-12 --json >"$work/late" 2>/dev/null
holds "$work/late" 'any("hết hạn" in w for w in d["warnings"])'
carry b
hub status --json >"$work/status"
is '[true, [true, false]]' "$work/status" '[d["clock_trusted"], [u["on_time"] for u in d["units"]]]'
expect 0 hub close --period 2023-12 >"$work/said"
says "$work/said" 'Đã chốt số liệu kỳ 2023-12, bản 1'
hub statement show 2023-12 >"$work/said"
says "$work/said" '^Trễ hạn (1): Xóm Đại Hà'

# --- January belongs to the new year; its increase is over December ---
hub duty list --json >"$work/duties"
is '["2024-01", "2024-Q1", "2024", null]' "$work/duties" '[x["period"] for x in d]'
is '["2024-01-15T16:30:00+07:00", "2024-03-15T16:30:00+07:00", "2024-12-15T16:30:00+07:00", null]' "$work/duties" '[x["next"] for x in d]'
now='2024-01-10 19:00'
expect 0 reviewed 2 5 a
expect 0 device a --quiet submit 2>/dev/null
carry a
now='2024-01-16 08:00'
expect 0 hub --quiet close --period 2024-01
expect 0 hub form02 --period 2024-01 --json >"$work/form"
is '["2023-12", true, 1, 5]' "$work/form" \
	'[d["increase_since"]["period"], d["increase_since"]["follows"], d["total"]["increase"]["households"], d["total"]["increase"]["persons"]]'
hub submit list --period 2024-01 --json >"$work/list"
is '[true, false]' "$work/list" '[u["on_time"] for u in d]'

# --- another shape of period: the right one is named ---
for command in 'close --period' 'submit list --period' 'form02 --period' 'statement show'; do
	for other in 2024-W03 2024-Q1 2024-H1 2024 2024-1 01/2024 ''; do
		# shellcheck disable=SC2086
		expect 65 hub $command "$other" 2>"$work/said"
		says "$work/said" "“$other”: đợt này chốt số theo tháng. Ghi năm-tháng, ví dụ 2024-02"
	done
done
expect 65 device a submit --period 2024-W03 2>"$work/said"
says "$work/said" 'Ghi năm-tháng, ví dụ 2024-02'
expect 64 hub close 2>"$work/said"
says "$work/said" 'close --period 2024-02'
expect 65 hub close --period 2023-11 2>"$work/said"
says "$work/said" 'gồm các kỳ từ 2023-12 đến 2024-03'
expect 65 hub close --period 2024-03 2>"$work/said"
says "$work/said" 'chưa bắt đầu'

# --- a household was forgotten: January is closed again, with a reason ---
expect 0 reviewed 9 2 b
carry b
expect 65 hub close --period 2024-01 2>/dev/null
expect 64 hub close --period 2024-01 --again 2>/dev/null
expect 0 hub close --period 2024-01 --again --reason 'Xóm Đại Hà bổ sung một hộ' >"$work/said"
says "$work/said" 'bản 2'
says "$work/said" 'Xóm Đại Hà: Số hộ 1 → 2; Số khẩu 4 → 6'
expect 0 hub form02 --period 2024-01 --json >"$work/form"
is '[2, 2]' "$work/form" '[d["version"], d["total"]["increase"]["households"]]'

# --- years later, with the clock of today: nobody closed February and March yet ---
now=
hub duty list --json >"$work/duties"
is '[[true, true, false], null]' "$work/duties" '[[x["past"] for x in d[:1]] + [d[1]["past"], d[3]["past"]], d[0]["next"]]'
expect 0 hub close --period 2024-03 >"$work/said"
says "$work/said" 'Đã chốt số liệu kỳ 2024-03'
expect 0 hub form02 --period 2024-03 --json >"$work/form"
is '["2024-01", 2, false]' "$work/form" '[d["increase_since"][k] for k in ("period", "version", "follows")]'
expect 0 hub close --period 2024-02 >"$work/said" 2>"$work/warned"
says "$work/warned" '2024-03'
hub statement list --json >"$work/list"
is '["2023-12", "2024-01", "2024-01", "2024-02", "2024-03"]' "$work/list" '[x["period"] for x in d]'
hub status --json >"$work/status"
is 2024-02 "$work/status" 'd["increase_since"]'
expect 0 hub check >/dev/null

# --- a file that says both, or a day no month has ---
python3 - "$work" <<'END'
import json, sys
c = json.load(open(sys.argv[1] + "/drive.json", encoding="utf-8"))
c["monthly_due"]["day"] = 31
json.dump(c, open(sys.argv[1] + "/day.json", "w", encoding="utf-8"), ensure_ascii=False)
c["monthly_due"]["day"] = 15
c["weekly_due"] = {"weekday": 4, "time": "10:00"}
json.dump(c, open(sys.argv[1] + "/both.json", "w", encoding="utf-8"), ensure_ascii=False)
END
for wrong in day both; do
	expect 65 "$aggregator" --data "$work/none" init --unit 05788 --name X --campaign "$work/$wrong.json" --no-passphrase 2>"$work/$wrong.said"
done
says "$work/day.said" 'day.json, monthly_due.day: phải là số nguyên từ 0 đến 28'
says "$work/both.said" 'hoặc theo tuần (weekly_due) hoặc theo tháng (monthly_due)'
