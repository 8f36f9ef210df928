#!/bin/sh
# The commune's receiving machine as the examples set it up: nginx with TLS in front, systemd beneath. The very files that are
# installed are run here; only names, ports and folders are put in.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
deploy=$project/src/web/deploy

# --- the units are ones systemd understands; what guards the receiver does not get weaker unseen ---
if command -v systemd-analyze >/dev/null 2>&1; then
	mkdir "$work/units"
	for unit in "$deploy"/*.service "$deploy"/*.socket "$deploy"/*.timer; do
		sed "s,/usr/local/bin,$BUILD," "$unit" >"$work/units/${unit##*/}"
	done
	systemd-analyze verify "$work"/units/tungnha-aggregator.* >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
	same '' "$(grep -F tungnha- "$work/said" || true)"
	systemd-analyze --user verify "$work"/units/tungnha-collector-sync.* >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
	same '' "$(grep -F tungnha- "$work/said" || true)"
	# Exposure in tenths, as systemd counts it: 11 when this was written.
	systemd-analyze security --offline=true --threshold=20 "$work/units/tungnha-aggregator.service" >/dev/null 2>"$work/said" ||
		{ cat "$work/said" >&2; exit 1; }
else
	echo 'note: units not verified, there is no systemd-analyze here'
fi

nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || { echo 'there is no nginx here (apt-get install nginx-light)'; exit 77; }
command -v openssl >/dev/null || { echo 'there is no openssl here'; exit 77; }

until_said() { # FILE PATTERN PID: for a minute at most, and not longer than the program lives
	for _ in $(seq 600); do
		grep -q -e "$2" "$1" && return 0
		kill -0 "$3" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}
free_ports() { python3 -c 'import socket
s = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(x.getsockname()[1] for x in s))'; }

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=phulac.example \
	-keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null

# begin_nginx HUB_PORT [SED]: sets $plain and $tls, the two ports, and $nginx_pid
begin_nginx() {
	mkdir -p "$work/nginx"
	for try in 1 2 3; do
		set -- "$1" "${2:-}" $(free_ports)
		plain=$3 tls=$4
		sed -e "s/127.0.0.1:8030/127.0.0.1:$1/; s/listen 80;/listen 127.0.0.1:$plain;/; s/listen 443 ssl;/listen 127.0.0.1:$tls ssl;/" \
			-e "s,/etc/ssl/tungnha,$work,; s,/var/log/nginx,$work/nginx,; $2" "$deploy/nginx.conf" >"$work/nginx/site"
		cat >"$work/nginx/main" <<END
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log notice;
events { worker_connections 256; }
http {
	client_body_temp_path $work/nginx/body;
	proxy_temp_path $work/nginx/proxy;
	fastcgi_temp_path $work/nginx/fastcgi;
	uwsgi_temp_path $work/nginx/uwsgi;
	scgi_temp_path $work/nginx/scgi;
	include $work/nginx/site;
}
END
		[ "$(id -u)" -ne 0 ] || sed -i '1i user root;' "$work/nginx/main"
		: >"$work/nginx/error.log"
		"$nginx" -p "$work/nginx" -e "$work/nginx/error.log" -c "$work/nginx/main" 2>"$work/nginx/said" &
		nginx_pid=$!
		background="${background:-} $nginx_pid"
		until_said "$work/nginx/error.log" 'start worker process ' "$nginx_pid" && return 0
		grep -q 'Address already in use' "$work/nginx/error.log" "$work/nginx/said" || break
	done
	cat "$work/nginx/said" "$work/nginx/error.log" >&2
	exit 1
}
end_nginx() {
	kill "$nginx_pid"
	wait "$nginx_pid" || true
	background=${background% "$nginx_pid"}
}
# ask PORT METHOD PATH BYTES: "status content-type retry-after", over TLS when PORT is the one for it
ask() {
	python3 - "$tls" "$@" <<'END'
import http.client, ssl, sys
tls, port, method, path, n = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
trusting = ssl._create_unverified_context()
c = http.client.HTTPSConnection("127.0.0.1", port, context=trusting) if port == tls else http.client.HTTPConnection("127.0.0.1", port)
c.request(method, path, b"x" * n, {"Content-Type": "application/vnd.tungnha.message"})
r = c.getresponse()
print(r.status, r.getheader("Content-Type"), r.getheader("Retry-After"))
END
}

# page PORT METHOD PATH: "status location", as a browser that was given the machine's name
page() {
	python3 - "$tls" "$@" <<'END'
import http.client, ssl, sys
tls, port, method, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
c = http.client.HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context()) if port == tls else http.client.HTTPConnection("127.0.0.1", port)
body = "ten=Lan&mk=khong+phai" if method == "POST" else None
heads = {"Host": "phulac.example", "Origin": "https://phulac.example", "Accept": "text/html"}
c.request(method, path, body, heads | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {}))
r = c.getresponse()
print(r.status, r.getheader("Location"))
END
}

# --- the receiver is not running: collectors are told to come back, on either port; nothing else is served ---
begin_nginx 1
same '502 application/problem+json 30' "$(ask "$tls" POST /exchange 100)"
same '502 application/problem+json 30' "$(ask "$plain" POST /exchange 100)"
same '502 application/problem+json 30' "$(ask "$tls" GET /health 0)"
same '413 application/problem+json None' "$(ask "$tls" POST /exchange 1048577)"
same '502 application/problem+json 30' "$(ask "$tls" POST /exchange 1048576)"
same '301 https://phulac.example/dang-nhap?ve=/' "$(page "$plain" GET '/dang-nhap?ve=/')" # no password on a line anybody reads
same '301 https://phulac.example/dang-nhap' "$(page "$plain" POST /dang-nhap)"
end_nginx
begin_nginx 1 's,rate=10r/s,rate=1r/m,; s,burst=200,burst=1,'
same '502 application/problem+json 30' "$(ask "$tls" POST /exchange 100)"
same '502 application/problem+json 30' "$(ask "$tls" POST /exchange 100)"
same '429 application/problem+json 5' "$(ask "$tls" POST /exchange 100)"
same '502 application/problem+json 30' "$(ask "$tls" GET /health 0)"
end_nginx

# --- the receiver runs as its unit says: begun by the first who connects, on the port that was held for it ---
begin_hub
invite_device h1 05788-01
expect 0 reviewed 1 4 h1
port=$(free_ports | cut -d' ' -f1)
begin_nginx "$port"
expect 75 device h1 sync --tries 1 --via "https://127.0.0.1:$tls" 2>"$work/err"
says "$work/err" 'không trả lời (mã 502)'
words=$(sed -n "s,/usr/local/bin,$BUILD,; s,/var/lib/tungnha/aggregator,$hub_folder,; s/^ExecStart=//p" "$deploy/tungnha-aggregator.service")
if command -v systemd-socket-activate >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	systemd-socket-activate -l "127.0.0.1:$port" $words >"$work/hub.out" 2>"$work/hub.log" &
	hub_pid=$!
	until_said "$work/hub.log" 'Listening on' "$hub_pid"
else
	echo 'note: the receiver begun without socket activation, there is no systemd-socket-activate here'
	# shellcheck disable=SC2086
	$words --listen "127.0.0.1:$port" >"$work/hub.out" 2>"$work/hub.log" &
	hub_pid=$!
	until_said "$work/hub.out" "$port" "$hub_pid"
fi
background="$background $hub_pid"

# --- a certificate nobody can verify is said, and the figures arrive: they are sealed from end to end ---
expect 0 device h1 sync --via "https://127.0.0.1:$tls" >"$work/said" 2>"$work/err"
says "$work/said" 'Đã gửi và xã đã xác nhận: 1 lần ghi'
says "$work/err" 'Chưa kiểm tra được chứng thư của 127.0.0.1'
hub form02 --json >"$work/form"
is '[1, 4]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
expect 0 reviewed 2 5 h1
expect 0 device h1 sync --via "http://127.0.0.1:$plain" >"$work/said" 2>"$work/err"
same '' "$(cat "$work/err")"
hub form02 --json >"$work/form"
is '[2, 9]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
same '200 application/json None' "$(ask "$tls" GET /health 0)"
same '303 /dang-nhap' "$(page "$tls" GET /)"
same '200 None' "$(page "$tls" GET /dang-nhap)"
same '403 None' "$(page "$tls" POST /dang-nhap)" # heard, and the password is wrong
same '404 None' "$(page "$tls" GET /etc/passwd)"
same '400 application/problem+json None' "$(ask "$tls" POST /exchange 100)" # the receiver's own answer comes through
end_nginx

# --- what nginx refuses is understood: figures stay on the laptop, and the person is told what to do ---
expect 0 reviewed 3 2 h1
begin_nginx "$port" 's,rate=10r/s,rate=1r/m,; s,burst=200,burst=1,'
ask "$tls" POST /exchange 100 >/dev/null
ask "$tls" POST /exchange 100 >/dev/null
expect 75 device h1 sync --tries 1 --via "https://127.0.0.1:$tls" 2>"$work/err"
says "$work/err" 'Máy của xã đang bận. Chờ 5 giây rồi gửi lại'
end_nginx
begin_nginx "$port" 's,client_max_body_size 1m,client_max_body_size 200,'
expect 65 device h1 sync --tries 1 --via "https://127.0.0.1:$tls" 2>"$work/err"
says "$work/err" 'cho là quá lớn'
device h1 status --json >"$work/status"
is 1 "$work/status" 'd["entries"]["written"] - d["entries"]["confirmed"]'
end_nginx
begin_nginx "$port"
expect 0 silent device h1 --quiet sync --via "https://127.0.0.1:$tls"
hub form02 --json >"$work/form"
is '[3, 11]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
end_nginx
kill -TERM "$hub_pid"
expect 0 wait "$hub_pid"
background=${background% "$hub_pid"}
expect 0 hub check --deep >/dev/null
