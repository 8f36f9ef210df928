#!/bin/sh
# A hamlet's backup on a stick: one file, sealed, proved by reading it back; restored on another machine, and going on there.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

secret() { printf '%s\n' "$2" >"$work/$1" && chmod 600 "$work/$1"; }
c() { device hamlet "$@"; }
secret pass 'lúa chín vàng đồng'
begin_hub
expect 0 hub --quiet invite 05788-01 -o "$work/hamlet.tni"
c join "$work/hamlet.tni" --passphrase-file "$work/pass" --by Lan --json >"$work/out" 2>/dev/null
fact "$work/out" 'd["recovery_key"]' >"$work/paper" && chmod 600 "$work/paper"
expect 0 silent c --quiet unlock --passphrase-file "$work/pass"
for n in 1 2 3; do
	reviewed $n 4 hamlet
	expect 0 c --quiet put household_no=$n label="nhà số $n bên đình"
done

# --- never backed up: status says so, with the next step ---
c status >"$work/out"
says "$work/out" 'Chưa có bản sao lưu nào. Cắm USB rồi chạy: tungnha-collector backup -o'
c status --json >"$work/out"
is null "$work/out" 'd["backup_at"]'
expect 64 c backup 2>"$work/err"
says "$work/err" '-o THƯ MỤC'
expect 66 silent c backup -o "$work/no-stick/a.tnb"
expect 66 silent c backup -o "$work/no-stick/"

# --- into a folder: the name is made up, and says of which hamlet and when ---
mkdir "$work/usb"
c backup -o "$work/usb" --json >"$work/out"
file=$(fact "$work/out" 'd["file"]')
is '[3, true, true]' "$work/out" '[d["entries"], d["proved"], d["protected"]]'
case $file in "$work"/usb/tungnha-05788-01-20[0-9][0-9][01][0-9][0-3][0-9]-[0-9]*.tnb) ;; *) echo "named $file" >&2 && exit 1 ;; esac
same 600 "$(stat -c %a "$file")"
is "$(stat -c %s "$file")" "$work/out" 'd["bytes"]'
same 1 "$(find "$work/usb" -type f | wc -l)"
same 1 "$(find "$work/hamlet" -maxdepth 1 -name 'tungnha.db' | wc -l)"
same 0 "$(find "$work/hamlet" -name '.snapshot*' | wc -l)"
c status --json >"$work/out"
holds "$work/out" 'd["backup_at"] > "2020" and d["backup_bytes"] > 10000'
c status >"$work/out"
says "$work/out" 'Sao lưu gần nhất: '
# nothing said at a door lies in it in the clear
for word in 'bên đình' '"persons"' Lan tungnha.db 'SQLite format'; do same 0 "$(grep -acF -e "$word" "$file" || true)"; done

# --- into a file; given again it is replaced by a proved one; anything else of that name is not touched ---
expect 0 c --quiet backup -o "$work/usb/xom.tnb"
expect 0 c --quiet backup -o "$work/usb/xom.tnb"
echo 'ảnh cưới' >"$work/usb/photo"
expect 73 c backup -o "$work/usb/photo" 2>"$work/err"
says "$work/err" 'không phải bản sao lưu của máy này'
same 'ảnh cưới' "$(cat "$work/usb/photo")"

# --- keep the newest three of this machine; others' files and backups stay ---
rm "$work/usb/xom.tnb"
expect 0 silent device other --quiet init --no-passphrase
expect 0 device other backup -o "$work/usb" >/dev/null 2>"$work/err"
says "$work/err" 'ai nhặt được bản sao lưu này đều đọc được'
cp "$file" "$work/usb/damaged.tnb" && printf X | dd of="$work/usb/damaged.tnb" bs=1 seek=40 conv=notrunc 2>/dev/null
for n in 1 2 3 4; do expect 0 c --quiet backup -o "$work/usb" --keep 3; done
same 3 "$(ls "$work/usb"/tungnha-05788-01-*.tnb | wc -l)"
same 1 "$(ls "$work/usb"/tungnha-local-*.tnb | wc -l)"
[ -e "$work/usb/damaged.tnb" ] && [ -e "$work/usb/photo" ]
[ ! -e "$file" ]
expect 64 silent c backup -o "$work/usb" --keep 0
expect 64 silent c backup -o "$work/usb/x.tnb" --keep 2

# --- restored: refused over anything that is there, with a wrong secret, by the other program ---
file=$(ls "$work/usb"/tungnha-05788-01-*.tnb | tail -1)
r() { device again restore "$@"; }
expect 73 c restore "$file" --passphrase-file "$work/pass" 2>"$work/err"
says "$work/err" 'thư mục mới bằng --data'
expect 77 r "$file" 2>"$work/err"
says "$work/err" 'đang khóa. Mở bằng mật khẩu lúc sao lưu'
secret wrong 'mật khẩu của người khác'
expect 77 silent r "$file" --passphrase-file "$work/wrong"
expect 77 silent r "$file" --key-file "$work/hub.key"
expect 65 "$aggregator" --data "$work/again" restore "$file" 2>"$work/err"
says "$work/err" 'chương trình kia. Khôi phục bằng: tungnha-collector'
expect 66 silent r "$work/usb/none.tnb"
expect 65 r "$work/usb/photo" 2>"$work/err"
says "$work/err" 'không phải là bản sao lưu'
expect 65 r "$work/usb" --passphrase-file "$work/pass" 2>"$work/err"
says "$work/err" 'có [45] bản sao lưu. Ghi rõ tên tệp'
[ ! -e "$work/again" ]

# --- a byte altered anywhere, or the file cut off anywhere: refused, and nothing is left behind ---
python3 - "$file" "$work/harm" <<'PY'
import os, sys
b = open(sys.argv[1], "rb").read()
os.mkdir(sys.argv[2])
for at in sorted(set(range(0, 80)) | set(range(80, len(b), len(b) // 40)) | {len(b) - 1}):
    open(f"{sys.argv[2]}/flip-{at}.tnb", "wb").write(b[:at] + bytes([b[at] ^ 0x20]) + b[at + 1:])
for at in range(0, len(b), 4096):
    open(f"{sys.argv[2]}/cut-{at}.tnb", "wb").write(b[:at])
open(f"{sys.argv[2]}/more.tnb", "wb").write(b + b"x")
PY
tried=0
for harm in "$work/harm"/*; do
	tried=$((tried + 1))
	expect 65 silent r "$harm" --recovery-file "$work/paper"
done
[ $tried -gt 130 ]
[ ! -e "$work/again" ]

# --- with the passphrase; all of it is there, door labels too, and the same device goes on ---
expect 0 c put household_no=4 status=absent >/dev/null # after the backup: lost with the old machine, not yet sent
expect 0 silent r "$file" --passphrase-file "$work/pass" >"$work/out"
says "$work/out" 'Đã khôi phục .* từ bản sao lưu .*: 3 lần ghi, đúng cả'
says "$work/out" 'sync --via'
says "$work/out" 'đừng dùng cả hai'
same "tungnha.db" "$(ls -A "$work/again")"
a() { device again "$@"; }
c status --json >"$work/before"
a status --json >"$work/after" # open by the same unlock: it is the same data key
same "$(fact "$work/before" 'd["node"]')" "$(fact "$work/after" 'd["node"]')"
holds "$work/after" 'd["backup_at"]'
same 3 "$(a list --json | json 'len(d)')"
same 'nhà số 2 bên đình' "$(a get 2 --json | json 'd["fields"]["label"]')"
expect 0 a check --deep >/dev/null
# with the paper, and under a name of one's own
expect 0 silent device by-paper restore "$work/usb/$(basename "$file")" --recovery-file "$work/paper" --json >"$work/out"
is '["05788-01", 3, 0]' "$work/out" '[d["unit"]["code"], d["entries"], d["problems"]]'
expect 0 c --quiet lock
expect 77 silent device by-paper list
# without any passphrase, where there was none
expect 0 device open restore "$(ls "$work/usb"/tungnha-local-*)" >/dev/null 2>"$work/err"
says "$work/err" 'ai cầm máy cũng xem được'
expect 0 silent c --quiet unlock --passphrase-file "$work/pass"

# --- two machines with one device's keys by mistake, both written on: nothing is lost, and it is said by name ---
mkdir "$work/stick"
reviewed 5 2 hamlet
reviewed 6 3 again
for turn in 1 2 3; do
	for d in hamlet again; do
		expect 0 device $d --quiet sync --via "$work/stick"
		expect 0 silent hub --quiet receive "$work/stick"
	done
done
hub form02 --json >"$work/form"
is '[5, 17]' "$work/form" '[d["total"]["households"], d["total"]["persons"]]'
same "$(c list --json | json 'sorted(h["household_no"] for h in d)')" "$(a list --json | json 'sorted(h["household_no"] for h in d)')"
same 6 "$(a list --json | json 'len(d)')"
expect 0 c check --deep >/dev/null
expect 0 a check --deep >/dev/null
expect 0 hub check --deep >/dev/null
expect 0 a --quiet put household_no=6 persons=4 --reason 'đếm lại'
expect 0 a --quiet sync --via "$work/stick"
expect 0 silent hub --quiet receive "$work/stick"
expect 0 a --quiet sync --via "$work/stick"
a status --json >"$work/out"
is 0 "$work/out" 'd["conflicts"]'

# --- the form is what sync/PROTOCOL.md says, read here by a program that shares no line with ours ---
python=python3
"$python" -c 'import nacl' 2>/dev/null || python=/usr/bin/python3
if "$python" -c 'import nacl' 2>/dev/null; then
	"$python" - "$(ls "$work/usb"/tungnha-local-*)" "$work/plain.db" <<'PY'
import base64, hashlib, json, sqlite3, sys
from nacl import bindings as n
b = open(sys.argv[1], "rb").read()
H = lambda x: hashlib.blake2b(x, digest_size=32).digest()
assert b[:4] == b"TNB1"
size = int.from_bytes(b[4:8], "little")
head, check, stream, rest = b[8:8 + size], b[8 + size:40 + size], b[40 + size:64 + size], b[64 + size:]
assert check == H(b"tungnha.backup.head.1\0" + b[4:8] + head)
d = json.loads(head)
assert json.dumps(d, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() == head
assert [w["way"] for w in d["wraps"]] == ["open"] and (d["role"], d["unit"]) == ("collector", "local")
state = n.crypto_secretstream_xchacha20poly1305_state()
key = H(b"tungnha.backup.1\0" + base64.urlsafe_b64decode(d["wraps"][0]["key"] + "="))
n.crypto_secretstream_xchacha20poly1305_init_pull(state, stream, key)
plain, tags = b"", []
for at in range(0, len(rest), 65536 + 17):
    m, tag = n.crypto_secretstream_xchacha20poly1305_pull(state, rest[at:at + 65536 + 17], check)
    plain += m
    tags.append(tag)
assert len(tags) == d["chunks"] and tags == [0] * (len(tags) - 1) + [n.crypto_secretstream_xchacha20poly1305_TAG_FINAL]
open(sys.argv[2], "wb").write(plain)
assert sqlite3.connect(sys.argv[2]).execute("PRAGMA integrity_check").fetchone() == ("ok",)
PY
fi

# --- killed while it writes: the next one sweeps up; the backups of before are whole ---
before=$(ls "$work/usb"/tungnha-05788-01-*.tnb | wc -l)
for after in 0.01 0.02 0.03 0.05 0.08 0.12; do
	c --quiet backup -o "$work/usb" 2>/dev/null &
	sleep $after
	kill -9 $! 2>/dev/null || true
	wait $! 2>/dev/null || true
done
for f in "$work/usb"/tungnha-05788-01-*.tnb; do
	rm -rf "$work/look"
	expect 0 silent device look --quiet restore "$f" --recovery-file "$work/paper"
done
rm -rf "$work/look"
expect 0 c --quiet backup -o "$work/usb"
[ "$(ls "$work/usb"/tungnha-05788-01-*.tnb | wc -l)" -gt "$before" ]
same 0 "$(find "$work/usb" "$work/hamlet" -name '.*' -mindepth 1 | wc -l)"
expect 0 c check --deep >/dev/null

# --- while others write: each backup is of one moment, whole ---
( for n in 20 21 22 23 24 25 26 27 28 29; do reviewed $n 3 hamlet; done ) &
writer=$!
for n in 1 2 3 4; do
	expect 0 c backup -o "$work/usb/while-$n.tnb" --json >"$work/out"
	expect 0 silent device "while-$n" --quiet restore "$work/usb/while-$n.tnb" --recovery-file "$work/paper"
	expect 0 device "while-$n" check --deep >/dev/null
done
wait $writer

# --- a stick that keeps something else than was written, and one pulled while it is written: no backup, nothing left of it ---
cat >"$work/stick.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int is_backup(int fd)
{
	char link[40], path[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	return n > 8 && memcmp(path + n - 8, ".tnb.tmp", 8) == 0;
}
static int harm(const char *how) { return getenv("STICK") && strcmp(getenv("STICK"), how) == 0; }
int fsync(int fd)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
	char c;
	if (is_backup(fd) && harm("fails") && pread(fd, &c, 1, 90000) == 1) {
		c ^= 1;
		if (pwrite(fd, &c, 1, 90000) != 1)
			return -1;
	}
	return real(fd);
}
ssize_t write(int fd, const void *bytes, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	static int writes;
	if (is_backup(fd) && harm("pulled") && ++writes == 3) {
		errno = EIO;
		return -1;
	}
	return real(fd, bytes, n);
}
C
if ! ldd "$collector" >"$work/libraries" 2>/dev/null || grep -q asan "$work/libraries" ||
	! "${CC:-cc}" -shared -fPIC -o "$work/stick.so" "$work/stick.c" -ldl 2>/dev/null; then
	echo 'note: no shared library of a failing stick here'
else
	mkdir "$work/bad"
	expect 74 env STICK=fails LD_PRELOAD="$work/stick.so" "$collector" --data "$work/hamlet" backup -o "$work/bad" 2>"$work/err"
	says "$work/err" 'USB hoặc ổ đĩa đó hỏng. Sao lưu sang USB khác'
	expect 74 env STICK=pulled LD_PRELOAD="$work/stick.so" "$collector" --data "$work/hamlet" backup -o "$work/bad" 2>/dev/null
	same '' "$(ls -A "$work/bad")"
	expect 0 env STICK=good LD_PRELOAD="$work/stick.so" "$collector" --data "$work/hamlet" --quiet backup -o "$work/bad"
fi

# --- a full stick, a full disk ---
if [ "$(id -u)" != 0 ]; then
	echo 'note: not root, so no small stick was filled'
	exit 0
fi
mkdir "$work/small"
mounted=$work/small
if ! mount -t tmpfs -o size=800k tmpfs "$work/small" 2>/dev/null; then
	mounted=
	echo 'note: no filesystem could be mounted, so no small stick was filled'
	exit 0
fi
expect 0 c --quiet backup -o "$work/small/first.tnb"
sum=$(cksum <"$work/small/first.tnb")
dd if=/dev/zero of="$work/small/rest" bs=4k 2>/dev/null || true
expect 74 c backup -o "$work/small" 2>"$work/err"
says "$work/err" 'Hết chỗ'
expect 74 silent c backup -o "$work/small/first.tnb"
same "$sum" "$(cksum <"$work/small/first.tnb")"
same 'first.tnb rest' "$(ls -A "$work/small" | tr '\n' ' ' | sed 's/ $//')"
rm "$work/small/rest"
mount -o remount,ro "$work/small"
expect 73 silent c backup -o "$work/small"
mount -o remount,rw "$work/small"
# restoring onto a disk without room leaves nothing
dd if=/dev/zero of="$work/small/rest" bs=4k 2>/dev/null || true
expect 74 "$collector" --data "$work/small/new" restore "$work/small/first.tnb" --recovery-file "$work/paper" 2>/dev/null
[ ! -e "$work/small/new" ]
