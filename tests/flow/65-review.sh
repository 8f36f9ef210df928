#!/bin/sh
# The commune decides: households returned and approved, conflicts settled, held entries accepted and rejected; each can be
# decided again, each is shown at the hamlet after its next exchange, and nonsense changes nothing.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick-a" "$work/stick-b"
exchange() { # NAME…: each brings its stick and takes the answer home
	for name in "$@"; do
		expect 0 device "$name" --quiet sync --via "$work/stick-$name"
		expect 0 hub --quiet receive "$work/stick-$name"
		expect 0 device "$name" --quiet sync --via "$work/stick-$name"
	done
}
# Refused with this code and a sentence that says this, and nothing changed.
refuses() {
	code=$1
	sentence=$2
	shift 2
	hub_facts >"$work/before" || exit 1
	expect "$code" hub "$@" 2>"$work/refused" >/dev/null
	says "$work/refused" "$sentence"
	unchanged "$work/before"
}
entries_of() { # NO PERSONS: the version with so many persons
	hub conflict list --json |
		json "[v['entry'] for c in d if c['household_no'] == '$1' for v in c['versions'] if (v['fields'] or {}).get('persons') == $2][0]"
}
persons() {
	hub household 05788-01 "$1" --json >"$work/household"
	fact "$work/household" 'd["fields"]["persons"]'
}

expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/two.tni"
for name in a b; do
	expect 0 silent device "$name" --quiet join "$work/two.tni" --no-passphrase
done
for n in 1 2 3; do expect 0 reviewed "$n" 4 a; done
exchange a b

# --- returned with a reason, seen at the hamlet, corrected, approved ---
refuses 66 'Không có hộ số 9' review 05788-01 9 --return 'thiếu số khẩu'
refuses 66 '05788-99' review 05788-99 1 --approve
refuses 64 'trả lại\|phê duyệt' review 05788-01 1
refuses 64 'trả lại\|phê duyệt' review 05788-01 1 --approve --return 'x'
refuses 64 'Lý do' review 05788-01 1 --return ' '
refuses 65 'không phải mã lần ghi' review 05788-01 1 --approve --entry x
expect 0 hub review 05788-01 2 --return 'Hỏi lại số khẩu' --json >"$work/review"
is '["return", true]' "$work/review" '[d["decision"], d["written"]]'
saw=$(fact "$work/review" 'd["entry"]')
hub review 05788-01 2 --return 'Hỏi lại số khẩu' --json >"$work/review"
is false "$work/review" 'd["written"]'
exchange a
device a status --json >"$work/status"
is 1 "$work/status" 'd["returned"]'
expect 0 reviewed 2 5 a --reason 'đếm lại'
device a status --json >"$work/status"
is 0 "$work/status" 'd["returned"]'
exchange a
refuses 65 'không còn tính theo lần ghi' review 05788-01 2 --approve --entry "$saw"
expect 0 hub review 05788-01 2 --approve >"$work/said"
says "$work/said" 'Đã phê duyệt hộ số 2'
expect 0 hub --quiet review 05788-01 2 --return 'Xem lại lần nữa' # second thoughts
exchange a
device a status --json >"$work/status"
is 1 "$work/status" 'd["returned"]'
expect 0 hub --quiet review 05788-01 2 --approve
exchange a
device a status --json >"$work/status"
is 0 "$work/status" 'd["returned"]'

# --- two devices wrote one household differently: a version is chosen, once ---
exchange b
expect 0 reviewed 7 3 a
expect 0 reviewed 7 5 b
exchange a b
refuses 65 'đang xung đột' review 05788-01 7 --approve
refuses 64 'keep' conflict resolve 05788-01 7
refuses 66 'không phải phiên bản' conflict resolve 05788-01 7 --keep 00112233aabbccdd:1
refuses 65 'không có xung đột' conflict resolve 05788-01 1 --keep "$(hub household 05788-01 1 --json | json 'd["heads"][0]')"
expect 0 hub --quiet review 05788-01 7 --return 'Hai máy ghi khác nhau' # may be asked of the hamlet
three=$(entries_of 7 3)
five=$(entries_of 7 5)

# Two clerks at once, each for another version: one decides, the other is told what was decided.
hub conflict resolve 05788-01 7 --keep "$three" --json >"$work/clerk-1" 2>"$work/clerk-1.said" &
first=$!
hub conflict resolve 05788-01 7 --keep "$five" --json >"$work/clerk-2" 2>"$work/clerk-2.said" &
second=$!
one=0
wait $first || one=$?
two=0
wait $second || two=$?
same 65 "$((one + two))" # one of them 0
if [ "$one" = 0 ]; then
	same 3 "$(persons 7)"
	loser=$work/clerk-2.said
	won=$three
else
	same 5 "$(persons 7)"
	loser=$work/clerk-1.said
	won=$five
fi
says "$loser" 'đã được xử lý trước đó'
says "$loser" "Số khẩu: $(persons 7)"
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d
hub conflict resolve 05788-01 7 --keep "$won" --json >"$work/again" # the same again is done already
is false "$work/again" 'd["written"]'
hub household 05788-01 7 --json >"$work/household"
is 3 "$work/household" 'len(d["revisions"])'
exchange a b
for name in a b; do
	device "$name" get 7 --json >"$work/seen"
	is "[$(persons 7), false]" "$work/seen" '[d["fields"]["persons"], d["conflict"]]'
done
device a history 7 >"$work/said"
says "$work/said" 'Xã Phú Lạc'

# --- two real households under one number: one of them gets its own ---
expect 0 reviewed 8 2 a
expect 0 reviewed 8 6 b
exchange a b
six=$(entries_of 8 6)
refuses 64 'số mới' conflict resolve 05788-01 8 --renumber "$six"
refuses 65 'hộ khác đang mang số' conflict resolve 05788-01 8 --renumber "$six" 1
refuses 65 'đang mang số 8 rồi' conflict resolve 05788-01 8 --renumber "$six" 8
expect 0 hub conflict resolve 05788-01 8 --renumber "$six" 80 --json >"$work/resolved"
is '["80", true]' "$work/resolved" '[d["new_no"], d["written"]]'
same '2 6' "$(persons 8) $(persons 80)"
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d
hub household 05788-01 80 --history >"$work/said"
says "$work/said" 'Tách từ hộ số 8'
hub conflict resolve 05788-01 8 --renumber "$six" 80 --json >"$work/again"
is false "$work/again" 'd["written"]'
refuses 65 'đã được xử lý trước đó' conflict resolve 05788-01 8 --renumber "$six" 81
exchange a b
for name in a b; do
	device "$name" get 80 --json >"$work/seen"
	is 6 "$work/seen" 'd["fields"]["persons"]'
done

# --- two records under one number ---
expect 0 device a put persons=2 vneid=1 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no --json >"$work/put"
number=$(fact "$work/put" 'd["household_no"]')
expect 0 reviewed "$number" 6 b
exchange a b
refuses 65 'hai hộ khác nhau' review 05788-01 "$number" --approve
refuses 64 'sẽ hủy hộ kia' conflict resolve 05788-01 "$number" --keep "$(entries_of "$number" 6)"
expect 0 hub --quiet conflict resolve 05788-01 "$number" --renumber "$(entries_of "$number" 6)" 90
same '2 6' "$(persons "$number") $(persons 90)"
expect 0 hub renumber 05788-01 90 "91" --reason 'theo sổ hộ' --json >"$work/renumbered"
is '["90", "91"]' "$work/renumbered" '[d["household_no"], d["new_no"]]'
refuses 65 'hộ khác đang mang số' renumber 05788-01 91 1 --reason 'nhầm'
refuses 64 'lý do' renumber 05788-01 91 92
refuses 66 'Không có hộ số 90' renumber 05788-01 90 92 --reason 'x'
exchange a b
device b get 91 --json >"$work/seen"
is 6 "$work/seen" 'd["fields"]["persons"]'

# --- a device edits offline what the commune edits meanwhile: both are listed ---
expect 0 reviewed 1 6 a
expect 0 hub --quiet household put 05788-01 household_no=1 persons=7 vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 \
	rated=yes --reason 'theo phiếu giấy'
exchange a b
hub conflict list --json >"$work/conflicts"
is '[["1", [6, 7]]]' "$work/conflicts" '[[c["household_no"], sorted(v["fields"]["persons"] for v in c["versions"])] for c in d]'
hub conflict list >"$work/said"
says "$work/said" 'nhập tay tại xã'
expect 0 hub --quiet conflict resolve 05788-01 1 --keep "$(entries_of 1 6)"
exchange a b
same 6 "$(persons 1)"

# --- the lock, a late laptop, second thoughts ---
expect 0 hub --quiet lock 05788-01
refuses 77 'đã chốt' household put 05788-01 household_no=1 persons=1 vneid=0 no_vneid=0
refuses 77 'đã chốt' review 05788-01 1 --return 'muộn'
refuses 77 'đã chốt' renumber 05788-01 1 99 --reason 'muộn'
expect 0 hub --quiet review 05788-01 1 --approve
expect 0 reviewed 20 4 a # it has not heard of the lock
expect 0 reviewed 1 8 a
exchange a
late=$(hub held list --json | json '[h["entry"] for h in d if h["household_no"] == "20"][0]')
other=$(hub held list --json | json '[h["entry"] for h in d if h["household_no"] == "1"][0]')
refuses 64 'lý do' held reject "$late"
refuses 66 'không có lần ghi' held accept 00112233aabbccdd:1
refuses 65 'không phải mã' held accept xyz
refuses 77 'không bị tạm giữ' held accept "$(hub household 05788-01 2 --json | json 'd["heads"][0]')"
refuses 77 'không bị tạm giữ' held reject "$(hub household 05788-01 2 --json | json 'd["heads"][0]')" --reason 'x'
expect 0 hub held accept "$late" --reason 'xóm báo trước khi chốt' --json >"$work/held"
is '["20", 0, true, true]' "$work/held" '[d["household_no"], d["held"], d["shown"], d["written"]]'
same 4 "$(persons 20)"
refuses 77 'không bị tạm giữ' held accept "$late"
expect 0 hub --quiet held reject "$late" --reason 'ghi nhầm xóm'
hub held list --json >"$work/list"
is '[[1, 6], [20, 7]]' "$work/list" 'sorted([int(h["household_no"]), h["rule"]] for h in d)'
expect 0 hub --quiet held accept "$late"
same 4 "$(persons 20)"
expect 0 hub held reject "$other" --reason 'không có căn cứ' >"$work/said"
says "$work/said" 'Đã bác lần ghi'
hub status --json >"$work/status"
is 0 "$work/status" 'd["total"]["held"]' # both were decided about, nothing waits
same 6 "$(persons 1)"
exchange a
device a get 20 --json >"$work/seen"
is 4 "$work/seen" 'd["fields"]["persons"]'
device a status --json >"$work/status"
is '[0, 1]' "$work/status" '[d["entries"]["held"], d["entries"]["rejected"]]'
device a history 1 >"$work/said"
says "$work/said" 'Xã đã bác'
expect 0 hub --quiet unlock 05788-01 --reason 'bổ sung hộ'
exchange a b
expect 0 reviewed 20 5 a
exchange a b
same 5 "$(persons 20)"

# --- what a device wrote after it was revoked: accepted one by one ---
expect 0 hub --quiet device revoke "$(device b device --json | json 'd["node"]')" --reason 'máy mất'
expect 0 reviewed 30 3 b
expect 0 device b --quiet sync --via "$work/stick-b"
expect 0 hub --quiet receive "$work/stick-b"
lost=$(hub held list --json | json '[h["entry"] for h in d if h["household_no"] == "30"][0]')
expect 0 hub --quiet held accept "$lost" --reason 'máy tìm lại được'
same 3 "$(persons 30)"

# --- what a stranger wrote is not accepted entry by entry: its device is ---
mkdir "$work/stick-c"
expect 0 silent device c --quiet join "$work/two.tni" --no-passphrase # a third device of an invitation for two
expect 0 reviewed 31 3 c
expect 0 device c --quiet sync --via "$work/stick-c"
expect 0 hub --quiet receive "$work/stick-c"
strange=$(hub held list --json | json '[h["entry"] for h in d if h["household_no"] == "31"][0]')
refuses 77 'device accept' held accept "$strange"
expect 0 hub check >/dev/null
