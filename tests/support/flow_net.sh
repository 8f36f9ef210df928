# flow_net.sh - hamlets that exchange over a network in a scenario; read after flow.sh, flow_hub.sh and line.sh.
#
#   net NAME COMMUNE …    sync of device NAME once, over what listens as COMMUNE (address of line.sh); $work/said, $work/err
#   through NAME COMMUNE  … which must go through
#   stopped NAME COMMUNE PATTERN   … which must not (exit 75), with a sentence that matches, and "saved here"
#   home NAME N           written = confirmed = N on the device, nothing held, and so many of its entries at the commune
#   post FILE ADDRESS     a message as any program can send it; prints the answer's body, fails when the status is not 200
#   household_list N      a list of N reviewed households, for import
#   sound NAME…           check --deep of the devices and of the commune
# shellcheck shell=sh

net() {
	sender=$1
	over=$2
	shift 2
	device "$sender" sync --via "http://$(address "$over")" "$@" >"$work/said" 2>"$work/err"
}

through() { expect 0 net "$@" --tries 1 || exit 1; }

stopped() {
	expect 75 net "$1" "$2" --tries 1
	says "$work/err" "$3"
	says "$work/err" 'Đã lưu ở máy này'
	expect 1 grep -qiE 'http [0-9]|post|timeout|curl' "$work/err"
}

home() {
	device "$1" status --json >"$work/status"
	is "[$2, $2, 0]" "$work/status" '[d["entries"][k] for k in ("written", "confirmed", "held")]'
	arrived "$1" "$2"
}

# arrived NAME N: so many entries of the device are at the commune, all counted
arrived() {
	node=$(device "$1" device --json | json 'd["node"]')
	hub device list --json >"$work/devices"
	is "[$2]" "$work/devices" "[x['through'] for x in d if x['node'] == '$node']"
}

sound() {
	for checked in "$@"; do
		expect 0 device "$checked" check --deep >/dev/null
	done
	expect 0 hub check --deep >/dev/null
}

post() {
	python3 -c '
import http.client, sys
c = http.client.HTTPConnection(sys.argv[2], timeout=20)
c.request("POST", "/exchange", open(sys.argv[1], "rb").read(), {"Content-Type": "application/vnd.tungnha.message"})
r = c.getresponse()
sys.stdout.buffer.write(r.read())
sys.exit(r.status != 200 and "status %d" % r.status)' "$1" "$2"
}

household_list() {
	python3 -c '
import sys
print("Hộ số,Số khẩu,Có VNeID,Chưa có VNeID,Hồ sơ trực tuyến,HS có KQ điện tử,Đã đánh giá")
for n in range(1, int(sys.argv[1]) + 1):
    print(f"{n},{n % 7 + 2},1,1,{n % 5},{n % 3},có")' "$1"
}
