#!/bin/sh
# People of the commune's desk: made by command, signed in over HTTP, locked out, minded; the data closed and opened while serve runs.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"

ask() {
	path=$1
	shift
	curl -s -o "$work/page" -D "$work/head" -w '%{http_code}' -H 'Accept: text/html' -H "Origin: http://$address" "$@" "http://$address$path"
}
sign_in() { ask /dang-nhap -c "$work/jar" --data-urlencode "ten=$1" --data-urlencode "mk=$2"; }
until_status() { # STATUS PATH OPTIONS…: asked until it is so
	wanted=$1
	shift
	for _ in $(seq 600); do
		[ "$(ask "$@")" = "$wanted" ] && return 0
		sleep 0.1
	done
	same "$wanted" "$(ask "$@")"
}

# --- users are made and minded on the machine itself; there is always an administrator ---
begin_hub
printf 'mat khau cua ban\n' >"$work/password"
chmod 600 "$work/password"
expect 0 hub user list >"$work/out"
says "$work/out" 'Chưa có người dùng'
expect 0 hub user add 'Nguyễn Quản' --role admin --password-file "$work/password" >"$work/out"
says "$work/out" 'người quản trị'
expect 0 hub --quiet user add 'Hoàng Lan' --password-file "$work/password"
expect 65 hub user add 'Hoàng Lan' --password-file "$work/password" 2>"$work/err"
expect 64 hub user add Ai --role chief --password-file "$work/password" 2>"$work/err"
says "$work/err" 'viewer'
expect 0 hub user list --json >"$work/out"
is '[["Hoàng Lan", "clerk", null], ["Nguyễn Quản", "admin", null]]' "$work/out" '[[u["name"], u["role"], u["waits_until"]] for u in d]'
expect 77 hub user remove 'Nguyễn Quản' 2>"$work/err"
says "$work/err" 'người quản trị cuối cùng'
expect 77 silent hub user role 'Nguyễn Quản' clerk
expect 66 silent hub user passwd 'Không Ai' --password-file "$work/password"

# --- signing in; five wrong passwords and one waits, until a new one is set ---
printf 'mot hai ba bon\n' >"$work/passphrase"
chmod 600 "$work/passphrase"
expect 0 silent hub passphrase --new-passphrase-file "$work/passphrase" >/dev/null
expect 0 silent hub unlock --passphrase-file "$work/passphrase" >/dev/null
begin serve "$aggregator" --data "$hub_folder" serve --json --listen 127.0.0.1:0
address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
same 303 "$(sign_in 'hoang lan' 'mat khau cua ban')"
same 200 "$(ask /toi -b "$work/jar")"
says "$work/page" 'Hoàng Lan'
same 403 "$(ask /nguoi-dung -b "$work/jar")"
for _ in 1 2 3 4 5; do
	same 403 "$(sign_in 'Nguyễn Quản' 'không phải')"
done
same 403 "$(sign_in 'Nguyễn Quản' 'mat khau cua ban')"
says "$work/page" 'Chờ'
same 303 "$(sign_in 'Hoàng Lan' 'mat khau cua ban')"
expect 0 hub user passwd 'Nguyễn Quản' --password-file "$work/password" >/dev/null
same 303 "$(sign_in 'Nguyễn Quản' 'mat khau cua ban')"

# --- the log says so, also as a file ---
same 200 "$(ask /nhat-ky/tep -b "$work/jar")"
says "$work/page" 'Nguyễn Quản.*đăng nhập'
says "$work/page" 'gõ sai mật khẩu nhiều lần'

# --- lock closes the data for the desk and for devices, unlock opens them; people sign in anew ---
expect 0 silent hub lock >/dev/null
until_status 503 /dang-nhap
says "$work/page" 'đang khóa'
same 303 "$(ask /toi -b "$work/jar")"
curl -s "http://$address/health" >"$work/health"
is closed "$work/health" 'd["status"]'
same 503 "$(ask /exchange -H 'Content-Type: application/vnd.tungnha.message' --data-binary x)"
expect 0 silent hub unlock --passphrase-file "$work/passphrase" >/dev/null
until_status 200 /dang-nhap
same 303 "$(ask /toi -b "$work/jar")"
same 303 "$(sign_in 'Hoàng Lan' 'mat khau cua ban')"
same 200 "$(ask /toi -b "$work/jar")"
expect 0 finish serve

# --- while there is no user serve --open makes the first ---
expect 0 "$aggregator" --data "$work/new" --quiet init --unit 05788 --name 'Xã Mới' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
	--no-passphrase 2>/dev/null
BROWSER=/bin/true begin serve "$aggregator" --data "$work/new" serve --json --open --listen 127.0.0.1:0
address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
open=$(head -n 1 "$work/serve.out" | json 'd["open"]')
same 303 "$(ask "${open#"http://$address"}" -c "$work/first")"
same 200 "$(ask /dau-tien -b "$work/first")"
token=$(grep -o 'name="token" value="[^"]*"' "$work/page" | head -n 1 | sed 's/.*value="//; s/"$//')
same 303 "$(ask /dau-tien -b "$work/first" -c "$work/first" -d "token=$token" -d ten=Quan -d 'mk=mat khau cua ban' -d 'mk2=mat khau cua ban')"
same 200 "$(ask /nguoi-dung -b "$work/first")"
expect 0 finish serve
