#!/bin/sh
# A list from the time of .VnTime and VNI-Times: the letters in the file are Latin, only the font made them Vietnamese.
. "$(dirname "$0")/../support/flow.sh"

same() { [ "$1" = "$2" ] || { echo "found $2, not $1" >&2; exit 1; }; }
c() { "$collector" --data "$work/hamlet" "$@"; }
labels() { c list --json | json '[h["label"] for h in d]'; }
expect 0 "$collector" --data "$work/hamlet" init --unit 05788-01 --name 'Xóm 11' --no-passphrase --quiet 2>/dev/null

# Saved by a new Excel as CSV UTF-8: no heading is found, but how it would read is shown, and what to type.
printf 'Hé sè;Nh·n nhµ;Sè khÈu;Ghi chó\n1;Cæng ®á;4;\n2;sau tr\302\255êng häc;3;\n' >"$work/tcvn3.csv"
expect 65 c import "$work/tcvn3.csv" 2>"$work/err"
says "$work/err" 'Hộ số; Nhãn nhà; Số khẩu; Ghi chú'
says "$work/err" "import '.*tcvn3.csv' --encoding tcvn3"
expect 0 c import "$work/tcvn3.csv" --encoding tcvn3 >"$work/out"
same '["cổng đỏ", "sau trường học"]' "$(labels | sed 's/Cổng/cổng/')"

# VNI, byte for byte as an old Excel wrote it.
printf 'Hoä soá,Nhaõn nhaø\n3,gaàn caàu\n' | iconv -f UTF-8 -t LATIN1 >"$work/vni.csv"
expect 65 c import "$work/vni.csv" 2>"$work/err"
says "$work/err" 'Hộ số,Nhãn nhà'
expect 0 c import "$work/vni.csv" --encoding vni >"$work/out"
same '["Cổng đỏ", "sau trường học", "gần cầu"]' "$(labels)"

# A heading that is wrong in Unicode is just wrong: nothing is offered.
printf 'Số nhà;Nhãn\n1;Cổng đỏ\n' >"$work/unicode.csv"
expect 65 c import "$work/unicode.csv" 2>"$work/err"
if grep -e --encoding "$work/err"; then exit 1; fi
