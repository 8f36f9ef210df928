#!/bin/sh
# Where figures lie safe: the passphrase, a closed store, and a disk that does not do what it should.
. "$(dirname "$0")/../support/flow.sh"

same() { [ "$1" = "$2" ] || { echo "found $2, not $1" >&2; exit 1; }; }
c() { "$collector" --data "$work/hamlet" "$@"; }
with() { c --passphrase-file "$work/pass" "$@" 2>/dev/null; }
reviewed='persons=4 vneid=3 no_vneid=1 online_dossiers=2 eresult_dossiers=2 rated=yes'

# --- a passphrase comes from a file only its owner can read, or from a terminal; never from the command line ---
printf 'lúa chín vàng đồng\n' >"$work/pass"
expect 65 c init --passphrase-file "$work/pass" 2>"$work/err"
says "$work/err" 'chmod 600'
chmod 600 "$work/pass"
expect 66 c init --passphrase-file "$work/none" 2>/dev/null
expect 64 c init --passphrase-file "$work/pass" --no-passphrase 2>/dev/null
: >"$work/empty" && chmod 600 "$work/empty"
expect 65 c init --passphrase-file "$work/empty" 2>/dev/null
expect 64 c init 2>/dev/null
[ ! -e "$work/hamlet/tungnha.db" ]
expect 0 c init --unit 05788-01 --name 'Xóm 11' --by 'Nguyễn Thị Lan' --passphrase-file "$work/pass" >/dev/null 2>"$work/err"
says "$work/err" 'nằm cùng ổ đĩa với số liệu'

# --- closed: nothing is shown, nothing is asked when nobody is there ---
for command in status list 'get 1' form02 'put persons=1' 'history 1' device 'check' 'unlock'; do
	expect 77 c $command >"$work/out" 2>"$work/err"
	[ ! -s "$work/out" ]
	[ -s "$work/err" ]
done
expect 77 c status --json >"$work/out" 2>/dev/null
same 77 "$(json 'd["code"]' <"$work/out")"
printf 'lúa chín vàng\n' >"$work/wrong" && chmod 600 "$work/wrong"
expect 77 c list --passphrase-file "$work/wrong" 2>"$work/err"
says "$work/err" 'mật khẩu'

# --- open for one command: by option, or by the environment ---
expect 0 with put household_no=12 $reviewed label='nhà mái ngói đỏ' note='chủ nhà đi rừng' --quiet
TUNGNHA_PASSPHRASE_FILE=$work/pass
export TUNGNHA_PASSPHRASE_FILE
same true "$(c status --json 2>/dev/null | json 'd["passphrase"] and d["households"]["reviewed"] == 1')"
unset TUNGNHA_PASSPHRASE_FILE
expect 77 c list 2>/dev/null
# what was typed at the door is nowhere in the clear
for word in 'mái ngói' 'đi rừng' 'Thị Lan' 'vàng đồng' '"persons":4' 'nha mai'; do
	same 0 "$(cat "$work/hamlet"/* | grep -acF -e "$word" || true)"
done

# --- unlock until lock ---
expect 77 c unlock --passphrase-file "$work/wrong" 2>/dev/null
expect 0 c unlock --passphrase-file "$work/pass" >/dev/null 2>&1
same '' "$(find "$XDG_RUNTIME_DIR" -type f -perm /077)"
same 4 "$(c get 12 --json | json 'd["fields"]["persons"]')"
expect 0 c --quiet put household_no=13 status=absent
expect 0 c lock >/dev/null
same 0 "$(find "$XDG_RUNTIME_DIR" -type f | wc -l)"
expect 77 c list 2>/dev/null
expect 0 c lock >/dev/null
expect 66 "$collector" --data "$work/nowhere" lock 2>/dev/null

# --- at a terminal it is asked for, and not shown ---
python3 - "$collector" "$work/hamlet" >"$work/out" <<'PY'
import os, pty, sys, time
def run(typed, *args):
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(sys.argv[1], [sys.argv[1], "--data", sys.argv[2], *args])
    seen = b""
    for line in typed:
        while not seen.rstrip().endswith(b":"):
            seen += os.read(fd, 1000)
        time.sleep(0.2)
        os.write(fd, line.encode() + b"\n")
        seen += os.read(fd, 1000)
    try:
        while chunk := os.read(fd, 1000):
            seen += chunk
    except OSError:
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(status, seen.decode().replace("\r\n", " | "))
run(["lúa chín vàng đồng"], "list")
run(["sai rồi"], "list")
PY
says "$work/out" '^0 Mật khẩu: .*12 .*Đã rà soát'
says "$work/out" '^77 Mật khẩu: '
same 0 "$(grep -c -e 'lúa chín' -e 'sai rồi' "$work/out" || true)"

# --- written by a newer version, or by something else: refused, and left as it is ---
cp -r "$work/hamlet" "$work/newer"
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 999")' "$work/newer/tungnha.db"
expect 65 "$collector" --data "$work/newer" --passphrase-file "$work/pass" list 2>"$work/err"
says "$work/err" 'phiên bản mới'
mkdir "$work/other"
echo 'not a database, not at all' >"$work/other/tungnha.db"
expect 74 "$collector" --data "$work/other" list 2>/dev/null
same 'not a database, not at all' "$(cat "$work/other/tungnha.db")"
expect 73 "$collector" --data "$work/other" init --no-passphrase 2>/dev/null

# --- two at once: both are saved; held too long: busy, and nothing lost ---
expect 0 c unlock --passphrase-file "$work/pass" --quiet 2>/dev/null
putting() { for n in 1 2 3 4 5 6 7 8; do c --quiet put "household_no=$1$n" $reviewed || echo "put $1$n: $?" >>"$work/failed"; done; }
putting 5 &
first=$!
putting 6 &
second=$!
wait $first
wait $second
[ ! -e "$work/failed" ]
same 18 "$(c list --json | json 'len(d)')"
# the same household from two sides at once: one after the other, never one over the other unseen
for n in 1 2 3 4 5 6; do
	c --quiet put household_no=70 status=absent note="lần $n" &
	c --quiet put household_no=70 status=refused --reason "lần $n" &
	wait
done
same false "$(c get 70 --json | json 'd["conflict"]')"
python3 "$(dirname "$0")/../support/hold.py" "$work/hamlet/tungnha.db" "$work/let-go" >"$work/held" &
background=$! # ended with the scenario
until [ -s "$work/held" ]; do sleep 0.05; done
expect 75 c put household_no=80 status=absent 2>"$work/err"
expect 0 c list --quiet >/dev/null
: >"$work/let-go"
expect 0 wait "$background"
background=
expect 66 c get 80 2>/dev/null
expect 0 c --quiet put household_no=80 status=absent
expect 0 c check --deep >/dev/null

# --- a folder or a stick that cannot be written ---
if [ "$(id -u)" != 0 ]; then
	mkdir -m 500 "$work/fixed"
	expect 73 "$collector" --data "$work/fixed/x" init --no-passphrase 2>/dev/null
	chmod 500 "$work/hamlet" && chmod 400 "$work/hamlet"/*
	expect 73 c put household_no=81 status=absent 2>/dev/null
	chmod 700 "$work/hamlet" && chmod 600 "$work/hamlet"/*
	expect 0 c --quiet put household_no=81 status=absent
	echo 'note: not root, so no small disk was filled'
	exit 0
fi
mkdir "$work/small"
mounted=$work/small
if ! mount -t tmpfs -o size=900k tmpfs "$work/small" 2>/dev/null; then
	mounted=
	echo 'note: no filesystem could be mounted, so no small disk was filled'
	exit 0
fi
s() { "$collector" --data "$work/small/d" "$@"; }
expect 0 s init --unit 05788-01 --no-passphrase --quiet 2>/dev/null
expect 0 s --quiet put household_no=1 $reviewed 2>/dev/null
# filled to the brim: refused, and what was saved before is still there
dd if=/dev/zero of="$work/small/rest" bs=4k 2>/dev/null || true
got=0
for n in 2 3 4 5 6 7 8 9; do
	s --quiet put "household_no=$n" $reviewed 2>"$work/err" || { got=$? && break; }
done
same 74 $got
says "$work/err" 'Hết chỗ trên ổ đĩa'
expect 74 s form02 --format csv -o "$work/small/form.csv" 2>/dev/null
[ ! -e "$work/small/form.csv" ]
rm "$work/small/rest"
same "$((n - 1))" "$(s list --json | json 'len(d)')"
expect 0 s --quiet put "household_no=$n" $reviewed
expect 0 s check --deep >/dev/null
# read-only: refused to write, still read
mount -o remount,ro "$work/small"
expect 73 s put household_no=90 status=absent 2>"$work/err"
mount -o remount,rw "$work/small"
expect 0 s --quiet put household_no=90 status=absent
