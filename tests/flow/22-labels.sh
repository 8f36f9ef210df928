#!/bin/sh
# Door labels: sealed from one device of a hamlet to the others, on paper for the drawer, never at the commune.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

visit() { # DEVICE: there and back with a stick
	expect 0 device "$1" --quiet sync --via "$work/usb"
	expect 0 hub --quiet receive "$work/usb"
	expect 0 device "$1" --quiet sync --via "$work/usb"
}
label() { device "$1" get "$2" --json | json 'd["fields"].get("label")'; }

mkdir "$work/usb"
begin_hub
invite_device lan 05788-01
invite_device minh 05788-01
invite_device khach 05788-02
printf 'Hộ số;Nhãn nhà\n1;nhà mái đỏ\n2;sau trường học\n3;cạnh đình làng\n' >"$work/list.csv"
expect 0 device lan --quiet import "$work/list.csv"

# --- before the commune told who else there is, there is nobody to seal for ---
expect 69 device lan labels export -o "$work/labels.tnl" 2>"$work/err"
says "$work/err" 'chưa biết máy nào khác.*sync'
[ ! -e "$work/labels.tnl" ] || exit 1

for round in 1 2; do visit lan; visit minh; visit khach; done
expect 0 device lan labels export -o "$work/labels.tnl" >"$work/out"
says "$work/out" 'niêm phong 3 nhãn nhà'
says "$work/out" '^  máy B (mã '
same 1 "$(grep -c '(mã' "$work/out")" # not the other hamlet's device, and no hub
same 0 "$(grep -cF -e 'mái đỏ' "$work/labels.tnl" || true)"

# --- the other laptop learnt the households from the commune, without labels; the file brings them ---
same null "$(label minh 2)"
cp -r "$work/minh" "$work/minh-before"
expect 0 device minh labels import "$work/labels.tnl" --json >"$work/out"
is '["05788-01", "máy A", 3, 3, 0, 0, false]' "$work/out" '[d[k] for k in ("unit", "from", "labels", "added", "same", "kept", "older")]'
same 'sau trường học' "$(label minh 2)"
expect 0 device minh labels import "$work/labels.tnl" --json >"$work/out"
is '[0, 3, 0]' "$work/out" '[d[k] for k in ("added", "same", "kept")]'

# --- a label of one's own stays; both are shown, and how to take the other ---
expect 0 device minh --quiet put household_no=1 label='nhà ông Tư'
expect 0 device minh labels import "$work/labels.tnl" >"$work/out"
says "$work/out" '1 hộ có nhãn khác'
says "$work/out" '1 .*nhà ông Tư .*nhà mái đỏ'
says "$work/out" 'put household_no=SỐ label='
same 'nhà ông Tư' "$(label minh 1)"

# --- an older file after a newer one fills gaps and says so; a label of a household not known here waits for it ---
sleep 1
expect 0 device lan --quiet put household_no=4 status=absent label='gần cầu'
expect 0 device lan labels export "$work/newer.tnl" --quiet
expect 0 device minh labels import "$work/newer.tnl" >"$work/out"
says "$work/out" 'thêm 1 nhãn nhà'
says "$work/out" '1 nhãn là của hộ chưa có trên máy này'
expect 66 device minh get 4 2>/dev/null
expect 0 device minh labels import "$work/labels.tnl" --quiet 2>"$work/err"
says "$work/err" 'cũ hơn tệp đã nhập'
visit lan
visit minh
same 'gần cầu' "$(label minh 4)"

# --- who must not read it cannot: another hamlet, the commune; who must not write it is refused ---
expect 65 device khach labels import "$work/labels.tnl" 2>"$work/err"
says "$work/err" 'không mở được trên máy này'
expect 65 device minh labels import "$work/list.csv" 2>"$work/err"
says "$work/err" 'không phải tệp nhãn nhà'
python3 - "$work/labels.tnl" "$work/altered.tnl" "$work/cut.tnl" <<'PY'
import sys
b = bytearray(open(sys.argv[1], "rb").read())
open(sys.argv[3], "wb").write(b[:-1])
b[-40] ^= 1
open(sys.argv[2], "wb").write(b)
PY
for file in altered cut; do
	expect 65 device minh labels import "$work/$file.tnl" 2>"$work/err"
	says "$work/err" 'bị sửa hoặc chép dở'
done
expect 66 device minh labels import "$work/nowhere.tnl" 2>/dev/null
# a device that serves two hamlets is told which one a file is of
expect 0 hub --quiet invite 05788-02 -o "$work/two.tni"
expect 0 silent device minh --quiet join "$work/two.tni"
expect 65 device minh labels import "$work/newer.tnl" --unit 05788-02 2>"$work/err"
says "$work/err" 'của đơn vị 05788-01'
expect 0 device minh labels import "$work/newer.tnl" --quiet 2>/dev/null
# a device the other one has not heard of yet; one that was revoked
rm -rf "$work/minh-new" && mv "$work/minh-before" "$work/minh-new"
invite_device hoa 05788-01
visit hoa
visit hoa
expect 0 device hoa --quiet put household_no=9 status=absent label='đầu ngõ'
expect 0 device hoa labels export "$work/hoa.tnl" --quiet
expect 77 device minh-new labels import "$work/hoa.tnl" 2>"$work/err"
says "$work/err" 'máy lạ (mã .*sync'
hoa=$(device hoa device --json | json 'd["node"]')
expect 0 hub --quiet device revoke "$hoa" --reason 'mất máy'
visit lan
expect 77 device lan labels import "$work/hoa.tnl" 2>"$work/err"
says "$work/err" 'đã bị xã thu hồi'
expect 0 device lan labels export "$work/after.tnl" >"$work/out"
same 1 "$(grep -c '(mã' "$work/out")"

# --- the roster for the drawer ---
expect 0 device lan roster >"$work/roster.txt"
says "$work/roster.txt" '^1  *nhà mái đỏ  *Chưa rà soát$'
says "$work/roster.txt" 'không gửi lên xã'
expect 0 device lan roster -o "$work/roster.html" --quiet
says "$work/roster.html" '<th scope="row">4</th><td>gần cầu</td><td>Vắng nhà</td>'
same '[["1", "nhà mái đỏ", "not_visited"], ["4", "gần cầu", "absent"]]' \
	"$(device lan roster --json | json '[[h["household_no"], h["label"], h["status"]] for h in d if h["household_no"] in ("1", "4")]')"
expect 64 device lan roster --format xlsx 2>"$work/err"
says "$work/err" 'text hoặc html'
expect 66 device khach roster 2>/dev/null

# --- no label is at the commune, on the stick, or in the clear on a device's disk ---
for words in 'mái đỏ' 'sau trường' 'gần cầu' 'ông Tư'; do
	same 0 "$(grep -rcF -e "$words" "$hub_folder" "$work/usb" "$work/lan" "$work/minh" | awk -F: '{ n += $NF } END { print n + 0 }')"
done
same 0 "$(hub household 05788-01 4 --history --json | grep -cF 'gần cầu' || true)"
