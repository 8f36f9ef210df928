# flow_up.sh - hubs above the commune, for the scenarios of totals upwards; read after flow_hub.sh.
#
#   begin_week              $work/drive.json: the shipped campaign, around today, due tomorrow at 10:00; $running its week
#   begin_office NAME CODE PLACE LEVEL UNITS    a hub in $work/NAME; UNITS: lines code,name,level,parent
#   office NAME COMMAND…    of that hub
#   invite_below NAME UNIT FILE                 NAME's invitation for a unit that is a hub itself
#   stick_up LOWER UPPER    LOWER's stick goes to UPPER and comes back
# shellcheck shell=sh

begin_week() {
	cat >"$work/around.py" <<'END'
import datetime, json, sys
today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=7)).date()
day = lambda n: (today + datetime.timedelta(days=n)).isoformat()
c = json.load(open(sys.argv[1], encoding="utf-8"))
c["drive"] = {"from": day(-25), "to": day(25)}
c["unit_work"] = {"from": day(-20), "before": day(24)}
c["dossiers"] = {"from": day(-60), "to": day(20)}
c["final_from"] = day(15)
c["weekly_due"]["weekday"] = (today + datetime.timedelta(days=1)).isoweekday()
c.pop("units", None)
json.dump(c, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
week = lambda n: "%d-W%02d" % (today + datetime.timedelta(days=n)).isocalendar()[:2]
print(week(1), week(-6))
END
	python3 "$work/around.py" "$project/forms/campaigns/phu-lac-2025.json" "$work/drive.json" >"$work/periods"
	# shellcheck disable=SC2034
	read -r running past <"$work/periods"
	cp "$project"/forms/*.json "$work/"
	mkdir -p "$work/stick"
}

office() {
	office_name=$1
	shift
	"$aggregator" --data "$work/$office_name" "$@"
}

begin_office() {
	{
		echo 'code,name,level,parent'
		printf '%s\n' "$5"
	} >"$work/$1.csv"
	expect 0 office "$1" --quiet init --unit "$2" --name "$3" --level "$4" --campaign "$work/drive.json" \
		--units "$work/$1.csv" --key-file "$work/$1.key" 2>/dev/null
}

invite_below() { expect 0 office "$1" --quiet invite "$2" -o "$3"; }

stick_up() {
	expect 0 office "$1" --quiet sync --via "$work/stick"
	expect 0 office "$2" --quiet receive "$work/stick"
	expect 0 office "$1" --quiet sync --via "$work/stick"
}
