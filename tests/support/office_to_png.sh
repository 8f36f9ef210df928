#!/bin/sh
# office_to_png.sh FILE PREFIX: what LibreOffice prints of a spreadsheet or a word-processor file, as PREFIX.pdf and
# PREFIX-1.png, PREFIX-2.png, … With TEXT=1 also what it reads of it, as PREFIX.txt.
# Exit 77 (skipped) when a program is missing.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 FILE PREFIX" >&2; exit 64; }
[ -f "$1" ] || { echo "no such file: $1" >&2; exit 66; }
for program in soffice pdftoppm; do
	command -v "$program" >/dev/null || { echo "skipped: $program is not installed (libreoffice-calc-nogui, libreoffice-writer-nogui, poppler-utils)" >&2; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$1" "$work/paper.${1##*.}"
# A profile of its own, so that an office already open, or another test, is not in the way.
convert() {
	HOME=$work soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$1" --outdir "$work" "$work"/paper.[dx]* >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2; exit 1; }
}
convert pdf
[ -s "$work/paper.pdf" ] || { cat "$work/log" >&2; exit 1; }
cp "$work/paper.pdf" "$2.pdf"
if [ "${TEXT:-0}" = 1 ]; then
	convert txt:Text:UTF8
	cp "$work/paper.txt" "$2.txt"
fi
pdftoppm -r "${DPI:-80}" -png "$2.pdf" "$2"
