#!/bin/sh
# Runs tests/flow/NN-*.sh, or those named, one after another; each in a folder of its own. Ends with "N passed, N failed, N skipped".
set -u
here=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$here/$BUILD ;; esac
export BUILD
passed=0 failed=0 skipped=0
[ $# -gt 0 ] || set -- "$here"/tests/flow/[0-9]*.sh
log=$(mktemp)
for flow in "$@"; do
  sh "$flow" >"$log" 2>&1
  case $? in
    0) passed=$((passed + 1)); echo "ok    $(basename "$flow" .sh)"; grep '^note: ' "$log" ;;
    77) skipped=$((skipped + 1)); echo "skip  $(basename "$flow" .sh): $(tail -n 1 "$log")" ;;
    *) failed=$((failed + 1)); echo "FAIL  $(basename "$flow" .sh)"; sed 's/^/      /' "$log" | tail -n 40 ;;
  esac
done
rm -f "$log"
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
