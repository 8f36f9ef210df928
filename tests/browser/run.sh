#!/bin/sh
# run.sh [NAME…]: the scenarios of tests/browser in a real Chromium, all or those whose file name holds NAME; --screens: pictures
# of every page and state into $BUILD/screens (screens.js).
# Playwright and axe come from npm, once, into $BUILD/browser.
# Where they cannot run the last line says why and begins with "bỏ qua"; it is no failure, but for npm in CI.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
BUILD=${BUILD:-$here/../../build}
case $BUILD in /*) ;; *) BUILD=$(cd "$here/../.." && pwd)/$BUILD ;; esac
export BUILD

skip() {
	echo "bỏ qua / skipped: tests/browser: $1"
	exit 0
}
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
[ "$major" -ge 18 ] || skip "cần node 18 trở lên, máy này có $major / needs node 18 or later, this machine has $major"
chromium=$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$chromium" ] || skip 'không có Chromium / there is no Chromium'
export CHROMIUM="$chromium"

# Fetched again only when the lock changes.
modules=$BUILD/browser
if ! cmp -s "$here/package-lock.json" "$modules/fetched"; then
	mkdir -p "$modules"
	cp "$here/package.json" "$here/package-lock.json" "$modules/"
	if ! (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund) >"$modules/npm.log" 2>&1; then
		[ -z "${CI:-}" ] || { tail -n 20 "$modules/npm.log" >&2; exit 1; }
		skip "npm không tải được gói / npm could not fetch ($modules/npm.log)"
	fi
	cp "$here/package-lock.json" "$modules/fetched"
fi
export NODE_PATH="$modules/node_modules"
if [ "${1:-}" = --screens ]; then
	exec node "$here/screens.js"
fi
exec node "$here/run.js" "$@"
