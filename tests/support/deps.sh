#!/bin/sh
# deps.sh build|check: sees what is missing for building, or for all tests, and gets it with apt, as root or through sudo.
# Debian 12, Ubuntu 22.04, Raspberry Pi OS. Where it cannot, it says in one sentence what to install.
set -u
what=${1:-build}
missing=""

need() { missing="$missing $1"; }
tool() { command -v "$1" >/dev/null 2>&1 || need "$2"; }
lib() { pkg-config --exists "$1" 2>/dev/null || need "$2"; }

tool cc gcc
tool make make
tool ar binutils
tool pkg-config pkg-config
[ -e /usr/include/stdio.h ] || need libc6-dev
lib sqlite3 libsqlite3-dev
lib libsodium libsodium-dev
lib libcjson libcjson-dev
lib zlib zlib1g-dev
lib libutf8proc libutf8proc-dev
lib xlsxwriter libxlsxwriter-dev
lib libzip libzip-dev
lib expat libexpat1-dev
lib libmicrohttpd libmicrohttpd-dev
{ pkg-config --exists libcurl || command -v curl-config; } >/dev/null 2>&1 || need libcurl4-gnutls-dev
if [ "$what" = check ]; then
  lib cmocka libcmocka-dev
  tool python3 python3
  { python3 -c 'import nacl' || /usr/bin/python3 -c 'import nacl'; } >/dev/null 2>&1 || need python3-nacl
  tool curl curl
  tool soffice libreoffice-calc-nogui
  ls /usr/lib*/libreoffice/program/libswlo.so /opt/libreoffice*/program/libswlo.so 2>/dev/null | grep -q . || need libreoffice-writer-nogui
  tool pdftoppm poppler-utils
  fc-list 2>/dev/null | grep -qi 'liberation' || need "fontconfig fonts-liberation"
  # Pages are looked at without a window: Debian has a Chromium for that, at half the work.
  if grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
    tool chromium-headless-shell chromium-headless-shell
  else
    tool chromium chromium
  fi
  tool node nodejs
  tool npm npm
  [ -x /usr/sbin/nginx ] || tool nginx nginx-light
  tool openssl openssl
fi
[ -z "$missing" ] && exit 0

root=""
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then root=sudo; else root=none; fi
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$root" = none ]; then
  echo "Thiếu các gói:$missing. Nhờ người quản trị máy chạy: apt-get install$missing" >&2
  echo "Missing packages:$missing. Ask the machine's administrator to run: apt-get install$missing" >&2
  exit 1
fi
echo "Cài các gói còn thiếu / installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$root apt-get -q update >/dev/null
# shellcheck disable=SC2086
if $root apt-get -q install -y --no-install-recommends $missing >/tmp/tungnha-apt.$$ 2>&1; then
  rm -f /tmp/tungnha-apt.$$
  exit 0
fi
# One package that a release does not carry (chromium on Ubuntu) must not keep the others away.
for p in $missing; do
  $root apt-get -q install -y --no-install-recommends "$p" >>/tmp/tungnha-apt.$$ 2>&1 ||
    { echo "Không cài được gói $p / could not install $p (xem / see /tmp/tungnha-apt.$$)" >&2; failed=1; }
done
pkg-config --exists sqlite3 libsodium libcjson zlib libutf8proc xlsxwriter libzip expat libmicrohttpd && exit 0
exit "${failed:-1}"
