#!/bin/sh
# Somebody with the commune's computer and its keys takes figures away: what the check alone cannot see, the hamlets' sticks, a
# backup and a closed statement show, entry by entry.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub >/dev/null
mkdir "$work/stick-a" "$work/stick-b" "$work/safe"
invite_device a 05788-01
invite_device b 05788-02
round() {
	for name in a b; do
		expect 0 device $name --quiet sync --via "$work/stick-$name"
		expect 0 silent hub --quiet receive "$work/stick-$name"
		expect 0 device $name --quiet sync --via "$work/stick-$name"
	done
}
for n in 1 2 3; do expect 0 reviewed $n 4 a; done
expect 0 reviewed 1 2 b
round
expect 0 hub --quiet backup -o "$work/safe/early.tnb"
cp -R "$hub_folder" "$work/hub-early"
for n in 4 5; do expect 0 reviewed $n 3 a; done
round
round # the receipts for these are now on the sticks the devices carry
expect 0 hub --quiet backup -o "$work/safe/late.tnb"
hub form02 --json >"$work/form"
hub close --period 2025-W45 --json >"$work/closed" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
hub statement show --json >"$work/statement.json"

# --- all there: every proof finds its entry ---
expect 0 hub check --against "$work/stick-a" "$work/stick-b" "$work/safe" "$work/statement.json" >"$work/out"
says "$work/out" 'bằng chứng: thiếu 0'
expect 64 hub check "$work/stick-a" 2>"$work/err"
says "$work/err" '--against'
expect 66 silent hub check --against "$work/none"
mkdir "$work/empty"
expect 66 hub check --against "$work/empty" 2>"$work/err"
says "$work/err" 'không có gì để đối chiếu'
expect 65 silent hub check --against "$project/README.md"
# another machine's backup says nothing of this one
expect 0 silent device a --quiet backup -o "$work/a.tnb"
expect 77 hub check --against "$work/a.tnb" 2>"$work/err"
says "$work/err" 'bản sao lưu của máy khác'

# --- the hub as it was earlier: sound in itself, and less than it was ---
hub_folder=$work/hub-early
expect 0 hub check --deep >/dev/null
for proof in "$work/stick-a" "$work/safe/late.tnb" "$work/statement.json" "$(ls "$work"/stick-a/tungnha/to-*/*.tnm | while read -r f; do hub check --against "$f" >/dev/null 2>&1 || [ $? != 74 ] || { echo "$f"; break; }; done)"; do
	expect 74 hub check --against "$proof" --json >"$work/out" 2>/dev/null
	holds "$work/out" 'not d["ok"] and d["totals_match"]'
	holds "$work/out" 'any("Xóm 11 (05788-01)" in p and "4–5" in p for p in d["problems"])'
done
expect 74 hub check --against "$work/stick-a" >/dev/null 2>"$work/err"
says "$work/err" 'từng có lần ghi [0-9a-f]*:4–5 của Xóm 11 (05788-01), .*nay không còn. Nhận lại từ máy đó'
expect 0 hub check --against "$work/safe/early.tnb" >/dev/null
expect 0 hub check --against "$work/stick-b" >/dev/null
same 0 "$(find "$hub_folder" -name '.snapshot*' | wc -l)"

# --- received again as the sentence says: nothing is missing ---
round
round
expect 0 hub check --against "$work/stick-a" "$work/safe/late.tnb" >/dev/null
