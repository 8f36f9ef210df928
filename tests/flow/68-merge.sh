#!/bin/sh
# Two hamlets become one: their laptops go on as before, the new hamlet's laptop sees and writes both; some households
# are split off again, and everything can be taken back. No household is lost or counted twice.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"

# Sticks go from each device to the commune and back until both know everything.
carry() {
	for round in 1 2; do
		for name in "$@"; do
			mkdir -p "$work/stick-$name"
			expect 0 silent device "$name" --quiet sync --via "$work/stick-$name"
			expect 0 hub --quiet receive "$work/stick-$name"
		done
	done
	for name in "$@"; do expect 0 silent device "$name" --quiet sync --via "$work/stick-$name"; done
	: "$round"
}
totals() { hub form02 --json | json '[d["total"][k] for k in ("households", "persons", "listed")]'; }
row() { hub form02 --json | json "[[r[k] for k in (\"households\", \"persons\")] for r in d[\"rows\"] if r[\"unit\"] == \"$1\"]"; }
refused() { # CODE SENTENCE COMMAND…
	code=$1
	sentence=$2
	shift 2
	expect "$code" "$@" 2>"$work/refused"
	says "$work/refused" "$sentence"
}

begin_hub 2>/dev/null
invite_device a 05788-01
invite_device b 05788-02
for n in 1 2 3; do expect 0 silent reviewed "$n" "$n" a; done
for n in 1 2; do expect 0 silent reviewed "$n" 5 b; done
carry a b
before=$(totals)
same '[[3, 6]]' "$(row 05788-01)"

# --- what cannot be ---
refused 64 'Thêm --on' hub unit merge 05788-01 05788-02 05788-03
refused 65 'chưa đến' hub unit merge 05788-01 05788-02 05788-03 --on 01/01/2190
refused 65 'không phải là ngày' hub unit merge 05788-01 05788-03 --on 31/02/2025
refused 65 'chính mình' hub unit merge 05788-01 05788-01 --on 20/11/2025
refused 66 '' hub unit merge 05788-01 05788-99 --on 20/11/2025
expect 0 hub --quiet lock 05788-02
refused 77 'unlock 05788-02' hub unit merge 05788-01 05788-02 05788-03 --on 20/11/2025
expect 0 hub --quiet unlock 05788-02 --reason 'sáp nhập xóm'
same '[[3, 6]]' "$(row 05788-01)"

expect 0 hub unit merge 05788-07 05788-07 05788-08 --on 20/11/2025 >"$work/said"
says "$work/said" 'Từ 20/11/2025, Xóm Lũng 1 tính chung vào Xóm Lũng 2'

# --- merged: one row, the same sums; the old laptops need no new invitation ---
expect 0 hub unit merge 05788-01 05788-02 05788-03 --on 20/11/2025 >"$work/said"
says "$work/said" 'Xóm 11, Xóm Đại Hà tính chung vào Xóm Đầm Dím'
says "$work/said" 'nay là 394 hộ'
same "$before" "$(totals)"
same '[[5, 16]]' "$(row 05788-03)"
same '[]' "$(row 05788-01)"
hub form02 --json >"$work/form"
is 'đã rà soát 5/394 hộ; gồm Xóm 11, Xóm Đại Hà (sáp nhập từ 20/11/2025)' "$work/form" \
	'[r["note"] for r in d["rows"] if r["unit"] == "05788-03"][0]'
hub unit list --json >"$work/units"
is '["05788-03", "2025-11-20"]' "$work/units" '[(u["merged_into"], u["merged_on"]) for u in d if u["code"] == "05788-01"][0]'
hub unit list >"$work/said"
says "$work/said" 'đã sáp nhập vào Xóm Đầm Dím từ 20/11/2025'
expect 0 hub unit merge 05788-01 05788-03 --on 20/11/2025 >"$work/said"
says "$work/said" 'không có gì thay đổi'
refused 65 'đã sáp nhập vào' hub unit merge 05788-01 05788-04 --on 20/11/2025
refused 65 'Mời máy mới vào Xóm Đầm Dím' hub invite 05788-01
expect 0 silent reviewed 3 4 a
carry a
same '[[5, 17]]' "$(row 05788-03)"
device a status >"$work/said"
says "$work/said" 'Xóm 11 đã sáp nhập vào Xóm Đầm Dím từ 20/11/2025'
device a form02 --json >"$work/form"
is '[3, 7]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
# … by page too: its hamlet has no row of its own any more, its households are still recorded there
begin serve "$collector" --data "$work/a" serve --json --open --listen 127.0.0.1:0
browse() { python3 "$project/tests/support/browse.py" "$work/jar" "$@" >"$work/page"; }
browse GET "$(head -n 1 "$work/serve.out" | json 'd["open"]')"
same '200 /' "$(cat "$work/jar.status")"
says "$work/page" 'Xóm 11'
browse GET "http://$(head -n 1 "$work/serve.out" | json 'd["listen"]')/ho/3"
same '200 /ho/3' "$(cat "$work/jar.status")"
expect 0 finish serve

# --- the new hamlet's laptop: both old lists, edited where they are ---
invite_device c 05788-03
carry c
device c form02 --json >"$work/form"
is '[5, 17]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
device c list --json >"$work/list"
is '[["05788-01", "1"], ["05788-01", "2"], ["05788-01", "3"], ["05788-02", "1"], ["05788-02", "2"]]' "$work/list" \
	'[[h["unit"], h["household_no"]] for h in d]'
device c list >"$work/said"
says "$work/said" '3 (Xóm 11)'
device c status >"$work/said"
says "$work/said" 'Tính cả các hộ của Xóm 11, Xóm Đại Hà'
refused 65 'Xóm 11 (05788-01) và Xóm Đại Hà (05788-02)' device c get 1
expect 0 device c get 1 --unit 05788-02 >/dev/null
expect 0 silent reviewed 3 6 c
expect 0 silent reviewed 9 2 c
refused 65 'Hộ mới thì ghi vào Xóm Đầm Dím' device c put --unit 05788-01 household_no=50 persons=1
carry c
carry a
same '[[6, 21]]' "$(row 05788-03)"
device a get 3 --json >"$work/seen"
is '[6, false]' "$work/seen" '[d["fields"]["persons"], d["conflict"]]'
hub household 05788-03 3 --json >"$work/seen"
is '["05788-01", 6]' "$work/seen" '[d["unit"], d["fields"]["persons"]]'
hub device list --json >"$work/devices"
is '["05788-01", "05788-02", "05788-03"]' "$work/devices" \
	'sorted(x["unit"] for x in d if [y["unit"] for y in d if y["node"] == x["node"]].count("05788-03"))'

# --- closing the new hamlet closes what counts there ---
expect 0 hub lock 05788-03 >"$work/said"
says "$work/said" 'Đã chốt cả Xóm 11, Xóm Đại Hà'
carry a
refused 77 'đã chốt' reviewed 1 1 a
expect 0 hub unlock 05788-03 --reason 'làm tiếp' >"$work/said"
says "$work/said" 'Đã mở lại cả Xóm 11, Xóm Đại Hà'
carry a
expect 0 silent reviewed 1 1 a

# --- some households go to a new hamlet: sums stay, rows change ---
before=$(totals)
refused 66 'Thêm --name' hub unit split 05788-03 05788-90 --on 20/11/2025 --households 3 9
refused 65 '05788-01:1 hoặc 05788-02:1' hub unit split 05788-03 05788-90 --name 'Xóm Mới' --on 20/11/2025 --households 1
refused 66 'Không có hộ số 77' hub unit split 05788-03 05788-90 --name 'Xóm Mới' --on 20/11/2025 --households 3,77
expect 0 hub unit split 05788-03 05788-90 --name 'Xóm Mới' --on 20/11/2025 --households 3 05788-02:1-2 >"$work/said"
says "$work/said" '3 hộ đã tách sang Xóm Mới'
same "$before" "$(totals)"
same '[[3, 16]]' "$(row 05788-90)"
same '[[3, 5]]' "$(row 05788-03)"
refused 65 'nay tính ở Xóm Mới' hub unit split 05788-03 05788-04 --on 20/11/2025 --households 05788-01:3

# --- second thoughts ---
expect 0 hub unit separate 05788-03 05788-90 --on 21/11/2025 >"$work/said"
says "$work/said" 'Xóm Đầm Dím không còn tính vào Xóm Mới'
same '[[6, 21]]' "$(row 05788-03)"
expect 0 hub --quiet unit split 05788-03 05788-90 --on 21/11/2025 --households 3 9
same '[[2, 8]]' "$(row 05788-90)"
expect 0 hub --quiet unit merge 05788-90 05788-03 --on 21/11/2025 # what was split off comes home with the rest
same '[[6, 21]]' "$(row 05788-03)"
same '[]' "$(row 05788-90)"
same "$before" "$(totals)"
expect 0 hub --quiet unit separate 05788-01 05788-03 --on 21/11/2025
expect 0 hub --quiet unit separate 05788-02 05788-03 --on 21/11/2025
refused 65 'không sáp nhập vào' hub unit separate 05788-02 05788-03 --on 21/11/2025
same "$before" "$(totals)"
same '[[3, 9]]' "$(row 05788-01)"
same '[[2, 10]]' "$(row 05788-02)"
expect 0 hub unit rename 05788-03 'Xóm Đầm Dím Mới' --on 22/11/2025 >"$work/said"
says "$work/said" 'có tên là Xóm Đầm Dím Mới'

# --- taken back while a new laptop's stick was under way: what it holds for the unit it kept is carried all the same ---
expect 0 hub --quiet unit merge 05788-01 05788-05 --on 22/11/2025
invite_device d 05788-05
mkdir "$work/stick-d"
expect 0 silent device d --quiet sync --via "$work/stick-d"
expect 0 hub --quiet receive "$work/stick-d"
expect 0 silent device d --quiet sync --via "$work/stick-d"
expect 0 silent device d --quiet put household_no=77 status=absent
expect 0 hub --quiet unit separate 05788-01 05788-05 --on 22/11/2025
# What it asked of the hamlet that was let go is answered, said, and no fault; however often the stick is read.
for again in 1 2; do
	expect 0 hub receive "$work/stick-d" --json >"$work/received" 2>"$work/err"
	is '[2, 0, 2, 1]' "$work/received" '[d[k] for k in ("messages", "refused", "replies")] + [len(d["problems"])]'
	says "$work/err" 'còn hỏi danh sách hộ của đơn vị 05788-01'
done
serve_hub --listen 127.0.0.1:0 # the same over the network: a sealed reply to each
for message in $(find "$work/stick-d/tungnha/to-$(device d status --json | json 'd["hub"]')" -name '*.tnm'); do
	same '200 application/vnd.tungnha.message' "$(curl -s -o "$work/reply" -w '%{http_code} %{content_type}' --data-binary "@$message" \
		-H 'Content-Type: application/vnd.tungnha.message' "http://$address/exchange")"
	same TNM1 "$(head -c 4 "$work/reply")"
done
end_serve
expect 0 device d sync --via "$work/stick-d" >"$work/said" 2>"$work/err"
says "$work/said" 'Đã chép 1 lần ghi'
same '' "$(cat "$work/err")"
expect 0 hub receive "$work/stick-d" --json >"$work/received" # the question is gone from the stick
is '[1, 0, 1, []]' "$work/received" '[d["messages"], d["refused"], d["entries"], d["problems"]]'

# --- the combined list of a merged hamlet: a number is the household that bears it, wherever it was begun; none comes twice ---
expect 0 hub --quiet unit merge 05788-10 05788-11 05788-12 --on 22/11/2025
invite_device g 05788-12
header='Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ dịch vụ công trực tuyến;Hồ sơ có kết quả điện tử;Đã đánh giá'
printf '%s\n11;4;1;0;1;1;x\n21;3;1;0;1;1;x\n31;2;1;0;1;1;x\n' "$header" >"$work/combined.csv"
hub --quiet household put 05788-10 household_no=11 persons=4 vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 rated=yes
hub --quiet household put 05788-10 household_no=12 persons=4 vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 rated=yes
hub --quiet household put 05788-11 household_no=21 persons=5 vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 rated=yes
hub --quiet household put 05788-11 household_no=12 persons=6 vneid=1 no_vneid=0 online_dossiers=1 eresult_dossiers=1 rated=yes
same '[[4, 19]]' "$(row 05788-12)"
mkdir "$work/stick-g" # the merger is known, the households are not: nothing could be told apart yet
expect 0 silent device g --quiet sync --via "$work/stick-g"
expect 0 hub --quiet receive "$work/stick-g"
expect 0 silent device g --quiet sync --via "$work/stick-g"
refused 69 'máy này chưa nhận về' device g import "$work/combined.csv"
carry g
expect 0 silent device g import "$work/combined.csv" --json >"$work/out"
is '[1, 1, 1, 0]' "$work/out" '[d[k] for k in ("added", "changed", "unchanged", "problem_count")]'
carry g
same '[[5, 19]]' "$(row 05788-12)"
device g list --json >"$work/list"
is '[["05788-10", "11"], ["05788-10", "12"], ["05788-11", "12"], ["05788-11", "21"], ["05788-12", "31"]]' "$work/list" \
	'sorted([h["unit"], h["household_no"]] for h in d)'
printf '%s\n12;7;1;0;1;1;x\n32;1;1;0;1;1;x\n' "$header" >"$work/two.csv"
refused 65 'Hộ số 12 có ở cả Xóm Na Thức (05788-10) và Xóm Phú Hòa (05788-11)' device g import "$work/two.csv"
refused 65 'Hộ mới thì ghi vào' device g import "$work/two.csv" --unit 05788-11 # which has no 32
printf '%s\n12;7;1;0;1;1;x\n' "$header" >"$work/one.csv"
expect 0 silent device g import "$work/one.csv" --unit 05788-11 --json >"$work/out"
is '[0, 1]' "$work/out" '[d[k] for k in ("added", "changed")]'
carry g
same '[[5, 20]]' "$(row 05788-12)"

# --- imported before the first exchange a list comes a second time: the commune is told of each number, until it was voided ---
invite_device k 05788-12
expect 0 silent device k import "$work/combined.csv" --json >"$work/out"
is 3 "$work/out" 'd["added"]'
carry k
twice() { hub review list 05788-12 --json | json '[[i["unit"], i["household_no"], i["command"]] for i in d if i["rule"] == "former_number"]'; }
same '[["05788-12", "11", "review 05788-12 11 --approve"], ["05788-12", "21", "review 05788-12 21 --approve"]]' "$(twice)"
hub review list 05788-12 >"$work/said"
says "$work/said" 'Xóm Na Thức cũng có hộ số 11: có thể một hộ bị ghi hai lần'
expect 0 silent device k void 11 --unit 05788-12 --reason 'trùng' >/dev/null
carry k
same '[["05788-12", "21", "review 05788-12 21 --approve"]]' "$(twice)"
expect 0 hub --quiet review 05788-12 21 --approve # they are two
same '[]' "$(twice)"

# --- a device that is revoked is revoked wherever it was let in ---
node=$(device c device --json | json 'd["node"]')
expect 0 hub --quiet device revoke "$node" --reason 'mất máy' 2>/dev/null
hub device list --json >"$work/devices"
is '["revoked"]' "$work/devices" "sorted(set(x[\"state\"] for x in d if x[\"node\"] == \"$node\"))"
for name in a b c d g; do expect 0 device "$name" check >/dev/null; done
expect 0 hub check --deep >/dev/null
