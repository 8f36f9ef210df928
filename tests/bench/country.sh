#!/bin/sh
# make bench-country: seconds, memory and disk of a parent of so many communes (bench_country.c). Real codes and names where
# $TUNGNHA_TEST_DATA has them.
. "$(dirname "$0")/bench.sh"

units=${TUNGNHA_TEST_DATA:-$project/../shared/data}/units-2026-07-25.json
[ -e "$units" ] || units=
# shellcheck disable=SC2086
"$bench/bench_country" "$work" "$fast" "${1:-3321}" "${2:-10}" $units
