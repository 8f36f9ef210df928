#!/bin/sh
# Who may write: invitations used up, expired, altered; devices waiting, accepted, revoked, unknown.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick"
bring() { expect 0 device "$1" --quiet sync --via "$work/stick"; }
take() { expect 0 hub receive "$work/stick" --json >"$work/received" 2>"$work/err"; }
node() { device "$1" status --json >"$work/own" && fact "$work/own" 'd["node"]'; }
state() {
	hub device list --json >"$work/devices"
	fact "$work/devices" "[v['state'] for v in d if v['node'] == '$1'] or ['unknown']"
}

# --- an invitation for one device, given to two: the second waits, and its figures are kept but not counted ---
expect 0 hub --quiet invite 05788-01 -o "$work/one.tni"
for name in first second; do
	expect 0 silent device "$name" --quiet join "$work/one.tni" --no-passphrase
done
expect 0 reviewed 1 3 first
expect 0 reviewed 2 4 second
bring first
take
bring second
take
is '[1, 1, 0]' "$work/received" '[d["entries"], d["held"], d["enrolled"]]'
first=$(node first)
second=$(node second)
same '["new"]' "$(state "$first")"
same '["waiting"]' "$(state "$second")"
hub form02 --json >"$work/form"
is 1 "$work/form" 'd["total"]["households"]'
hub held list --json >"$work/held"
is '["05788-01", "2"]' "$work/held" '[d[0]["unit"], d[0]["household_no"]]'
hub held list >"$work/held"
says "$work/held" 'hộ số 2'
hub status >"$work/status"
says "$work/status" 'chờ chấp nhận'

# --- accepted after comparing the ids; an id may be typed in groups ---
expect 66 silent hub device accept 0123456789abcdef
expect 66 silent hub device accept nonsense
# shellcheck disable=SC2046 # the id as shown on the screen is four words
expect 0 hub --quiet device accept $(printf %s "$second" | sed 's/..../& /g')
expect 0 hub --quiet device accept "$first"
same '["active"] ["active"]' "$(state "$first") $(state "$second")"
hub form02 --json >"$work/form"
is 2 "$work/form" 'd["total"]["households"]'
hub held list --json >"$work/held"
is '[]' "$work/held" d
expect 0 hub device accept "$first" --json >"$work/done"
is 0 "$work/done" 'd["changed"]'
hub device list --json >"$work/devices"
is '["label", "node", "state", "through", "unit"]' "$work/devices" 'sorted(k for k in d[0] if k != "last_heard_at")'
is 1 "$work/devices" "[v['through'] for v in d if v['node'] == '$first'][0]"

# --- revoked: what was received counts on, later entries do not; who came by the same invitation is named ---
expect 64 silent hub device revoke "$first"
expect 64 silent hub device revoke "$first" --reason ' '
expect 66 silent hub device revoke 0123456789abcdef --reason 'mất máy'
expect 0 hub device revoke "$first" --reason 'mất máy' --json >"$work/done"
is "[1, \"$second\"]" "$work/done" '[d["changed"], d["same_invitation"][0]["node"]]'
same '["revoked"]' "$(state "$first")"
expect 0 reviewed 3 5 first
bring first
take
hub form02 --json >"$work/form"
is 2 "$work/form" 'd["total"]["households"]'
hub held list --json >"$work/held"
is '["3"]' "$work/held" '[v["household_no"] for v in d]'
expect 77 silent hub device accept "$first"
expect 0 hub device revoke "$first" --reason 'mất máy' --json >"$work/done"
is 0 "$work/done" 'd["changed"]'

# --- an invitation is withdrawn with the device, though it had uses left ---
expect 0 hub --quiet invite 05788-05 --uses 3 -o "$work/three.tni"
for name in third fourth late; do
	expect 0 silent device "$name" --quiet join "$work/three.tni" --no-passphrase
	expect 0 reviewed 9 2 "$name"
done
bring third
bring fourth
take
is 2 "$work/received" 'd["enrolled"]'
hub device revoke "$(node third)" --reason 'không còn trong tổ' >"$work/said"
says "$work/said" "$(node fourth | sed 's/..../& /g; s/ $//')"
bring late
take
same '["new"] ["waiting"]' "$(state "$(node fourth)") $(state "$(node late)")"
hub device list >"$work/said"
says "$work/said" 'device accept MÃ'

# --- revoked before it was ever accepted: it is told so, not to wait; the commune still sees which one it was ---
hub device list --json >"$work/devices"
was=$(fact "$work/devices" "[v['label'] for v in d if v['node'] == '$(node late)'][0]")
expect 0 hub --quiet device revoke "$(node late)" --reason 'người lạ'
expect 0 reviewed 10 2 late
bring late
take
expect 77 device late --quiet sync --via "$work/stick" 2>/dev/null
same revoked "$(device late status --json | json 'd["state"]')"
same '["revoked"]' "$(state "$(node late)")"
is "$was" "$work/devices" "[v['label'] for v in d if v['node'] == '$(node late)'][0]"

# --- expired: the hub's clock decides ---
expect 0 hub --quiet invite 05788-02 --days 1 -o "$work/old.tni"
python3 -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE invitation SET issued_at = issued_at - 2 * 86400 WHERE unit = ?", ("05788-02",))
db.commit()' "$hub_folder/tungnha.db"
expect 0 silent device old --quiet join "$work/old.tni" --no-passphrase
expect 0 reviewed 1 2 old
bring old
take
old=$(node old)
same '["waiting"]' "$(state "$old")"
expect 0 hub --quiet device accept "$old"
hub form02 --unit 05788-02 --json >"$work/form"
is 1 "$work/form" 'd["total"]["households"]'

# --- altered: one character of the line ---
hub invite 05788-03 >"$work/line"
sed 's/^\(TN1\.....................\)./\1-/' "$work/line" >"$work/altered"
cmp -s "$work/line" "$work/altered" && exit 1
expect 65 silent device altered join "$work/altered" --no-passphrase

# --- unknown: a hub that never gave this invitation stores nothing of it ---
cp -R "$hub_folder" "$work/before"
expect 0 hub --quiet invite 05788-04 -o "$work/stranger.tni"
expect 0 silent device stranger --quiet join "$work/stranger.tni" --no-passphrase
expect 0 reviewed 1 2 stranger
mkdir "$work/other"
expect 0 device stranger --quiet sync --via "$work/other"
hub_folder=$work/before
hub_facts >"$work/facts"
expect 65 hub receive "$work/other" --json >"$work/received" 2>"$work/err"
is '[1, 0, 0]' "$work/received" '[d["refused"], d["applied"], d["entries"]]'
same '["unknown"]' "$(state "$(node stranger)")"
unchanged "$work/facts"
expect 0 hub check >/dev/null
