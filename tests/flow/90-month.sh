#!/bin/sh
# A month in Phú Lạc: four weeks, three hamlets, five laptops, one lost, one restored, the commune's disk too; all on sticks.
# The plays (tests/flow/month/week-N.play) are what people do; beside each stands Form 02 after that week (week-N.csv), which
# tests/support/month.py adds up once more without the programs.
#
#   A … E WORDS…                  a laptop's command; A, B serve Xóm 11, C Đại Hà, D Đầm Dím, E Đầm Dím and Đại Hà
#   hub WORDS…                    the commune's
#   fails CODE WHO WORDS…         the same, and it must end so
#   says "PATTERN" · lacks "PATTERN"      what the last command said, or did not say
#   carry A B …                   each writes its stick, the commune takes all, each reads the answer
#   keep UNIT NO WHO              the commune keeps that laptop's version
#   renumber-version UNIT NO WHO NEW     the commune gives that laptop's household its own number
#   accept WHO NO UNIT · reject WHO NO UNIT      what came after the closing
#   save WHO · restore WHO · lose WHO     a backup; from it, the disk being gone; gone for good
#   on DATE TIME                  what the clocks say from here on
#   figures FILE                  Form 02 at the commune is FILE.csv, the plays add up to it, and every check is sound
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
plays=$project/tests/flow/month
said=$work/said
clock=
played=
place=

# Under the sanitizers no clock can be turned; the figures are the same. Half a minute passes with every command.
export TZ=ICT-7
timed() {
	if [ "$turn" = 0 ]; then
		"$@"
	else
		clock=$((clock + 30))
		faketime "@$clock" "$@"
	fi
}
at() { clock=$(date -d "$1" +%s); }
faketime '2025-11-03 08:00:00' "$collector" --version >/dev/null 2>&1 && turn=1 || turn=0

run() {
	who=$1
	shift
	if [ "$who" = hub ]; then
		timed "$aggregator" --data "$hub_folder" "$@" >"$said" 2>&1
	else
		timed "$collector" --data "$work/$who" "$@" >"$said" 2>&1
	fi
}

must() {
	run "$@" && return 0
	printf '%sexit %s: %s\n' "$place" "$?" "$*" >&2
	cat "$said" >&2
	exit 1
}

fails() {
	expected=$1
	shift
	got=0
	run "$@" || got=$?
	[ "$got" = "$expected" ] && return 0
	printf '%sexit %s, not %s: %s\n' "$place" "$got" "$expected" "$*" >&2
	cat "$said" >&2
	exit 1
}

told() {
	grep -q -e "$1" "$said" && return 0
	printf '%sdoes not say "%s":\n' "$place" "$1" >&2
	cat "$said" >&2
	exit 1
}

untold() {
	grep -q -e "$1" "$said" || return 0
	printf '%ssays "%s":\n' "$place" "$1" >&2
	cat "$said" >&2
	exit 1
}

carry() {
	for who in "$@"; do must "$who" sync --via "$work/stick-$who"; done
	for who in "$@"; do must hub receive "$work/stick-$who"; done
	for who in "$@"; do must "$who" sync --via "$work/stick-$who"; done
}

node_of() { must "$1" device --json && fact "$said" 'd["node"]'; }

# The version of a household in conflict that a laptop wrote.
version_of() {
	node=$(node_of "$3")
	must hub conflict list --json
	fact "$said" "[v['entry'] for c in d if c['unit'] == '$1' and c['household_no'] == '$2' for v in c['versions'] if v['node'] == '$node'][0]"
}

held_of() {
	node=$(node_of "$1")
	must hub held list --json
	fact "$said" "[h['entry'] for h in d if h['unit'] == '$3' and h['household_no'] == '$2' and h['node'] == '$node'][-1]"
}

restore() {
	if [ "$1" = hub ]; then rm -rf "$hub_folder"; else rm -rf "$work/${1:?}"; fi
	must "$1" restore "$(ls -t "$work/saved-$1"/*.tnb | head -1)"
}

figures() {
	must hub form02 --json
	fact "$said" '"\n".join(";".join(str(x) for x in [r.get("unit", "total")] + [r[c] for c in ("households", "persons", "vneid",
		"no_vneid", "online_dossiers", "eresult_dossiers", "rated_households")]) for r in
		[r for r in d["rows"] if r["source"]] + [d["total"]])' >"$work/figures"
	# shellcheck disable=SC2086
	python3 "$project/tests/support/month.py" $played >"$work/added"
	for found in "$work/figures" "$work/added"; do
		cmp -s "$plays/$1.csv" "$found" && continue
		printf 'after %s:\n' "$1" >&2
		diff "$plays/$1.csv" "$found" >&2
		exit 1
	done
	must hub check --deep
}

play() {
	case $1 in
	on) at "$2 $3:00" ;;
	says) told "$2" ;;
	lacks) [ "$turn" = 0 ] || untold "$2" ;; # what is said by dates needs the clock
	fails)
		shift
		fails "$@"
		;;
	carry | restore | figures) "$@" ;;
	keep) must hub conflict resolve "$2" "$3" --keep "$(version_of "$2" "$3" "$4")" --reason 'đã hỏi lại xóm' ;;
	renumber-version) must hub conflict resolve "$2" "$3" --renumber "$(version_of "$2" "$3" "$4")" "$5" --reason 'hai nhà khác nhau' ;;
	accept | reject) must hub held "$1" "$(held_of "$2" "$3" "$4")" --reason 'xã đã xem' ;;
	save)
		mkdir -p "$work/saved-$2"
		must "$2" backup -o "$work/saved-$2"
		;;
	lose) rm -rf "$work/${2:?}" ;;
	*) must "$@" ;;
	esac
}

# --- the commune, five laptops, the lists as the hamlets keep them ---
cat >"$work/units.csv" <<-'UNITS'
	code,name,level,parent,listed
	05788-01,Xóm 11,hamlet,05788,20
	05788-02,Xóm Đại Hà,hamlet,05788,24
	05788-03,Xóm Đầm Dím,hamlet,05788,16
UNITS
at '2025-11-03 08:00:00'
must hub init --unit 05788 --name 'Xã Phú Lạc' --campaign "$project/forms/campaigns/phu-lac-2025.json" \
	--units "$work/units.csv" --key-file "$work/hub.key"
join() {
	must hub invite "$2" -o "$work/$1-$2.tni"
	must "$1" join "$work/$1-$2.tni" --by "$3" --no-passphrase
	mkdir -p "$work/stick-$1"
}
join A 05788-01 'Hoàng Lan'
join B 05788-01 'Trần Minh'
join C 05788-02 'Lý Hoa'
join D 05788-03 'Ma Văn Tú'
join E 05788-03 'Nông Thị Hạnh'
join E 05788-02 'Nông Thị Hạnh'
cp -R "$plays/lists" "$work/lists"
python3 "$project/tests/support/workbook.py" "$plays/lists/dai-ha.csv" "$work/lists/dai-ha.xlsx" 'DANH SÁCH HỘ XÓM ĐẠI HÀ'
iconv -f UTF-8 -t TCVN5712-1 "$plays/lists/dam-dim.csv" >"$work/lists/dam-dim-tcvn3.csv"
cd "$work"

for week in 1 2 3 4; do
	played="$played $plays/week-$week.play"
	number=0
	while IFS= read -r line <&4; do
		number=$((number + 1))
		case $line in '' | '#'*) continue ;; esac
		place="week-$week.play, line $number: "
		eval "set -- $line"
		play "$@"
	done 4<"$plays/week-$week.play"
done
echo "four weeks: $(cat "$plays"/week-4.csv | tail -1)"
