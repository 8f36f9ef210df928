#!/bin/sh
# The pages of a hamlet's machine: serve opens them to the browser here, once more to one that runs, and to phones beside it; a power cut
# harms nothing.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"

serve() {
	begin serve "$collector" --data "$work/d" serve --json --listen 127.0.0.1:0 "$@"
	address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
	door=$(head -n 1 "$work/serve.out" | json 'd["open"]')
}
# ask PATH OPTIONS…  the status; the page in $work/page, its head in $work/head
ask() {
	path=$1
	shift
	curl -s -o "$work/page" -D "$work/head" -w '%{http_code}' -H 'Accept: text/html' "$@" "http://$address$path"
}

# The pages ask for a session, and no longer for the stick.
is_open() {
	ask /mo-khoa >/dev/null
	! grep -q 'Cắm USB có tệp khóa' "$work/page"
}

# --- nothing is there yet: the pages begin it ---
export BROWSER="$work/browser"
printf '#!/bin/sh\necho "$1" >"%s/opened"\n' "$work" >"$BROWSER"
chmod +x "$BROWSER"
serve
same "http://$address/" "$door"
same 303 "$(ask /mo-khoa)"
says "$work/head" '^Location: /bat-dau'
same 200 "$(ask /bat-dau)"
expect 0 finish serve
[ ! -e "$work/opened" ]

# --- --open: the browser comes with a token that opens once ---
expect 0 device d --quiet init --no-passphrase --name 'Xóm Dầm' --by 'Bà Lan' 2>"$work/err"
serve --open
says "$work/serve.out" '/mo?ma='
wait_for serve [ -s "$work/opened" ]
same "$door" "$(cat "$work/opened")"
same 303 "$(ask / )"
token=${door#"http://$address"}
same 303 "$(ask "$token" -c "$work/jar")"
says "$work/head" "^Set-Cookie: tungnha-${address##*:}=.*HttpOnly; SameSite=Strict"
same 200 "$(ask / -b "$work/jar")"
says "$work/page" 'Xóm Dầm'
says "$work/head" "^Content-Security-Policy: default-src 'self'"
says "$work/head" '^Cache-Control: no-store'
ask "$token" -c "$work/other" >/dev/null
same 303 "$(ask / -b "$work/other")"

# --- a second serve says that one runs; with --open it opens that one ---
expect 75 device d serve --listen 127.0.0.1:0 2>"$work/err"
says "$work/err" 'đang có một lệnh serve khác chạy'
expect 0 device d serve --open --lang en >"$work/second"
says "$work/second" "running already. Open http://$address/mo?ma="
expect 0 device d serve --open --json >"$work/second"
is "$address" "$work/second" 'd["listen"]'
door=$(fact "$work/second" 'd["open"]')
same 303 "$(ask "${door#"http://$address"}" -c "$work/jar2")"
same 200 "$(ask / -b "$work/jar2")"

# --- what another site makes a browser ask is turned away ---
same 421 "$(ask / -b "$work/jar" -H 'Host: quangcao.example')"
says "$work/page" 'mở bằng tên khác'
same 421 "$(ask /ho/luu -b "$work/jar" -d household_no=1 -H 'Origin: http://quangcao.example')"
same 421 "$(ask /ho/luu -b "$work/jar" -d household_no=1)"
refused=$(ask /ho/luu -b "$work/jar" -d household_no=1 -H "Origin: http://$address")
[ "$refused" != 200 ] || same 'refused: no form token' "$refused"
expect 66 silent device d get 1
! grep -qi '^Access-Control' "$work/head"

# --- the power goes in the middle of the work: what was saved is there, and the same browser goes on ---
value() { grep -o "name=\"$1\" value=\"[^\"]*\"" "$work/page" | head -n 1 | sed 's/.*value="//; s/"$//'; }
same 200 "$(ask /ho-moi -b "$work/jar")"
same 303 "$(ask /ho/luu -b "$work/jar" -H "Origin: http://$address" -d "token=$(value token)" -d "nhap=$(value nhap)" \
	-d f-household_no=1 -d f-persons=4 -d f-vneid=1 -d f-no_vneid=0 -d f-online_dossiers=1 -d f-eresult_dossiers=1 -d f-rated=yes)"
pid=$(cat "$work/serve.pid")
kill -KILL "$pid"
wait "$pid" 2>/dev/null || true
begin serve "$collector" --data "$work/d" serve --json --listen "$address"
same 200 "$(ask / -b "$work/jar")"
expect 0 device d get 1 --json >"$work/got"
is 4 "$work/got" 'd["fields"]["persons"]'
expect 0 finish serve

# --- phones only with --hotspot, and only from private addresses; this machine alone otherwise ---
expect 64 device d serve --listen 0.0.0.0:0 2>"$work/err"
says "$work/err" 'serve --hotspot'
expect 64 device d serve --listen 127.0.0.1 2>"$work/err"
begin serve "$collector" --data "$work/d" serve --hotspot --listen :0 --lang en
says "$work/serve.out" 'Open http://127.0.0.1:[0-9]*/ in the browser of this machine'
says "$work/serve.err" 'nmcli device wifi hotspot'
expect 0 finish serve

# --- a store under a passphrase is served closed: its page opens it ---
printf 'mot hai ba bon nam' >"$work/passphrase"
chmod 600 "$work/passphrase"
expect 0 device p --quiet --passphrase-file "$work/passphrase" init --name 'Xóm Đầm' >"$work/out" 2>"$work/err"
expect 0 device p lock >"$work/out"
begin serve "$collector" --data "$work/p" serve --json --listen 127.0.0.1:0
address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
same 303 "$(ask /)"
says "$work/head" '^Location: /mo-khoa'
same 200 "$(ask /mo-khoa)"
says "$work/page" 'Mật khẩu'
curl -s "http://$address/health" >"$work/health"
is ok "$work/health" 'd["status"]'
expect 0 finish serve

# --- a key file on a stick that is not plugged in yet: the machine starts all the same, and waits for it ---
mkdir "$work/stick"
expect 0 device k --quiet init --no-passphrase --name 'Xóm Cháy' 2>"$work/err"
expect 0 device k --quiet passphrase --key-file "$work/stick/tungnha.key" >"$work/out" 2>"$work/err"
mv "$work/stick" "$work/pulled"
begin serve "$collector" --data "$work/k" serve --json --listen 127.0.0.1:0
address=$(head -n 1 "$work/serve.out" | json 'd["listen"]')
same 303 "$(ask /)"
same 200 "$(ask /mo-khoa)"
says "$work/page" 'Cắm USB có tệp khóa'
mv "$work/pulled" "$work/stick"
wait_for serve is_open
expect 0 finish serve
