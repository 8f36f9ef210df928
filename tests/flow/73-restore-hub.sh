#!/bin/sh
# The commune's computer is lost. Restored from the backup of the week before it is made whole by its hamlets' next
# exchanges, its own decisions included. What nobody carries, a person is asked to decide again.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

exchange() {
	for name in "$@"; do
		expect 0 device "$name" --quiet sync --via "$work/stick"
		expect 0 silent hub --quiet receive "$work/stick"
		expect 0 device "$name" --quiet sync --via "$work/stick"
	done
}
figures() { hub form02 --json | json '[d["total"]["households"], d["total"]["persons"]]'; }

begin_hub --json >"$work/set-up"
fact "$work/set-up" 'd["recovery_key"]' >"$work/paper" && chmod 600 "$work/paper"
mkdir "$work/stick" "$work/safe"
invite_device a 05788-01
invite_device b 05788-02
invite_device c 05788-03
expect 0 reviewed 1 3 a
expect 0 reviewed 1 4 b
expect 0 reviewed 1 5 c
exchange a b c
same '[3, 12]' "$(figures)"
hub status --json >"$work/status"
is '[null, [], false]' "$work/status" '[d["backup_at"], d["heard_since"], d["restored"]]'

# --- every evening; the last ten are kept ---
hub backup -o "$work/safe/ban-sao" --keep 10 --json >"$work/out"
file=$(fact "$work/out" 'd["file"]')
hub status >"$work/status"
says "$work/status" 'Sao lưu gần nhất'

# --- a week goes on: households, a new device, a revocation, a lock, a merge of decisions ---
expect 0 reviewed 2 2 a
expect 0 reviewed 2 2 b
invite_device late 05788-04
expect 0 reviewed 1 6 late
exchange a b late
lost=$(device c device --json | json 'd["node"]')
expect 0 hub --quiet device revoke "$lost" --reason 'máy của xóm 3 bị mất trộm'
expect 0 hub --quiet lock 05788-02
exchange a b late
same '[6, 22]' "$(figures)"
hub_facts >"$work/facts"

# --- the computer is gone; the backup needs its key file, or the paper ---
mv "$hub_folder" "$work/hub-gone"
mv "$work/hub.key" "$work/hub-key-gone"
expect 77 hub restore "$file" 2>"$work/err"
says "$work/err" 'tệp khóa (--key-file TỆP) hoặc mã khôi phục'
[ ! -e "$hub_folder" ]
expect 0 silent hub restore "$work/safe/ban-sao" --recovery-file "$work/paper" >"$work/out"
says "$work/out" 'Đã khôi phục Xã Phú Lạc từ bản sao lưu'
says "$work/out" 'receive /media/usb'
says "$work/out" 'restore --confirmed'
expect 77 silent hub status # restored as it was: under the key file that is gone
expect 0 silent hub --quiet recover --recovery-file "$work/paper" --key-file "$work/new.key" >/dev/null
same '[3, 12]' "$(figures)"
hub status --json >"$work/status"
is true "$work/status" 'd["restored"]'

# --- the next rounds of the stick bring everything back, decisions too; a device that joined since is unknown at first,
# --- and brings its own enrolment by itself ---
for turn in 1 2; do
	for name in a b late; do expect 0 silent device "$name" --quiet sync --via "$work/stick"; done
	silent hub --quiet receive "$work/stick" || same 65 $?
done
exchange a b late
same '[6, 22]' "$(figures)"
hub status --json >"$work/status"
is true "$work/status" '[u["locked"] for u in d["units"] if u["code"] == "05788-02"][0]'
holds "$work/status" 'd["restored"] and len(d["heard_since"]) >= 3'
hub status >"$work/said"
says "$work/said" 'đã gửi số liệu sau bản sao lưu đó: .*05788-0'
says "$work/said" 'restore --confirmed'
expect 0 hub check --deep >/dev/null
for name in a b late; do expect 0 device "$name" check --deep >/dev/null; done
for name in a b late; do
	device $name status --json >"$work/status"
	holds "$work/status" 'd["entries"]["confirmed"] == d["entries"]["written"]'
done

# --- what only the stolen device could bring back is missing, which is why a person must compare and revoke again ---
state_of_c() { hub device list --json | json "[x[\"state\"] for x in d if x[\"node\"] == \"$lost\"][0]"; }
same new "$(state_of_c)"
expect 0 hub --quiet device revoke "$lost" --reason 'máy của xóm 3 bị mất trộm'
mkdir "$work/his-stick"
expect 0 reviewed 2 9 c
expect 0 device c --quiet sync --via "$work/his-stick"
expect 0 silent hub --quiet receive "$work/his-stick"
expect 77 silent device c sync --via "$work/his-stick"
same revoked "$(state_of_c)"
same '[6, 22]' "$(figures)"
hub held list --json >"$work/held"
is 1 "$work/held" 'len(d)'

# --- a person looked: said no more ---
expect 0 hub restore --confirmed >/dev/null
hub status --json >"$work/status"
is '[false, []]' "$work/status" '[d["restored"], d["heard_since"]]'
exchange a b
hub status --json >"$work/status"
is false "$work/status" 'd["restored"]'

# --- a copy of a running commune by hand, both written on: the same, without a backup ---
cp -R "$hub_folder" "$work/hub-copy"
expect 0 hub --quiet unlock 05788-02 --reason 'còn hộ chưa gửi'
exchange b
expect 0 reviewed 3 1 b
exchange b
mv "$hub_folder" "$work/hub-gone-2" && mv "$work/hub-copy" "$hub_folder"
expect 0 hub --quiet lock 05788-04
exchange a b late
exchange a b late
hub status --json >"$work/status"
holds "$work/status" 'd["restored"]'
is '[false, true]' "$work/status" '[u["locked"] for u in d["units"] if u["code"] in ("05788-02", "05788-04")]'
same '[7, 23]' "$(figures)"
expect 0 hub check --deep >/dev/null
