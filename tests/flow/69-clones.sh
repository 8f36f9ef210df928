#!/bin/sh
# A laptop's folder is copied to a second laptop and both write on. What they wrote bears the same number of the same
# journal; wherever a person may have to name one of two such entries, its code is shown whole, and only that one is meant.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

carry() { # NAME: there and back
	mkdir -p "$work/stick-$1"
	expect 0 silent device "$1" --quiet sync --via "$work/stick-$1"
	expect 0 hub --quiet receive "$work/stick-$1"
}

begin_hub >/dev/null 2>&1
invite_device a 05788-01
expect 0 silent reviewed 1 4 a
carry a
expect 0 silent device a --quiet sync --via "$work/stick-a"
cp -R "$work/a" "$work/b"

# --- both count a house of their own, both houses without a number; the figures are closed before either is home ---
expect 0 device a put persons=2 vneid=1 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no --json >"$work/first"
expect 0 device b put persons=6 vneid=2 no_vneid=0 online_dossiers=0 eresult_dossiers=0 rated=no --json >"$work/second"
short=$(fact "$work/first" 'd["entry"]')
same "$short" "$(fact "$work/second" 'd["entry"]')"
expect 0 hub --quiet lock 05788-01
carry a
hub held list --json >"$work/held"
is "[\"$short\"]" "$work/held" '[h["entry"] for h in d]' # one so far: the short code is enough
carry b

# --- held: two codes, in the list, its JSON, the queue and the command it advises ---
hub held list --json >"$work/held"
is '[2, true]' "$work/held" "[len(set(h['entry'] for h in d)), all(h['entry'].startswith('$short:') for h in d)]"
one=$(fact "$work/held" 'd[0]["entry"]')
two=$(fact "$work/held" 'd[1]["entry"]')
hub held list >"$work/said"
says "$work/said" "$one"
says "$work/said" "$two"
hub review list --json >"$work/queue"
holds "$work/queue" "all(any(i['entry'] == c and i['command'] == 'held accept ' + c for i in d) for c in ('$one', '$two'))"

# --- the short code is no longer one of them; the whole code is that one, and says so ---
expect 65 hub held accept "$short" 2>"$work/err"
says "$work/err" "$one"
says "$work/err" "$two"
expect 0 hub held accept "$one" --json >"$work/done"
is "\"$one\"" "$work/done" 'json.dumps(d["entry"])'
hub held list --json >"$work/held"
is "[\"$two\"]" "$work/held" '[h["entry"] for h in d]'
expect 0 hub held accept "$two" >"$work/said"
says "$work/said" "$two"

# --- both houses were given one number: the commune approves the one it means ---
number=$(fact "$work/first" 'd["household_no"]')
expect 65 hub review 05788-01 "$number" --approve --entry "$short" 2>"$work/err"
says "$work/err" "$one"
says "$work/err" "$two"
expect 0 hub review 05788-01 "$number" --approve --entry "$two" >/dev/null
expect 65 hub review 05788-01 "$number" --approve 2>"$work/err"
says "$work/err" "$one"
expect 0 hub --quiet unlock 05788-01 --reason 'Còn thiếu'
expect 0 hub conflict resolve 05788-01 "$number" --renumber "$one" 70 >"$work/said"
hub household 05788-01 70 --json >"$work/household"
same "$one" "$(fact "$work/household" '[r["entry"] for r in d["revisions"] if r["entry"].startswith("'"$short"'")][0]')"

# --- the laptops see the same codes, and name by them ---
carry a
expect 0 silent device a --quiet sync --via "$work/stick-a"
device a history 70 >"$work/said"
says "$work/said" "$one"
expect 0 device a history "$two" >"$work/said"
says "$work/said" "$two"
expect 65 device a get "$short" 2>"$work/err"
expect 0 hub check --deep >/dev/null
expect 0 device a check --deep >/dev/null
