#!/bin/sh
# html_to_png.sh FILE.html PREFIX [WIDTH]: what Chromium prints of a page (PREFIX.pdf, PREFIX-1.png, …) and what it shows in
# a window WIDTH pixels wide (PREFIX-screen.png; 1280 unless told).
# Exit 77 (skipped) when a program is missing.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 FILE.html PREFIX [WIDTH]" >&2; exit 64; }
[ -f "$1" ] || { echo "no such file: $1" >&2; exit 66; }
chromium=$(command -v chromium-headless-shell || command -v chromium || true)
if [ -z "$chromium" ] || ! command -v pdftoppm >/dev/null; then
	echo "skipped: needs chromium-headless-shell or chromium, and poppler-utils" >&2
	exit 77
fi
page=$(realpath "$1")
prefix=$(realpath -m "$2")
width=${3:-1280}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
browse() {
	HOME=$work "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
		--disable-component-update --disable-sync --user-data-dir="$work/profile" "$@" "file://$page" >"$work/log" 2>&1 ||
		{ cat "$work/log" >&2; exit 1; }
}
browse --no-pdf-header-footer --print-to-pdf="$prefix.pdf"
# A window of Chromium is never narrower than 500 pixels, so a telephone is shown as a frame inside one.
cat >"$work/frame.html" <<HTML
<!DOCTYPE html><style>body{margin:0}iframe{border:0;width:${width}px;height:${HEIGHT:-900}px}</style><iframe src="file://$page"></iframe>
HTML
page=$work/frame.html
browse --hide-scrollbars --window-size="$((width > 500 ? width : 500)),${HEIGHT:-900}" --screenshot="$prefix-screen.png"
[ -s "$prefix.pdf" ] && [ -s "$prefix-screen.png" ] || { cat "$work/log" >&2; exit 1; }
pdftoppm -r "${DPI:-80}" -png "$prefix.pdf" "$prefix"
