#!/bin/sh
# Figures are put right: the commune returns a household with a reason, the hamlet sees it, corrects or confirms it, and
# the commune sees it corrected; another number; voided and back; versions of two devices settled; everything in the history.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick"
for name in a b; do
	invite_device "$name" 05788-01
done
expect 0 silent device a by 'Hoàng Lan' >/dev/null
expect 0 silent device b by 'Vi Văn Hòa' >/dev/null
# The stick goes to the commune and back to the hamlet.
carry() {
	for name in "$@"; do
		expect 0 device "$name" --quiet sync --via "$work/stick"
	done
	expect 0 hub --quiet receive "$work/stick"
	for name in "$@"; do
		expect 0 device "$name" --quiet sync --via "$work/stick"
	done
}
written() { device a status --json | json 'd["entries"]["written"]'; }

for no in 12 13 14; do
	expect 0 reviewed "$no" 5 a
done
carry a

# --- returned with a reason: the hamlet is told which, why, by whom, and what to do ---
expect 0 hub --quiet review 05788-01 12 --return 'Số khẩu không khớp sổ của xóm'
expect 0 hub --quiet review 05788-01 13 --return 'Hỏi lại hồ sơ trực tuyến'
carry a
device a status --json >"$work/status"
is 2 "$work/status" 'd["returned"]'
device a status >"$work/said"
says "$work/said" 'Xã trả lại 2 hộ.*returns'
device a returns --json >"$work/returns"
is '[["12", "Số khẩu không khớp sổ của xóm"], ["13", "Hỏi lại hồ sơ trực tuyến"]]' "$work/returns" \
	'[[r["household_no"], r["reason"]] for r in d]'
is '["at", "by", "entry", "fields", "household_no", "reason", "unit"]' "$work/returns" 'sorted(d[0])'
device a returns >"$work/said"
says "$work/said" '^Hộ 12: Số khẩu không khớp sổ của xóm'
says "$work/said" 'Xã Phú Lạc'
says "$work/said" 'confirm 12'

# --- what was looked at changes with a reason only; the figures themselves stay as they were until then ---
before=$(written)
expect 64 device a put household_no=12 persons=6 2>"$work/err"
says "$work/err" '[-][-]reason'
same "$before" "$(written)"
expect 0 device a --quiet put household_no=12 note='nhà hai tầng' # no count
expect 0 device a --quiet put household_no=14 persons=6 # nobody looked at 14
expect 0 device a --quiet put household_no=12 persons=6 --reason 'sinh thêm một cháu'
# 13 was right: visited again, nothing changed
expect 0 clock_at '2025-11-13 00:30' "$collector" --data "$work/a" confirm 13 --json >"$work/put"
is '["13", true]' "$work/put" '[d["household_no"], "warnings" in d]'
device a returns --json >"$work/returns"
is '[]' "$work/returns" d
device a returns >"$work/said"
says "$work/said" 'không trả lại hộ nào'
device a get 13 --json >"$work/get"
is 2025-11-13 "$work/get" 'd["fields"]["visited_on"]'
carry a
hub household 05788-01 12 --json >"$work/household"
is '[6, "return"]' "$work/household" '[d["fields"]["persons"], d["acts"][0]["decision"]]'
hub household 05788-01 12 --history >"$work/said"
says "$work/said" '^Hộ 12: xã trả lại.*lý do: Số khẩu không khớp sổ của xóm'
says "$work/said" '^Hộ 12: Số khẩu: 5 → 6, Hoàng Lan, máy A, .*, lý do: sinh thêm một cháu .*đang tính'
device a history 12 >"$work/mine"
says "$work/mine" '^Hộ 12: xã trả lại, .*Xã Phú Lạc, .*lý do: Số khẩu không khớp sổ của xóm'
says "$work/mine" '^Hộ 12: Số khẩu: 5 → 6, Hoàng Lan, máy này, .*, lý do: sinh thêm một cháu'
# the return stands between what it saw and what answered it
same 2 "$(sed -n '/xã trả lại/=' "$work/mine")"
device a history 12 --json >"$work/history"
is '["record", "review", "record", "record"]' "$work/history" '[r["kind"] for r in d]'
is '["return", true]' "$work/history" '[d[1]["decision"], d[1]["about"] == d[0]["entry"]]'

# --- second thoughts of the commune: approved ---
expect 0 hub --quiet review 05788-01 12 --approve
carry a b
device b returns --json >"$work/returns" # the team-mate's laptop tells the same
is '[]' "$work/returns" d
device b history 12 >"$work/said"
says "$work/said" '^Hộ 12: xã phê duyệt'
says "$work/said" 'Hoàng Lan, máy A'

# --- another number: not one that is taken, naming both; one set free may be given anew, to a household of its own ---
expect 64 silent device a renumber 14 15
expect 65 device a renumber 14 13 --reason 'đánh số lại' 2>"$work/err"
says "$work/err" 'Số 13 đang là của hộ khác'
says "$work/err" ':[0-9]* ([^)]*[0-9][0-9]/[0-9][0-9]/20[0-9][0-9] [0-9:]*[,)]' # the day as people write it
expect 66 silent device a renumber 99 15 --reason 'đánh số lại'
expect 0 device a --quiet renumber 14 15 --reason 'đánh số lại'
expect 66 silent device a get 14
expect 0 reviewed 14 2 a
device a list --json >"$work/list"
is '["12", "13", "14", "15"]' "$work/list" '[h["household_no"] for h in d]'
carry a b
hub form02 --json >"$work/form"
is '[4, 19]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
device b get 15 --json >"$work/get"
is 6 "$work/get" 'd["fields"]["persons"]'
device b history 15 >"$work/said"
says "$work/said" 'Số thứ tự hộ: 14 → 15'

# --- voided, and brought back by writing it again ---
expect 64 silent device a void 14
expect 0 device a --quiet void 14 --reason 'ghi nhầm'
expect 66 device a confirm 14 2>"$work/err"
says "$work/err" 'đã bị hủy'
expect 0 reviewed 14 3 a >"$work/said"
expect 0 device a --quiet void 14 --reason 'vẫn nhầm'
device a put household_no=14 status=absent >"$work/said"
says "$work/said" 'đưa trở lại'
device a history 14 >"$work/said"
says "$work/said" '^Hộ 14: hủy hộ, Hoàng Lan'
says "$work/said" '^Hộ 14: đưa hộ trở lại: Tình trạng: Vắng nhà'

# --- two laptops wrote one household: the hamlet sees both side by side and keeps one by its code ---
carry a b
expect 0 device a --quiet put household_no=13 persons=7 --reason 'đếm lại'
expect 0 device b --quiet put household_no=13 persons=8 --reason 'hỏi trưởng xóm'
carry a b
carry a b
device a status >"$work/said"
says "$work/said" '1 hộ bị xung đột số liệu.*conflicts'
device a conflicts >"$work/said"
says "$work/said" '^Hộ số 13: 2 bản'
says "$work/said" '^Số khẩu .*[78].*[78]'
says "$work/said" '^Người ghi .*Hoàng Lan'
says "$work/said" 'máy B'
device a conflicts --json >"$work/conflicts"
is '["13", false, [7, 8]]' "$work/conflicts" \
	'[d[0]["household_no"], d[0]["clash"], sorted(v["fields"]["persons"] for v in d[0]["versions"])]'
expect 65 device a confirm 13 2>"$work/err"
says "$work/err" 'conflicts'
seven=$(fact "$work/conflicts" '[v["entry"] for v in d[0]["versions"] if v["fields"]["persons"] == 7][0]')
expect 0 device a --quiet confirm "$seven"
carry a b
for name in a b; do
	device "$name" conflicts --json >"$work/conflicts"
	is '[]' "$work/conflicts" d
	device "$name" get 13 --json >"$work/get"
	is 7 "$work/get" 'd["fields"]["persons"]'
done
device b history 13 >"$work/said"
says "$work/said" 'xử lý xung đột'
device b conflicts >"$work/said"
says "$work/said" 'Không có xung đột'

# --- two households that were written under one number become two ---
expect 0 reviewed 30 2 a
expect 0 reviewed 30 4 b
carry a b
carry a b
device b conflicts --json >"$work/conflicts"
four=$(fact "$work/conflicts" '[v["entry"] for v in d[0]["versions"] if v["fields"]["persons"] == 4][0]')
expect 0 device b --quiet renumber "$four" 31 --reason 'hai nhà khác nhau'
carry a b
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d
for pair in 30:2 31:4; do
	hub household 05788-01 "${pair%:*}" --json >"$work/household"
	is "${pair#*:}" "$work/household" 'd["fields"]["persons"]'
done

# --- what was declared changes with a reason only, at the door and by a list; what came since without one ---
expect 0 device a --quiet submit >/dev/null
expect 64 silent device a put household_no=31 persons=5
printf 'Hộ số,Tình trạng\n31,Vắng nhà\n' >"$work/list.csv"
expect 64 device a import "$work/list.csv" >/dev/null 2>"$work/err"
says "$work/err" '[-][-]reason'
expect 0 device a import "$work/list.csv" --dry-run --reason 'đi làm xa' >"$work/said"
expect 0 device a --quiet put household_no=31 persons=5 --reason 'đếm lại'
expect 0 device a --quiet put household_no=31 persons=4 # nobody was told of five
expect 0 reviewed 32 1 a # a household of its own, declared by nobody yet
expect 0 device a --quiet put household_no=32 persons=2
carry a b

# --- the commune resolves, rejects, closes: the hamlet is told ---
expect 0 device a --quiet put household_no=15 persons=9 --reason 'đếm lại'
expect 0 device b --quiet put household_no=15 persons=4 --reason 'đếm lại'
carry a b
hub conflict list --json >"$work/conflicts"
nine=$(fact "$work/conflicts" '[v["entry"] for v in d[0]["versions"] if v["fields"]["persons"] == 9][0]')
expect 0 hub --quiet conflict resolve 05788-01 15 --keep "$nine" --reason 'theo sổ hộ khẩu'
carry a b
device b history 15 >"$work/said"
says "$work/said" 'xử lý xung đột.*Xã Phú Lạc.*lý do: theo sổ hộ khẩu'
device b get 15 --json >"$work/get"
is 9 "$work/get" 'd["fields"]["persons"]'
expect 0 hub --quiet lock 05788-01
expect 0 device b --quiet put household_no=15 persons=8 --reason 'sửa muộn' # b does not know yet
carry b
device b status >"$work/said"
says "$work/said" '1 lần ghi của máy này đang tạm giữ.*held'
device b held >"$work/said"
says "$work/said" '^Hộ 15: Gửi sau khi xã chốt'
device b held --json >"$work/held"
is '["15", 6]' "$work/held" '[d[0]["household_no"], d[0]["held"]]'
for what in 'confirm 15' 'renumber 15 16 --reason x' 'void 15 --reason x' 'put household_no=15 persons=8 --reason x'; do
	# shellcheck disable=SC2086 # words
	expect 77 device b $what 2>"$work/err"
	says "$work/err" 'đã chốt'
done
late=$(fact "$work/held" 'd[0]["entry"]')
expect 0 hub --quiet held reject "$late" --reason 'quá hạn'
carry b
device b history 15 >"$work/said"
says "$work/said" 'xã bác lần ghi.*lý do: quá hạn'
for name in a b; do
	expect 0 device "$name" check --deep >/dev/null
done
expect 0 hub check --deep >/dev/null
