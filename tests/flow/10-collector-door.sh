#!/bin/sh
# At the door: a device begins, households are put, refused, warned of, looked up, voided.
. "$(dirname "$0")/../support/flow.sh"

c() { "$collector" --data "$work/hamlet" "$@"; }
asked='vneid=3 no_vneid=1 online_dossiers=2 eresult_dossiers=2 rated=yes'
# refused SENTENCE KEY=VALUE…: 65, and that sentence on stderr.
refused() {
	sentence=$1
	shift
	expect 65 c put "$@" >/dev/null 2>"$work/err"
	says "$work/err" "$sentence"
}
count() { c status --json | json 'd["entries"]["written"]'; }
same() { [ "$1" = "$2" ] || { echo "found $2, not $1" >&2; exit 1; }; }

# --- how the program is used ---
expect 64 "$collector" 2>"$work/err"
says "$work/err" 'help'
expect 0 "$collector" --help >"$work/out"
says "$work/out" '  put  '
expect 0 "$collector" put --help --lang en >"$work/out"
says "$work/out" '--reason TEXT'
expect 0 "$collector" --version >"$work/out"
says "$work/out" '^tungnha-collector [0-9]'
expect 64 c inot 2>"$work/err"
says "$work/err" 'Có phải là “init” không'
expect 64 c list --serch x 2>"$work/err"
says "$work/err" 'Có phải là --search không'
expect 64 c get 2>/dev/null
expect 64 c get 1 2 2>/dev/null
expect 64 c list --lang fr 2>/dev/null
expect 66 c list 2>"$work/err"
expect 66 c list --json 2>/dev/null >"$work/out"
same 66 "$(json 'd["code"]' <"$work/out")"

# --- beginning without an invitation; nobody is asked anything when nobody is there ---
expect 64 c init 2>"$work/err"
says "$work/err" 'no-passphrase'
[ ! -e "$work/hamlet/tungnha.db" ]
expect 65 c init --unit 'xóm 11' --no-passphrase 2>/dev/null
expect 66 c init --form "$work/none.json" --no-passphrase 2>/dev/null
echo '{"format": "tungnha-form 1", "id": "x"}' >"$work/broken.json"
expect 65 c init --form "$work/broken.json" --no-passphrase 2>/dev/null
[ ! -e "$work/hamlet/tungnha.db" ]
expect 0 c init --unit 05788-01 --name 'Xóm 11' --by 'Nguyễn Thị Lan' --no-passphrase >"$work/out" 2>"$work/err"
says "$work/err" 'không có mật khẩu'
same 700 "$(stat -c %a "$work/hamlet")"
expect 73 c init --no-passphrase 2>/dev/null
expect 0 c list >"$work/out"
says "$work/out" '^0 hộ'
same '[]' "$(c list --json)"

# --- a household, in under thirty seconds ---
expect 0 c put household_no=12 persons=4 $asked label='nhà cổng xanh' visited_on=12/11/2025 >"$work/out"
says "$work/out" 'Đã lưu hộ số 12'
c get 12 --json >"$work/out"
same '["12", 4, 3, 1, 2, 2, "yes", "reviewed", "2025-11-12", "nhà cổng xanh"]' "$(json '[d["household_no"]] + [d["fields"][k] for k in
	("persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers", "rated", "status", "visited_on", "label")]' <"$work/out")"
same '[false, false, 1]' "$(json '[d["conflict"], d["provisional"], len(d["heads"])]' <"$work/out")"
# numbers as people write them: 012, " 12 " and 12 are one household; what is not named stays
expect 0 c --quiet put household_no=' 012' persons=5 note='một cháu nhỏ'
same '[5, 3, "một cháu nhỏ"]' "$(c get 12 --json | json '[d["fields"][k] for k in ("persons", "vneid", "note")]')"
# saying it again writes nothing
written=$(count)
expect 0 c put household_no=12 persons=5 >"$work/out"
says "$work/out" 'không có gì thay đổi'
same "$written" "$(count)"
# --json is exactly three members
same '["entry", "household_no", "warnings"]' "$(c put household_no=13 persons=2 vneid=2 no_vneid=0 online_dossiers=1 eresult_dossiers=3 \
	rated=no --json | tee "$work/out" | json 'sorted(d)')"
same 1 "$(json 'len(d["warnings"])' <"$work/out")"
same true "$(json 'd["entry"].count(":") == 1 and "3" in d["warnings"][0]' <"$work/out")"
# without a number the program assigns one; today is the visit date unless told
same A1 "$(clock_at '2025-11-13 00:30' "$collector" --data "$work/hamlet" put status=absent --json | json 'd["household_no"]')"
same 2025-11-13 "$(c get A1 --json | json 'd["fields"]["visited_on"]')"
# no persons and no status: not visited yet, and no visit date
expect 0 c --quiet put household_no=14 label='sau trường học'
same '["not_visited", false]' "$(c get 14 --json | json '[d["fields"]["status"], "visited_on" in d["fields"]]')"
# another status clears the counts; unknown is null, not 0
expect 0 c --quiet put household_no=13 status='đi vắng'
same '["absent", false]' "$(c get 13 --json | json '[d["fields"]["status"], "persons" in d["fields"]]')"
expect 0 c --quiet put household_no=15 persons=3 vneid=? no_vneid=1 online_dossiers=? eresult_dossiers=0 rated=?
same '[null, null, 1]' "$(c get 15 --json | json '[d["fields"][k] for k in ("vneid", "rated", "no_vneid")]')"
expect 0 c form02 --json >"$work/out"
same '[2, 8, 3, 1, 1, 1]' "$(json '[d["total"][k] for k in ("households", "persons", "vneid")] +
	[d["rows"][0]["unknown"][k] for k in ("vneid", "online_dossiers", "rated_households")]' <"$work/out")"

# --- refused, each with its own sentence; nothing is written ---
written=$(count)
refused 'Còn thiếu.*(vneid).*(rated)' household_no=20 persons=4
refused 'số khẩu từ 1 trở lên' household_no=20 persons=0 vneid=0 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
refused 'Người có VNeID (5) nhiều hơn số khẩu (4)' household_no=20 persons=4 vneid=5 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
refused 'cộng người chưa có (2) nhiều hơn' household_no=20 persons=4 vneid=3 no_vneid=2 online_dossiers=0 eresult_dossiers=0 rated=no
for wrong in -1 1.5 '4 người' 14,277 0x4 100 1e1 99999999999999999999; do
	refused 'Số khẩu' household_no=20 persons="$wrong" $asked
done
refused 'Số khẩu' household_no=20 status=absent persons=4
refused 'Tình trạng' household_no=20 status=xong_roi
refused 'Ghi chú' household_no=20 note='gọi 0912 345 678'
refused 'Ghi chú' household_no=20 note='CCCD 019.088.001.234'
refused 'Nhãn nhà' household_no=20 label='0912345678'
refused 'Ngày rà soát' household_no=20 status=absent visited_on=31/11/2025
refused 'Số thứ tự hộ' household_no='12/3 Tổ 5' persons=1
expect 64 c put household_no=20 person=4 2>"$work/err"
says "$work/err" 'Có phải là “persons” không'
expect 64 c put household_no=20 xyz=4 2>"$work/err"
says "$work/err" 'Các mục: household_no, status, persons'
expect 64 c put 20 2>/dev/null
expect 64 c put persons=1 persons=2 2>/dev/null
expect 64 c put household_no=20 persons=4 --reason '' 2>/dev/null
expect 66 c put household_no=20 persons=4 --unit 05788-99 2>/dev/null
expect 66 c get 20 2>/dev/null
same "$written" "$(count)"

# --- looking things up ---
same '["12"]' "$(c list --search 'CONG xanh' --json | json '[h["household_no"] for h in d]')"
same '["12", "13", "14", "15", "A1"]' "$(c list --json | json '[h["household_no"] for h in d]')"
same '["13", "A1"]' "$(c list --status 'Vắng nhà' --json | json '[h["household_no"] for h in d]')"
same '["13", "A1"]' "$(c list --status absent --json | json '[h["household_no"] for h in d]')"
expect 65 c list --status chẳng_có 2>/dev/null
expect 0 c list >"$work/out"
says "$work/out" '^12 .*Đã rà soát  *5  nhà cổng xanh'

# --- who, when, what changed ---
expect 0 c --quiet by 'Trần Văn Hòa'
same '["Nguyễn Thị Lan", "Trần Văn Hòa"]' "$(c by list --json | json d)"
expect 65 c by '' 2>/dev/null
expect 0 c --quiet put household_no=12 persons=6 vneid=4 --reason 'chủ nhà nói lại'
c history 12 >"$work/out"
says "$work/out" "Trần Văn Hòa, máy này"
says "$work/out" 'Số khẩu: 5 → 6'
says "$work/out" 'Người có VNeID: 3 → 4'
says "$work/out" "lý do: chủ nhà nói lại"
c history 12 --json >"$work/out"
same '[3, "Nguyễn Thị Lan", "Trần Văn Hòa", true, true]' "$(json '[len(d), d[0]["by"], d[2]["by"], d[2]["shown"], d[2]["head"]]' <"$work/out")"
expect 66 c history 99 2>/dev/null

# --- a household written by mistake ---
expect 64 c void 13 2>"$work/err"
says "$work/err" 'reason'
expect 64 c void 13 --reason '  ' 2>/dev/null
expect 0 c --quiet void 13 --reason 'ghi nhầm hộ xóm bên'
expect 66 c get 13 2>"$work/err"
says "$work/err" 'đã bị hủy'
expect 66 c void 13 --reason 'lần nữa' 2>/dev/null
same '["12", "14", "15", "A1"]' "$(c list --json | json '[h["household_no"] for h in d]')"
c history 13 >"$work/out"
says "$work/out" 'ghi nhầm hộ xóm bên'
expect 0 c --quiet put household_no=13 persons=1 vneid=1 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no
same reviewed "$(c get 13 --json | json 'd["fields"]["status"]')"

# --- figures, status, and the store's own check ---
same '[{"absent": 1, "duplicate": 0, "listed": 5, "moved": 0, "not_visited": 1, "refused": 0, "reviewed": 3}, false, false, null, 0, 0]' \
	"$(c status --json | json '[d["households"], d["locked"], d["passphrase"], d["hub"], d["conflicts"], d["returned"]]')"
same '["confirmed", "held", "rejected", "sent", "written"]' "$(c status --json | json 'sorted(d["entries"])')"
for format in text csv html xlsx json; do
	expect 0 c --quiet form02 --format "$format" -o "$work/form.$format"
	[ -s "$work/form.$format" ]
done
same "$(c form02 --json | json 'd["total"]')" "$(json 'd["total"]' <"$work/form.json")"
expect 0 c form02 --blank >"$work/out"
expect 64 c form02 --format doc 2>/dev/null
expect 66 c form02 -o "$work/none/form.csv" --format csv 2>/dev/null
expect 69 c sync --via "$work" 2>"$work/err"
says "$work/err" 'join'
expect 69 c sync --via http://192.168.1.20:8030 2>/dev/null
expect 0 c check --deep >/dev/null
same '[true, true, []]' "$(c check --json | json '[d["ok"], d["totals_match"], d["problems"]]')"
# all that is derived is made anew from the journal, and is the same
c form02 --json | json '[d["rows"], d["total"]]' >"$work/figures"
c list --json >"$work/list"
expect 0 c rebuild >"$work/out"
same '[true, true, []]' "$(c rebuild --json | json '[d["ok"], d["totals_match"], d["problems"]]')"
same "$(cat "$work/figures")" "$(c form02 --json | json '[d["rows"], d["total"]]')"
same "$(cat "$work/list")" "$(c list --json)"

# --- what was printed but never arrived is noticed ---
expect 74 c list >/dev/full 2>"$work/err"
says "$work/err" 'màn hình hoặc tệp'
expect 74 c form02 >/dev/full 2>/dev/null
expect 74 c list >&- 2>/dev/null
expect 0 c check >/dev/null

# --- a clock that fell back behind the last entry: saved all the same, and said so ---
python3 - "$work/hamlet/tungnha.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE setting SET value = CAST('2098-11-12T19:40:00+07:00' AS BLOB) WHERE name = 'last_at'")
assert db.total_changes == 1
db.commit()
PY
expect 0 c put household_no=30 status=absent >"$work/out"
says "$work/out" 'Đã lưu hộ số 30'
says "$work/out" 'sớm hơn lần ghi trước (12/11/2098'
c status >"$work/out"
says "$work/out" 'sớm hơn lần ghi trước'
same false "$(c status --json | json 'd["clock_trusted"]')"

# --- where to go next, and what was written last taken back ---
door() { "$collector" --data "$work/next" "$@"; }
expect 0 door --quiet init --no-passphrase
for number in 1 2 2A 10; do
	expect 0 door --quiet put household_no="$number"
done
door next >"$work/out"
says "$work/out" '^Hộ 1$'
door next 2 >"$work/out"
says "$work/out" '^Hộ 2A$'
same 1 "$(door next 10 --json | json 'd["household_no"]')"
# shellcheck disable=SC2086 # several words
expect 0 door --quiet put household_no=2 persons=4 $asked
expect 0 door undo >"$work/out"
says "$work/out" 'Đã hoàn tác lần ghi hộ 2.*history 2'
same not_visited "$(door get 2 --json | json 'd["fields"]["status"]')"
door history 2 >"$work/out"
says "$work/out" 'lý do: Hoàn tác'
expect 66 door undo 2>"$work/err"
says "$work/err" 'Không còn lần lưu nào để hoàn tác'
same '[]' "$(door drafts --json | json 'd')"
