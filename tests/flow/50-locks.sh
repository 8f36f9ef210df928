#!/bin/sh
# "Chốt số liệu": what comes after the lock is kept but not counted, until the figures are opened again.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick"
exchange() {
	expect 0 device h1 --quiet sync --via "$work/stick"
	expect 0 hub receive "$work/stick" --json >"$work/received"
}
count() { hub form02 --json >"$work/form" && fact "$work/form" 'd["total"]["households"]'; }

invite_device h1 05788-01
expect 0 reviewed 1 3 h1
exchange
same 1 "$(count)"

# --- lock; a second lock changes nothing ---
expect 66 silent hub lock 05788-99
expect 65 silent hub lock 05788
expect 0 hub lock 05788-01 --json >"$work/done"
is '{"already": 0, "locked": 1}' "$work/done" d
expect 0 hub lock 05788-01 --json >"$work/done"
is '{"already": 1, "locked": 0}' "$work/done" d
hub lock 05788-01 >"$work/said"
says "$work/said" 'đã chốt từ trước\|chốt từ trước'
hub status --json >"$work/status"
is '[true, false]' "$work/status" '[{u["code"]: u for u in d["units"]}[c]["locked"] for c in ("05788-01", "05788-02")]'

# --- a device that does not know of the lock goes on; its entries are confirmed, not counted ---
expect 0 reviewed 2 4 h1
expect 0 reviewed 1 5 h1
exchange
is '[2, 2]' "$work/received" '[d["entries"], d["held"]]'
hub form02 --json >"$work/form"
is '[1, 3]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub held list --json >"$work/held"
is '["1", "2"]' "$work/held" 'sorted(v["household_no"] for v in d)'
is '[6, 6]' "$work/held" '[v["rule"] for v in d]'
hub --lang en held list >"$work/said"
says "$work/said" '[Ll]ocked'
expect 0 hub household 05788-01 1 --history >"$work/said"
says "$work/said" 'Tạm giữ'

# --- the answer tells the device: from now on it refuses ---
expect 0 device h1 sync --via "$work/stick" --json >"$work/sync"
is 2 "$work/sync" 'd["held"]'
device h1 status --json >"$work/own"
is '[true, 3, 3]' "$work/own" '[d["locked"], d["entries"]["written"], d["entries"]["confirmed"]]'
expect 77 silent reviewed 3 1 h1

# --- opened again, with a reason: what was held counts ---
expect 64 silent hub unlock 05788-01
expect 66 silent hub unlock 05788-99 --reason 'sửa'
expect 0 hub unlock 05788-01 --reason 'sót hộ số 2' --json >"$work/done"
is '{"already": 0, "unlocked": 1}' "$work/done" d
expect 0 hub unlock 05788-01 --reason 'sót hộ số 2' --json >"$work/done"
is '{"already": 1, "unlocked": 0}' "$work/done" d
hub form02 --json >"$work/form"
is '[2, 9]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub held list --json >"$work/held"
is '[]' "$work/held" d
exchange
expect 0 device h1 --quiet sync --via "$work/stick"
expect 0 reviewed 3 1 h1
exchange
same 3 "$(count)"

# --- every unit at once ---
expect 0 hub lock all --json >"$work/done"
is '{"already": 0, "locked": 18}' "$work/done" d
expect 0 hub lock all --json >"$work/done"
is '{"already": 18, "locked": 0}' "$work/done" d
expect 0 hub check >/dev/null

# --- lock and unlock without a unit are about the passphrase: a store under a key file has none ---
expect 0 hub --quiet lock
expect 0 hub --quiet unlock
same 3 "$(count)"

# --- under a passphrase the store is closed until it is opened, and closed again ---
printf 'cổng làng có cây đa\n' >"$work/pass"
chmod 600 "$work/pass"
hub_folder=$work/closed
expect 0 silent hub --quiet init --unit 05788 --name 'Xã Phú Lạc' \
	--campaign "$project/forms/campaigns/phu-lac-2025.json" --passphrase-file "$work/pass"
expect 77 silent hub status
expect 77 silent hub lock 05788-01
expect 0 silent hub --quiet lock 05788-01 --passphrase-file "$work/pass"
expect 0 silent hub --quiet unlock --passphrase-file "$work/pass"
hub status --json </dev/null >"$work/status"
is true "$work/status" 'd["units"][0]["locked"]'
expect 0 hub --quiet lock
expect 77 silent hub status
