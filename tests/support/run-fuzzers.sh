#!/bin/sh
# A short, fixed number of inputs for every fuzz target: the same on every machine.
set -u
here=$(cd "$(dirname "$0")/../.." && pwd)
failed=0
for f in "$@"; do
  name=$(basename "$f" | sed 's/^fuzz_//')
  "$f" "$here/tests/fuzz/seeds/$name" "${FUZZ_INPUTS:-20000}" 1 || { echo "FAIL  fuzz $name"; failed=1; }
done
exit $failed
