#!/bin/sh
# Runs the unit tests given, two at a time (JOBS=N), through $RUN where it is set; prints each program's closing line, all of its output when it
# fails.
set -u
if [ "${1:-}" = --one ]; then
  name=$(basename "$3")
  # shellcheck disable=SC2086
  if ${RUN:-} "$3" >"$2/$name.log" 2>&1; then
    echo "ok    $name: $(grep -c '^\[       OK' "$2/$name.log") tests"
    : >"$2/$name.passed"
  else
    printf 'FAIL  %s\n%s\n' "$name" "$(sed 's/^/      /' "$2/$name.log" | tail -n 60)"
  fi
  exit 0
fi

logs=$(mktemp -d)
printf '%s\n' "$@" | xargs -P "${JOBS:-2}" -n 1 sh "$0" --one "$logs"
passed=$(find "$logs" -name '*.passed' | wc -l)
failed=$(($# - passed))
rm -rf "$logs"
echo "units: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
