#!/bin/sh
# Formatting, static analysis, lengths of functions and files, words that must not stand in the tree.
set -u
cd "$(dirname "$0")/../.."
bad=0
files=$(ls src/*/*.[ch] sync/*.[ch] include/tungnha/*.h tests/*/*.[ch] tests/faults/*/*.[ch])

if command -v clang-format >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  clang-format --dry-run --Werror $files 2>/tmp/tungnha-format.$$ || {
    echo "formatting differs (clang-format -i): $(grep -c 'error:' /tmp/tungnha-format.$$) places"; bad=1; }
  rm -f /tmp/tungnha-format.$$
fi
if command -v cppcheck >/dev/null 2>&1; then
  cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr --std=c11 -Iinclude \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=identicalInnerCondition --suppress=uninitvar:src/store/sql.c src sync || bad=1
fi
for f in $files; do
  lines=$(wc -l <"$f")
  case $f in *.h) limit=450 ;; *) limit=500 ;; esac
  [ "$lines" -gt $limit ] && { echo "$f: $lines lines; is it still one idea?"; bad=1; }
done
# A function one can see whole: from a line that opens at column 0 to the one that closes there.
# shellcheck disable=SC2086
awk 'FNR==1 {open=0} /^{$/ {open=FNR} /^}/ {if (open && FNR-open>62) {printf "%s:%d: function of %d lines\n", FILENAME, open, FNR-open; bad=1} open=0}
     END {exit bad}' $(ls src/*/*.c sync/*.c) || bad=1
grep -nE '\b(strcpy|strcat|sprintf|gets|strtok|alloca)\(' src/*/*.c sync/*.c && { echo "functions that must not be used"; bad=1; }
[ $bad -eq 0 ] && echo "lint: clean"
exit $bad
