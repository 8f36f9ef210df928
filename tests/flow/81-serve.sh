#!/bin/sh
# The commune takes what hamlets send over a network: serve runs in the background, its own commands work beside it.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# --- the commune: the address stands in the line serve prints ---
begin_hub
serve_hub --listen 127.0.0.1:0
curl -s "http://$address/health" >"$work/health"
is '["ok", 0]' "$work/health" '[d["status"], d["waiting"]]'

# --- a hamlet's message, carried by hand: what lies on the stick is what the network carries ---
invite_device h1 05788-01
expect 0 reviewed 1 4 h1
mkdir "$work/stick"
expect 0 silent device h1 --quiet sync --via "$work/stick"
message=$(find "$work/stick" -name '*.tnm')
post() {
	curl -s -o "$work/reply" -w '%{http_code} %{content_type}' -H 'Content-Type: application/vnd.tungnha.message' --data-binary "@$1" \
		"http://$address/exchange"
}
same '200 application/vnd.tungnha.message' "$(post "$message")"
same TNM1 "$(head -c 4 "$work/reply")"
hub form02 --json >"$work/form"
is '[1, 4]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'

# --- and stops when told to, with everything answered ---
end_serve
