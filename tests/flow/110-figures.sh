#!/bin/sh
# Figures of the one-stop system: typed with source and date, changed, withdrawn, taken from a file; every figure keeps
# its past, and a file is taken whole or not at all.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_plan.sh"

begin_plan
set_figure() { hub figures set "$@" --source 'Hệ thống TTHC' --date 06/11/2025; }
refuses() { # CODE SENTENCE COMMAND…
	code=$1
	sentence=$2
	shift 2
	hub figures list --history --json >"$work/before"
	expect "$code" hub "$@" 2>"$work/refused" >/dev/null
	says "$work/refused" "$sentence"
	hub figures list --history --json >"$work/after"
	cmp "$work/before" "$work/after"
}

# --- what is refused, and why ---
hub figures list >"$work/said"
says "$work/said" 'Chưa có số liệu nào'
refuses 64 'Có phải truc-tuyen' figures set truc-tuye 1/2 --source S --date 06/11/2025
refuses 64 'Các chỉ tiêu gõ số được: truc-tuyen, thanh-toan, ho-tro' figures set xyz 1/2 --source S --date 06/11/2025
refuses 65 'tính từ số liệu từng hộ' figures set vneid 1/2 --source S --date 06/11/2025
refuses 64 'thiếu mẫu số' figures set truc-tuyen 23767 --source S --date 06/11/2025
refuses 65 'vừa có dấu phẩy vừa có dấu chấm' figures set truc-tuyen 14,277/18.145 --source S --date 06/11/2025
refuses 65 'có dấu phẩy' figures set truc-tuyen 14,277/18145 --source S --date 06/11/2025
refuses 65 'số nguyên từ 0' figures set truc-tuyen 1.42/18 --source S --date 06/11/2025
refuses 65 'số nguyên từ 0' figures set truc-tuyen 1/-18 --source S --date 06/11/2025
refuses 65 'số nguyên từ 0' figures set truc-tuyen 1/2000000001 --source S --date 06/11/2025
refuses 65 'ghi ngược' figures set truc-tuyen 39.696/23.767 --source S --date 06/11/2025
refuses 64 'nguồn' figures set truc-tuyen 1/2 --date 06/11/2025
refuses 64 'ngày lấy số liệu' figures set truc-tuyen 1/2 --source S
refuses 65 'không phải ngày' figures set truc-tuyen 1/2 --source S --date 31/02/2025
refuses 65 'không phải tên kỳ' figures set truc-tuyen 1/2 --period 2025-W54 --source S --date 06/11/2025
refuses 66 '05788-99' figures set truc-tuyen 1/2 --unit 05788-99 --source S --date 06/11/2025
refuses 66 'figures list' figures clear truc-tuyen --period 2025-W45

# --- typed: Vietnamese thousands or none; any length of period ---
expect 0 set_figure truc-tuyen 23.767/39.696 --period 2025-W45 >"$work/said"
says "$work/said" '23.767/39.696 = 59,87%'
expect 0 set_figure truc-tuyen 23767/39696 --period 2025-W45 --json >"$work/set"
is '[false, 23767, 39696, "2025-11-06"]' "$work/set" '[d[k] for k in ("written", "num", "den", "date")]'
expect 0 set_figure truc-tuyen 24000/39696 --period 2025-W45 >"$work/said"
says "$work/said" '59,87% thành 24.000/39.696'
for p in 2025-10 2025-Q3 2025-H1 2024; do expect 0 set_figure truc-tuyen 100/200 --period $p >"$work/said"; done
expect 0 set_figure truc-tuyen 0/0 --period 2023 >"$work/said"
says "$work/said" '0/0 = –'
expect 0 set_figure ho-tro 300/200 --period 2025-W45 >"$work/said"
says "$work/said" '150,00%'
# cumulative figures do not fall
expect 0 set_figure truc-tuyen 23000/39700 --period 2025-W46 >"$work/said" 2>"$work/doubt"
says "$work/doubt" 'thấp hơn kỳ 2025-W45'
# of a unit below
expect 0 set_figure thanh-toan 5/10 --period 2025-W45 --unit 05788-03 >"$work/said"
says "$work/said" 'Xóm Đầm Dím'

# --- the list, and the past ---
hub figures list --json >"$work/list"
is '[24000, 23000]' "$work/list" '[sorted(f["num"] for f in d if f["period"] == p)[-1] for p in ("2025-W45", "2025-W46")]'
hub figures list --period 2025-W45 --unit 05788-03 --json >"$work/list"
is '[["thanh-toan", 5, 10]]' "$work/list" '[[f["indicator"], f["num"], f["den"]] for f in d]'
expect 0 hub figures clear truc-tuyen --period 2025-W46 >"$work/said"
hub figures list --history --json >"$work/list"
is '[[null, false], [23000, false]]' "$work/list" '[[f["num"], f["stands"]] for f in d if f["period"] == "2025-W46"]'
is '[[24000, true], [23767, false]]' "$work/list" '[[f["num"], f["stands"]] for f in d if f["period"] == "2025-W45" and f["indicator"] == "truc-tuyen"]'

# --- from a file: every line judged first ---
cat >"$work/so-lieu.csv" <<'EOF'
SỐ LIỆU CHỈ TIÊU TUẦN 45;;;;;
Chỉ tiêu;Đơn vị;Tử số;Mẫu số;Nguồn;Ngày
truc-tuyen;;24000;39696;Hệ thống TTHC;06/11/2025
Tỷ lệ thanh toán trực tuyến;05788-03;6;10;Hệ thống TTHC;06/11/2025
thanh-toan;Xóm 11;3;4;Hệ thống TTHC;06/11/2025
thanh-toan;5788-03;3;4;Hệ thống TTHC;06/11/2025
truc-tuyen;;14,277;18.145;Hệ thống TTHC;06/11/2025
thanh-toan;05788-04;9;4;Hệ thống TTHC;06/11/2025
thanh-toan;Xóm 11;4;4;Hệ thống TTHC;06/11/2025
thanh-toan;05788-05;4;4;;06/11/2025
Tổng;;40;44;;
EOF
hub figures list --history --json >"$work/before"
expect 65 hub figures import "$work/so-lieu.csv" --period 2025-W45 --json >"$work/judged" 2>"$work/refused"
is '["same", "changed", "new", "refused", "refused", "refused", "refused", "refused"]' "$work/judged" '[r["verdict"] for r in d["rows"]]'
holds "$work/judged" '"mất số 0" in d["rows"][3]["reason"] and "05788-03" in d["rows"][3]["reason"]'
holds "$work/judged" '"không rõ" in d["rows"][4]["reason"]'
holds "$work/judged" '"ghi ngược" in d["rows"][5]["reason"] and "dòng 5" in d["rows"][6]["reason"]'
says "$work/refused" '5 dòng bị từ chối nên không ghi dòng nào'
hub figures list --history --json >"$work/after"
cmp "$work/before" "$work/after"
sed '/5788-03;3\|14,277\|;9;4\|;4;4/d' "$work/so-lieu.csv" >"$work/tot.csv"
expect 0 hub figures import "$work/tot.csv" --period 2025-W45 --dry-run >"$work/said"
says "$work/said" 'Sẽ ghi: 1 mới, 1 thay đổi; 1 như cũ'
hub figures list --history --json >"$work/after"
cmp "$work/before" "$work/after"
expect 0 hub figures import "$work/tot.csv" --period 2025-W45 >"$work/said"
says "$work/said" 'Đã ghi: 1 mới, 1 thay đổi; 1 như cũ'
expect 0 hub figures import "$work/tot.csv" --period 2025-W45 --json >"$work/judged"
is '[0, 0, 3, false]' "$work/judged" '[d["new"], d["changed"], d["same"], d["written"]]'

# --- it is all in the journal: a rebuild and a check say the same ---
hub figures list --history --json >"$work/before"
expect 0 silent hub --quiet rebuild
hub figures list --history --json >"$work/after"
cmp "$work/before" "$work/after"
expect 0 hub check >"$work/said"
