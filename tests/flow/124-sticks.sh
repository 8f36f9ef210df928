#!/bin/sh
# The hamlet's page of papers: a stick is plugged in, copied to, carried to the commune and back; Form 02 as a page and as
# files; declaring; the list taken in after looking at it. What is sent by page or by command stands in one log.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# --- a hamlet whose invitation names no address; two sticks; the pages are open ---
begin_hub
invite_device a 05788-01
reviewed 1 4 a
reviewed 2 5 a
expect 0 silent device a --quiet put household_no=3 persons=3 vneid=1 no_vneid=1 online_dossiers='?' eresult_dossiers=0 rated=no \
	label='nhà cổng xanh'
sticks=$work/sticks
mkdir -p "$sticks/USB XANH" "$sticks/KINGSTON"

# open_pages NAME: the pages of a device, its owner's session begun; $site is where.
open_pages() {
	serve_log=$work/serve.log
	: >"$work/serving"
	TUNGNHA_STICKS=$sticks "$collector" --data "$work/$1" --json serve --listen 127.0.0.1:0 --open >"$work/serving" 2>>"$serve_log" &
	serve_pid=$!
	started "$work/serving" "$serve_pid"
	site=http://$(fact "$work/serving" 'd["listen"]')
	rm -f "$work/jar"
	python3 "$project/tests/support/browse.py" "$work/jar" GET "$(fact "$work/serving" 'd["open"]')" >"$work/page"
}
# page METHOD PATH [NAME=VALUE…]: into $work/page; answered CODE: its status.
page() {
	method=$1
	path=$2
	shift 2
	python3 "$project/tests/support/browse.py" "$work/jar" "$method" "$site$path" "$@" >"$work/page"
}
answered() { same "$1" "$(cut -d' ' -f1 "$work/jar.status")"; }
silent_about() {
	grep -q -e "$2" "$1" || return 0
	echo "${1##*/} says \"$2\"" >&2
	exit 1
}
# What was begun has ended: the page says so, not the clock.
ended() {
	for _ in $(seq 1200); do
		page GET /gui
		grep -q -e 'data-poll="/gui/dang"' "$work/page" || return 0
		sleep 0.05
	done
	echo 'it never ended' >&2
	exit 1
}

open_pages a
page GET /gui
answered 200
says "$work/page" 'Chép ra USB “USB XANH”'
says "$work/page" 'Chép ra USB “KINGSTON”'
says "$work/page" 'không ghi địa chỉ mạng'
silent_about "$work/page" 'Gửi về xã ngay'
says "$work/page" 'chưa gửi nhận lần nào'

# --- a folder that is no stick is not written to, whatever a browser says ---
mkdir "$work/not-a-stick"
for path in "$work/not-a-stick" "$sticks/KINGSTON/.." "$sticks" ""; do
	page POST /gui/usb "usb=$path"
	answered 409
	says "$work/page" 'Không còn thấy USB đó'
done
same '' "$(ls "$work/not-a-stick")"

# --- copied, and only then may it be pulled out ---
page POST /gui/usb "usb=$sticks/USB XANH"
answered 200
ended
says "$work/page" 'Đã chép 3 lần ghi vào'
says "$work/page" 'Rút USB “USB XANH” được rồi'
[ -d "$sticks/USB XANH/tungnha" ]
same '' "$(ls "$sticks/KINGSTON")"

# --- the commune takes it; the same stick, copied to once more, brings the answer home ---
expect 0 hub --quiet receive "$sticks/USB XANH"
page POST /gui/usb "usb=$sticks/USB XANH"
ended
says "$work/page" '<dt>Xã đã xác nhận</dt><dd>3</dd>'
says "$work/page" 'chưa đối chiếu mã'
expect 0 device a sync log --json >"$work/log"
is 2 "$work/log" 'len(d)'
is '["folder", 0, 3]' "$work/log" '[d[0]["via"], d[0]["sent"], d[0]["confirmed"]]'
is '["folder", 3, 0]' "$work/log" '[d[1]["via"], d[1]["sent"], d[1]["confirmed"]]'

# --- what a command sends stands in the same log, on the page too ---
reviewed 4 2 a
expect 0 device a --quiet sync --via "$sticks/KINGSTON"
page GET /gui
says "$work/page" 'Đã chép 1 lần ghi vào .*KINGSTON'
expect 0 device a sync log >"$work/log"
same 3 "$(grep -c 'qua USB' "$work/log")"

# --- Form 02: what nobody could say stands beside the count; in print, as files, blank ---
page GET /mau-02
answered 200
says "$work/page" '<dt>Số hộ</dt><dd>4</dd>'
says "$work/page" '(1 hộ chưa rõ)'
page GET /mau-02/in
expect 0 device a form02 --format html >"$work/print"
same "$(grep -v 'Số liệu tính đến' "$work/print" | cksum)" "$(grep -v 'Số liệu tính đến' "$work/page" | cksum)"
page GET /mau-02/trong
answered 200
page GET /mau-02.xlsx
same PK "$(head -c 2 "$work/page")"
page GET /mau-02.csv
says "$work/page" 'Xóm 11;4;14;'
page GET /so-nha
says "$work/page" 'nhà cổng xanh'

# --- declared for a week somebody names; the next step is said; the same again says so ---
page GET '/khai?ky=2025-W45'
says "$work/page" 'Khai số liệu tuần 03/11–09/11'
page POST /khai ky=2025-W45
answered 200
says "$work/page" 'Đã khai số liệu tuần 03/11–09/11'
says "$work/page" 'Việc tiếp theo: gửi về xã'
reviewed 5 6 a
page GET '/khai?ky=2025-W45'
says "$work/page" '<td class="number">4</td><td class="number">5 (+1)</td>'
page POST /khai ky=2019-W01
answered 400
says "$work/page" 'nằm ngoài đợt'

# --- the head's list: looked at first, nothing written; then taken in, once ---
printf 'STT;Họ và tên;Hộ số;Nhãn nhà\n1;Trần Văn Bịa;31;nhà mái đỏ\n2;Lê Thị Bịa;32;\n' >"$work/ds.csv"
page POST /dua-danh-sach "tep=@$work/ds.csv"
answered 200
says "$work/page" 'Đọc thử 2 hộ, chưa ghi gì'
says "$work/page" 'Họ và tên'
silent_about "$work/page" 'Bịa'
device a list --json >"$work/listed"
is 5 "$work/listed" 'len(d)'
mark=$(sed -n 's/.*name="dau" value="\([0-9a-f]*\)".*/\1/p' "$work/page")
page POST /dua-danh-sach/ghi dau=00
answered 400
says "$work/page" 'không còn ở đây'
page POST /dua-danh-sach/ghi "dau=$mark"
answered 200
says "$work/page" 'Đã đưa danh sách vào máy'
device a list --json >"$work/listed"
is 7 "$work/listed" 'len(d)'
page POST /dua-danh-sach/ghi "dau=$mark"
answered 400
same '' "$(find "$work/a" -newer "$work/ds.csv" -name '*ds*')"
grep -rlaq 'Bịa' "$work/a" && { echo 'a name was left on the disk' >&2; exit 1; }
# a line that is wrong: said by its line; the good ones may go alone
printf 'Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\n33;2;1;1;0;0;không\n34;1;5;0;0;0;không\n' >"$work/ds.csv"
page POST /dua-danh-sach "tep=@$work/ds.csv"
says "$work/page" 'Dòng 3'
silent_about "$work/page" '--good-lines'
page POST /dua-danh-sach/ghi dung=1 "dau=$(sed -n 's/.*name="dau" value="\([0-9a-f]*\)".*/\1/p' "$work/page")"
says "$work/page" 'Đã đưa danh sách vào máy'
page POST /dua-danh-sach
answered 400
says "$work/page" 'Chưa chọn tệp'
# figures that were declared change with a reason: asked for on the page, and then it goes
printf 'Hộ số;Số khẩu;Có VNeID;Chưa có;Hồ sơ trực tuyến;HS có KQ điện tử;Đã đánh giá\n1;6;1;1;1;1;có\n' >"$work/ds.csv"
page POST /dua-danh-sach "tep=@$work/ds.csv"
says "$work/page" 'ghi lý do'
mark=$(sed -n 's/.*name="dau" value="\([0-9a-f]*\)".*/\1/p' "$work/page")
page POST /dua-danh-sach/ghi "dau=$mark"
answered 400
page POST /dua-danh-sach/ghi "dau=$mark" 'ly-do=Nhà có thêm người về'
answered 200
says "$work/page" 'Hộ thay đổi: 1'
end_serve

# --- a commune that does not answer: said so, without a command; what is saved stays ---
expect 0 hub --quiet invite 05788-02 --address http://127.0.0.1:9 -o "$work/b.tni"
expect 0 silent device b --quiet join "$work/b.tni" --no-passphrase
reviewed 1 4 b
open_pages b
page POST /gui/mang # no page of ours was seen, no token
answered 403
page GET /gui
page POST /gui/mang
answered 200
ended
says "$work/page" 'không trả lời'
silent_about "$work/page" 'sync --via'
says "$work/page" '<dt>Xã đã xác nhận</dt><dd>0</dd>'
expect 0 device b sync log --json >"$work/log"
is '[false, "http"]' "$work/log" '[d[0]["done"], d[0]["via"]]'

# --- sticks that are closed or full: only root may mount such ---
mkdir "$sticks/NHO"
mounted=$sticks/NHO
if [ "$(id -u)" != 0 ] || ! mount -t tmpfs -o size=4k tmpfs "$sticks/NHO" 2>/dev/null; then
	mounted=
	echo 'note: no filesystem could be mounted, so no stick was full or read-only'
else
	head -c 4096 /dev/zero >"$sticks/NHO/phim.mp4" || true
	page POST /gui/usb "usb=$sticks/NHO"
	ended
	says "$work/page" 'USB “NHO” đầy'
	mount -o remount,ro "$sticks/NHO"
	page GET '/gui/usb?phan=1'
	says "$work/page" 'USB “NHO” chỉ cho đọc'
	silent_about "$work/page" 'Chép ra USB “NHO”'
fi
end_serve
