# flow_plan.sh - a commune whose campaign has targets and tasks of its own (tests/flow/plan); read after flow_hub.sh.
#
#   begin_plan OPTIONS…     the hub of tests/flow/plan: campaign thu, targets-thu, tasks-thu
# shellcheck shell=sh

begin_plan() {
	mkdir -p "$work/plan"
	cp "$project"/tests/flow/plan/*.json "$work/plan/"
	python3 - "$project/forms/campaigns/phu-lac-2025.json" "$work/plan/thu.json" <<'EOF'
import json, sys
d = json.load(open(sys.argv[1], encoding='utf-8'))
for name in ('reports', 'duties'):
    d.pop(name, None)
d.update(id='thu', targets='targets-thu', tasks='tasks-thu')
json.dump(d, open(sys.argv[2], 'w', encoding='utf-8'), ensure_ascii=False)
EOF
	expect 0 silent hub --quiet init --unit 05788 --name 'Xã Phú Lạc' --campaign "$work/plan/thu.json" --no-passphrase "$@"
}
