#!/bin/sh
# A commune sends its closed totals to the province on a stick: the province sees which period and version, whether in time,
# the commune's own table; no household ever goes there.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_up.sh"

begin_week
begin_office province 19 'Tỉnh Thái Nguyên' province '05788,Xã Phú Lạc,commune,19
05791,Xã La Bằng,commune,19'
begin_office hub 05788 'Xã Phú Lạc' commune '05788-01,Xóm 1,hamlet,05788
05788-02,Xóm 2,hamlet,05788'
invite_device a 05788-01
mark=zq9hop # a word that stands in notes and labels, and must never be found above
expect 0 device a --quiet put household_no=1 persons=4 vneid=2 no_vneid=1 online_dossiers=1 eresult_dossiers=1 rated=yes "note=ghi chú $mark"
expect 0 device a --quiet put household_no=77 persons=5 vneid=3 no_vneid=1 online_dossiers=? eresult_dossiers=0 rated=no "label=nhà $mark"
expect 0 device a --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"

# --- join: only the invitation of the right unit, of somebody above ---
expect 69 hub sync --via "$work/stick" 2>"$work/said"
says "$work/said" 'Máy này chưa nhận lời mời của cấp trên'
invite_below province 05791 "$work/wrong.tni"
expect 65 hub join "$work/wrong.tni" 2>"$work/said"
says "$work/said" 'Lời mời này cấp cho Xã La Bằng (mã 05791), còn máy này tổng hợp số liệu của Xã Phú Lạc'
invite_below province 05788 "$work/up.tni"
expect 0 hub join "$work/up.tni" >"$work/said"
says "$work/said" 'Từ nay số chốt của Xã Phú Lạc gửi lên Tỉnh Thái Nguyên (mã 19)'
expect 0 hub join "$work/up.tni" --json >"$work/again" # twice is the same
hub device --json >"$work/device"
is "$(fact "$work/again" 'd["node"]')" "$work/device" 'd["node"]'
hub status >"$work/said"
says "$work/said" 'Chưa chốt kỳ nào, nên cấp trên chưa có số liệu'

# --- first contact, before anything is closed ---
stick_up hub province
office province status --json >"$work/status"
is '[1, null, 0]' "$work/status" '[[u["devices"], u["submitted"], u["reviewed"]] for u in d["units"] if u["code"] == "05788"][0]'
hub device >"$work/said"
says "$work/said" 'Cấp trên đã nhận máy này nhưng chưa đối chiếu mã'
expect 0 office province --quiet device accept "$(fact "$work/device" 'd["node"]')"

# --- Wednesday: closed, sent, confirmed ---
expect 0 silent hub --quiet close --period "$running"
hub status >"$work/said"
says "$work/said" "Số chốt mới nhất: kỳ $running, lần 1; cấp trên chưa nhận"
stick_up hub province
hub status --json >"$work/status"
is "[\"19\", \"active\", \"$running\", 1, true, false]" "$work/status" \
	'[d["parent"][k] for k in ("unit", "state", "period", "version", "has_it", "locked")]'
is true "$work/status" 'd["parent"]["written"] == d["parent"]["confirmed"] > 0'
code=$(hub statement show --json | json 'd["code"]')
office province form02 --json >"$work/form"
is "[2, 9, \"devices\", \"$running\", 1, \"$code\"]" "$work/form" \
	'[[r["households"], r["persons"], r["source"]] + [r["statement"][k] for k in ("period", "version", "code")] for r in d["rows"] if r["unit"] == "05788"][0]'
is '[2, 9, {"online_dossiers": 1}]' "$work/form" \
	'[[r["households"], r["persons"], r["unknown"]] for r in d["rows"] if r["unit"] == "05788"][0]'
is '[null, 0]' "$work/form" '[[r["source"], r["households"]] for r in d["rows"] if r["unit"] == "05791"][0]'
office province status --json >"$work/status"
is "[\"$running\", true, false]" "$work/status" '[[u["submitted"], u["on_time"], u["differs"]] for u in d["units"] if u["code"] == "05788"][0]'

# --- the commune's own table, from what it closed ---
office province form02 --unit 05788 --json >"$work/table"
is "[\"05788\", [[\"05788-01\", 2], [\"05788-02\", 0]], \"$code\"]" "$work/table" \
	'[d["unit"]["code"], [[r["unit"], r["households"]] for r in d["rows"]], d["code"]]'
office province form02 --unit 05788 --period "$running" --json >"$work/closed"
is "\"$code\"" "$work/closed" 'json.dumps(d["code"])'

# --- the province closes; a second version comes later ---
expect 0 silent office province --quiet close --period "$running"
expect 0 device a --quiet put household_no=2 persons=3 vneid=2 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
expect 0 device a --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"
expect 0 silent hub --quiet close --period "$running" --again --reason 'Xóm 1 gửi bổ sung' >/dev/null
stick_up hub province
office province submit list 05788 --json >"$work/list"
is '[2, [2, 1], true, ["households", 2, 3]]' "$work/list" \
	'[d[0]["version"], [v["version"] for v in d[0]["versions"]], bool(d[0]["differs"]), [[c["column"], c["before"], c["after"]] for c in d[0]["versions"][0]["changes"]][0]]'
office province submit list 05788 >"$work/said"
says "$work/said" 'Lý do chốt lại: Xóm 1 gửi bổ sung'
says "$work/said" "đã chốt theo số chốt $running, 1 của đơn vị; lần chốt 2 đến sau"
office province statement show --json >"$work/statement"
is 2 "$work/statement" 'd["rows"]["05788"][0] if isinstance(d["rows"], dict) else [r["households"] for r in d["rows"] if r.get("unit", r.get("code")) == "05788"][0]'
office province form02 --json >"$work/form"
is '3' "$work/form" '[r["households"] for r in d["rows"] if r["unit"] == "05788"][0]'
hub status >"$work/said"
says "$work/said" "Cấp trên đã chốt kỳ $running, tính theo số chốt kỳ $running, lần 1"

# --- locked above, purged below: what went up stays ---
expect 0 office province --quiet lock 05788
stick_up hub province
hub status >"$work/said"
says "$work/said" 'Cấp trên đã chốt số liệu của đơn vị này'
expect 0 office province --quiet unlock 05788 --reason 'Mở để bổ sung'
expect 0 hub --quiet lock 05788-01
expect 0 silent hub --quiet close --period "$running" --again --reason 'Chốt trước khi xóa số liệu hộ'
expect 0 hub --quiet purge 05788-01 --after-lock 0 --reason 'Hết thời hạn lưu'
stick_up hub province
office province form02 --unit 05788 --json >"$work/table"
is '[["05788-01", 3], ["05788-02", 0]]' "$work/table" '[[r["unit"], r["households"]] for r in d["rows"]]'

# --- nothing of a household is above ---
expect 0 office province check >/dev/null
expect 0 silent office province export --format json -o "$work/export.json" >/dev/null
for found in "$mark" household_no '"status":"reviewed"'; do
	if grep -q "$found" "$work/export.json"; then
		echo "$found went up" >&2
		exit 1
	fi
done
expect 0 hub check >/dev/null
