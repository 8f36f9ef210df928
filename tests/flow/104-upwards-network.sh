#!/bin/sh
# Hamlet to commune to province over the network: each sends with sync, each takes with serve. The province accepts a commune
# that was late, and a commune that was revoked is told so.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_up.sh"

begin_week
begin_office province 19 'Tỉnh Thái Nguyên' province '05788,Xã Phú Lạc,commune,19
05791,Xã La Bằng,commune,19'
begin_office hub 05788 'Xã Phú Lạc' commune '05788-01,Xóm 1,hamlet,05788'
invite_device a 05788-01
expect 0 device a --quiet put household_no=1 persons=4 vneid=2 no_vneid=1 online_dossiers=1 eresult_dossiers=1 rated=yes

# --- the hamlet sends to the commune ---
serve_hub --listen 127.0.0.1:0
expect 0 device a --quiet sync --via "$address"
end_serve

# --- nobody answers: the totals are kept, and it is said whose machine is silent ---
invite_below province 05788 "$work/up.tni"
expect 0 hub --quiet join "$work/up.tni" --label 'máy chủ xã Phú Lạc'
expect 0 silent hub --quiet close --period "$running"
expect 75 hub sync --via "$address" --tries 1 2>"$work/said"
says "$work/said" 'Máy của cấp trên (.*) không trả lời'
says "$work/said" 'cấp trên chưa xác nhận, sẽ gửi khi có mạng'

# --- the province listens ---
hub_folder=$work/province
serve_hub --listen 127.0.0.1:0
up=$address
expect 0 office hub sync --via "$up" >"$work/said"
says "$work/said" 'Đã gửi và cấp trên đã xác nhận'
office hub sync --via "$up" --json >"$work/again"
is '["http", 0]' "$work/again" '[d["via"], d["sent"]]'
office hub status >"$work/said"
says "$work/said" "Số chốt mới nhất: kỳ $running, lần 1; cấp trên đã nhận"
end_serve
office province device list --json >"$work/devices"
is '["máy chủ xã Phú Lạc", "new", "05788"]' "$work/devices" '[d[0][k] for k in ("label", "state", "unit")]'
office province form02 --json >"$work/form"
is 1 "$work/form" '[r["households"] for r in d["rows"] if r["unit"] == "05788"][0]'

# --- last week's figures come late; the province counts them as in time, with a reason, and the commune hears it ---
expect 0 silent office hub --quiet close --period "$past"
serve_hub --listen 127.0.0.1:0
expect 0 office hub --quiet sync --via "$address"
end_serve
office province submit list 05788 --period "$past" --json >"$work/list"
is false "$work/list" 'd[0]["on_time"]'
expect 0 office province --quiet submit accept 05788 --period "$past" --reason 'Mất mạng do mưa lũ'
office province submit list 05788 --period "$past" --json >"$work/list"
is '[true, true, "Mất mạng do mưa lũ"]' "$work/list" '[d[0][k] for k in ("on_time", "accepted", "accepted_reason")]'

# --- revoked: the machine is told, what it closed before stands ---
expect 0 office province --quiet device revoke "$(fact "$work/devices" 'd[0]["node"]')" --reason 'Thay máy'
serve_hub --listen 127.0.0.1:0
expect 77 office hub sync --via "$address" 2>"$work/said"
says "$work/said" 'Cấp trên đã thu hồi máy này'
end_serve
office province form02 --json >"$work/form"
is 1 "$work/form" '[r["households"] for r in d["rows"] if r["unit"] == "05788"][0]'
expect 0 office province check >/dev/null
expect 0 office hub check >/dev/null
