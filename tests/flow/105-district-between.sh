#!/bin/sh
# Between commune and province: a district with a hub of its own, and a group without one. Each figure is counted once, with
# where it comes from.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_up.sh"

begin_week
begin_office province 19 'Tỉnh Thái Nguyên' province '171,Huyện Đại Từ,district,19
G1,Cụm phía Bắc,group,19
05795,Xã Yên Lãng,commune,G1
05798,Xã Phú Xuyên,commune,G1'
begin_office district 171 'Huyện Đại Từ' district '05788,Xã Phú Lạc,commune,171
05791,Xã La Bằng,commune,171'
begin_office hub 05788 'Xã Phú Lạc' commune '05788-01,Xóm 1,hamlet,05788'
begin_office yenlang 05795 'Xã Yên Lãng' commune '05795-01,Xóm 1,hamlet,05795'
expect 0 hub --quiet row set 05788-01 households=40 persons=150 --source 'sổ của xóm' --date 2025-11-05
expect 0 office yenlang --quiet row set 05795-01 households=25 persons=90 --source 'sổ của xóm' --date 2025-11-05

# --- commune to district to province, each by the same invitation ---
invite_below district 05788 "$work/05788.tni"
invite_below province 171 "$work/171.tni"
invite_below province 05795 "$work/05795.tni"
expect 0 hub --quiet join "$work/05788.tni"
expect 0 office district --quiet join "$work/171.tni"
expect 0 office yenlang --quiet join "$work/05795.tni"
expect 0 silent hub --quiet close --period "$running"
expect 0 silent office yenlang --quiet close --period "$past"
stick_up hub district
expect 0 silent office district --quiet close --period "$running"
stick_up district province
stick_up yenlang province

office province form02 --json >"$work/form"
is '[["171", 40, "devices"], ["G1", 25, "devices"]]' "$work/form" '[[r["unit"], r["households"], r["source"]] for r in sorted(d["rows"], key=lambda r: r["unit"])]'
is 65 "$work/form" 'd["total"]["households"]'
# the group's figures are of the week before, and say so
is "[\"171\", \"G1\"]" "$work/form" '[r["unit"] for r in sorted(d["rows"], key=lambda r: ("kỳ" in r["note"], r["unit"]))]'
holds "$work/form" "'số liệu kỳ $past' in [r['note'] for r in d['rows'] if r['unit'] == 'G1'][0]"
is 0 "$work/form" 'sum("/0" in r["note"] for r in d["rows"])' # a list nobody knows is not a list of nought

# --- the district's own table, from what it closed; the group's, a row a commune ---
office province form02 --unit 171 --json >"$work/table"
is '[["05788", 40], ["05791", 0]]' "$work/table" '[[r["unit"], r["households"]] for r in sorted(d["rows"], key=lambda r: r["unit"])]'
office province form02 --unit G1 --json >"$work/table"
is '[["05795", 25, "devices"], ["05798", 0, null]]' "$work/table" '[[r["unit"], r["households"], r["source"]] for r in sorted(d["rows"], key=lambda r: r["unit"])]'
is 25 "$work/table" 'd["total"]["households"]'

# --- a commune's own device never reaches the province: its hamlet is not known there ---
expect 66 office province form02 --unit 05788-01 2>/dev/null
expect 66 office province form02 --unit 05788 2>/dev/null

# --- the province closes, and names every statement that was counted, in the group too ---
expect 0 silent office province --quiet close --period "$running"
office province form02 --period "$running" --json >"$work/closed"
is '[["171", 40], ["G1", 25]]' "$work/closed" '[[r["unit"], r["households"]] for r in sorted(d["rows"], key=lambda r: r["unit"])]'
is 1 "$work/closed" '[r["statement"]["version"] for r in d["rows"] if r["unit"] == "171"][0]'
if [ -n "${TUNGNHA_TEST_KEEP:-}" ]; then
	office province form02 --format html -o "$TUNGNHA_TEST_KEEP/province.html" >/dev/null
	office province status >"$TUNGNHA_TEST_KEEP/status.txt"
	office district status >"$TUNGNHA_TEST_KEEP/district.txt"
	office province submit list >"$TUNGNHA_TEST_KEEP/submits.txt"
fi
expect 0 office province check >/dev/null
expect 0 office district check >/dev/null

# --- a group is as late as its units: nothing came from Phú Xuyên for the week that is over ---
office province status --json >"$work/status"
is "[[\"171\", \"$running\", true], [\"G1\", null, false]]" "$work/status" \
	'[[u["code"], u["submitted"], u["on_time"]] for u in sorted(d["units"], key=lambda u: u["code"])]'
