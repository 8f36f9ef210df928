#!/bin/sh
# The plan's table of tasks: printed as the plan has it; state and result of each; tasks a commune adds or takes from
# its own file; what is overdue by this hub's clock, and only where that can be told.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_plan.sh"

begin_plan
tasks() { clock_at "$1" "$aggregator" --data "$hub_folder" tasks list --json >"$work/tasks"; }

# --- as the plan says ---
tasks '2025-11-03 08:00'
is '["ke-hoach", "ho-tro", "to-ho-tro", "kinh-phi", "ra-soat"]' "$work/tasks" '[t["id"] for t in d["tasks"]]'
is '{"before": true, "day": "2025-11-03", "kind": "day"}' "$work/tasks" 'd["tasks"][0]["due"]'
is '["always", "Thực hiện thường xuyên"]' "$work/tasks" '[d["tasks"][1]["due"]["kind"], d["tasks"][1]["finish"]]'
# "before the 3rd" is overdue on the 3rd; "finishes on the 15th" is not on the 15th
is '["ke-hoach"]' "$work/tasks" '[t["id"] for t in d["tasks"] if t["overdue"]]'
tasks '2025-12-15 23:00'
is '["ke-hoach", "kinh-phi", "ra-soat"]' "$work/tasks" '[t["id"] for t in d["tasks"] if t["overdue"]]'
is 3 "$work/tasks" 'd["overdue"]'
tasks '1972-01-01 08:00' # a Pi without a clock
is '[null, null, false]' "$work/tasks" '[d["overdue"], d["tasks"][0]["overdue"], d["tasks"][1]["overdue"]]'

# --- what became of them ---
expect 0 hub tasks set ke-hoach state=done result='Kế hoạch 91/KH-UBND đã ban hành' >"$work/said"
expect 0 hub tasks set ra-soat state=doing --json >"$work/set"
is '[true, "ra-soat"]' "$work/set" '[d["written"], d["id"]]'
expect 0 hub tasks set ra-soat state=doing --json >"$work/set"
is false "$work/set" 'd["written"]'
expect 65 hub tasks set ra-soat state=xong 2>"$work/refused"
says "$work/refused" 'todo'
expect 64 hub tasks set ra-soat ket-qua=xong 2>"$work/refused"
says "$work/refused" 'không có mục'
expect 66 hub tasks set khong-co state=done 2>"$work/refused"
says "$work/refused" 'khong-co'
tasks '2025-12-15 23:00'
is '["kinh-phi", "ra-soat"]' "$work/tasks" '[t["id"] for t in d["tasks"] if t["overdue"]]'
is '[3, 1, 1]' "$work/tasks" '[d[s] for s in ("todo", "doing", "done")]'
hub tasks list --state done >"$work/said"
says "$work/said" 'Đã xong'
hub tasks list --unit 'phong kinh te' --json >"$work/tasks"
is '["kinh-phi"]' "$work/tasks" '[t["id"] for t in d["tasks"]]'
expect 64 hub tasks list --state xong 2>"$work/refused"

# --- added, taken off, from a file ---
expect 0 hub tasks add unit='Đoàn Thanh niên' task='Trực hỗ trợ tại Bộ phận Một cửa' finish='Xong trước 20/11/2025' --json >"$work/set"
is them-1 "$work/set" 'd["id"]'
expect 64 hub tasks add unit='Đoàn Thanh niên' 2>"$work/refused"
expect 0 hub tasks remove them-1 >"$work/said"
expect 66 hub tasks remove them-1 2>"$work/refused"
cat >"$work/mau-01.csv" <<'EOF'
BIỂU PHÂN CÔNG THỰC HIỆN NHIỆM VỤ;;;
Tên đơn vị;Tên nhiệm vụ;Thời gian bắt đầu;Thời gian hoàn thành
Trung tâm PVHCC;Tham mưu Kế hoạch thực hiện;;Xong trước ngày 03/11/2025.
;- Cán bộ hỗ trợ trực tiếp;Thực hiện thường xuyên;Thực hiện thường xuyên
;- Tổng hợp số liệu hằng tuần;Thực hiện thường xuyên;Thực hiện thường xuyên
Phòng kinh tế;- Tham mưu bố trí kinh phí;;Hoàn thành trước 20/11/2025.
Công an xã;- Cử thành viên tham gia tổ;;
Phú Lạc, ngày 03 tháng 11 năm 2025;;;
EOF
expect 0 hub tasks import "$work/mau-01.csv" --dry-run --json >"$work/judged"
is '["same", "same", "new", "changed", "new"]' "$work/judged" '[r["verdict"] for r in d["rows"]]'
is '["Trung tâm PVHCC"]' "$work/judged" 'sorted({r["unit"] for r in d["rows"][:3]})'
expect 0 hub tasks import "$work/mau-01.csv" >"$work/said"
says "$work/said" 'Đã ghi: 2 mới, 1 thay đổi; 2 như cũ'
hub tasks list --json >"$work/tasks"
is '["them-2", "them-3"]' "$work/tasks" '[t["id"] for t in d["tasks"] if t["added"]]'
is '["Hoàn thành trước 20/11/2025.", "- Tham mưu bố trí kinh phí"]' "$work/tasks" '[[t["finish"], t["task"]] for t in d["tasks"] if t["id"] == "kinh-phi"][0]'
is '["done", "Kế hoạch 91/KH-UBND đã ban hành"]' "$work/tasks" '[d["tasks"][0]["state"], d["tasks"][0]["result"]]'
printf 'Tên đơn vị;Tên nhiệm vụ;Thời gian hoàn thành\nA;Việc một;\nA;Việc một.;\n' >"$work/hai.csv"
expect 65 hub tasks import "$work/hai.csv" --json >"$work/judged" 2>"$work/refused"
is '["new", "refused"]' "$work/judged" '[r["verdict"] for r in d["rows"]]'
hub tasks list --json >"$work/after"
cmp "$work/tasks" "$work/after"

# --- printed as the plan's own table: its headings and nothing else, each unit once ---
for f in html xlsx docx csv; do expect 0 hub tasks list -o "$work/mau-01.$f" >"$work/said"; done
python3 - "$work/mau-01.html" <<'EOF'
import html, re, sys
t = open(sys.argv[1], encoding='utf-8').read()
rows = [[html.unescape(re.sub('<[^>]*>', ' ', c)).strip() for c in re.findall(r'<t[hd][^>]*>(.*?)</t[hd]>', r, re.S)]
        for r in re.findall(r'<tr[^>]*>(.*?)</tr>', t, re.S)]
table = [r for r in rows if len(r) == 4]
assert table[0] == ['Tên đơn vị', 'Tên nhiệm vụ', 'Thời gian bắt đầu', 'Thời gian hoàn thành'], table[0]
assert [r[0] for r in table[1:4]] == ['Trung tâm PVHCC', '', 'Tổ hỗ trợ DVC trực tuyến'], table
assert 'BIỂU PHÂN CÔNG THỰC HIỆN NHIỆM VỤ' in t and 'Đã xong' not in t
EOF
says "$work/mau-01.csv" 'ke-hoach;.*Đã xong'

# --- it is all in the journal ---
expect 0 silent hub --quiet rebuild
hub tasks list --json >"$work/after"
cmp "$work/tasks" "$work/after"
expect 0 hub check >"$work/said"
