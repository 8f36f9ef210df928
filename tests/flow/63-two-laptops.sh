#!/bin/sh
# Several laptops for a hamlet, several hamlets for a laptop: what one wrote the other lists; one drowns and its entries
# come home from the team-mate; numbers offered are never the same; each command says which hamlet it needs, and what the
# commune thinks of the machine.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

begin_hub
mkdir "$work/stick"
bring() {
	for name in "$@"; do
		expect 0 device "$name" --quiet sync --via "$work/stick"
	done
}
receive() { expect 0 hub --quiet receive "$work/stick"; }
numbers() { device "$1" list --json | json '[h["household_no"] for h in d]'; }
# A household outside the list: the program offers the number.
new_household() { device "$1" put persons="$2" vneid=1 no_vneid=1 online_dossiers=0 eresult_dossiers=0 rated=no --json | json 'd["household_no"]'; }

# --- one invitation for two laptops: before any answer of the commune they offer different numbers already ---
expect 0 hub --quiet invite 05788-01 --uses 2 -o "$work/two.tni"
for name in a b; do
	expect 0 silent device "$name" --quiet join "$work/two.tni" --no-passphrase
done
a1=$(new_household a 2)
b1=$(new_household b 3)
[ "$a1" != "$b1" ]
expect 0 reviewed 1 4 a
expect 0 reviewed 2 5 b
bring a b
receive
bring a b
# each got a letter of its own by then
a2=$(new_household a 2)
b2=$(new_household b 3)
[ "$(printf %.1s "$a2")" != "$(printf %.1s "$b2")" ]
device a device >"$work/said"
says "$work/said" 'chưa đối chiếu mã'
bring a b
receive
bring a b
same "$(numbers a)" "$(numbers b)" # the team-mate's households stand in the list
is 6 "$work/form" 'd["total"]["households"]' <"$(hub form02 --json >"$work/form"; echo "$work/form")"
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d
device a history 2 >"$work/said"
says "$work/said" '^Hộ 2: .*Số khẩu: 5.*, máy [A-Z]'

# --- laptop b drowns before it reached the commune; the team-mate met its stick, and the commune was restored meanwhile ---
cp -R "$hub_folder" "$work/hub-before"
expect 0 device b --quiet put household_no=2 persons=6 # written on b alone
bring b
receive
bring a # a takes home what b wrote
receive
bring a
device a get 2 --json >"$work/get"
is 6 "$work/get" 'd["fields"]["persons"]'
rm -rf "$work/b" "$hub_folder"
mv "$work/hub-before" "$hub_folder" # an old copy of the commune: nobody has b's last entry but a
hub household 05788-01 2 --json >"$work/household"
is 5 "$work/household" 'd["fields"]["persons"]'
bring a
receive
bring a
receive
hub household 05788-01 2 --json >"$work/household"
is 6 "$work/household" 'd["fields"]["persons"]'
# a new laptop in its place finds everything
expect 0 hub --quiet invite 05788-01 -o "$work/c.tni"
expect 0 silent device c --quiet join "$work/c.tni" --no-passphrase
bring c
receive
bring c
same "$(numbers a)" "$(numbers c)"
c1=$(new_household c 2)
case " $a1 $b1 $a2 $b2 " in *" $c1 "*) exit 1 ;; esac

# --- a copied folder: the copy and the original offer the same number only until they have met ---
cp -R "$work/a" "$work/clone"
expect 0 reviewed 7 2 a
expect 0 reviewed 8 2 clone
bring a
receive
bring clone
receive
bring a clone
receive
bring a clone
left=$(new_household a 2)
right=$(new_household clone 3)
[ "$left" != "$right" ]
bring a clone
receive
hub conflict list --json >"$work/conflicts"
is '[]' "$work/conflicts" d

# --- one laptop, two hamlets: --unit is needed then, and named in the sentence ---
expect 0 hub --quiet invite 05788-02 -o "$work/other.tni"
expect 0 silent device c --quiet join "$work/other.tni"
for what in status list form02 'put persons=1' 'get 1' 'history 1' 'confirm 1' 'void 1 --reason x' \
	'renumber 1 2 --reason x' returns conflicts held; do
	# shellcheck disable=SC2086 # words
	expect 64 device c $what >/dev/null 2>"$work/err"
	says "$work/err" '[-][-]unit'
done
expect 66 device c list --unit 05788-09 2>"$work/err"
says "$work/err" '05788-09'
expect 0 reviewed 1 9 c --unit 05788-02
device c get 1 --unit 05788-01 --json >"$work/get"
is 4 "$work/get" 'd["fields"]["persons"]'
device c get 1 --unit 05788-02 --json >"$work/get"
is 9 "$work/get" 'd["fields"]["persons"]'
device c device --json >"$work/device"
is '["05788-01", "05788-02"]' "$work/device" '[u["unit"]["code"] for u in d["units"]]'
bring c # both in one go
receive
bring c
hub form02 --unit 05788-02 --json >"$work/form"
is '[1, 9]' "$work/form" '[d["total"][k] for k in ("households", "persons")]'
device c status --unit 05788-02 --json >"$work/status"
is '[1, 1]' "$work/status" '[d["entries"]["written"], d["entries"]["confirmed"]]'

# --- what the commune thinks of the machine is said by every command that needs to know ---
expect 0 silent device late --quiet join "$work/two.tni" --no-passphrase # used up: a third machine
expect 0 reviewed 40 1 late
device late device >"$work/said"
says "$work/said" 'Chưa có trả lời của xã'
bring late
receive
expect 0 device late sync --via "$work/stick" >"$work/said" 2>"$work/err"
says "$work/err" 'chưa chấp nhận máy này'
for what in status device; do
	device late $what >"$work/said"
	says "$work/said" 'chưa chấp nhận máy này'
done
device late held --json >"$work/held"
node=$(device c status --unit 05788-01 --json | json 'd["node"]')
expect 0 hub --quiet device revoke "$node" --reason 'mất máy'
expect 0 device c --quiet sync --via "$work/stick"
receive
expect 77 device c sync --via "$work/stick" >/dev/null 2>"$work/err"
says "$work/err" 'đã thu hồi máy này'
for what in 'put household_no=50 status=absent' 'confirm 1' 'void 1 --reason x' 'renumber 1 60 --reason x'; do
	# shellcheck disable=SC2086 # words
	expect 77 device c $what --unit 05788-01 >/dev/null 2>"$work/err"
	says "$work/err" 'đã bị xã thu hồi'
done
expect 0 device c history 1 --unit 05788-01 >/dev/null # what is there can be read
device c device >"$work/said"
says "$work/said" 'đã thu hồi máy này'
for name in a c clone late; do
	expect 0 device "$name" check --deep >/dev/null
done
expect 0 hub check --deep >/dev/null
