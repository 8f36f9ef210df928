#!/bin/sh
# The end of a drive, and the reports that span months: a final report with every week side by side; months, a quarter, a half and a
# year of a district whose figures are closed on the fifteenth, one month of them never.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

when='2025-11-03 08:00'
clerk() { clock_at "$when" "$aggregator" --data "$hub_folder" "$@"; }
expect 0 clerk --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" --key-file "$work/hub.key" >/dev/null
week() { # MOMENT PERIOD HOUSEHOLDS
	when="${1% *} 08:00"
	expect 0 silent clerk --quiet row set 05788-01 households="$3" persons=$(($3 * 4)) vneid="$3" no_vneid="$3" \
		online_dossiers="$3" eresult_dossiers="$3" rated_households="$3" --source 'Sổ của trưởng xóm' --date 2025-11-05
	when=$1
	expect 0 silent clerk --quiet close --period "$2"
}
week '2025-11-06 10:05' 2025-W45 40
week '2025-11-13 10:05' 2025-W46 50
week '2025-12-18 10:05' 2025-W51 111

# --- final: figures of the last period, the weeks that were closed beside one another ---
expect 0 clerk report final >"$work/said" 2>"$work/warned"
says "$work/said" 'đã rà soát 111/2.771 hộ'
says "$work/said" '^tuần *40 '
says "$work/said" '^tuần *111 '
says "$work/said" 'Mã kiểm tra: '
expect 0 silent clerk report final --json >"$work/facts"
is '[true, "2025-W51", ["2025-W45", "2025-W46", "2025-W51"]]' "$work/facts" \
	'[d["closed"], d["figures_of"], [p["period"] for s in d["parts"] if s["shows"] == "periods" for p in s["periods"]]]'
expect 0 clerk --quiet report text final chi-dao --text 'Đã ban hành Kế hoạch 91.'
expect 0 silent clerk report final -o "$work/final.docx" >/dev/null
expect 0 clerk report final >"$work/said" 2>/dev/null
says "$work/said" 'Đã ban hành Kế hoạch 91'

# --- a district, by month; the clock of this program's time knows campaigns of the past ---
hub_folder=$work/district
printf 'code,name,level\nC1,Xã An Bình,commune\nC2,Xã Hòa Lạc,commune\n' >"$work/communes.csv"
when='2025-12-20 08:00'
expect 0 clerk --quiet init --unit D2 --name 'Huyện Lâm Thao' --level district --campaign "$project/forms/campaigns/lam-thao-2023.json" \
	--units "$work/communes.csv" --key-file "$work/district.key" >/dev/null
expect 0 clerk report list --json >"$work/list"
is '["monthly", "quarterly", "half-yearly", "yearly"]' "$work/list" '[r["command"] for r in d]'
for month in 04 06 07 08; do
	expect 0 silent clerk --quiet close --period 2023-$month
done
expect 0 silent clerk report period --period 2023-Q3 --json >"$work/facts"
is '["quarterly", "2023-09", false]' "$work/facts" '[d["report"], d["figures_of"], d["closed"]]'
expect 0 silent clerk --quiet close --period 2023-09
for wish in 'monthly 2023-07' 'quarterly 2023-Q3' 'half-yearly 2023-H1' 'yearly 2023'; do
	expect 0 clerk report "${wish% *}" --period "${wish#* }" >"$work/said" 2>/dev/null
done
expect 0 clerk report period --period 2023-Q3 >"$work/said" 2>/dev/null
says "$work/said" 'quý III năm 2023'
says "$work/said" 'số liệu từ ngày 15/06/2023 đến ngày 14/09/2023'
says "$work/said" 'tháng 7 năm 2023'
expect 0 clerk report period --period 2023-H1 >"$work/said" 2>/dev/null
says "$work/said" '6 tháng đầu năm 2023'
says "$work/said" 'Mã kiểm tra: '
expect 0 silent clerk report half-yearly --period 2023-H1 --json >"$work/facts"
is '["2023-06", ["2023-04", "2023-06"]]' "$work/facts" \
	'[d["figures_of"], [p["period"] for s in d["parts"] if s["shows"] == "periods" for p in s["periods"]]]'
expect 65 clerk report weekly 2>"$work/said"
says "$work/said" 'report monthly, report quarterly, report half-yearly, report yearly'
expect 65 clerk report quarterly --period 2023-07 2>/dev/null
expect 65 clerk report period --period 2025-Q1 2>/dev/null
