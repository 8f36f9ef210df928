#!/bin/sh
# What opens the data: a passphrase that is changed, a recovery key on paper for when it is forgotten, a key on a stick.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"

c() { "$collector" --data "$work/hamlet" "$@"; }
secret() { printf '%s\n' "$2" >"$work/$1" && chmod 600 "$work/$1"; }
opens() { expect 0 silent c --quiet list --passphrase-file "$work/$1" >/dev/null; }
closed() { expect 77 silent c --quiet list --passphrase-file "$work/$1" >/dev/null; }
secret old 'lúa chín vàng đồng'
secret new 'cây đa bến nước sân đình'
secret short 'bảy chữ'

# --- too short is refused at the start, with the least that will do ---
expect 65 c init --passphrase-file "$work/short" 2>"$work/err"
says "$work/err" 'Mật khẩu có 7 ký tự, phải từ 8'
[ ! -e "$work/hamlet/tungnha.db" ]

# --- the recovery key is shown once, at set-up, in eight groups ---
expect 0 c init --unit 05788-01 --passphrase-file "$work/old" >"$work/out" 2>/dev/null
says "$work/out" 'Mã khôi phục, chỉ hiện một lần này'
says "$work/out" 'tungnha-collector recover'
key=$(grep -oE '([0-9A-Z]{5}-){7}[0-9A-Z]{5}' "$work/out")
secret paper "$key"
expect 0 c --quiet put household_no=1 status=absent --passphrase-file "$work/old" 2>/dev/null
# nowhere in the clear, with or without its hyphens
for form in "$key" "$(printf %s "$key" | tr -d -)"; do
	same 0 "$(cat "$work/hamlet"/* | grep -acF -e "$form" || true)"
done

# --- the passphrase is changed by whoever knows the old one; the paper stays good ---
expect 77 c passphrase --new-passphrase-file "$work/new" 2>"$work/err"
says "$work/err" 'mật khẩu cũ'
expect 77 silent c passphrase --passphrase-file "$work/new" --new-passphrase-file "$work/new"
expect 64 silent c passphrase --passphrase-file "$work/old"
expect 65 silent c passphrase --passphrase-file "$work/old" --new-passphrase-file "$work/short"
opens old
c passphrase --json --passphrase-file "$work/old" --new-passphrase-file "$work/new" >"$work/out" 2>/dev/null
is '["passphrase", null]' "$work/out" '[d["protection"], d["recovery_key"]]'
closed old
opens new
# even where the data lies open, the old one is asked for
expect 0 silent c --quiet unlock --passphrase-file "$work/new"
expect 77 silent c passphrase --new-passphrase-file "$work/old"
expect 0 c --quiet lock

# --- a slip in copying the paper is named by its group ---
slip() { secret slip "$1" && expect "$2" c recover --recovery-file "$work/slip" --new-passphrase-file "$work/old" 2>"$work/err"; }
third=$(printf %s "$key" | cut -d- -f3)
other=$(printf %s "$third" | tr '0123456789ABCDEFGHJKMNPQRSTVWXYZ' '123456789ABCDEFGHJKMNPQRSTVWXYZ0')
slip "$(printf %s "$key" | sed "s/$third/$(printf %s "$third" | cut -c1)$(printf %s "$other" | cut -c2)$(printf %s "$third" | cut -c3-)/")" 65
says "$work/err" 'Nhóm thứ 3 của mã khôi phục gõ sai'
slip "$(printf %s "$key" | cut -d- -f2,1,3-)X" 65
says "$work/err" 'có 40 chữ và số, đã gõ 41'
expect 64 c recover 2>"$work/err"
says "$work/err" '--recovery-file'
closed old

# --- forgotten: the paper sets a new passphrase and is replaced by a new paper ---
c recover --json --recovery-file "$work/paper" --new-passphrase-file "$work/old" >"$work/out" 2>/dev/null
opens old
closed new
fact "$work/out" 'd["recovery_key"]' >"$work/paper2"
chmod 600 "$work/paper2"
[ "$(cat "$work/paper2")" != "$key" ]
expect 77 c recover --recovery-file "$work/paper" --new-passphrase-file "$work/new" 2>"$work/err"
says "$work/err" 'được thay bằng mã mới'
# as people copy it: small letters, o for 0, l for 1, blanks for hyphens
tr 'A-Z01-' 'a-zol ' <"$work/paper2" >"$work/copied" && chmod 600 "$work/copied"
expect 0 silent c recover --recovery-file "$work/copied" --passphrase-file "$work/new" >"$work/out"
opens new
# the paper is lost: a new one, and nothing else changes
expect 0 silent c passphrase --recovery-key --json --passphrase-file "$work/new" >"$work/out"
fact "$work/out" 'd["recovery_key"]' >"$work/paper3"
chmod 600 "$work/paper3"
opens new
expect 0 silent c recover --json --recovery-file "$work/paper3" --new-passphrase-file "$work/old" >"$work/out"
fact "$work/out" 'd["recovery_key"]' >"$work/paper4"
chmod 600 "$work/paper4"

# --- at a terminal all of it is asked for; the paper is seen while it is typed, a passphrase never ---
python3 - "$collector" "$work/hamlet" "$(cat "$work/paper4")" >"$work/out" <<'PY'
import os, pty, sys
def run(typed, *args):
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(sys.argv[1], [sys.argv[1], "--data", sys.argv[2], *args])
    seen = asked = b""
    for line in typed:
        while not asked.rstrip().endswith(b":"):
            asked += os.read(fd, 1000)
        seen, asked = seen + asked, b""
        os.write(fd, line.encode() + b"\n")
    try:
        while chunk := os.read(fd, 1000):
            asked += chunk
    except OSError:
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(status, (seen + asked).decode().replace("\r\n", " | "))
run(["lúa chín vàng đồng", "ngắn", "ngắn"], "passphrase")
run(["lúa chín vàng đồng", "gió mùa đông bắc", "gió mùa đông"], "passphrase")
run(["lúa chín vàng đồng", "gió mùa đông bắc", "gió mùa đông bắc"], "passphrase")
run([sys.argv[3].lower(), "lúa chín vàng đồng", "lúa chín vàng đồng"], "recover", "--quiet")
PY
says "$work/out" '^65 .*Mật khẩu có 4 ký tự, phải từ 8'
says "$work/out" '^77 .*không giống nhau'
says "$work/out" '^0 Mật khẩu: .*Từ nay số liệu mở bằng mật khẩu mới'
says "$work/out" "^0 Gõ mã khôi phục .*$(tr 'A-Z' 'a-z' <"$work/paper4").*Mã khôi phục, chỉ hiện một lần này"
same 0 "$(grep -c -e 'gió mùa' -e 'lúa chín' "$work/out" || true)"
grep '^0 Gõ' "$work/out" | grep -oE '([0-9A-Z]{5}-){7}[0-9A-Z]{5}' | tail -1 >"$work/paper5"
mv "$work/paper5" "$work/paper4" && chmod 600 "$work/paper4"
opens old

# --- a machine nobody types at: a key on a stick opens it, and the stick is pulled ---
mkdir "$work/stick"
expect 66 silent c unlock --make-key "$work/none" --passphrase-file "$work/old"
expect 0 silent c unlock --make-key "$work/stick" --json --passphrase-file "$work/old" >"$work/out"
stick=$(fact "$work/out" 'd["key_file"]')
same 600 "$(stat -c %a "$stick")"
expect 73 c unlock --make-key "$work/stick" --passphrase-file "$work/old" 2>"$work/err"
says "$work/err" 'Đã có tệp'
expect 77 silent c list
expect 0 c --quiet unlock --key-file "$stick"
mv "$stick" "$work/pulled"
expect 0 c --quiet list >/dev/null
expect 0 c check >/dev/null
expect 0 c --quiet lock
expect 77 silent c list
expect 77 silent c unlock --key-file "$stick"
printf '%064d\n' 0 >"$work/other.key" && chmod 600 "$work/other.key"
expect 77 c unlock --key-file "$work/other.key" 2>"$work/err"
says "$work/err" 'không phải của kho số liệu này'
opens old

# --- begun without a passphrase, put under one: what lay open is gone from the disk ---
c2() { "$collector" --data "$work/open" "$@"; }
expect 0 silent c2 init --no-passphrase --json >"$work/out"
is null "$work/out" 'd["recovery_key"]'
expect 65 c2 unlock --make-key "$work/stick" 2>"$work/err"
says "$work/err" 'Đặt mật khẩu trước'
expect 77 c2 recover --recovery-file "$work/paper" --new-passphrase-file "$work/new" 2>"$work/err"
says "$work/err" 'không có mã khôi phục'
python3 - "$work/open/tungnha.db" "$work/bare" <<'PY'
import sqlite3, sys
open(sys.argv[2], "wb").write(sqlite3.connect(sys.argv[1]).execute("SELECT key FROM wrap").fetchone()[0])
PY
lies_open() { python3 -c 'import sys; print(sum(open(f, "rb").read().count(open(sys.argv[1], "rb").read()) for f in sys.argv[2:]))' "$work/bare" "$work/open"/*; }
same 1 "$(lies_open)"
expect 0 c2 passphrase --new-passphrase-file "$work/new" >"$work/out" 2>/dev/null
says "$work/out" 'Mã khôi phục, chỉ hiện một lần này'
says "$work/out" 'Các bản sao lưu làm trước đó vẫn mở theo cách cũ'
same 0 "$(lies_open)"
expect 77 silent c2 list
expect 0 silent c2 list --passphrase-file "$work/new" >/dev/null

# --- the commune, under a key file: told at set-up too; the key file lost, the paper opens ---
begin_hub --json >"$work/out"
fact "$work/out" 'd["recovery_key"]' >"$work/hub.paper"
chmod 600 "$work/hub.paper"
mv "$work/hub.key" "$work/away.key"
expect 77 hub status 2>"$work/err"
says "$work/err" 'Không thấy tệp khóa'
expect 0 hub --quiet unlock --key-file "$work/away.key"
expect 0 hub status >/dev/null
expect 0 hub lock >"$work/out"
says "$work/out" 'Lần mở sau cần tệp khóa'
expect 77 silent hub status
expect 0 hub recover --recovery-file "$work/hub.paper" --key-file "$work/hub2.key" >"$work/out" 2>/dev/null
says "$work/out" 'mở bằng tệp khóa .*hub2.key'
expect 0 hub status >/dev/null
expect 77 silent hub unlock --key-file "$work/away.key"

# --- what opens the data was altered: check names it, and the paper mends it ---
expect 0 silent c --quiet unlock --passphrase-file "$work/old"
python3 -c 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("UPDATE wrap SET salt = zeroblob(16) WHERE way = ?", ("passphrase",)); db.commit()' "$work/hamlet/tungnha.db"
expect 74 c check >/dev/null 2>"$work/err"
says "$work/err" 'Phần khóa mở kho số liệu đã bị sửa'
expect 0 c --quiet lock
closed old
expect 0 silent c recover --recovery-file "$work/paper4" --new-passphrase-file "$work/new" >/dev/null
expect 0 silent c check --passphrase-file "$work/new" >/dev/null
