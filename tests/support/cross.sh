#!/bin/sh
# cross.sh arm64|armhf: builds for that machine beside a Debian of its own libraries ($BUILD/ARCH/sysroot, kept), then under qemu
# runs the unit tests, and scenarios in which each command runs on the other machine than the one before, over the same data:
# what one writes the other reads; then over a network, hamlets of that machine with a commune of this one, and the other way
# round. Exit 77: a tool is missing, the line says which package has it.
set -eu
cd "$(dirname "$0")/../.."
arch=${1:-}
case $arch in
  arm64) triplet=aarch64-linux-gnu emulator=qemu-aarch64-static ;;
  armhf) triplet=arm-linux-gnueabihf emulator=qemu-arm-static ;;
  *) echo "cross.sh arm64|armhf (make cross ARCH=armhf)" >&2; exit 64 ;;
esac
skip() { echo "cross $arch: $1" && exit 77; }
command -v mmdebstrap >/dev/null 2>&1 || skip "no mmdebstrap here (package mmdebstrap)"
command -v $triplet-gcc >/dev/null 2>&1 || skip "no $triplet-gcc here (package gcc-$triplet)"
command -v $emulator >/dev/null 2>&1 || skip "no $emulator here (package qemu-user-static)"

here=${BUILD:-build}
case $here in /*) ;; *) here=$PWD/$here ;; esac
build=$here/$arch root=$here/$arch/sysroot
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
libs=libc6-dev,libsqlite3-dev,libsodium-dev,libcjson-dev,zlib1g-dev,libutf8proc-dev,libxlsxwriter-dev,libzip-dev,libexpat1-dev,libcmocka-dev,libmicrohttpd-dev,libcurl4-gnutls-dev

# Through an archive, so that the files are the caller's. The release without its updates is enough to test with.
if [ "$(cat "$root/of" 2>/dev/null)" != "$suite $libs" ]; then
  rm -rf "$root" "$root.new"
  mkdir -p "$root.new"
  # shellcheck disable=SC2016
  mmdebstrap --quiet --arch="$arch" --variant=extract --include=$libs \
    --setup-hook='sed -i -e /-security/d -e /-updates/d "$1/etc/apt/sources.list"' "$suite" "$root.tar" </dev/null
  tar -xf "$root.tar" -C "$root.new" --no-same-owner --exclude='./dev/*'
  # A link to /lib is this machine's when followed from here; the linker would take a static library instead.
  find "$root.new/usr/lib/$triplet" -maxdepth 1 -name '*.so' -type l -lname '/*' | while read -r link; do
    ln -sfn "$root$(readlink "$link")" "$link"
  done
  echo "$suite $libs" >"$root.new/of"
  rm "$root.tar" && mv "$root.new" "$root"
fi

export PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_LIBDIR="$root/usr/lib/$triplet/pkgconfig:$root/usr/share/pkgconfig"
tests=$(for t in tests/unit/test_*.c; do basename "$t" .c | sed "s,^,$build/tests/,"; done)
# shellcheck disable=SC2086
make --no-print-directory BUILD="$build" CC="$triplet-gcc --sysroot=$root" AR=$triplet-ar \
  LDFLAGS="-Wl,-rpath-link,$root/lib/$triplet:$root/usr/lib/$triplet" all $tests
unset PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
make --no-print-directory BUILD="$here" all "$here/faults/relay" "$here/faults/meddler" "$here/faults/rude"

failed=0
# shellcheck disable=SC2086
RUN="$emulator -L $root" TUNGNHA_SMALL=1 TUNGNHA_HISTORIES=${TUNGNHA_HISTORIES:-10} sh tests/support/run-units.sh $tests || failed=1

mkdir -p "$build/turns"
for program in tungnha-collector tungnha-aggregator; do
  cat >"$build/turns/$program" <<EOF
#!/bin/sh
if rmdir "$build/turns/there" 2>/dev/null; then exec "$here/$program" "\$@"; fi
mkdir "$build/turns/there" 2>/dev/null
exec $emulator -L "$root" "$build/$program" "\$@"
EOF
  chmod +x "$build/turns/$program"
done
$emulator -L "$root" "$build/tungnha-collector" --version
BUILD=$build/turns sh tests/support/run-flows.sh "$PWD/tests/flow/10-collector-door.sh" "$PWD/tests/flow/21-lists.sh" \
  "$PWD/tests/flow/40-commune.sh" "$PWD/tests/flow/64-submit.sh" "$PWD/tests/flow/72-backup.sh" "$PWD/tests/flow/73-restore-hub.sh" || failed=1

# far FOLDER PROGRAM OTHER: PROGRAM runs on the other machine, OTHER and the bad lines on this one
far() {
  mkdir -p "$build/$1"
  printf '#!/bin/sh\nexec %s -L "%s" "%s" "$@"\n' "$emulator" "$root" "$build/$2" >"$build/$1/$2"
  chmod +x "$build/$1/$2"
  ln -sfn "$here/$3" "$build/$1/$3"
  ln -sfn "$here/faults" "$build/$1/faults"
}
far hamlets tungnha-collector tungnha-aggregator
far commune tungnha-aggregator tungnha-collector
BUILD=$build/hamlets sh tests/support/run-flows.sh "$PWD/tests/flow/81-serve.sh" "$PWD/tests/flow/82-network.sh" \
  "$PWD/tests/flow/84-replies.sh" "$PWD/tests/flow/92-strangers-online.sh" || failed=1
BUILD=$build/commune sh tests/support/run-flows.sh "$PWD/tests/flow/81-serve.sh" "$PWD/tests/flow/82-network.sh" \
  "$PWD/tests/flow/84-replies.sh" || failed=1
exit $failed
