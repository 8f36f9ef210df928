#!/bin/sh
# Runs the unit tests given, through $RUN where it is set; prints each program's closing lines, all of its output when it fails.
set -u
failed=0 passed=0
log=$(mktemp)
for t in "$@"; do
  # shellcheck disable=SC2086
  if ${RUN:-} "$t" >"$log" 2>&1; then
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
