#!/bin/sh
# The commune's computer is lost between two closings. Restored from the backup before the second one, it learns its own statement
# again from the hamlets, as it was closed; it is not closed a second time by mistake, and closed again only with a reason.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

hub() { clock_at "$now" "$aggregator" --data "$hub_folder" "$@"; }
device() {
	name=$1
	shift
	clock_at "$now" "$collector" --data "$work/$name" "$@"
}
carry() {
	for each in "$@"; do
		expect 0 device "$each" --quiet sync --via "$work/stick"
		expect 0 silent hub --quiet receive "$work/stick"
		expect 0 device "$each" --quiet sync --via "$work/stick"
	done
}
week() { # the statement that stands for a period: version, code, households, late
	hub statement show "$1" --json | json '[d["version"], d["code"], d["total"]["households"], d["late"]]'
}

mkdir "$work/stick" "$work/safe"
now='2025-11-03 08:00'
expect 0 silent begin_hub
invite_device a 05788-01
invite_device b 05788-02
expect 0 reviewed 1 3 a
expect 0 reviewed 1 4 b
carry a b
now='2025-11-05 19:00'
expect 0 device a --quiet submit 2>/dev/null
expect 0 device b --quiet submit 2>/dev/null
carry a b
now='2025-11-06 10:00'
expect 0 hub --quiet close --period 2025-W45
carry a b
first=$(week 2025-W45)

# --- Friday: a backup; the next Thursday: closed, and the hamlets are told; on Friday the disk is gone ---
now='2025-11-07 08:00'
expect 0 silent hub --quiet backup -o "$work/safe/hub.tnbak"
expect 0 reviewed 2 5 a
now='2025-11-12 19:00'
expect 0 device a --quiet submit 2>/dev/null
carry a
now='2025-11-13 10:05'
expect 0 hub --quiet close --period 2025-W46
second=$(week 2025-W46)
carry a b
now='2025-11-14 08:00'
mv "$hub_folder" "$work/hub-gone"
expect 0 silent hub restore "$work/safe/hub.tnbak" --key-file "$work/hub.key"

# --- restored, it knows of the first week only; hamlets bring the second back, byte for byte ---
same "$first" "$(week 2025-W45)"
expect 66 hub statement show 2025-W46 2>"$work/said"
says "$work/said" 'chưa chốt'
carry b b # the first time the hub says what it has, the second brings what it lacks
same "$second" "$(week 2025-W46)"
carry a a
same "$first" "$(week 2025-W45)"
hub submit list 05788-01 --period 2025-W46 --json >"$work/list"
is null "$work/list" 'd[0]["on_time"]' # the submit was in time once; a restored hub cannot tell any more
expect 0 hub --quiet restore --confirmed
hub statement list --json >"$work/list"
is '[["2025-W45", 1], ["2025-W46", 1]]' "$work/list" '[[x["period"], x["version"]] for x in d]'
expect 0 hub form02 --period 2025-W46 --json >"$work/form"
is '["2025-W45", true, 1]' "$work/form" \
	'[d["increase_since"]["period"], d["increase_since"]["follows"], d["total"]["increase"]["households"]]'
# It is closed, and says so; nothing has changed, so there is nothing to close again.
expect 65 hub close --period 2025-W46 2>"$work/said"
says "$work/said" 'đã chốt'
expect 0 hub close --period 2025-W46 --again --reason 'Thử' --json >"$work/again"
is '[false, 1]' "$work/again" '[d["written"], d["version"]]'
same "$second" "$(week 2025-W46)"

# --- a household more: the second version of a week whose first was written on the lost disk ---
expect 0 reviewed 2 2 b
carry b
expect 0 hub --quiet close --period 2025-W46 --again --reason 'Xóm Đại Hà bổ sung một hộ'
hub statement diff 2025-W46 --json >"$work/diff"
is '[2, [["05788-02", 1, 2], [null, 3, 4]]]' "$work/diff" \
	'[d["version"], [[x["unit"], x["before"], x["after"]] for x in d["changes"] if x["column"] == "households"]]' ||
	exit 1
carry a b
hub statement list --json >"$work/list"
is '[["2025-W45", 1], ["2025-W46", 1], ["2025-W46", 2]]' "$work/list" '[[x["period"], x["version"]] for x in d]'

# --- lost once more, and this time closed again before any hamlet was heard: both statements are kept, one stands for all ---
now='2025-11-14 09:00'
expect 0 silent hub --quiet backup -o "$work/safe/second.tnbak"
now='2025-11-20 10:05'
expect 0 hub --quiet close --period 2025-W47
lost=$(week 2025-W47)
carry b
mv "$hub_folder" "$work/hub-gone-too"
now='2025-11-20 15:00'
expect 0 silent hub restore "$work/safe/second.tnbak" --key-file "$work/hub.key"
expect 0 reviewed 3 2 a
carry a
expect 0 silent hub --quiet close --period 2025-W47
anew=$(week 2025-W47)
[ "$lost" != "$anew" ]
carry b b a
hub statement list --json >"$work/list"
is '[[1, 1], 1]' "$work/list" \
	'[[x["version"] for x in d if x["period"] == "2025-W47"], len([x for x in d if x["period"] == "2025-W47" and x["stands"]])]'
hub statement list >/dev/null 2>"$work/said"
says "$work/said" 'Kỳ 2025-W47 được chốt hai lần'
# Which of the two stands is the same for every reader, and whoever closes again replaces both.
stands=$(week 2025-W47)
carry a b
same "$stands" "$(week 2025-W47)"
expect 0 hub --quiet close --period 2025-W47 --again --reason 'Chốt hai lần vì máy hỏng'
hub statement list --json >"$work/list"
is '[["2025-W47", 2, true]]' "$work/list" '[[x["period"], x["version"], x["stands"]] for x in d][-1:]'
hub statement list >/dev/null 2>"$work/said"
[ ! -s "$work/said" ]
expect 0 hub check >/dev/null
