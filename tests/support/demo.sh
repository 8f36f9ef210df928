#!/bin/sh
# demo.sh - the tour: a commune, four hamlets, a stick, Form 02. Called by `make demo`; everything is made anew under $BUILD/demo.
# LANG=en… speaks English.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$here" && cd "${BUILD:-build}" && pwd)
demo=$build/demo
case ${LANG:-} in en*) vi=false ;; *) vi=true ;; esac
unset TUNGNHA_DATA TUNGNHA_PASSPHRASE_FILE

rm -rf "$demo"
mkdir -p "$demo/invitations" "$demo/stick" "$demo/key"

# A sentence of the tour in the reader's language.
say() {
	if $vi; then printf '\n%s\n' "$1"; else printf '\n%s\n' "$2"; fi
}
# Shows a command as one would type it, then runs it.
run() {
	printf '$'
	for word in "$@"; do
		case $word in
		"$build"/tungnha-*) printf ' %s' "${word##*/}" ;;
		*[!A-Za-z0-9_./=:-]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$(printf %s "$word" | sed "s,$demo/,,;s,$here/,,")" ;;
		esac
	done
	printf '\n'
	"$@" 2>&1
}
xa() { run "$build/tungnha-aggregator" --data "$demo/commune" "$@"; }
xom() {
	hamlet=$1
	shift
	run "$build/tungnha-collector" --data "$demo/hamlet-$hamlet" "$@"
}
quietly() { "$@" >"$demo/last.log" 2>&1 || { cat "$demo/last.log" >&2; exit 1; }; }

say '1. Xã, một lần: lập nơi tổng hợp từ tệp đợt rà soát, cấp lời mời cho từng xóm.' \
	'1. The commune, once: a hub from the campaign file, an invitation for every hamlet.'
xa init --unit 05788 --name 'Xã Phú Lạc' --campaign "$here/forms/campaigns/phu-lac-2025.json" --key-file "$demo/key/commune.key"
xa invite 05788-01 -o "$demo/invitations/05788-01.tni"
for n in 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18; do
	quietly "$build/tungnha-aggregator" --data "$demo/commune" invite "05788-$n" -o "$demo/invitations/05788-$n.tni"
done
say '   … và 17 lời mời nữa.' '   … and 17 more invitations.'

say '2. Bốn xóm: nhận lời mời, đưa danh sách hộ đang có vào. Không cần mạng.' \
	'2. Four hamlets: take the invitation, import the list of households they keep. No network needed.'
xom 01 join "$demo/invitations/05788-01.tni" --no-passphrase
for n in 05 07 13; do
	quietly "$build/tungnha-collector" --data "$demo/hamlet-$n" join "$demo/invitations/05788-$n.tni" --no-passphrase
done
for n in 01 05 07 13; do
	xom "$n" import "$here/tests/support/demo/05788-$n.csv"
done

say '3. Đến từng nhà: một lệnh một hộ; “?” là chưa rõ.' '3. At the door: a command a household; “?” is unknown.'
xom 07 put household_no=1 persons=4 vneid=3 no_vneid=1 online_dossiers=2 eresult_dossiers=2 rated=yes visited_on=20/11/2025
xom 07 put household_no=2 persons=2 vneid=1 no_vneid=1 online_dossiers='?' eresult_dossiers='?' rated=no visited_on=20/11/2025
xom 07 put household_no=3 status=absent visited_on=20/11/2025 note='hẹn buổi tối'
xom 07 put persons=3 vneid=2 no_vneid=0 online_dossiers=1 eresult_dossiers=0 rated=no visited_on=20/11/2025 note='hộ mới, trẻ em không thuộc diện'
say '   Số sai bị từ chối ngay tại chỗ:' '   What cannot be is refused on the spot:'
xom 07 put household_no=4 persons=2 vneid=3 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no || true

say '4. Buổi tối: khai số liệu của tuần, chép ra USB, mang lên xã, xã nhận; USB mang trả lời về.' \
	'4. In the evening: the week declared, onto a stick, to the commune; the stick carries the answers home.'
xom 07 submit
for n in 01 05 07 13; do
	xom "$n" sync --via "$demo/stick"
done
xa receive "$demo/stick"
for n in 01 05 07 13; do
	xom "$n" sync --via "$demo/stick"
done
xom 07 status

say '5. Xã, lúc nào cũng xem được: ai đã gửi, ai chưa, chỗ nào cần xử lý.' \
	'5. The commune, at any time: who has reported, who has not, what needs a person.'
xa status
xa review list
xa household 05788-07 1 --history

say '6. Sửa cho đúng: xã trả lại một hộ kèm lý do, xóm hỏi lại rồi ghi lại.' \
	'6. Put right: the commune returns a household with a reason, the hamlet asks again and writes it again.'
xa review 05788-07 2 --return 'Hỏi lại số hồ sơ trực tuyến'
quietly "$build/tungnha-aggregator" --data "$demo/commune" receive "$demo/stick"
xom 07 sync --via "$demo/stick"
xom 07 returns
xom 07 put household_no=2 online_dossiers=1 eresult_dossiers=1 --reason 'hỏi lại gia đình'
xom 07 sync --via "$demo/stick"
xa receive "$demo/stick"
xa submit list 05788-07

say '7. Mẫu biểu số 02.' '7. Form 02.'
xa form02
xa form02 --format xlsx -o "$demo/mau-02.xlsx"
xa form02 --format html -o "$demo/mau-02.html"
xa form02 --format html --unit 05788-05 -o "$demo/mau-02-xom-doan-ket.html"
xa form02 --format html --blank -o "$demo/mau-02-trong.html"
xa form02 --format csv -o "$demo/mau-02.csv"
xa check
rm -f "$demo/last.log"

if $vi; then
	cat <<TXT

Xong. Số liệu trên là bịa ra để làm thử, danh sách hộ rút gọn; tên xóm là thật. Mọi thứ nằm trong $demo

Mở xem:
  mau-02.html                  bản in A4 của xã (mở bằng trình duyệt rồi in)
  mau-02-xom-doan-ket.html     bản in của một xóm
  mau-02-trong.html            biểu trống để ghi tay
  mau-02.xlsx, mau-02.csv      mở bằng Excel hoặc LibreOffice

Mở trang trên trình duyệt (chạy trong thư mục $demo, mỗi lệnh một cửa sổ; Ctrl-C để dừng):
  $build/tungnha-aggregator --data commune serve --open       bàn việc của xã: ai còn thiếu, việc chờ duyệt, biểu, báo cáo; nhận qua mạng
  $build/tungnha-collector --data hamlet-07 serve --open      trang ghi hộ của một xóm

Thử tiếp bằng lệnh (cũng trong thư mục đó):
  $build/tungnha-collector --data hamlet-07 put household_no=5 persons=5 vneid=4 no_vneid=1 online_dossiers=1 eresult_dossiers=1 rated=yes visited_on=21/11/2025
  $build/tungnha-collector --data hamlet-07 sync --via stick
  $build/tungnha-aggregator --data commune receive stick
  $build/tungnha-aggregator --data commune device list
  $build/tungnha-collector --data hamlet-07 sync --via http://127.0.0.1:8030     khi bàn việc của xã đang mở
  $build/tungnha-aggregator --data commune lock 05788-07      chốt số liệu; số gửi sau bị tạm giữ
  $build/tungnha-aggregator --data commune --help             mọi lệnh
Một xóm nữa: nhận invitations/05788-02.tni bằng lệnh join trong thư mục mới. Hai máy một xóm: invite 05788-07 lần nữa.
TXT
else
	cat <<TXT

Done. The figures are made up for practice, the lists are short; the names of the hamlets are real. Everything is in $demo

Open:
  mau-02.html                  the commune's A4 print (open it in a browser, print)
  mau-02-xom-doan-ket.html     one hamlet's print
  mau-02-trong.html            a blank form to fill in by hand
  mau-02.xlsx, mau-02.csv      for Excel or LibreOffice

Pages in a browser (inside the folder $demo, a window for each; Ctrl-C ends it):
  $build/tungnha-aggregator --data commune serve --open       the commune's desk: who is missing, what waits, forms, reports; takes what comes over a network
  $build/tungnha-collector --data hamlet-07 serve --open      the page at the door of one hamlet

Try next by command (in the same folder):
  $build/tungnha-collector --data hamlet-07 put household_no=5 persons=5 vneid=4 no_vneid=1 online_dossiers=1 eresult_dossiers=1 rated=yes visited_on=21/11/2025
  $build/tungnha-collector --data hamlet-07 sync --via stick
  $build/tungnha-aggregator --data commune receive stick
  $build/tungnha-aggregator --data commune device list
  $build/tungnha-collector --data hamlet-07 sync --via http://127.0.0.1:8030     while the commune's desk is open
  $build/tungnha-aggregator --data commune lock 05788-07      locks the figures; what arrives later is held
  $build/tungnha-aggregator --data commune --help             every command
One more hamlet: join invitations/05788-02.tni in a new folder. Two devices in a hamlet: invite 05788-07 again.
TXT
fi
