#!/bin/sh
# Runs the unit tests given; prints each program's closing lines, all of its output when it fails.
set -u
failed=0 passed=0
log=$(mktemp)
for t in "$@"; do
  if "$t" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $(basename "$t"): $(grep -c '^\[       OK' "$log") tests"
  else
    failed=$((failed + 1))
    echo "FAIL  $(basename "$t")"
    sed 's/^/      /' "$log" | tail -n 60
  fi
done
rm -f "$log"
echo "units: $passed passed, $failed failed"
[ $failed -eq 0 ]
