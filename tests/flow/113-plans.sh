#!/bin/sh
# Five plans, each on a hub of its own, made from the plan's campaign file as it ships. Every line of the README's table
# "Plans and duties" is run as it stands there; the table names every duty of `duty list`, by the same command, and no
# other. Every target of every plan takes a figure. Then a district makes a plan of its own by copying one.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

# The hub of $plan; everybody's clock says $now.
hub() { clock_at "$now" "$aggregator" --data "$work/$plan" "$@"; }

# The README's rows of a plan, each "id<TAB>command"; a place in the plan ("I.2") where there is no id.
rows_of() { # PLAN
	python3 - "$project/README.md" "$1" <<'END'
import sys
inside = False
for line in open(sys.argv[1], encoding="utf-8"):
    if line.startswith("## "):
        inside = line.startswith("## Kế hoạch và việc báo cáo")
    cells = [c.strip() for c in line.strip().strip("|").split("|")]
    if inside and cells[0] == "`%s`" % sys.argv[2]:
        print(cells[1].strip("`"), cells[3].strip("`"), sep="\t")
END
}

# What `duty list` says and what the README says, by id: the same ids, the same command (its first words; the README fills
# in what is in capitals).
compare_duties() {
	expect 0 hub duty list --json >"$work/duties"
	python3 - "$work/duties" "$work/rows" <<'END'
import json, shlex, sys
listed = {d["id"]: d["command"] for d in json.load(open(sys.argv[1], encoding="utf-8"))}
told = {}
for line in open(sys.argv[2], encoding="utf-8"):
    name, command = line.rstrip("\n").split("\t")
    if name in listed or name == name.lower() and " " not in name and "." not in name and not name[0].isdigit():
        told[name] = command
assert sorted(listed) == sorted(told), set(listed) ^ set(told)
for name, command in listed.items():
    fixed = [w for w in shlex.split(command) if not w.isupper() and "=" not in w]
    given = shlex.split(told[name])
    assert given[:len(fixed)] == fixed or all(w in given for w in fixed), (name, command, told[name])
END
}

# One line of the table, as it stands; it must say something, on the screen or in the file it names.
run_row() { # COMMAND
	rm -rf "$work/there"
	mkdir "$work/there" "$work/there/sao-luu"
	(cd "$work/there" && eval "hub $1") >"$work/said" 2>"$work/told" || {
		echo "$plan: tungnha-aggregator $1" >&2
		cat "$work/told" >&2
		exit 1
	}
	[ -s "$work/said" ] || [ -s "$work/told" ] || [ -n "$(find "$work/there" -type f -size +0)" ] || {
		echo "$plan: tungnha-aggregator $1 said nothing" >&2
		exit 1
	}
	case $1 in
	*" -o "*) [ -n "$(find "$work/there" -type f -size +0)" ] ;;
	esac
}

# Every target of the plan: typed where the one-stop system has it, computed where the household form does.
type_targets() { # DATE
	python3 - "$project/forms/targets-$plan.json" >"$work/targets" <<'END'
import json, sys
for t in json.load(open(sys.argv[1], encoding="utf-8"))["targets"]:
    print(t["id"], t.get("indicator", ""))
END
	while read -r id indicator; do
		if [ -n "$indicator" ]; then
			expect 65 hub figures set "$id" 1/2 --source 'Hệ thống một cửa' --date "$1" 2>/dev/null
		else
			expect 0 hub --quiet figures set "$id" 90/100 --source 'Hệ thống một cửa' --date "$1" 2>/dev/null
		fi
	done <"$work/targets"
	expect 0 hub indicators --json >"$work/indicators" 2>/dev/null
	while read -r id indicator; do
		holds "$work/indicators" "any(t[\"id\"] == \"$id\" for t in d[\"targets\"])"
	done <"$work/targets"
}

run_plan() {
	rows_of "$plan" >"$work/rows"
	[ -s "$work/rows" ]
	compare_duties
	while IFS="$(printf '\t')" read -r id command; do
		run_row "$command"
	done <"$work/rows"
}

begin() { # CODE NAME LEVEL [UNITS]
	expect 0 hub --quiet init --unit "$1" --name "$2" --level "$3" --campaign "$project/forms/campaigns/$plan.json" \
		${4:+--units "$4"} --key-file "$work/$plan.key" >"$work/recovery" 2>&1
}

paper() { # UNIT HOUSEHOLDS DATE: what a unit sent in on paper
	expect 0 hub --quiet row set "$1" "households=$2" "persons=$(($2 * 4))" "vneid=$(($2 * 2))" "no_vneid=$2" \
		"online_dossiers=$2" "eresult_dossiers=$2" "rated_households=$(($2 / 2))" --source 'Báo cáo giấy' --date "$3" 2>/dev/null
}

close_period() { expect 0 hub --quiet close --period "$1" 2>/dev/null; }

# --- a commune: 45 days, every Thursday 10:00 ---
plan=phu-lac-2025
now='2025-11-05 19:00'
begin 05788 'Xã Phú Lạc' commune
paper 05788-03 100 05/11/2025
now='2025-11-06 10:30'
close_period 2025-W45
now='2025-12-18 10:30'
paper 05788-03 140 17/12/2025
paper 05788-04 90 17/12/2025
close_period 2025-W51
run_plan
type_targets 11/12/2025
expect 0 hub --lang en duty list >"$work/duties"
says "$work/duties" 'Every Thursday before 10:00'
# Mẫu biểu số 01: a date, always, or empty, as the plan prints them; and the one row that was added above
expect 0 hub tasks list --json >"$work/tasks"
holds "$work/tasks" 'len(d["tasks"]) == 18 and d["tasks"][0]["start"] == "" and d["tasks"][2]["start"] == "Thực hiện thường xuyên"'

# --- a district with communes: every month, and before 01/10/2024 ---
cat >"$work/communes.csv" <<'END'
code,name,level,parent,listed
17001,Xã Một,commune,D01,1200
17002,Xã Hai,commune,D01,900
17003,Thị trấn Ba,commune,D01,1500
END
plan=loc-ha-2024
now='2024-08-01 07:00'
begin D01 'Huyện Lộc Hà' district "$work/communes.csv"
paper 17001 300 31/07/2024
close_period 2024-07
now='2024-10-01 07:00'
paper 17001 900 30/09/2024
close_period 2024-09
run_plan
type_targets 30/09/2024

plan=lam-thao-2023
now='2023-09-15 07:00'
begin D01 'Huyện Lâm Thao' district "$work/communes.csv"
close_period 2023-09
now='2023-12-15 07:00'
close_period 2023-12
run_plan
type_targets 14/12/2023

# --- a province with districts: every quarter, and the year ---
sed 's/^1700/D0/; s/,commune,D01,/,district,T12,/; s/Xã Một/Huyện Một/; s/Xã Hai/Huyện Hai/; s/Thị trấn Ba/Thành phố Ba/' \
	"$work/communes.csv" >"$work/districts.csv"
plan=lai-chau-2023
now='2023-09-15 07:00'
begin T12 'Tỉnh Lai Châu' province "$work/districts.csv"
close_period 2023-09
now='2023-12-15 07:00'
close_period 2023-12
run_plan
type_targets 14/12/2023

# --- a district of Thanh Hoá, which its letter does not name: the list of who is late, in public ---
plan=thanh-hoa-2024
now='2024-07-15 07:00'
begin D01 'Huyện trong kế hoạch' district "$work/communes.csv"
close_period 2024-07
run_plan
type_targets 14/07/2024
expect 0 hub report late --format text >"$work/late" 2>/dev/null
says "$work/late" 'Thị trấn Ba'

# --- a plan of one's own, as forms/README.md says: copy three files, change their names and what differs ---
mkdir -p "$work/own/campaigns"
for kind in '' targets- tasks-; do
	from=$project/forms/$kind$plan.json
	to=$work/own/${kind}huyen-toi.json
	[ -n "$kind" ] || from=$project/forms/campaigns/$plan.json to=$work/own/campaigns/huyen-toi.json
	sed 's/thanh-hoa-2024"/huyen-toi"/; s/"HUYỆN ……………………"/"HUYỆN CỦA TÔI"/; s/"at_least": 80/"at_least": 85/' "$from" >"$to"
done
plan=own-data
sed "s/D01/D07/" "$work/communes.csv" >"$work/own/communes.csv"
expect 0 hub --quiet init --unit D07 --name 'Huyện của tôi' --level district --campaign "$work/own/campaigns/huyen-toi.json" \
	--units "$work/own/communes.csv" --no-passphrase >/dev/null 2>&1
expect 0 hub indicators --json >"$work/indicators" 2>/dev/null
holds "$work/indicators" 'd["targets"][0]["goals"][0]["at_least"] == 85'
expect 0 hub report monthly --period 2024-07 --format text >"$work/report" 2>/dev/null
says "$work/report" 'HUYỆN CỦA TÔI'
echo "five plans: every duty and every target by the command the README names, and a plan of one's own"
