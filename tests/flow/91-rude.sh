#!/bin/sh
# A machine on a network meets everybody: those who say nothing, who speak a byte a second, never stop, or contradict themselves. Each
# is cut off at its limit; meanwhile health and a proper laptop are answered as if nobody else were there, within 20 MB.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/hard.sh"

begin_hub
invite_device good 05788-01
invite_device other 05788-02
expect 0 reviewed 1 3 other
message other
message good
serve_hub
behaves

# --- 200 that say nothing or half a word, some that speak or listen a byte a second, all at once ---
misbehave nothing --seconds 60 "$address" idle 100
misbehave half --seconds 60 "$address" idle 100 'POST /exchange HT'
misbehave head --seconds 60 "$address" slow-head
misbehave body --seconds 60 "$address" slow-body
misbehave reader --seconds 60 "$address" slow-read 20 "$work/other.tnm"
behaves

# --- lengths: too long is refused before any of it is read; what contradicts itself is no message ---
crlf=$(printf '\r\n.') && crlf=${crlf%.}
for length in 4294967296 1048577 9223372036854775807; do
	rude "$address" idle 1 "POST /exchange HTTP/1.1${crlf}Host: hub${crlf}Content-Length: $length$crlf$crlf"
	is '{"413": 1}' "$work/saw" 'd["statuses"]'
	is '["application/problem+json"]' "$work/saw" '[r["type"] for r in d["each"][0]["replies"]]'
done
# one that goes on sending is cut off, and may not hear why
for length in 4294967296 9223372036854775807 9223372036854775808 99999999999999999999999 -1 10x +10 twice chunked; do
	rude "$address" length $length
	holds "$work/saw" 'd["open"] == 0 and d["sent"] < 8 << 20 and list(d["statuses"]) in ([], ["400"], ["413"])'
	holds "$work/saw" 'sum(d["statuses"].values()) <= 1'
done
behaves

# --- bodies and heads without end ---
rude "$address" endless
holds "$work/saw" 'd["open"] == 0 and d["sent"] < 16 << 20 and set(d["statuses"]) <= {"413"}'
for manner in big-header many-headers; do
	rude "$address" $manner
	holds "$work/saw" 'd["open"] == 0 and d["sent"] < 8 << 20 and set(d["statuses"]) <= {"400", "413", "431"}'
done
rude "$address" garbage
holds "$work/saw" 'set(d["statuses"]) <= {"400"}'
rude "$address" connect-flood 500
behaves

# --- two messages in one go: both are answered, each node its own, in order ---
rude "$address" pipeline 1 "$work/good.tnm" "$work/other.tnm"
good_node=$(device good status --json | json 'd["node"].replace(" ", "")')
other_node=$(device other status --json | json 'd["node"].replace(" ", "")')
is "[[200, \"$good_node\"], [200, \"$other_node\"]]" "$work/saw" '[[r["status"], r["to"]] for r in d["each"][0]["replies"]]'
# who closes his end behind his message is answered, or taken for gone (libmicrohttpd does, when it looks before it answers)
rude "$address" half-close "$work/good.tnm"
holds "$work/saw" 'd["statuses"] == {"200": 1} or d["closed"] == 1'
behaves

# --- by now those who waste time have been cut off, or are soon ---
for name in nothing half; do
	saw $name
	is '[0, 100]' "$work/saw" '[d["open"], d["closed"] + d["reset"]]'
done
for name in head body reader; do
	saw $name
	is 0 "$work/saw" 'd["open"]'
done
behaves
bounded

# --- it ends when told, and everything is there once ---
stop_hub
expect 0 hub check --deep >/dev/null
hub form02 --json >"$work/form"
is $((good + 1)) "$work/form" 'd["total"]["households"]'
