#!/bin/sh
# The 3,321 real communes: codes that lost their zeros, each refused with the right suggestion; a published file of population
# as it is, refused row by row for the right reasons; and a whole country in one file, written at once.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

data=${TUNGNHA_TEST_DATA:-$project/../shared/data}
if [ ! -e "$data/units-2026-07-25.json" ]; then
	echo "no test data in $data (set TUNGNHA_TEST_DATA)"
	exit 77
fi
support=$project/tests/support
campaign=$project/forms/campaigns/phu-lac-2025.json

# --- the country's communes straight below; the same below their provinces; one province ---
python3 "$support/communes.py" units "$data" flat >"$work/flat.csv"
python3 "$support/communes.py" units "$data" provinces >"$work/provinces.csv"
python3 "$support/communes.py" units "$data" 19 >"$work/19.csv"
same 3322 "$(wc -l <"$work/flat.csv")"
begin() { # NAME UNIT TITLE UNITS LEVEL
	expect 0 "$aggregator" --data "$work/$1" --quiet init --unit "$2" --name "$3" --level "$5" --campaign "$campaign" \
		--units "$4" --no-passphrase 2>/dev/null
}
begin flat VN 'Cả nước' "$work/flat.csv" group
begin provinces VN 'Cả nước' "$work/provinces.csv" group
begin one 19 'Tỉnh Thái Nguyên' "$work/19.csv" province
import() { # NAME FILE CODE [OPTIONS]: the JSON in $work/took
	hub_folder=$work/$1
	file=$2
	wanted=$3
	shift 3
	expect "$wanted" hub --json import "$file" --period 2025-W45 "$@" >"$work/took" 2>/dev/null
}

# --- a province's spreadsheet whose codes are numbers: every row is refused and told its code; as text all are taken ---
python3 "$support/communes.py" lost "$data" 19 >"$work/lost.csv"
python3 "$support/workbook_of.py" "$work/lost.csv" "$work/lost.xlsx" numbers
import one "$work/lost.xlsx" 65
is '[92, 0, false]' "$work/took" '[d["refused"], d["new"], d["written"]]'
python3 "$support/communes.py" judge-lost "$data" "$work/took" "$work/lost.csv"
python3 "$support/workbook_of.py" "$work/lost.csv" "$work/found.xlsx" codes
import one "$work/found.xlsx" 0
is '[92, 0, true]' "$work/took" '[d["new"], d["refused"], d["written"]]'

# --- the population file as it was published, with only its heading line made out: no codes of the state, names twice and
#     three times, "đang cập nhật", 30,509 ---
python3 "$support/communes.py" population "$data" >"$work/population.csv"
for place in flat provinces one; do
	import $place "$work/population.csv" 65
	is false "$work/took" 'd["written"]'
	python3 "$support/communes.py" judge-population "$data" "$work/took" $place
done

# --- the whole country in one file, with codes ---
python3 "$support/communes.py" totals "$data" >"$work/totals.csv"
began=$(date +%s%N)
import flat "$work/totals.csv" 0
echo "note: 3,321 rows judged and written in $((($(date +%s%N) - began) / 1000000)) ms"
is '[3321, 0, true]' "$work/took" '[d["new"], d["refused"], d["written"]]'
import flat "$work/totals.csv" 0
is '[0, 3321, false]' "$work/took" '[d["new"], d["same"], d["written"]]'
hub form02 --json >"$work/form"
python3 "$support/communes.py" judge-totals "$data" "$work/form" "$work/totals.csv"
import provinces "$work/totals.csv" 0
hub form02 --json >"$work/form" # a row for each province, the same sum
is 34 "$work/form" 'len(d["rows"])'
python3 "$support/communes.py" judge-totals "$data" "$work/form" "$work/totals.csv"
