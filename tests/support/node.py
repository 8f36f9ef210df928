#!/usr/bin/python3
"""node.py - a device made from sync/PROTOCOL.md alone (tests/vectors/check.py), which sends whatever it is told to.

    node.py CASE INVITATION SEED STICK      writes the messages of CASE below into STICK

INVITATION: a file whose first line is one. SEED: two hex digits; they are the device's keys and its journals' ids.
Every number of a household has SEED in it, so that those of several devices differ. Needs python3-nacl.
"""
import json
import pathlib
import sys
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "../vectors"))
import check as p

CASE, INVITATION, SEED, STICK = sys.argv[1:5]


class Hub:
    def __init__(self, line):
        self.v = v = dict(p.parse(p.read_line(line).encode()))
        self.sign, self.box = p.unb64(v["sign"]), p.unb64(v["box"])
        self.public = self.sign + self.box
        self.id = p.node_id(self.public)
        self.unit, self.form = v["unit"], v["forms"][0]


hub = Hub(open(INVITATION, encoding="utf-8").readline().strip())
keys = p.Keys(SEED * 32)
JOURNAL = SEED * 8
AT = "2025-11-12T19:40:00+07:00"


def enrol(label="máy lạ", invite=None, secret=None):
    invite = invite or hub.v["id"]
    proof = p.enrol_proof(secret or p.unb64(hub.v["secret"]), hub.public, bytes.fromhex(invite), keys.public, label)
    return {"invite": invite, "label": label, "proof": p.b64(proof)}


def chain(journal):
    return {"author": keys.id.hex(), "unit": hub.unit, "journal": journal, "generation": 1}


def names(journal, entries):
    return [f"{journal}:{n}:{h[:8].hex()}" for n, h in enumerate(p.hashes(chain(journal), entries))]


def message(entries, first=1, journal=JOURNAL, enrolling=True, to=None, head=b""):
    """One run: these entries of the journal, from the first-th on. head: added to what the head's signature is of."""
    to = to or hub
    c, n = chain(journal), len(entries)
    h = p.hashes(c, entries)
    run = dict(c, first=first, last=n, prev=p.b64(h[first - 1]), head_sig=p.b64(keys.signature(p.head_bytes(c, n, h[n]) + head)))
    line = json.dumps({"have": [], "runs": [run] if entries else [], "receipts": [], "quotes": []}, separators=(",", ":"))
    header = {"unit": hub.unit, "at": AT}
    if enrolling:
        header["enrol"] = enrol() if enrolling is True else enrolling
    body = b"\n".join([line.encode()] + entries[first - 1:]) + b"\n"
    rest = b"\1\1" + keys.public + p.str32(json.dumps(header).encode()) + p.deflate(body, p.DICTIONARY)
    signature = keys.signature(p.domain("message") + to.box + p.str32(rest))
    return b"TNM1" + to.id + p.seal(p.pad(signature + rest), to.box, "07" * 32)


def record(seq, number, clock=1, parents=(), **fields):
    number = "N" + SEED + number
    f = {"eresult_dossiers": 1, "household_no": number, "no_vneid": 1, "online_dossiers": 1, "persons": 4, "rated": "no",
         "status": "reviewed", "visited_on": "2025-11-12", "vneid": 2}
    f.update(fields)
    e = {"seq": seq, "clock": clock, "at": AT, "by": "", "kind": "record", "def": hub.form,
         "key": p.household_key(hub.unit, number, 0).hex(), "parents": list(parents), "fields": dict(sorted(f.items()))}
    return json.dumps(e, ensure_ascii=False, separators=(",", ":")).encode()


def put(m, name=None, to=None):
    folder = pathlib.Path(STICK) / "tungnha" / ("to-" + (to or hub).id.hex())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (name or p.file_name(m))).write_bytes(m)


def flipped(m, bit):
    b = bytearray(m)
    b[bit // 8] ^= 1 << bit % 8
    return bytes(b)


def other_hub():
    other = Hub.__new__(Hub)
    k = p.Keys("99" * 32)
    other.sign, other.box, other.public, other.id = k.sign, k.box, k.public, k.id
    return other


GOOD = [record(n, chr(64 + n)) for n in range(1, 8)]
BAD = record(2, "X")
PERSONS = b'"persons":4'

# Entries that are held as malformed, each between two good ones.
MALFORMED = {
    "order": BAD.replace(b'"seq":2,"clock":1', b'"clock":1,"seq":2'),
    "01": BAD.replace(PERSONS, b'"persons":04'),
    "1.0": BAD.replace(PERSONS, b'"persons":4.0'),
    "1e3": BAD.replace(PERSONS, b'"persons":4e0'),
    "doubled": BAD.replace(PERSONS, PERSONS + b"," + PERSONS),
    "trailing-space": BAD + b" ",
    "trailing-value": BAD + b"{}",
    "deep": BAD.replace(PERSONS, b'"persons":' + b"[" * 5000 + b"]" * 5000),
    "huge": BAD.replace(PERSONS, b'"persons":99999999999999999999'),
    "nfd": record(2, "X", note=unicodedata.normalize("NFD", "Hòa")),
    "nul": BAD.replace(b'"by":""', b'"by":"\\u0000"'),
    "not-utf8": BAD.replace(b'"by":""', b'"by":"\xff"'),
    "not-json": b"hello",
    "null": b"null",
    "seq": record(9, "X"),
    "clock-0": record(2, "X", clock=0),
    "clock-5": record(2, "X", clock=5),
    "kind": BAD.replace(b'"record"', b'"party"'),
    "kind-of-a-hub": BAD.replace(b'"kind":"record"', b'"kind":"lock"'),
    "long": record(2, "X", note="a" * 17000),
    "parents-65": record(2, "X", clock=2, parents=["aa" * 8 + f":{n}:" + "bb" * 8 for n in range(1, 66)]),
}

if CASE == "list-malformed":
    print(" ".join(MALFORMED))
elif CASE.startswith("malformed-"):
    put(message([record(1, "A"), MALFORMED[CASE[10:]], record(3, "C")]))
elif CASE == "good":
    put(message(GOOD[:2]))
elif CASE == "cut":
    m = message(GOOD[:3], enrolling=False)
    for n in range(len(m)):
        put(m[:n], f"{n:016x}.tnm")
elif CASE == "flipped":
    m = message(GOOD[:3], enrolling=False)
    for n in range(len(m)):
        put(flipped(m, 8 * n + n % 8), f"{n:016x}.tnm")
elif CASE == "other-hub":
    put(message(GOOD[:3], to=other_hub()), "0000000000000000.tnm")
elif CASE == "unknown":
    put(message(GOOD[:3], enrolling=False))
elif CASE == "wrong-proof":
    put(message(GOOD[:3], enrolling=enrol(secret=bytes(32))))
elif CASE == "no-such-invitation":
    put(message(GOOD[:3], enrolling=enrol(invite="00" * 8)))
elif CASE == "gap":  # 1–2 are known, 3–4 never came
    put(message(GOOD[:6], first=5, enrolling=False))
elif CASE == "close-gap":
    put(message(GOOD[:6], first=3, enrolling=False))
elif CASE == "fork":  # other bytes at a known seq
    put(message(GOOD[:4] + [record(5, "FE"), record(6, "FF")], enrolling=False))
elif CASE == "wrong-signature":
    put(message(GOOD[:7], first=7, enrolling=False, head=b"x"))
elif CASE == "more":
    put(message(GOOD[:7], first=7, enrolling=False))
elif CASE == "label":
    put(message([], enrolling=enrol(label="\x1b[31mđỏ\n00000000")))
elif CASE == "parent-unknown":
    put(message([record(1, "A"), record(2, "X", clock=2, parents=["aa" * 8 + ":1:" + "bb" * 8])]))
elif CASE == "parent-elsewhere":  # of another household: its clock binds, it is no ancestor
    put(message([record(1, "A"), record(2, "X", clock=2, parents=[names(JOURNAL, [record(1, "A")])[1]])]))
elif CASE == "parent-of-itself":  # the only circle that can be written: a name without its hash being known
    put(message([record(1, "A"), record(2, "X", clock=2, parents=[JOURNAL + ":2:" + "bb" * 8])]))
elif CASE == "parent-later":  # the parent's clock is the child's
    first = [record(1, "A")]
    put(message(first + [record(2, "A", clock=1, parents=[names(JOURNAL, first)[1]])]))
elif CASE == "bomb":  # small on the way, as large inside as the first line may be; signed by a stranger
    room = 4 * 1024 * 1024 - 65536
    texts = 61000
    line = '{"have":[],"runs":[],"receipts":[],"quotes":[],"x":[' + ",".join(['"' + "a" * (room // texts - 3) + '"'] * texts) + "]}\n"
    header = {"unit": hub.unit, "at": AT}
    rest = b"\1\1" + keys.public + p.str32(json.dumps(header).encode()) + p.deflate(line.encode(), p.DICTIONARY)
    put(b"TNM1" + hub.id + p.seal(p.pad(keys.signature(p.domain("message") + hub.box + p.str32(rest)) + rest), hub.box, "07" * 32))
elif CASE == "rule":
    put(message([record(1, "A"), record(2, "X", persons=1), record(3, "Y", note="0912 345 678"), record(4, "Z", label="nhà xanh")]))
else:
    sys.exit("no case " + CASE)
