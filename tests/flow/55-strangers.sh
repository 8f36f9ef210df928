#!/bin/sh
# What comes on a stick was written by others: cut, flipped, misdirected, uninvited, revoked, with gaps, forked, malformed.
# The device is tests/support/node.py, which shares no line with the programs.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

python=python3
"$python" -c 'import nacl' 2>/dev/null || python=/usr/bin/python3
if ! "$python" -c 'import nacl' 2>/dev/null; then
	echo 'python3-nacl is not installed'
	exit 77
fi

begin_hub
# node CASE SEED: the message of that case on an empty stick.
node() {
	rm -rf "$work/stick"
	mkdir "$work/stick"
	"$python" "$project/tests/support/node.py" "$1" "$work/line" "$2" "$work/stick"
}
# take CODE: received with that exit code; what was said is in $work/err.
take() { expect "$1" hub receive "$work/stick" --json >"$work/received" 2>"$work/err"; }
invite() { hub invite "$1" >"$work/line"; }
households() { hub form02 --json >"$work/form" && fact "$work/form" 'd["total"]["households"]'; }
counts() { is "$1" "$work/received" '[d[k] for k in ("applied", "repeated", "unreadable", "refused", "entries", "held")]'; }

# --- a stranger's node that keeps to the protocol is a device like any other ---
invite 05788-01
node good 01
take 0
counts '[1, 0, 0, 0, 2, 0]'
same 2 "$(households)"
hub_facts >"$work/facts"

# --- cut at every length, a bit flipped in every byte: each named, nothing taken ---
node cut 01
take 65
holds "$work/received" 'd["messages"] == d["unreadable"] > 500'
says "$work/err" '^0000000000000000.tnm: Đây không phải là lô số liệu'
says "$work/err" '^0000000000000100.tnm: Không mở được lô số liệu'
node flipped 01
take 65
holds "$work/received" 'd["messages"] == d["unreadable"] + d["refused"] > 500 and d["refused"] == 8 and d["entries"] == 0'
says "$work/err" '^0000000000000004.tnm: Lô số liệu này gửi cho máy'
unchanged "$work/facts"

# --- for another hub: not touched in its own folder, named when it is handed over ---
node other-hub 01
mv "$work/stick/tungnha"/to-* "$work/elsewhere"
expect 65 hub receive "$work/elsewhere/0000000000000000.tnm" >"$work/out" 2>"$work/err"
says "$work/err" 'không phải máy này. Chuyển tệp đến đúng nơi nhận'

# --- of nobody who was invited ---
for case in unknown wrong-proof no-such-invitation; do
	node $case 02
	take 65
	counts '[0, 0, 0, 1, 0, 0]'
	says "$work/err" 'chưa được mời vào đơn vị 05788-01'
done
unchanged "$work/facts"
# with the invitation another has used up: kept, confirmed, not counted
node good 02
take 0
counts '[1, 0, 0, 0, 2, 2]'
same 2 "$(households)"
hub held list >"$work/held"
says "$work/held" 'Thiết bị gửi chưa được xã chấp nhận'

# --- a gap changes nothing and is said; closed, all of it counts ---
node gap 01
take 0
counts '[0, 1, 0, 0, 0, 0]'
says "$work/err" 'nối tiếp phần chưa tới'
is 1 "$work/received" 'len(d["problems"])'
same 2 "$(households)"
node close-gap 01
take 0
counts '[1, 0, 0, 0, 4, 0]'
[ ! -s "$work/err" ]
same 6 "$(households)"

# --- other bytes at a known place: both stay, the fork is told ---
node fork 01
take 0
counts '[1, 0, 0, 0, 2, 0]'
same 8 "$(households)"
hub status --json >"$work/status"
is 1 "$work/status" 'd["forks"]'
hub status >"$work/said"
says "$work/said" 'bị ghi nối hai lần'
expect 0 hub check --deep >/dev/null

# --- entries under a signature that is not their author's ---
hub_facts >"$work/facts"
node wrong-signature 01
take 65
counts '[0, 0, 0, 1, 0, 0]'
says "$work/err" 'có mã xác thực sai'
unchanged "$work/facts"

# --- what a rule refuses is held by its own sentence ---
invite 05788-03
before=$(households)
node rule 03
take 0
counts '[1, 0, 0, 0, 4, 3]'
hub held list >"$work/held"
says "$work/held" '  Người có VNeID (2) nhiều hơn số khẩu (1)'
says "$work/held" '  Ghi chú: không được ghi số căn cước'
says "$work/held" '  Nhãn nhà: mục này chỉ lưu trên máy của xóm'
hub --lang en held list >"$work/held"
says "$work/held" '  Persons with VNeID (2) are more than the persons'
says "$work/held" '  Door label: this stays on the hamlet'

# --- parents: unknown, its own, of another household, not earlier ---
seed=10
parents() {
	seed=$((seed + 1))
	invite 05788-04
	before=$(households)
	node "$1" $seed
	take 0
	counts "[1, 0, 0, 0, 2, $2]"
	same $((before + 2 - $2)) "$(households)"
	hub held list --json >"$work/held"
	is "$3" "$work/held" "[h['rule'] for h in d if h['entry'] == '$seed$seed$seed$seed$seed$seed$seed$seed:2']"
}
parents parent-unknown 1 '[3]'
parents parent-of-itself 1 '[3]'
parents parent-elsewhere 0 '[]'
parents parent-later 1 '[2]'

# --- malformed entries: held one by one, their neighbours count, everything is confirmed ---
seed=20
for case in $("$python" "$project/tests/support/node.py" list-malformed "$work/line" 00 -); do
	seed=$((seed + 1))
	invite "05788-0$((seed % 4 + 5))"
	before=$(households)
	node "malformed-$case" $seed
	take 0
	is "[1, 3, 1, 1] $case" "$work/received" "json.dumps([d[k] for k in ('applied', 'entries', 'held', 'replies')]) + ' $case'"
	same "$((before + 2)) $case" "$(households) $case"
	hub held list --json >"$work/held"
	is "[2] $case" "$work/held" \
		"json.dumps([h['rule'] for h in d if h['entry'] == '$seed$seed$seed$seed$seed$seed$seed$seed:2']) + ' $case'"
done
hub held list >"$work/held"
says "$work/held" 'Nội dung không đúng khuôn dạng quy định'

# --- a name from outside does not steer the screen ---
invite 05788-09
node label 77
take 0
hub device list >"$work/devices"
same 0 "$(grep -c "$(printf '\033')\|^00000000" "$work/devices" || true)"
says "$work/devices" '\[31mđỏ 00000000'

# --- revoked: taken and confirmed, not counted ---
node=$(hub device list --json >"$work/devices" && fact "$work/devices" '[v["node"] for v in d if v["unit"] == "05788-01" and v["state"] == "new"][0]')
expect 0 hub --quiet device revoke "$node" --reason 'mất máy' 2>/dev/null
hub form02 --json >"$work/form"
before=$(households)
invite 05788-01
node more 01
take 0
counts '[1, 0, 0, 0, 1, 1]'
same "$before" "$(households)"
hub held list >"$work/held"
says "$work/held" 'Ghi sau khi thiết bị bị thu hồi'

# --- and all that was kept is whole, and the same again from nothing ---
hub_facts >"$work/facts"
expect 0 hub check --deep >/dev/null
expect 0 hub --quiet rebuild
unchanged "$work/facts"
