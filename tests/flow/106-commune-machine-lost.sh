#!/bin/sh
# A commune loses its machine. With a backup the province gives it back what it wrote since; without one a new machine joins,
# sees what had been declared, and goes on from there.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_up.sh"

begin_week
begin_office province 19 'Tỉnh Thái Nguyên' province '05788,Xã Phú Lạc,commune,19'
begin_office hub 05788 'Xã Phú Lạc' commune '05788-01,Xóm 1,hamlet,05788'
expect 0 hub --quiet row set 05788-01 households=40 persons=150 --source 'sổ của xóm' --date 2025-11-05
invite_below province 05788 "$work/up.tni"
expect 0 hub --quiet join "$work/up.tni"
expect 0 silent hub --quiet close --period "$running"
stick_up hub province

# --- a backup; then a second version, sent; then the disk breaks ---
expect 0 silent hub --quiet backup -o "$work/backup.tnb"
expect 0 hub --quiet row set 05788-01 households=44 persons=160 --source 'sổ của xóm, sửa' --date 2025-11-06
expect 0 silent hub --quiet close --period "$running" --again --reason 'Xóm sửa số' >/dev/null
stick_up hub province
office province form02 --json >"$work/form"
is '[44, 2]' "$work/form" '[[r["households"], r["statement"]["version"]] for r in d["rows"]][0]'
rm -rf "$hub_folder"
expect 0 silent hub --quiet restore "$work/backup.tnb" --key-file "$work/hub.key"
hub statement list --json >"$work/list"
is 1 "$work/list" 'max(x["version"] for x in d)'
stick_up hub province
hub statement list --json >"$work/list"
is 2 "$work/list" 'max(x["version"] for x in d)'
expect 0 hub check >/dev/null

# --- version 3 goes on from what came back; what the province counts follows ---
expect 0 hub --quiet row set 05788-01 households=45 persons=161 --source 'sổ của xóm, sửa' --date 2025-11-07
expect 0 silent hub --quiet close --period "$running" --again --reason 'Sửa sau khi khôi phục máy' >/dev/null
stick_up hub province
office province form02 --json >"$work/form"
is '[45, 3]' "$work/form" '[[r["households"], r["statement"]["version"]] for r in d["rows"]][0]'

# --- stolen, and no backup: the province revokes it; a new machine joins with a new invitation ---
old=$(hub device --json | json 'd["node"]')
rm -rf "$hub_folder" "$work/hub.key"
expect 0 office province --quiet device revoke "$old" --reason 'Mất máy'
office province form02 --json >"$work/form"
is 45 "$work/form" 'd["rows"][0]["households"]' # what it had declared stands
begin_office hub 05788 'Xã Phú Lạc' commune '05788-01,Xóm 1,hamlet,05788'
invite_below province 05788 "$work/new.tni"
expect 0 hub --quiet join "$work/new.tni"
stick_up hub province
hub statement list --json >"$work/list"
is '[1, 2, 3]' "$work/list" 'sorted(x["version"] for x in d)'
hub form02 --period "$running" --json >"$work/form"
is 45 "$work/form" 'd["rows"][0]["households"]'

# --- closing the week again goes on from version 3, and is what counts ---
expect 0 hub --quiet row set 05788-01 households=46 persons=165 --source 'sổ của xóm' --date 2025-11-08
expect 65 silent hub --quiet close --period "$running"
expect 0 silent hub --quiet close --period "$running" --again --reason 'Máy mới' >/dev/null
stick_up hub province
office province form02 --json >"$work/form"
is '[46, 4]' "$work/form" '[[r["households"], r["statement"]["version"]] for r in d["rows"]][0]'
office province submit list 05788 --json >"$work/list"
is '[4, 3, 2, 1]' "$work/list" '[v["version"] for v in d[0]["versions"]]'
expect 0 office province check >/dev/null
expect 0 hub check >/dev/null
