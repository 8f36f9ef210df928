#!/bin/sh
# Replies that go astray: lost after the commune has stored, late, twice, cut short, altered, another's, an old one. What
# counts is a signed reply in the hamlet's hands; whatever else comes back, nothing is lost, doubled, or called confirmed.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/flow_net.sh"

begin_hub
serving commune
commune=$(address commune)
for name in a b; do invite_device "$name" 05788-01; done
wrote=0
# a writes one more household; $wrote of them
writes() {
	wrote=$((wrote + 1))
	expect 0 reviewed "$wrote" 4 a
}

# --- lost after commit: at first contact, and again; the commune has it once ---
writes
meddler way --to "$commune" --lost
stopped a way 'đứt giữa chừng'
arrived a 1
stopped a way 'đứt giữa chừng'
device a status --json >"$work/status"
is '[1, 0, null]' "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"], d["last_confirmed_at"]]'
ended way 'd["meddled"] >= 2' true
through a commune
home a 1
# b carries what it has, and takes in what a wrote
expect 0 reviewed 100 4 b
through b commune
home b 1
device b list --json >"$work/list"
is 2 "$work/list" 'len(d)'

# --- delayed until after the next exchange: the answer to one is the reply to an earlier one ---
writes
meddler way --to "$commune" --late --first 1
stopped a way 'đứt giữa chừng' # its reply is held back
writes
expect 0 net a way # the next goes through, and one of its answers is the late one
home a $wrote
ended way 'd["meddled"]' 1
# … or comes on its own connection, after another sync of the same machine was answered
mkdir "$work/kept"
writes
meddler way --to "$commune" --hold --first 1 --keep "$work/kept"
device a sync --via "http://$(address way)" --json >"$work/held" 2>&1 3>&- &
held=$!
background="$background $held"
wait_for way [ -e "$work/kept/1.reply" ]
writes
through a way
home a $wrote
finish_held() { wait "$held"; }
expect 0 finish_held
home a $wrote
finish way

# --- the same request twice at the same time; the reply that came last is the answer ---
writes
meddler way --to "$commune" --twice
through a way
home a $wrote
finish way

# --- cut short though it says it is whole; one bit altered, in its head and in its seal ---
writes
meddler way --to "$commune" --shorten 100
stopped a way 'hỏng hoặc không phải của xã'
arrived a $wrote
finish way
for byte in 0 5 40 300; do
	meddler way --to "$commune" --flip $byte
	stopped a way 'hỏng hoặc không phải của xã'
	finish way
done
meddler way --to "$commune" --shorten 0
stopped a way 'đứt giữa chừng'
finish way
device a status --json >"$work/status"
is $((wrote - 1)) "$work/status" 'd["entries"]["confirmed"]'

# --- another's reply, and a's own request thrown back: not for this machine ---
rm -f "$work/kept"/*
meddler other --to "$commune" --keep "$work/kept"
expect 0 reviewed 101 4 b
through b other
finish other
mv "$work/kept/1.reply" "$work/to-b"
for forged in "$work/to-b" "$work/kept/1.request" "$project/LICENSE"; do
	meddler way --to "$commune" --unasked "$forged"
	stopped a way 'hỏng hoặc không phải của xã'
	finish way
done

# --- replayed: a true reply of yesterday to today's message confirms nothing new, and takes nothing away ---
rm -f "$work/kept"/*
meddler way --to "$commune" --keep "$work/kept"
through a way
home a $wrote
finish way
mv "$work/kept/1.reply" "$work/yesterday"
writes
meddler way --to "$commune" --unasked "$work/yesterday"
expect 75 net a way --tries 1
device a status --json >"$work/status"
is "[$wrote, $((wrote - 1))]" "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"]]'
arrived a $((wrote - 1))
finish way
through a commune
home a $wrote
# a message of yesterday, replayed to the commune by somebody who kept it: answered, and nothing changes
hub_facts >"$work/before"
for kept in "$work/kept"/*.request; do
	expect 0 post "$kept" "$commune" >"$work/answer"
	[ -s "$work/answer" ]
done
unchanged "$work/before"
through a commune
home a $wrote
sound a b
