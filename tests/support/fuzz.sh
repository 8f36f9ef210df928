#!/bin/sh
# fuzz.sh "name…" seconds: fuzzes each target (all when none is named) for so long, with coverage where clang has libFuzzer.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
cd "$here"
BUILD=${BUILD:-build}
names=$1 seconds=$2
[ -n "$names" ] || names=$(ls tests/fuzz/fuzz_*.c | sed 's,.*/fuzz_\(.*\)\.c,\1,')
clang=""
for c in clang clang-19 clang-16 clang-15 clang-14; do
  if command -v "$c" >/dev/null 2>&1 && echo 'int LLVMFuzzerTestOneInput(void){return 0;}' | "$c" -x c -fsanitize=fuzzer - -o /dev/null 2>/dev/null
  then clang=$c; break; fi
done
for name in $names; do
  corpus=$BUILD/fuzz/corpus/$name
  mkdir -p "$corpus"
  if [ -n "$clang" ]; then
    make --no-print-directory BUILD="$BUILD/clang" CC="$clang" CFLAGS="-O1 -g" SANITIZE="-fsanitize=address,undefined,fuzzer-no-link" \
      "$BUILD/clang/libtungnha.a" "$BUILD/clang/tests/fuzz/fuzz_$name.o"
    "$clang" -fsanitize=address,undefined,fuzzer -o "$BUILD/clang/fuzz_$name" "$BUILD/clang/tests/fuzz/fuzz_$name.o" \
      "$BUILD/clang/libtungnha.a" $(pkg-config --libs sqlite3 libsodium libcjson zlib libutf8proc libzip expat) -lxlsxwriter
    "$BUILD/clang/fuzz_$name" -max_total_time="$seconds" -print_final_stats=1 "$corpus" "tests/fuzz/seeds/$name"
  else
    make --no-print-directory BUILD="$BUILD" "$BUILD/fuzz/fuzz_$name"
    end=$(($(date +%s) + seconds)) seed=1
    while [ "$(date +%s)" -lt "$end" ]; do
      "$BUILD/fuzz/fuzz_$name" "tests/fuzz/seeds/$name" 100000 $seed
      seed=$((seed + 1))
    done
  fi
done
