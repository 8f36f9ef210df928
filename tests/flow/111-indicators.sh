#!/bin/sh
# The plan's targets, judged: met or not in whole numbers, how many more are needed, summed over the units of a level and
# never averaged; what the household form computes stands apart; a closed period is read from its statement.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_plan.sh"

begin_plan
set_figure() { expect 0 silent hub --quiet figures set "$@" --source 'Hệ thống TTHC' --date 06/11/2025; }
goal() { # EXPECTED TARGET GOAL EXPRESSION over g
	is "$1" "$work/judged" "[$4 for t in d['targets'] if t['id'] == '$2' for g in [t['goals'][$3]]][0]"
}
judged() { hub indicators "$@" --json >"$work/judged"; }

judged
goal '["no_figure", null, null]' truc-tuyen 0 '[g["verdict"], g["num"], g["needed"]]'

# --- in whole numbers: 92,00% on paper, and one short ---
set_figure truc-tuyen 36520/39696 --period 2025-W45
judged --period 2025-W45
goal '[9200, "not_met", 1]' truc-tuyen 0 '[g["hundredths"], g["verdict"], g["needed"]]'
set_figure truc-tuyen 36521/39696 --period 2025-W45
judged --period 2025-W45
goal '["met", 0, "Hệ thống TTHC", "2025-11-06"]' truc-tuyen 0 '[g["verdict"], g["needed"], g["source"], g["date"]]'
set_figure thanh-toan 40/50 --period 2025-W45 # "more than 80 %"
judged --period 2025-W45
goal '["not_met", 1]' thanh-toan 0 '[g["verdict"], g["needed"]]'
set_figure ho-tro 300/200 --period 2025-W45 # followed, no number in the plan
judged --period 2025-W45
goal '["not_judged", 15000, null]' ho-tro 0 '[g["verdict"], g["hundredths"], g["needed"]]'

# --- a level of units: sums, never averages; who is missing is said ---
set_figure thanh-toan 1/1 --period 2025-W45 --unit 05788-01   # 100 %
set_figure thanh-toan 30/99 --period 2025-W45 --unit 05788-02 # 30 %: the average would be 65 %
judged --period 2025-W45
goal '["not_met", 31, 100, 3100, 19]' thanh-toan 1 '[g["verdict"], g["num"], g["den"], g["hundredths"], g["needed"]]'
goal '[18, 2, 16, true]' thanh-toan 1 '[g["units"], g["known"], len(g["missing"]), g["summed"]]'
hub indicators --period 2025-W45 >"$work/said"
says "$work/said" '16/18'

# --- as of a period: the figure of a later one does not count, that of an earlier one does ---
set_figure truc-tuyen 37000/39696 --period 2025-W46
judged --period 2025-W45
goal 36521 truc-tuyen 0 'g["num"]'
judged --period 2025-W47
goal '[37000, "2025-W46"]' truc-tuyen 0 '[g["num"], g["period"]]'
judged --period 2025-Q3
goal null truc-tuyen 0 'g["num"]'

# --- computed from the households, apart from what is typed ---
expect 0 silent hub --quiet household put 05788-01 household_no=1 persons=4 vneid=3 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no
judged
goal '["not_met", 3, 4, 1]' vneid 0 '[g["verdict"], g["num"], g["den"], g["needed"]]'
is '[true, false]' "$work/judged" '[d["targets"][i]["computed"] for i in (3, 0)]'
is '[3, 4, 7500]' "$work/judged" '[[r["num"], r["den"], r["hundredths"]] for r in d["ratios"] if r["id"] == "vneid_of_persons"][0]'
is '[1, 2771]' "$work/judged" '[d["households"][k] for k in ("done", "listed")]'
clock_at '2025-12-09 08:00' "$aggregator" --data "$hub_folder" indicators --json >"$work/judged"
is '["2025-12-09", 2770]' "$work/judged" '[d["households"][k] for k in ("due", "per_day")]'

# --- closed: from the statement, whatever is typed afterwards; the same print ever after ---
expect 0 silent hub --quiet close --period 2025-W45
hub indicators --period 2025-W45 -o "$work/truoc.html" >/dev/null
hub figures set truc-tuyen 1/39696 --period 2025-W45 --source S --date 06/11/2025 >"$work/said" 2>"$work/doubt"
says "$work/doubt" 'Kỳ 2025-W45 đã chốt'
expect 0 silent hub --quiet household put 05788-01 household_no=2 persons=9 vneid=9 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
judged --period 2025-W45
is '[true, 1, 8]' "$work/judged" '[d["closed"], d["version"], len(d["code"])]'
goal '["met", 36521]' truc-tuyen 0 '[g["verdict"], g["num"]]'
goal '[3, 4]' vneid 0 '[g["num"], g["den"]]'
code=$(fact "$work/judged" 'd["code"][:4] + "-" + d["code"][4:]')
says "$work/truoc.html" "$code"
expect 0 silent hub --quiet close --period 2025-W45 --again --reason 'Số liệu một cửa đính chính'
judged --period 2025-W45
goal '["not_met", 1]' truc-tuyen 0 '[g["verdict"], g["num"]]'

# --- every format ---
for f in html xlsx docx csv json; do expect 0 hub indicators -o "$work/chi-tieu.$f" >"$work/said"; done
says "$work/chi-tieu.csv" 'thanh-toan;2;'
expect 64 hub indicators --format pdf 2>"$work/refused"
says "$work/refused" 'docx'
