#!/bin/sh
# A Thursday at the commune of Phú Lạc: hamlets have sent their figures, the clerk types the figures of the one-stop system and what
# only people can say, closes the week, and has a report to sign, with a check code that a receiver can hold against the file.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

when='2025-11-03 08:00'
at() { clock_at "$when" "$@"; }
clerk() { at "$aggregator" --data "$hub_folder" "$@"; }
expect 0 clerk --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" --key-file "$work/hub.key" >/dev/null

# --- which reports the plan asks for ---
expect 0 clerk report list --json >"$work/list"
is '[["weekly", "week", "2025-W45"], ["final", "once", null]]' "$work/list" '[[r["command"], r["every"], r["next"]] for r in d]'
holds "$work/list" '"xã Phú Lạc tuần 03/11–09/11/2025" in d[0]["about"]'

# --- the first week: one hamlet on its own device, two on paper ---
expect 0 clerk --quiet invite 05788-01 -o "$work/a.tni"
expect 0 silent at "$collector" --data "$work/a" --quiet join "$work/a.tni" --no-passphrase --by 'Lan'
when='2025-11-05 19:00'
team() { at "$collector" --data "$work/a" --quiet "$@"; }
for n in 1 2 3; do
	expect 0 team put household_no=$n persons=4 vneid=3 no_vneid=1 online_dossiers=1 eresult_dossiers=1 rated=yes
done
expect 0 silent team submit
mkdir "$work/stick"
expect 0 team sync --via "$work/stick"
expect 0 clerk --quiet receive "$work/stick"
paper() { # UNIT HOUSEHOLDS
	expect 0 silent clerk --quiet row set "$1" households="$2" persons=$(($2 * 4)) vneid=$(($2 * 2)) no_vneid="$2" \
		online_dossiers="$2" eresult_dossiers=$(($2 / 2)) rated_households=$(($2 / 3)) --source 'Sổ của trưởng xóm' --date 2025-11-05
}
paper 05788-02 60
paper 05788-03 40

# --- before it is closed: figures as they stand, and the print says so; no code ---
when='2025-11-06 08:30'
expect 0 clerk report weekly >"$work/said" 2>"$work/warned"
says "$work/said" 'Số liệu chưa chốt, tổng hợp lúc 08 giờ 30 ngày 06/11/2025'
says "$work/said" 'đã rà soát 103/2.771 hộ, đạt 3,72%'
says "$work/said" '3/18 xóm đã gửi số liệu: 3 đúng hạn, 0 muộn, 15 chưa gửi'
says "$work/warned" 'Báo cáo của kỳ 2025-W45, hạn 06/11/2025 10:00'
says "$work/warned" 'Kỳ 2025-W45 chưa chốt'
says "$work/warned" 'Chưa có nội dung, in ra để trống: tuyen-truyen, phan-hoi, kho-khan, nhiem-vu, kien-nghi'
expect 0 silent clerk report weekly --json >"$work/facts"
is '[false, null, null]' "$work/facts" '[d["closed"], d["code"], d["version"]]'

# --- what only people know: figures of the one-stop system, and words ---
expect 0 silent clerk --quiet figures set ho-so-truc-tuyen 184/196 --source 'Hệ thống thông tin giải quyết TTHC' --date 05/11/2025
expect 0 silent clerk --quiet figures set thanh-toan 30/50 --source 'Cổng DVC quốc gia' --date 05/11/2025
expect 0 clerk report text list weekly >"$work/said" 2>/dev/null
says "$work/said" 'tuyen-truyen .*chưa có .*Truyền thanh'
expect 0 clerk report text weekly tuyen-truyen --text 'Phát thanh 14 buổi, họp 06 xóm.' >"$work/said"
says "$work/said" 'Đã ghi phần tuyen-truyen của báo cáo weekly, kỳ 2025-W45'
printf 'Sóng yếu ở Xóm Lũng 1.\r\n\r\nThiếu 02 máy tính.\n' >"$work/kho-khan.txt"
expect 0 clerk --quiet report text weekly kho-khan --file "$work/kho-khan.txt"
expect 0 clerk --quiet report text weekly kien-nghi --text 'Không.'
expect 64 clerk report text weekly kho-khan 2>/dev/null
expect 64 clerk report text weekly kho-khan --text 'a' --clear 2>/dev/null
expect 65 clerk report text weekly khong-co --text 'a' 2>"$work/said"
says "$work/said" 'Các phần: tuyen-truyen, '
expect 66 clerk report text weekly kho-khan --file "$work/nothing" 2>/dev/null

# --- Thursday 10:05: closed, and printed in every format, with the code on it ---
when='2025-11-06 10:05'
expect 0 clerk close --period 2025-W45 --json >"$work/closed"
code=$(fact "$work/closed" 'd["code"]')
shown=$(printf %s "$code" | sed 's/^\(....\)/\1-/')
for format in html docx xlsx; do
	expect 0 silent clerk report weekly -o "$work/report.$format" >"$work/said"
	says "$work/said" "Đã ghi .*report.$format"
	expect 0 silent clerk report weekly -o "$work/again.$format" >/dev/null
	cmp "$work/report.$format" "$work/again.$format"
done
expect 0 clerk report weekly >"$work/said" 2>"$work/warned"
says "$work/said" "Mã kiểm tra: $shown"
says "$work/said" 'Phát thanh 14 buổi, họp 06 xóm.'
says "$work/said" 'Thiếu 02 máy tính.'
says "$work/said" '93,88%'
says "$work/said" 'Phụ lục'
says "$work/warned" 'in ra để trống: phan-hoi, nhiem-vu\.'
says "$work/report.html" "Mã kiểm tra: $shown"
expect 0 silent clerk report weekly --json >"$work/facts"
is '["met", 0, "not_met", 10]' "$work/facts" '[g[k] for t in d["parts"][3]["indicators"]["targets"] if t["id"] in ("ho-so-truc-tuyen", "thanh-toan")
	for g in t["goals"] for k in ("verdict", "needed")]'
python3 - "$work/report.docx" "$shown" <<'END'
import sys, zipfile, xml.etree.ElementTree as tree
z = zipfile.ZipFile(sys.argv[1])
words = lambda part: "".join(e.text or "" for e in tree.fromstring(z.read(part)).iter() if e.tag.endswith("}t"))
body = words("word/document.xml")
assert "Phát thanh 14 buổi, họp 06 xóm." in body and "103/2.771 hộ" in body, body[:2000]
assert any(sys.argv[2] in words(n) for n in z.namelist() if n.startswith("word/foot")), z.namelist()
END
expect 0 clerk verify "$code" "$work/report.docx" >"$work/said"

# --- what came after the week was closed does not change its report ---
when='2025-11-06 16:00'
paper 05788-02 70
expect 0 silent clerk report weekly --period 2025-W45 -o "$work/later.html" >/dev/null
cmp "$work/report.html" "$work/later.html"

# --- the next week: words are carried forward and named, figures are compared ---
when='2025-11-13 09:00'
paper 05788-02 80
paper 05788-03 55
expect 0 clerk --quiet report text weekly kho-khan --clear
expect 0 clerk report weekly >"$work/said" 2>"$work/warned"
says "$work/warned" 'Còn lời của kỳ trước.*: tuyen-truyen, kien-nghi\. '
says "$work/said" 'tăng 35 hộ so với tuần trước'
says "$work/said" 'Phát thanh 14 buổi'
expect 0 silent clerk report weekly --json >"$work/facts"
is '[["tuyen-truyen", "kien-nghi"], ["phan-hoi", "nhiem-vu"]]' "$work/facts" '[d["carried"], d["missing"]]'
expect 0 clerk --lang en report weekly --period 2025-W45 >"$work/said" 2>/dev/null
says "$work/said" 'of the households listed 103/2,771 had been reviewed'

# --- what cannot be ---
expect 65 clerk report monthly 2>"$work/said"
says "$work/said" 'report weekly, report final'
expect 65 clerk report weekly --period 2025-W52 2>/dev/null
expect 65 clerk report weekly --period 2025-11 2>"$work/said"
says "$work/said" 'Ghi kỳ theo mẫu: 2025-W45'
expect 64 clerk report weekly --format pdf 2>"$work/said"
says "$work/said" 'text, html, docx hoặc xlsx'
expect 64 clerk report 2>/dev/null
when='1970-01-01 08:00'
expect 64 clerk report weekly 2>"$work/said"
says "$work/said" 'Máy chưa biết ngày giờ'
