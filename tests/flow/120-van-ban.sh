#!/bin/sh
# 120-van-ban: a report as an office program opens it. The word-processor file says word for word what the text says, on
# every page stands the check code, the annex of the form lies on its side; the workbook has a sheet for each table.
. "$(dirname "$0")/../support/flow.sh"

papers=$BUILD/tests/test_document_golden
[ -x "$papers" ] || { echo "the tests are not built"; exit 77; }
for program in soffice pdftotext pdfinfo python3; do
	command -v "$program" >/dev/null || { echo "$program is not installed (libreoffice-writer-nogui, poppler-utils)"; exit 77; }
done
ls /usr/lib*/libreoffice/program/libswlo.so /opt/libreoffice*/program/libswlo.so 2>/dev/null | grep -q . || {
	echo "LibreOffice Writer is not installed (libreoffice-writer-nogui)"; exit 77; }

# The reports of the unit test, as files.
here=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$work/papers"
(cd "$here" && TUNGNHA_PAPERS="$work/papers" "$papers" >"$work/log" 2>&1) || { cat "$work/log"; exit 1; }

# office TYPE FILE…
office() {
	type=$1
	shift
	LC_ALL=C.UTF-8 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$type" --outdir "$work/opened" "$@" \
		>"$work/office.log" 2>&1 || { cat "$work/office.log" >&2; exit 1; }
}
cd "$work/papers"
office txt:Text:UTF8 everything.docx week.docx
office pdf everything.docx
office 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1' everything.xlsx

# Every word of the text stands in the file, and no other; lines to write on, rules and the foot of pages apart. In the
# report of everything some words are longer than a line: there, every letter.
python3 - "$work" <<'PY'
import collections, re, sys
work = sys.argv[1]

def words(name):
    text = open(name, encoding='utf-8-sig').read()
    return re.sub(r'(?m)^(Mã kiểm tra: .*|=+|\.+|[- ]+)$', '', text).split()

for name, by_word in (('week', True), ('everything', False)):
    ours, theirs = words(f'{work}/papers/{name}.txt'), words(f'{work}/opened/{name}.txt')
    if not by_word:
        ours, theirs = list(''.join(ours)), list(''.join(theirs))
    a, b = collections.Counter(ours), collections.Counter(theirs)
    assert a == b, (name, 'only in the text:', a - b, 'only in the file:', b - a)
PY

# On paper: the code on every page, a number on all but the first, one section on its side.
pdftotext -layout "$work/opened/everything.pdf" "$work/paper.txt"
pages=$(pdfinfo "$work/opened/everything.pdf" | sed -n 's/^Pages: *//p')
[ "$pages" -ge 6 ]
[ "$(grep -c 'Mã kiểm tra: K7QX-2M9D' "$work/paper.txt")" = "$pages" ]
pdfinfo -f 1 -l "$pages" "$work/opened/everything.pdf" >"$work/sizes"
says "$work/sizes" 'size: *841.[0-9]* x 595'
says "$work/sizes" 'size: *595.[0-9]* x 841'
python3 - "$work/paper.txt" <<'PY'
import sys
pages = open(sys.argv[1], encoding='utf-8').read().split('\f')[:-1]
for n, page in enumerate(pages, 1):
    first = page.strip().splitlines()[0].strip()
    assert (first == str(n)) == (n > 1), (n, first)
PY

# The workbook: a sheet for the text, one for each table, one for each annex and its second table; real numbers.
[ "$(find "$work/opened" -name 'everything-*.csv' | wc -l)" = 8 ]
says "$work/opened/everything-Bảng 2.csv" '^Tổng;11430;10440;91,33'
says "$work/opened/everything-Phụ lục I.csv" '^Tổng;1328;5289;545;131;193;159;40;$'
