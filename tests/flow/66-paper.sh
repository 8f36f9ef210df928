#!/bin/sh
# A hamlet that reports on paper: the clerk types its row, or sheet by sheet; a device that reports later wins. What the
# police counted stands beside, with the difference, and is never added.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick"
form() { hub form02 --json >"$work/form"; }
row_is() { # EXPECTED EXPRESSION over r, the row of the hamlet
	form
	is "$1" "$work/form" "[$2 for r in d['rows'] if r['unit'] == '05788-03'][0]"
}
refuses() {
	code=$1
	sentence=$2
	shift 2
	hub_facts >"$work/before" || exit 1
	expect "$code" hub "$@" 2>"$work/refused" >/dev/null
	says "$work/refused" "$sentence"
	unchanged "$work/before"
}
row_is '[null, 0]' '[r["source"], r["persons"]]'

# --- what is refused ---
refuses 64 'nguồn' row set 05788-03 persons=431
refuses 64 'ngày' row set 05788-03 persons=431 --source 'Trưởng xóm'
refuses 65 'không phải ngày' row set 05788-03 persons=431 --source 'Trưởng xóm' --date 31/02/2025
refuses 65 'chưa tới' row set 05788-03 persons=431 --source 'Trưởng xóm' --date 2190-01-01
refuses 65 'số nguyên từ 0' row set 05788-03 persons=4,31 --source 'Trưởng xóm' --date 06/11/2025
refuses 65 'số nguyên từ 0' row set 05788-03 persons=-1 --source 'Trưởng xóm' --date 06/11/2025
refuses 65 'số nguyên từ 0' row set 05788-03 persons=10000001 --source 'Trưởng xóm' --date 06/11/2025
refuses 65 'nhiều hơn số khẩu' row set 05788-03 persons=431 vneid=400 no_vneid=32 --source 'Trưởng xóm' --date 06/11/2025
refuses 64 'Có phải persons' row set 05788-03 person=431 --source 'Trưởng xóm' --date 06/11/2025
refuses 64 'hai lần' row set 05788-03 persons=431 persons=432 --source 'Trưởng xóm' --date 06/11/2025
refuses 64 'CỘT=SỐ' row set 05788-03 431 --source 'Trưởng xóm' --date 06/11/2025
refuses 64 'Chưa ghi cột nào' row set 05788-03 --source 'Trưởng xóm' --date 06/11/2025
refuses 66 '05788-99' row set 05788-99 persons=431 --source 'Trưởng xóm' --date 06/11/2025
refuses 65 'cấp dưới' row set 05788 persons=431 --source 'Trưởng xóm' --date 06/11/2025
refuses 66 'không có dòng nhập tay' row clear 05788-03
refuses 66 'không có số liệu đối chiếu' reference clear 05788-03

# --- the row: what is not on the paper is unknown, not 0 ---
expect 0 hub row set 05788-03 households=118 persons=431 vneid=290 no_vneid=77 --source 'Trưởng xóm báo giấy' \
	--date 06/11/2025 >"$work/said"
says "$work/said" 'đang dùng trong biểu'
says "$work/said" 'Chưa ghi các cột: Hồ sơ DVC trực tuyến'
row_is '["paper", 118, 431, 0, 118]' '[r["source"], r["households"], r["persons"], r["online_dossiers"], r["unknown"]["online_dossiers"]]'
row_is '{"date": "2025-11-06", "source": "Trưởng xóm báo giấy", "used": true}' 'r["paper"]'
is '[118, 431]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
hub form02 >"$work/said"
says "$work/said" 'nhập tay theo Trưởng xóm báo giấy, 06/11/2025'
expect 0 hub row set 05788-03 households=118 persons=431 vneid=290 no_vneid=77 --source 'Trưởng xóm báo giấy' \
	--date 06/11/2025 --json >"$work/row"
is '[false, true]' "$work/row" '[d["written"], d["used"]]'
hub status --json >"$work/status"
is '["paper", "used", 118]' "$work/status" '[[u["source"], u["paper_row"], u["reviewed"]] for u in d["units"] if u["code"] == "05788-03"][0]'
hub status >"$work/said"
says "$work/said" 'Lấy theo dòng nhập tay (1)'

# --- the police's figures beside it ---
expect 0 hub reference set 05788-03 persons=435 vneid=288 --source 'Công an xã' --date 05/11/2025 >"$work/said"
says "$work/said" 'không cộng vào tổng'
row_is '[{"persons": 435, "vneid": 288}, {"persons": 4, "vneid": -2}]' '[r["reference"]["columns"], r["reference"]["difference"]]'
is 431 "$work/form" 'd["total"]["persons"]'
hub form02 >"$work/said"
says "$work/said" 'Số liệu đối chiếu'
says "$work/said" 'Công an xã, 05/11/2025'
says "$work/said" ' +4 .* -2 .*Chênh lệch'
hub form02 --format csv -o "$work/form.csv" >/dev/null
says "$work/form.csv" 'Đối chiếu: Số khẩu;Chênh lệch: Số khẩu'
says "$work/form.csv" ';435;4;288;-2;"Công an xã, 05/11/2025"'
expect 0 hub --quiet form02 --format html -o "$work/form.html"
says "$work/form.html" '<td class="n">+4</td>'
expect 0 hub --quiet form02 --format xlsx -o "$work/form.xlsx"
expect 0 hub --quiet form02 --blank --format text -o "$work/blank.txt"
if grep -q 'Công an' "$work/blank.txt"; then exit 1; fi

# --- sheet by sheet: kept, and counted once the row is withdrawn ---
refuses 64 'household_no' household put 05788-03 persons=4 vneid=2 no_vneid=2
refuses 65 'chỉ lưu trên máy của xóm' household put 05788-03 household_no=1 status=absent 'label=cổng xanh'
refuses 65 'nhiều hơn số khẩu' household put 05788-03 household_no=1 persons=4 vneid=5 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
refuses 64 'persons' household put 05788-03 household_no=1 person=4
sheet() { expect 0 hub household put 05788-03 "household_no=$1" "persons=$2" vneid=1 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no; }
sheet 1 4 >"$work/said"
says "$work/said" 'nhập tay'
says "$work/said" 'row clear 05788-03'
sheet 2 3 >/dev/null
row_is '["paper", 431]' '[r["source"], r["persons"]]'
expect 0 hub --quiet row clear 05788-03
row_is '["paper", 2, 7]' '[r["source"], r["households"], r["persons"]]'
hub household 05788-03 1 >"$work/said"
says "$work/said" 'nhập tay tại xã'
expect 0 hub row set 05788-03 households=119 persons=435 --source 'Trưởng xóm báo giấy' --date 07/11/2025 --json >"$work/row"
is '[true, true]' "$work/row" '[d["written"], d["used"]]' # second thoughts

# --- what the paper does not say stays unknown when the period is closed ---
expect 0 silent hub --quiet close --period 2025-W46
hub form02 --period 2025-W46 >"$work/said"
same "$(hub form02 | grep -m1 '^Xóm Đầm Dím' | grep -o '–' | wc -l)" "$(grep -m1 '^Xóm Đầm Dím' "$work/said" | grep -o '–' | wc -l)"
says "$work/said" '^Xóm Đầm Dím .*–'

# --- a device reports: it wins, and the row is said to be no longer used ---
invite_device h3 05788-03
expect 0 device h3 --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"
row_is '["paper", 435]' '[r["source"], r["persons"]]' # it may write, and has not yet
expect 0 device h3 --quiet sync --via "$work/stick"
device h3 get 1 --json >"$work/seen" # what the commune typed came home
is 4 "$work/seen" 'd["fields"]["persons"]'
expect 0 reviewed 5 6 h3
expect 0 device h3 --quiet sync --via "$work/stick"
expect 0 hub --quiet receive "$work/stick"
row_is '["devices", 3, 13]' '[r["source"], r["households"], r["persons"]]'
row_is '[false, 422]' '[r["paper"]["used"], r["reference"]["difference"]["persons"]]'
hub status >"$work/said"
says "$work/said" 'không còn dùng vì máy của xóm đã gửi (1)'
hub status --json >"$work/status"
is '["devices", "unused"]' "$work/status" '[[u["source"], u["paper_row"]] for u in d["units"] if u["code"] == "05788-03"][0]'
hub row set 05788-03 persons=9 --source x --date 07/11/2025 >"$work/said"
says "$work/said" 'không dùng: máy của xóm đã gửi'
expect 0 hub --quiet row clear 05788-03
expect 0 hub --quiet reference clear 05788-03
row_is '[false, false]' '["paper" in r, "reference" in r]'

# --- closed figures ---
expect 0 hub --quiet lock 05788-03
refuses 77 'đã chốt' row set 05788-03 persons=9 --source x --date 07/11/2025
expect 0 hub --quiet reference set 05788-03 persons=9 --source 'Công an xã'
expect 0 hub check >/dev/null
