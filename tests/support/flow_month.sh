# flow_month.sh - how the plays of tests/flow/month are played; read after flow.sh, flow_hub.sh and line.sh.
#
# A play is what people do, a line an act:
#   A … E WORDS…                  a laptop's command; A, B serve Xóm 11, C Đại Hà, D Đầm Dím, E Đầm Dím and Đại Hà
#   hub WORDS…                    the commune's
#   fails CODE WHO WORDS…         the same, and it must end so
#   says "PATTERN" · lacks "PATTERN"      what the last command said, or did not say
#   carry A B …                   each in turn tells the commune all it has, and hears all the commune has for it
#   keep UNIT NO WHO              the commune keeps that laptop's version
#   renumber-version UNIT NO WHO NEW     the commune gives that laptop's household its own number
#   accept WHO NO UNIT · reject WHO NO UNIT      what came after the closing
#   save WHO · restore WHO · lose WHO     a backup; from it, the disk being gone; gone for good
#   on DATE TIME                  what the clocks say from here on
#   figures FILE                  Form 02 at the commune is FILE.csv, the plays add up to it, and every check is sound
#
#   month WAY                     plays all of it in $work/WAY; by sticks, each laptop its own, or by a folder all share
#   same_month WAY OTHER          what every store held at the end of every week is the same, byte by byte
#
# The clocks stand but for half a minute with every command and a minute for each laptop a carry brings, whatever its
# way. Ids and keys come out the same each time (tests/faults/libfixed.c): whatever differs, differs by the way.
# shellcheck shell=sh
plays=$project/tests/flow/month
export TZ=ICT-7 # Vietnam, without a file of zones

# --- one command ---

at() {
	clock=$1
	echo "$clock" 1<>"$home/clock" # ten digits over ten digits: whoever reads meanwhile reads one of the two
}

passes() { at $((clock + $1)); }

# fixed HOW KEYS WHO WORDS…: somebody's command (HOW: what runs it) under the play's clock and with its ids. Keys are
# fixed at set-up only: every sealed message draws one as well, which nobody sees again.
# shellcheck disable=SC2086
fixed() {
	how=$1 keys=$2 who=$3
	shift 3
	program=$collector
	[ "$who" != hub ] || program=$aggregator
	$how env FIXED_CLOCK="$home/clock" FIXED_IDS="$home/ids/$who" $keys LD_PRELOAD="$BUILD/faults/libfixed.so" \
		"$program" --data "$home/$who" "$@"
}

run() {
	passes "${takes:-30}"
	case $2 in
	init | join | invite) fixed '' FIXED_KEYS=1 "$@" ;;
	*) fixed '' '' "$@" ;;
	esac >"$said" 2>&1
}

# What is wrong, and what the last command said, end the scenario.
wrong() {
	printf '%s: %s%s\n' "$way" "$place" "$1" >&3
	cat "$said" >&3
	exit 1
}

must() { run "$@" || wrong "exit $?: $*"; }

fails() {
	expected=$1
	shift
	got=0
	run "$@" || got=$?
	[ "$got" = "$expected" ] || wrong "exit $got, not $expected: $*"
}

told() { grep -q -e "$1" "$said" || wrong "does not say \"$1\":"; }
untold() { ! grep -q -e "$1" "$said" || wrong "says \"$1\":"; }

# --- carrying ---

# The courier walks until a walk brings nothing new either way: a commune that was restored asks again for what it lost,
# and what the laptop heard is confirmed as well, so that its receipts end where its journals do.
by_stick() {
	must "$1" sync --via "$2"
	for walk in 1 2 3 4 5; do
		must hub receive "$2"
		must "$1" sync --via "$2"
		! grep -q 'Không có gì mới' "$said" || grep -q 'Nhận về' "$said" || return 0
	done
	wrong "$1 is not done after $walk walks:"
}

# The commune serves while its clerks work; before it lies a line of its own kind every time.
begin_line() {
	fixed 'begin serve' '' hub serve --listen 127.0.0.1:0
	lines=$((lines + 1))
	relay line --to "$(address serve)" --delay 5 --random 4 --lose 15 --seed $lines
}

end_line() {
	finish line
	[ "$(tail -n 1 "$work/line.out" | json 'd["cut"]')" -gt 9 ] || wrong 'the line was not bad'
	finish serve || wrong "serve ended with $?"
}

# Sent again until everything went through, and once more while that brings anything: as with the stick.
by_line() {
	for walk in $(seq 60); do
		got=0
		run "$1" sync --via "http://$(address line)" --tries 1 || got=$?
		case $got in
		0) grep -q 'Nhận về' "$said" || return 0 ;;
		75) ;;
		*) wrong "exit $got: $1 sync" ;;
		esac
	done
	wrong "$1 is not done after $walk times:"
}

has_line() { [ "$way" = line ] || [ "$way" = mixed ]; }

# The same length of time whatever the way and however often it takes.
carry() {
	passes $((60 * $#))
	takes=0
	carried=$((carried + 1)) # so that who went by line last time does not this time
	for who in "$@"; do
		carried=$((carried + 1))
		case $way-$((carried % 3)) in
		line-? | mixed-0) by_line "$who" ;;
		mixed-1) by_stick "$who" share ;;
		*) by_stick "$who" "stick-$who" ;;
		esac
	done
	takes=
}

# --- the words of a play ---

node_of() { must "$1" device --json && fact "$said" 'd["node"]'; }

# The version of a household in conflict that a laptop wrote.
version_of() {
	node=$(node_of "$3")
	must hub conflict list --json
	fact "$said" "[v['entry'] for c in d if c['unit'] == '$1' and c['household_no'] == '$2'
		for v in c['versions'] if v['node'] == '$node'][0]"
}

held_of() {
	node=$(node_of "$1")
	must hub held list --json
	fact "$said" "[h['entry'] for h in d if h['unit'] == '$3' and h['household_no'] == '$2' and h['node'] == '$node'][-1]"
}

save() {
	mkdir -p "saved-$1"
	must "$1" backup -o "saved-$1"
}

restore() {
	if [ "$1" = hub ] && has_line; then end_line; fi
	rm -rf "${1:?}"
	# shellcheck disable=SC2012
	must "$1" restore "$(ls -t "saved-$1"/*.tnb | head -1)"
	if [ "$1" = hub ] && has_line; then begin_line; fi
}

figures() {
	must hub form02 --json
	fact "$said" '"\n".join(";".join(str(x) for x in [r.get("unit", "total")] + [r[c] for c in ("households", "persons", "vneid",
		"no_vneid", "online_dossiers", "eresult_dossiers", "rated_households")]) for r in
		[r for r in d["rows"] if r["source"]] + [d["total"]])' >figures
	# shellcheck disable=SC2086
	python3 "$project/tests/support/month.py" $played >added
	for found in figures added; do
		cmp -s "$plays/$1.csv" "$found" && continue
		diff "$plays/$1.csv" "$found" >"$said" || true
		wrong "$found:"
	done
	must hub check --deep
}

play() {
	case $1 in
	on) at "$(date -d "$2 $3:00" +%s)" ;;
	says) told "$2" ;;
	lacks) untold "$2" ;;
	fails)
		shift
		fails "$@"
		;;
	carry | save | restore | figures) "$@" ;;
	keep) must hub conflict resolve "$2" "$3" --keep "$(version_of "$2" "$3" "$4")" --reason 'đã hỏi lại xóm' ;;
	renumber-version)
		must hub conflict resolve "$2" "$3" --renumber "$(version_of "$2" "$3" "$4")" "$5" --reason 'hai nhà khác nhau'
		;;
	accept | reject) must hub held "$1" "$(held_of "$2" "$3" "$4")" --reason 'xã đã xem' ;;
	lose) rm -rf "${2:?}" ;;
	*) must "$@" ;;
	esac
}

# --- the month ---

join() {
	must hub invite "$2" -o "$1-$2.tni"
	must "$1" join "$1-$2.tni" --by "$3" --no-passphrase
	mkdir -p "stick-$1" share
}

# The commune, five laptops, the lists as the hamlets keep them.
set_out() {
	cat >units.csv <<-'UNITS'
		code,name,level,parent,listed
		05788-01,Xóm 11,hamlet,05788,20
		05788-02,Xóm Đại Hà,hamlet,05788,24
		05788-03,Xóm Đầm Dím,hamlet,05788,16
	UNITS
	must hub init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
		--units units.csv --key-file "$home/hub.key"
	join A 05788-01 'Hoàng Lan'
	join B 05788-01 'Trần Minh'
	join C 05788-02 'Lý Hoa'
	join D 05788-03 'Ma Văn Tú'
	join E 05788-03 'Nông Thị Hạnh'
	join E 05788-02 'Nông Thị Hạnh'
	cp -R "$plays/lists" lists
	python3 "$project/tests/support/workbook.py" "$plays/lists/dai-ha.csv" lists/dai-ha.xlsx 'DANH SÁCH HỘ XÓM ĐẠI HÀ'
	iconv -f UTF-8 -t TCVN5712-1 "$plays/lists/dam-dim.csv" >lists/dam-dim-tcvn3.csv
}

play_week() {
	played="$played $plays/week-$1.play"
	number=0
	while IFS= read -r line <&4; do
		number=$((number + 1))
		case $line in '' | '#'*) continue ;; esac
		place="week-$week.play, line $number: "
		eval "set -- $line"
		play "$@"
	done 4<"$plays/week-$1.play"
	place=
}

# Everything each store holds, and Form 02 as it is printed.
write_down() {
	mkdir -p "$work/found/$way/week-$1"
	for who in hub A B C D E; do
		[ ! -d "$who" ] || "$BUILD/faults/dump" "$who" >"$work/found/$way/week-$1/$who" || wrong "dump of $who"
	done
	must hub form02 --format html -o "$work/found/$way/week-$1/form02.html"
}

month() {
	way=$1 home=$work/$1 said=$work/$1/said clock=0 played='' place='' takes='' carried=0 lines=0
	mkdir -p "$home/ids"
	cd "$home"
	at "$(date -d '2025-11-03 08:00:00' +%s)"
	set_out
	if has_line; then begin_line; fi
	for week in 1 2 3 4; do
		play_week $week
		write_down $week
	done
	if has_line; then end_line; fi
	cd "$work"
}

same_month() {
	for week in 1 2 3 4; do
		diff -r "$work/found/$1/week-$week" "$work/found/$2/week-$week" >"$work/differs" && continue
		printf 'week %s, %s and %s:\n' $week "$1" "$2" >&3
		cut -c 1-400 "$work/differs" | head -40 >&3
		exit 1
	done
}
