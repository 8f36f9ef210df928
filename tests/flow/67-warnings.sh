#!/bin/sh
# What is saved and counted and worth a second look: told at the door, and to the commune's reviewer, who approves,
# returns, or settles it.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# household NAME NO PERSONS VNEID NO_VNEID ONLINE ERESULT RATED [KEY=VALUE…]
household() {
	name=$1 no=$2 p=$3 v=$4 n=$5 o=$6 r=$7 rated=$8
	shift 8
	expect 0 device "$name" --quiet put "household_no=$no" "persons=$p" "vneid=$v" "no_vneid=$n" "online_dossiers=$o" \
		"eresult_dossiers=$r" "rated=$rated" visited_on=2025-11-12 "$@" >/dev/null
}
to_commune() {
	expect 0 device "$1" --quiet sync --via "$work/stick"
	expect 0 hub --quiet receive "$work/stick"
	expect 0 device "$1" --quiet sync --via "$work/stick"
}
queue() { hub review list "$@" --json >"$work/queue"; }
rules_of() { fact "$work/$1" '[[w["household_no"], w["rule"]] for w in d["warnings"]]'; }

begin_hub
mkdir "$work/stick"
invite_device lan 05788-01

# --- at the door: saved, and told once more in status until somebody looks ---
household lan 1 4 3 1 2 2 yes
household lan 2 13 10 3 1 1 no
household lan 3 2 1 0 9 9 yes
expect 0 silent device lan --quiet put household_no=4 status=absent visited_on=2025-11-12
expect 0 silent device lan --quiet put household_no=5 persons=3 vneid=? no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no \
	visited_on=2025-11-12
expect 0 silent device lan --quiet put household_no=6 persons=2 vneid=2 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no \
	visited_on=2025-01-31
device lan status --json >"$work/status"
same '[["2", "persons_many"], ["3", "online_many"], ["3", "remainder_without_reason"], ["6", "date_outside"]]' "$(rules_of status)"
is 2 "$work/status" 'd["again"]' # absent, and one answer not known
device lan status >"$work/said"
says "$work/said" 'Có 4 điều cần xem lại'
says "$work/said" 'Hộ số 2: Hộ có 13 khẩu, nhiều hơn 12'
says "$work/said" 'Hộ số 6: Ngày rà soát nằm ngoài thời gian của đợt: 31/01/2025 (30/10/2025 – 15/12/2025)'
says "$work/said" 'Cần rà soát lại 2 hộ'
same '["2", "3", "6"]' "$(device lan list --warnings --json | json '[h["household_no"] for h in d]')"
same '["4", "5"]' "$(device lan list --again --json | json '[h["household_no"] for h in d]')"
device lan list --warnings --lang en >"$work/said"
says "$work/said" 'Household 2: The household has 13 persons'
device lan get 3 >"$work/said"
says "$work/said" 'Cần xem lại: 9 hồ sơ\|Cần xem lại: Hộ 2 khẩu có 9 hồ sơ'
# a note explains the children; the household is quiet about it
expect 0 silent device lan --quiet put household_no=3 note='một cháu nhỏ không thuộc diện'
same '[["2", "persons_many"], ["3", "online_many"], ["6", "date_outside"]]' "$(device lan status --json >"$work/status"; rules_of status)"

# --- one door label and the same figures: only the hamlet can see it ---
household lan 7 4 4 0 1 1 yes label='nhà cổng xanh'
household lan 8 4 4 0 1 1 yes label='Nhà cổng xanh'
household lan 9 5 4 1 1 1 yes label='nhà cổng xanh'
device lan status --json >"$work/status"
is '[["8", "Hai hộ cùng nhãn nhà và cùng số liệu: 7, 8 (Nhà cổng xanh). Nếu là một hộ, chọn Trùng hộ cho một trong hai."]]' "$work/status" \
	'[[w["household_no"], w["sentence"]] for w in d["warnings"] if w["rule"] == "same_label_and_counts"]'

# --- the commune sees the same, and what only a reviewer is shown ---
for no in 11 12 13 14 15; do household lan $no 3 2 1 1 1 no; done
device lan status --json >"$work/status"
is '[]' "$work/status" '[w for w in d["warnings"] if w["rule"].endswith("in_a_row")]'
to_commune lan
queue
is '[["2", "persons_many"], ["3", "online_many"], ["6", "date_outside"], ["11", "identical_in_a_row"]]' "$work/queue" \
	'[[i["household_no"], i["rule"]] for i in d if i["kind"] == "warning" and i["household_no"] and i["rule"] != "quick_in_a_row"]'
is true "$work/queue" 'any("11, 12, 13, 14, 15" in i["sentence"] for i in d if i["rule"] == "identical_in_a_row")'
is true "$work/queue" 'not any(i["rule"] == "same_label_and_counts" for i in d)'
hub status --json >"$work/status"
is '[3, 3]' "$work/status" '[d["units"][0]["warned_households"], d["total"]["warned_households"]]'
hub status >"$work/said"
says "$work/said" 'Có 3 hộ cần xem lại. Xem: tungnha-aggregator review list'
hub review list 05788-01 >"$work/said"
says "$work/said" 'Hộ số 2 – .*, 22/\|Hộ số 2 – '
says "$work/said" 'Cần xem lại: Hộ có 13 khẩu'
says "$work/said" '→ tungnha-aggregator review 05788-01 2 --approve'
expect 0 hub review list 05788-02 >"$work/said"
says "$work/said" 'Không có việc nào'
expect 66 hub review list 05788-99 2>/dev/null

# --- approved, it is silent; changed, it speaks again; the command the list gives does it ---
eval "set -- $(fact "$work/queue" '[i["command"] for i in d if i["household_no"] == "2" and i["rule"] == "persons_many"][0]')"
expect 0 hub --quiet "$@"
expect 0 hub --quiet review 05788-01 11 --approve
queue
is '[]' "$work/queue" '[i for i in d if i["household_no"] == "2" or i["rule"] == "identical_in_a_row"]'
hub status --json >"$work/status"
is 2 "$work/status" 'd["units"][0]["warned_households"]'
to_commune lan
household lan 2 14 10 3 1 1 no --reason 'đếm lại'
to_commune lan
queue
is '["Hộ có 14 khẩu, nhiều hơn 12. Xem lại có phải hai hộ ghi chung không."]' "$work/queue" \
	'[i["sentence"] for i in d if i["household_no"] == "2" and i["rule"] == "persons_many"]'

# --- returned and not corrected yet: in the queue until the hamlet answers ---
expect 0 hub --quiet review 05788-01 3 --return 'hỏi lại số hồ sơ'
queue
is '[["3", "Đã trả lại, xóm chưa sửa: hỏi lại số hồ sơ"]]' "$work/queue" \
	'[[i["household_no"], i["sentence"]] for i in d if i["kind"] == "returned"]'
to_commune lan
household lan 3 2 1 0 2 2 yes --reason 'đã hỏi lại'
to_commune lan
queue
is '[]' "$work/queue" '[i for i in d if i["kind"] == "returned"]'

# --- a conflict; then an enumerator settles it, which waits for the commune ---
expect 0 hub --quiet invite 05788-01 -o "$work/hoa.tni"
expect 0 silent device hoa --quiet join "$work/hoa.tni" --by Hoa --no-passphrase
household lan 20 4 3 1 0 0 no
household hoa 20 5 3 2 0 0 no
to_commune lan
to_commune hoa
to_commune lan
queue
is '["conflict"]' "$work/queue" '[i["kind"] for i in d if i["household_no"] == "20" and i["kind"] != "warning"]'
household hoa 20 5 4 1 0 0 no --reason 'đến lại'
to_commune hoa
queue
is '[["settled", "Hoa"]]' "$work/queue" '[[i["kind"], i["by"]] for i in d if i["household_no"] == "20" and i["kind"] != "warning"]'
eval "set -- $(fact "$work/queue" '[i["command"] for i in d if i["kind"] == "settled"][0]')"
expect 0 hub --quiet "$@"
queue
is '[]' "$work/queue" '[i for i in d if i["household_no"] == "20" and i["kind"] != "warning"]'

# --- held entries, until the commune decides ---
expect 0 hub --quiet lock 05788-01
household lan 30 3 3 0 0 0 no
to_commune lan
queue
is '[["held", "30", true]]' "$work/queue" \
	'[[i["kind"], i["household_no"], i["command"].startswith("held accept ")] for i in d if i["kind"] == "held"]'
eval "set -- $(fact "$work/queue" '[i["command"] for i in d if i["kind"] == "held"][0]')"
expect 0 hub --quiet "$@"
queue
is '[]' "$work/queue" '[i for i in d if i["kind"] == "held"]'

# --- figures of a hamlet: its mean, its list, those not at home; and in the commune's line ---
invite_device tam 05788-02
for no in 1 2 3 4 5; do household tam $no 6 5 1 1 1 no; done
to_commune tam
hub status --json >"$work/status"
is '["mean_persons"]' "$work/status" '[w["rule"] for u in d["units"] if u["code"] == "05788-02" for w in u["warnings"]]'
hub status >"$work/said"
says "$work/said" 'Xóm Đại Hà: 5 hộ có 30 khẩu: bình quân mỗi hộ nằm ngoài khoảng'

# --- a name that looks like another ---
expect 0 silent hub --quiet unit add 05788-40 'Xóm Phú Hoà'
hub review list 05788-40 --json >"$work/queue"
is '["name_alike"]' "$work/queue" '[i["rule"] for i in d]'
is true "$work/queue" '"Xóm Phú Hòa (05788-11)" in d[0]["sentence"]'
expect 0 hub check >/dev/null
expect 0 device lan check >/dev/null
