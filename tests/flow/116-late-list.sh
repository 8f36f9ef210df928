#!/bin/sh
# Who is late: the list a plan orders published, as a page to sign, as a table, and as a few lines to copy into a message; the same
# again after the week was closed, and not a word of blame from a clock that cannot be trusted.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

when='2025-11-03 08:00'
at() { clock_at "$when" "$@"; }
clerk() { at "$aggregator" --data "$hub_folder" "$@"; }
cat >"$work/units.csv" <<'END'
code,name,level,listed
05788-01,Xóm 11,hamlet,111
05788-02,Xóm Đại Hà,hamlet,133
05788-03,Xóm Lũng 1,hamlet,150
END
expect 0 clerk --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
	--units "$work/units.csv" --key-file "$work/hub.key" >/dev/null
mkdir "$work/stick"
for n in 1 2; do
	expect 0 clerk --quiet invite "05788-0$n" -o "$work/$n.tni"
	expect 0 silent at "$collector" --data "$work/$n" --quiet join "$work/$n.tni" --no-passphrase
done
declare_week() { # DEVICE HOUSEHOLD
	expect 0 at "$collector" --data "$work/$1" --quiet put household_no="$2" persons=4 vneid=3 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no
	expect 0 silent at "$collector" --data "$work/$1" --quiet submit --period 2025-W45
	expect 0 at "$collector" --data "$work/$1" --quiet sync --via "$work/stick"
	expect 0 silent clerk --quiet receive "$work/stick"
}

# --- the evening before: who has not sent is told in a message; nobody is late yet ---
when='2025-11-05 19:00'
declare_week 1 1
expect 0 silent clerk report late --period 2025-W45 --format text >"$work/said"
says "$work/said" '^Xã Phú Lạc: tình hình gửi số liệu tuần 03/11–09/11/2025 (hạn 10 giờ 00 ngày 06/11/2025)$'
says "$work/said" '^Đã gửi: 1/3 xóm\.$'
says "$work/said" '^Chưa gửi (2): Xóm Đại Hà, Xóm Lũng 1\.$'
says "$work/said" '^Đề nghị các xóm chưa gửi'

# --- one comes late, one not at all ---
when='2025-11-06 11:00'
declare_week 2 1
expect 0 silent clerk report late --period 2025-W45 --format text >"$work/said"
says "$work/said" '^Gửi muộn (1): Xóm Đại Hà\.$'
says "$work/said" '^Chưa gửi (1): Xóm Lũng 1\.$'
expect 0 silent clerk report late --period 2025-W45 --json >"$work/facts"
is '[1, 1, 1]' "$work/facts" '[d["parts"][0][k] for k in ("on_time", "late", "missing")]'
is '[["05788-02", false, 1], ["05788-03", false, 1]]' "$work/facts" \
	'[[u["unit"], u["on_time"], u["times_late"]] for u in d["parts"][1]["late_units"]]'

# --- closed: the list bears the code of the figures, and stays ---
expect 0 clerk close --period 2025-W45 --json >"$work/closed"
shown=$(fact "$work/closed" 'd["code"][:4] + "-" + d["code"][4:]')
for format in html docx xlsx; do
	expect 0 silent clerk report late --period 2025-W45 -o "$work/late.$format" >/dev/null
done
says "$work/late.html" "Mã kiểm tra: $shown"
says "$work/late.html" 'Đơn vị gửi muộn hoặc chưa gửi số liệu'
when='2025-11-08 09:00'
expect 0 silent clerk report late --period 2025-W45 -o "$work/again.html" >/dev/null
cmp "$work/late.html" "$work/again.html"

# --- the week after: who was late before is told how often ---
when='2025-11-13 10:30'
expect 0 silent clerk report late --format text >"$work/said"
says "$work/said" 'tuần 10/11–16/11/2025'
says "$work/said" 'Chưa gửi (3): Xóm 11, Xóm Đại Hà (lần thứ 2), Xóm Lũng 1 (lần thứ 2)\.'
expect 0 clerk --lang en report late --period 2025-W45 --format text >"$work/said" 2>/dev/null
says "$work/said" '^Late (1): Xóm Đại Hà\.$'
expect 65 clerk report late --period 2025-11 2>/dev/null
expect 64 clerk report late --format csv 2>/dev/null

# --- a hub that woke in 1970 calls nobody late ---
when='1970-01-02 08:00'
expect 64 clerk report late 2>/dev/null
expect 0 silent clerk report late --period 2025-W46 --json >"$work/facts"
is '[0, 0]' "$work/facts" '[d["parts"][0][k] for k in ("late", "on_time")]'
