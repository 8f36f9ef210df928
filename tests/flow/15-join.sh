#!/bin/sh
# An invitation: collecting at once, before any answer; what was collected before it; several hamlets on one machine; being locked out.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

reviewed='persons=4 vneid=3 no_vneid=1 online_dossiers=2 eresult_dossiers=2 rated=yes visited_on=2025-11-12'
value() { json "$1"; }
begin_hub
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/eleven.tni"
expect 0 hub --quiet invite 05788-02 -o "$work/two.tni"
expect 0 hub invite 05788-03 >"$work/line.txt"

# --- what is no invitation leaves nothing behind ---
expect 66 device a join "$work/none.tni" --no-passphrase 2>/dev/null
expect 65 device a join "$project/LICENSE" --no-passphrase 2>"$work/err"
says "$work/err" 'TN1\.'
sed 's/^\(.\{60\}\)./\1_/' "$work/eleven.tni" >"$work/altered.tni"
expect 65 device a join "$work/altered.tni" --no-passphrase 2>/dev/null
head -n 2 "$work/eleven.tni" | cut -c 1-2000 >"$work/cut.tni"
expect 65 device a join "$work/cut.tni" --no-passphrase 2>/dev/null
expect 64 device a join "$work/eleven.tni" 2>/dev/null
expect 64 device a join 2>/dev/null
[ ! -e "$work/a/tungnha.db" ]

# --- the normal start: one file, no network, no answer ---
expect 0 device a join "$work/eleven.tni" --by 'Nguyễn Thị Lan' --label 'máy nhà văn hóa' --no-passphrase --json >"$work/out" 2>/dev/null
is '["05788-01", "Xóm 11", "Xã Phú Lạc", false, 0]' "$work/out" \
	'[d["unit"]["code"], d["unit"]["name"], d["hub_name"], d["expired"], d["moved"]]'
expect 0 device a --quiet put household_no=1 $reviewed label='nhà mái đỏ'
device a get 1 --json >"$work/out"
is '[true, 4]' "$work/out" '[d["provisional"], d["fields"]["persons"]]'
expect 0 device a put household_no=2 status=absent visited_on=2025-10-01 >"$work/out"
says "$work/out" 'ngoài thời gian của đợt: .* (30/10/2025 – 15/12/2025)'
# the same again is harmless; the line alone is enough where the program ships the forms
expect 0 device a --quiet join "$work/eleven.tni" 2>/dev/null
device a list --json >"$work/out"
is 2 "$work/out" 'len(d)'
expect 0 device b join - --no-passphrase <"$work/line.txt" >"$work/said" 2>/dev/null
says "$work/said" 'Tiếp theo, nhập danh sách'
expect 0 device b --quiet put household_no=1 status=absent

# --- collected before the invitation came: written again for the invited hamlet ---
expect 0 device c init --name 'Xóm tôi' --no-passphrase --quiet 2>/dev/null
expect 0 device c --quiet put household_no=7 $reviewed label='nhà tre'
expect 0 device c --quiet put household_no=8 status=refused
expect 0 device c --quiet void 8 --reason 'ghi nhầm'
expect 0 device c join "$work/eleven.tni" --json >"$work/out" 2>/dev/null
is 1 "$work/out" 'd["moved"]'
device c get 7 --json >"$work/out"
is '[4, "nhà tre"]' "$work/out" '[d["fields"]["persons"], d["fields"]["label"]]'
device c status --json >"$work/out"
is '["05788-01", 1, 111]' "$work/out" '[d["unit"]["code"], d["households"]["reviewed"], d["households"]["listed"]]'

# --- two hamlets on one machine: then it must be said which ---
expect 0 device c --quiet join "$work/two.tni" 2>/dev/null
expect 64 device c list 2>"$work/err"
says "$work/err" 'unit'
expect 66 device c list --unit 05788-09 2>/dev/null
expect 0 device c --quiet put household_no=7 status=absent --unit 05788-02
device c get 7 --unit 05788-02 --json >"$work/out"
is absent "$work/out" 'd["fields"]["status"]'
device c device --json >"$work/out"
is '["05788-01", "05788-02"]' "$work/out" '[u["unit"]["code"] for u in d["units"]]'

# --- help names what a person must type: every field of the form, every column it prints ---
device a put --help >"$work/put"
hub household put --help >"$work/sheet"
hub row set --help >"$work/row"
for field in $(json '[f["id"] for f in d["fields"]]' <"$project/forms/mau-02.json" | tr -d '[]",'); do
	says "$work/put" "[ (]$field[ ,.]"
	[ "$field" = label ] || says "$work/sheet" "[ (]$field[ ,;]" # a door label never leaves the hamlet
done
for column in $(json '[c["id"] for c in d["columns"] if c.get("printed")]' <"$project/forms/mau-02.json" | tr -d '[]",'); do
	says "$work/row" " $column[,.]"
done

# --- a stick: copied is not confirmed ---
mkdir "$work/stick"
expect 66 device a sync --via "$work/unplugged" 2>/dev/null
expect 0 device a sync --via "$work/stick" >"$work/out"
says "$work/out" 'chưa được xã xác nhận'
expect 0 device c sync --via "$work/stick" --json >"$work/out"
is '["folder", 2, 2, 0]' "$work/out" '[d["via"], d["messages"], d["sent"], d["confirmed"]]'
device a status --json >"$work/out"
is '[2, 2, 0, null]' "$work/out" '[d["entries"][k] for k in ("written", "sent", "confirmed")] + [d["last_confirmed_at"]]'
expect 0 hub --quiet receive "$work/stick"
expect 0 device a sync --via "$work/stick" --json >"$work/out"
is 2 "$work/out" 'd["confirmed"]'
device a status >"$work/out"
says "$work/out" 'Xã đã xác nhận: 2 lần ghi'
# nothing to carry yet but the wish to join: a stick that must travel all the same
expect 0 hub --quiet invite 05788-01 -o "$work/second.tni"
expect 0 silent device second --quiet join "$work/second.tni" --no-passphrase
expect 0 device second sync --via "$work/stick" >"$work/out"
says "$work/out" 'lời xin vào .*chạy lại sync'
# the other machine's household came along; its door label did not
device a list --json >"$work/out"
is '[["1", "nhà mái đỏ"], ["2", null], ["7", null]]' "$work/out" '[[h["household_no"], h.get("label")] for h in d]'
device a history 7 --json >"$work/out"
holds "$work/out" 'd[0]["device"] not in ("máy này", "")'

# --- closed by the commune: nothing more is written here, and it is said why ---
expect 0 hub --quiet lock 05788-01
expect 0 hub --quiet receive "$work/stick"
expect 0 device a --quiet sync --via "$work/stick"
expect 77 device a put household_no=9 status=absent 2>"$work/err"
says "$work/err" 'đã chốt'
expect 77 device a void 1 --reason x 2>/dev/null
printf 'Hộ số,Nhãn nhà\n9,x\n' >"$work/list.csv"
expect 77 device a import "$work/list.csv" 2>/dev/null
device a status --json >"$work/out"
is true "$work/out" 'd["locked"]'
expect 0 hub --quiet unlock 05788-01 --reason 'xóm đề nghị sửa'
expect 0 hub --quiet receive "$work/stick"
expect 0 device a --quiet sync --via "$work/stick"
expect 0 device a --quiet put household_no=9 status=absent

# --- a machine the commune revoked: its figures are still carried, and it is told ---
node=$(device a device --json | value 'd["node"]')
expect 0 hub --quiet device revoke "$node" --reason 'máy bị mất' 2>/dev/null
expect 0 hub --quiet receive "$work/stick"
expect 77 device a sync --via "$work/stick" 2>"$work/err" >/dev/null
says "$work/err" 'thu hồi'
for name in a b c; do expect 0 device $name check --deep >/dev/null; done
