#!/bin/sh
# Who may: a Pi without a screen begins by its page, shows codes by command, phones are paired and stopped; a form sent
# after the session ended is carried over; a lock in another terminal closes the pages.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
command -v curl >/dev/null || { echo "no curl"; exit 77; }

data="$work/pi"
pi() { "$collector" --data "$data" "$@"; }
serve() {
	begin serve "$collector" --data "$data" serve --listen 127.0.0.1:0 --json "$@"
	site=http://$(head -n 1 "$work/serve.out" | json 'd["listen"]')
}
# ask WHO PATH [CURL OPTIONS]: the status; the page lies in $work/page, the head in $work/head
ask() {
	jar=$work/$1.jar
	path=$2
	shift 2
	curl -s -b "$jar" -c "$jar" -D "$work/head" -o "$work/page" -w '%{http_code}' -H "Origin: $site" "$@" "$site$path"
}
token() { ask "$1" /khoa >/dev/null && sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$work/page" | head -n 1; }
leads_to() { says "$work/head" "^[Ll]ocation: $1.\$"; }

# --- the first start: an empty folder, no invitation yet ---
serve
same 303 "$(ask owner /danh-sach)"
leads_to '/mo-khoa?ve=/danh-sach'
same 303 "$(ask owner /mo-khoa)"
leads_to /bat-dau
same 400 "$(ask owner /bat-dau -F ten=Lan -F moi=12345678 -F moi2=12345678)"
says "$work/page" 'Chọn tệp mời'
same 400 "$(ask owner /bat-dau -F 'xom=Xóm Dầm' -F ten=Lan -F moi=123 -F moi2=123)"
says "$work/page" 'Mật khẩu có 3 ký tự'
says "$work/page" 'value="Xóm Dầm"'
same 200 "$(ask owner /bat-dau -F 'xom=Xóm Dầm' -F ten=Lan -F 'moi=lúa chín vàng' -F 'moi2=lúa chín vàng')"
says "$work/page" 'chỉ hiện một lần này'
sed -n 's/.*class="secret">\([0-9A-Z-]*\)<.*/\1/p' "$work/page" >"$work/paper"
same 200 "$(ask owner /khoa)"
# sent twice: there is no second beginning
same 303 "$(ask owner /bat-dau -F 'xom=Xóm Khác' -F moi=12345678 -F moi2=12345678)"

# --- locked by command in another terminal: everybody asks anew, the store is closed within seconds ---
printf 'lúa chín vàng' >"$work/passphrase"
chmod 600 "$work/passphrase"
pi lock >/dev/null
same 303 "$(ask owner /khoa)"
leads_to '/mo-khoa?ve=/khoa'
same 200 "$(ask phone /ghep)"

# --- a half-typed form is sent, the session has ended: it is carried through unlocking ---
same 401 "$(ask owner /ra --data-urlencode 'so=37' --data-urlencode 'ghi=nhà "mới" & <lạ>')"
says "$work/page" 'name="g.ghi" value="nhà &quot;mới&quot; &amp; &lt;lạ&gt;"'
same 403 "$(ask owner /mo-khoa -d di=/ra -d g.so=37 -d mk=sai)"
says "$work/page" 'Mật khẩu không đúng'
says "$work/page" 'name="g.so" value="37"'
same 200 "$(ask owner /mo-khoa -d di=/ra -d g.so=37 --data-urlencode 'mk=lúa chín vàng')"
says "$work/page" 'action="/ra"'
says "$work/page" 'name="so" value="37"'
says "$work/page" 'Gửi tiếp những gì vừa nhập'
# and never to another place
same 303 "$(ask owner /mo-khoa -d 've=//evil.example/' --data-urlencode 'mk=lúa chín vàng')"
leads_to /
same 303 "$(ask owner /mo-khoa -d 've=/khoa' --data-urlencode 'mk=lúa chín vàng')"
leads_to /khoa
# nor by a link somebody else made: only what a page of ours posted goes on with one press
same 200 "$(ask nobody '/ghep?di=/ra')"
if grep -q 'name="di"' "$work/page"; then exit 1; fi
same 303 "$(ask owner '/mo-khoa?di=/ra' --data-urlencode 'mk=lúa chín vàng')"
leads_to /

# --- a phone: a code by command, for a machine nobody sits at ---
phone() { pi --passphrase-file "$work/passphrase" phone "$@" 2>/dev/null; }
code=$(phone code Chị Lan --json | json 'd["code"]')
wrong=$(printf '%06d' $(((1$code + 1) % 1000000)))
same 403 "$(ask phone /ghep -d "ma=$wrong")"
says "$work/page" 'còn 4 lần thử'
same 303 "$(ask phone /ghep -d "ma=$code")"
says "$work/head" 'HttpOnly; SameSite=Strict'
same '["Chị Lan"]' "$(phone list --json | json '[x["by"] for x in d]')"
same 403 "$(ask stranger /ghep -d "ma=$code")" # one code, one phone
# it may record, and nothing else
same 200 "$(ask phone /ho-moi)"
same 403 "$(ask phone /dien-thoai)"
says "$work/page" 'chỉ nhập và xem các hộ'
# a change without the form's token writes nothing, and is sent on with one press
same 403 "$(ask phone /ra -d x=1)"
says "$work/page" 'Gửi tiếp những gì vừa nhập'
same 200 "$(ask phone /ho-moi)"

# --- guessing: five wrong codes and it is of no use to whoever typed them; a new code is for everybody ---
code=$(phone code Hùng --json | json 'd["code"]')
wrong=$(printf '%06d' $(((1$code + 1) % 1000000)))
for left in 4 3 2 1; do
	same 403 "$(ask stranger /ghep -d "ma=$wrong")"
	says "$work/page" "còn $left lần thử"
done
same 403 "$(ask stranger /ghep -d "ma=$wrong")"
says "$work/page" 'mã này không dùng được ở đây nữa'
same 403 "$(ask stranger /ghep -d "ma=$code")"

# --- typed on two phones at the same moment, one code pairs one of them; so does a one-time token one browser ---
at_once() {
	pids=
	for i in 1 2 3 4; do
		curl -s -o /dev/null -w '%{http_code}\n' -H "Origin: $site" "$@" >"$work/once.$i" &
		pids="$pids $!"
	done
	for pid in $pids; do wait "$pid"; done
	cat "$work"/once.[1-4] | sort | tr '\n' ' '
}
code=$(phone code Hùng --json | json 'd["code"]')
same '303 403 403 403 ' "$(at_once -d "ma=$code" "$site/ghep")"
door=$(pi --passphrase-file "$work/passphrase" serve --open --json | json 'd["open"]')
same '303 403 403 403 ' "$(at_once "$door")"
phone remove Hùng

# --- the owner sees who has a phone, shows a code on the page, and stops one ---
same 303 "$(ask owner /dien-thoai/ma -d "token=$(token owner)" -d 'ten=Hùng')"
same 200 "$(ask owner /dien-thoai)"
says "$work/page" 'Mã cho Hùng'
says "$work/page" 'Chị Lan'
same 303 "$(ask owner /dien-thoai/ngung -d "token=$(token owner)" -d "may=$(phone list --json | json 'd[0]["id"]')")"
same 303 "$(ask phone /ho-moi)"
same '[]' "$(phone list --json)"

# --- wrong passphrases: after five a pause that grows ---
for i in 1 2 3 4 5; do same 403 "$(ask guess /mo-khoa -d "mk=sai$i")"; done
same 403 "$(ask guess /mo-khoa --data-urlencode 'mk=lúa chín vàng')"
says "$work/page" 'Chờ [0-9]* giây'

# --- forgotten: the paper opens it, once; whoever was in by the old passphrase is out ---
same 200 "$(ask owner /khoa)"
same 400 "$(ask paper /khoi-phuc-khoa --data-urlencode "ma=$(cat "$work/paper")x" -d moi=lua-chin-xanh -d moi2=lua-chin-xanh)"
same 200 "$(ask paper /khoi-phuc-khoa --data-urlencode "ma=$(cat "$work/paper")" -d moi=lua-chin-xanh -d moi2=lua-chin-xanh)"
says "$work/page" 'class="secret"'
same 400 "$(ask paper /khoi-phuc-khoa --data-urlencode "ma=$(cat "$work/paper")" -d moi=lua-chin-xanh -d moi2=lua-chin-xanh)"
same 200 "$(ask paper /khoa)"
same 303 "$(ask owner /khoa)"

# --- locked by page; nobody is in any more ---
same 303 "$(ask paper /khoa -d "token=$(token paper)")"
leads_to /mo-khoa
same 303 "$(ask paper /khoa)"
expect 0 finish serve

# --- another machine begins with the commune's invitation, and without a passphrase: nothing to copy to paper ---
begin_hub
expect 0 hub invite 05788-01 -o "$work/h.tni" >/dev/null 2>&1
data="$work/laptop"
serve
same 400 "$(ask second /bat-dau -F "tep=@$work/paper" -F ten=Lan -F khong=1)"
says "$work/page" 'không phải là lời mời'
same 303 "$(ask second /bat-dau -F "tep=@$work/h.tni" -F ten=Lan -F khong=1)"
leads_to /
pi device --json >"$work/device"
is '["05788-01"]' "$work/device" '[u["unit"]["code"] for u in d["units"]]'

# --- a passphrase is set, then changed, by command while the pages are served: whoever was in before asks anew ---
printf 'cay da ben nuoc' >"$work/new"
chmod 600 "$work/new"
same 200 "$(ask second /khoa)"
expect 0 pi passphrase --new-passphrase-file "$work/new" >/dev/null 2>&1
same 303 "$(ask second /khoa)"
same 401 "$(ask second /ra -d token=x)"
same 303 "$(ask second /mo-khoa -d 'mk=cay da ben nuoc')"
same 200 "$(ask second /khoa)"
expect 0 pi passphrase --passphrase-file "$work/new" --new-passphrase-file "$work/passphrase" >/dev/null 2>&1
same 303 "$(ask second /khoa)"
same 403 "$(ask second /mo-khoa -d 'mk=cay da ben nuoc')"
same 303 "$(ask second /mo-khoa --data-urlencode 'mk=lúa chín vàng')"
expect 0 finish serve
