#!/bin/sh
# Runs tests/flow/NN-*.sh, or those named, three at a time (JOBS=N: they often wait), each in a folder of its own. Ends with "N passed, N failed, N skipped".
set -u
here=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$here/$BUILD ;; esac
export BUILD

# One scenario, told in one piece; how it ended is left in a file.
if [ "${1:-}" = --one ]; then
  name=$(basename "$3" .sh)
  began=$(date +%s)
  sh "$3" >"$2/$name.log" 2>&1
  status=$?
  took="($(($(date +%s) - began)) s)"
  case $status in
    0) ended=passed; told="ok    $name $took
$(grep '^note: ' "$2/$name.log")" ;;
    77) ended=skipped; told="skip  $name: $(tail -n 1 "$2/$name.log")" ;;
    *) ended=failed; told="FAIL  $name $took
$(sed 's/^/      /' "$2/$name.log" | tail -n 40)" ;;
  esac
  printf '%s\n' "$told" | sed '/^$/d'
  : >"$2/$name.$ended"
  exit 0
fi

[ $# -gt 0 ] || set -- "$here"/tests/flow/[0-9]*.sh
logs=$(mktemp -d)
printf '%s\n' "$@" | xargs -P "${JOBS:-3}" -n 1 sh "$0" --one "$logs"
count() { find "$logs" -name "*.$1" | wc -l; }
failed=$(($# - $(count passed) - $(count skipped)))
echo "$(count passed) passed, $failed failed, $(count skipped) skipped"
rm -rf "$logs"
[ "$failed" -eq 0 ]
