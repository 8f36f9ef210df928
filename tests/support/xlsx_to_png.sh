#!/bin/sh
# xlsx_to_png.sh FILE.xlsx PREFIX: what LibreOffice prints of a spreadsheet, as PREFIX.pdf and PREFIX-1.png, PREFIX-2.png, …
# Exit 77 (skipped) when a program is missing.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 FILE.xlsx PREFIX" >&2; exit 64; }
[ -f "$1" ] || { echo "no such file: $1" >&2; exit 66; }
for program in soffice pdftoppm; do
	command -v "$program" >/dev/null || { echo "skipped: $program is not installed (libreoffice-calc-nogui, poppler-utils)" >&2; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$1" "$work/sheet.xlsx"
# A profile of its own, so that an office already open, or another test, is not in the way.
HOME=$work soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work/sheet.xlsx" >"$work/log" 2>&1 ||
	{ cat "$work/log" >&2; exit 1; }
[ -s "$work/sheet.pdf" ] || { cat "$work/log" >&2; exit 1; }
cp "$work/sheet.pdf" "$2.pdf"
pdftoppm -r "${DPI:-80}" -png "$2.pdf" "$2"
