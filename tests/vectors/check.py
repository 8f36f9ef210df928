#!/usr/bin/python3
"""Every format of sync/PROTOCOL.md a second time, from the text alone: PyNaCl, hashlib, zlib, and not a line of the programs.

    check.py            recomputes every vector from its `in` and compares with its `out`; opens every message
    check.py --write    writes the vectors anew (after a change of the format; read the difference before committing it)

Needs python3-nacl. Runs from any folder.
"""
import base64
import datetime
import hashlib
import hmac
import json
import pathlib
import re
import sys
import unicodedata
import zlib

import nacl.bindings as sodium

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
DICTIONARY = (HERE / "../../sync/dictionary.txt").read_bytes()
INT_MAX = 2147483647

# -- section 3: notation, keys, hashes, signatures


def u32(n):
    return n.to_bytes(4, "little")


def str8(b):
    return bytes([len(b)]) + b


def str32(b):
    return u32(len(b)) + b


def domain(name):
    return b"tungnha." + name.encode() + b".1\0"


def H(b):
    return hashlib.blake2b(b, digest_size=32).digest()


def b64(b):
    return base64.urlsafe_b64encode(b).rstrip(b"=").decode()


def unb64(s):
    return base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))


class Keys:
    """A node's two pairs; for vectors the seed makes the signing pair, the seed's hash the box pair."""

    def __init__(self, seed_hex):
        seed = bytes.fromhex(seed_hex)
        self.sign, self.sign_secret = sodium.crypto_sign_seed_keypair(seed)
        self.box, self.box_secret = sodium.crypto_box_seed_keypair(H(seed))
        self.public = self.sign + self.box
        self.id = node_id(self.public)

    def signature(self, b):
        return sodium.crypto_sign(b, self.sign_secret)[:64]


def verifies(signature, b, sign_pk):
    try:
        sodium.crypto_sign_open(signature + b, sign_pk)
        return True
    except Exception:
        return False


def node_id(public):
    return H(domain("node") + public)[:8]


def definition_id(b):
    return H(domain("definition") + str32(b))[:8]


def household_key(unit, number, k):
    return H(domain("household") + str8(unit.encode()) + str8(number.encode()) + u32(k))[:8]


def chain_bytes(c):
    return bytes.fromhex(c["author"]) + str8(c["unit"].encode()) + bytes.fromhex(c["journal"]) + u32(c["generation"])


def hashes(c, entries):
    """hash_0 … hash_n"""
    out = [H(domain("journal") + chain_bytes(c))]
    for e in entries:
        out.append(H(domain("entry") + out[-1] + str32(e)))
    return out


def head_bytes(c, seq, h):
    return domain("head") + chain_bytes(c) + u32(seq) + h


def receipt_bytes(hub_id, journal, through, h):
    return domain("receipt") + hub_id + journal + u32(through) + h


def file_name(message):
    return H(domain("file") + str32(message))[:8].hex() + ".tnm"


def enrol_proof(secret, hub_public, invite, node_public, label):
    text = domain("enrol") + hub_public + invite + node_public + str32(label.encode())
    return hmac.new(secret, text, hashlib.sha512).digest()[:32]


# -- section 3: canonical JSON


class Refused(Exception):
    pass


class Obj(list):
    """An object as its pairs, in the order they stood."""

    def get(self, name):
        found = [v for k, v in self if k == name]
        return found[0] if found else None


def no(_):
    raise Refused("no such number")


def parse(b, number=no):
    try:
        return json.loads(b.decode("utf-8"), object_pairs_hook=Obj, parse_float=number, parse_constant=no)
    except (ValueError, RecursionError) as e:
        raise Refused(str(e))


def depth(v):
    if isinstance(v, Obj):
        return 1 + max((depth(x) for _, x in v), default=0)
    if isinstance(v, list):
        return 1 + max((depth(x) for x in v), default=0)
    return 1


SHORT = {0x22: '\\"', 0x5C: "\\\\", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t"}


def canonical_string(s):
    if "\0" in s or not unicodedata.is_normalized("NFC", s):
        raise Refused("not NFC, or a NUL")
    return '"' + "".join(SHORT.get(ord(c)) or ("\\u%04x" % ord(c) if c < " " else c) for c in s) + '"'


def canonical(v):
    if v is None or v is True or v is False:
        return {None: "null", True: "true", False: "false"}[v]
    if isinstance(v, int):
        if abs(v) > INT_MAX:
            raise Refused("too large")
        return str(v)
    if isinstance(v, str):
        return canonical_string(v)
    if isinstance(v, dict):
        v = Obj(v.items())
    if isinstance(v, Obj):
        names = [k.encode("utf-8", "surrogatepass") for k, _ in v]
        if len(set(names)) != len(names):
            raise Refused("a key twice")
        pairs = sorted(v, key=lambda p: p[0].encode("utf-8", "surrogatepass"))
        return "{" + ",".join(canonical_string(k) + ":" + canonical(x) for k, x in pairs) + "}"
    return "[" + ",".join(canonical(x) for x in v) + "]"


def is_canonical(b, max_depth=8):
    try:
        v = parse(b)
        return depth(v) <= max_depth and canonical(v).encode("utf-8") == b
    except (Refused, UnicodeEncodeError):
        return False


# -- section 4: entries

KINDS = "record void submit device revoke lock unlock accept reject review purge define unit statement figure task text".split()
BEARS_KEY = {"record", "void", "review", "device", "revoke"}
NAME = re.compile(r"[0-9a-f]{16}:([1-9][0-9]{0,9}):[0-9a-f]{16}\Z")
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-](\d\d):(\d\d)\Z", re.ASCII)
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def need(true):
    if not true:
        raise Refused("entry")


def check_stamp(s):
    m = STAMP.match(s)
    need(m and int(m[1]) < 24 and int(m[2]) < 60)
    try:
        t = datetime.datetime.fromisoformat(s)
    except ValueError:
        raise Refused("no such time")
    first = datetime.datetime(1970, 1, 1, tzinfo=VIETNAM)
    last = datetime.datetime(2199, 12, 31, 23, 59, 59, tzinfo=VIETNAM)
    need(t.year >= 1970 and first <= t <= last)


def check_name(s):
    m = isinstance(s, str) and NAME.match(s)
    need(m and int(m[1]) <= INT_MAX)


def check_number(v, most):
    need(isinstance(v, int) and not isinstance(v, bool) and 1 <= v <= most)


def check_text(v, least, most):
    need(isinstance(v, str) and least <= len(v.encode("utf-8", "surrogatepass")) <= most)


def check_id(v):
    need(isinstance(v, str) and re.match(r"[0-9a-f]{16}\Z", v))


def check_entry(b, most):
    need(len(b) <= most)
    v = parse(b)
    need(isinstance(v, Obj) and depth(v) <= 8)
    d, kind = dict(v), v.get("kind")
    need(kind in KINDS)
    members = ["seq", "clock", "at", "by", "kind"]
    members += ["def"] if kind == "record" else []
    members += ["key"] if kind in BEARS_KEY else []
    members += ["parents"]
    members += [] if kind in ("void", "unlock") else ["fields"]
    members += ["reason"] if "reason" in d else []
    need([k for k, _ in v] == members)
    check_number(d["seq"], INT_MAX)
    check_number(d["clock"], 100000)
    need(isinstance(d["at"], str))
    check_stamp(d["at"])
    check_text(d["by"], 0, 200)
    for name in {"def", "key"} & set(members):
        check_id(d[name])
    need(isinstance(d["parents"], list) and not isinstance(d["parents"], Obj) and len(d["parents"]) <= 64)
    for p in d["parents"]:
        check_name(p)
    if "fields" in members:
        need(isinstance(d["fields"], Obj))
    if "reason" in members:
        check_text(d["reason"], 1, 1000)
    again = "{" + ",".join(canonical_string(k) + ":" + canonical(x) for k, x in v) + "}"
    need(again.encode("utf-8") == b)


def is_entry(b, most=16 * 1024):
    try:
        check_entry(b, most)
        return True
    except (Refused, UnicodeEncodeError):
        return False


def has_nul(v):
    return "\0" in v if isinstance(v, str) else isinstance(v, (list, tuple)) and any(has_nul(x) for x in v)


def key_of(b):
    """What can be said of an entry, malformed or not: its kind and key, if it is JSON without NUL, and not too long or deep."""
    try:
        need(len(b) <= 16 * 1024)
        v = parse(b, float)
        need(isinstance(v, Obj) and depth(v) <= 8 and v.get("kind") in BEARS_KEY and not has_nul(v))
        check_id(v.get("key"))
        return v.get("kind") + " " + v.get("key")
    except Refused:
        return ""


# -- section 7: messages


def pad(b):
    b += b"\x80"
    return b + bytes(-len(b) % 256)


def unpad(b):
    end = b.rindex(b"\x80")
    need(len(b) % 256 == 0 and len(b) - end <= 256 and not any(b[end + 1:]))
    return b[:end]


def seal(plaintext, recipient_box, ephemeral_seed):
    """crypto_box_seal with a fixed ephemeral pair, so that --write gives the same bytes every time."""
    epk, esk = sodium.crypto_box_seed_keypair(bytes.fromhex(ephemeral_seed))
    nonce = hashlib.blake2b(epk + recipient_box, digest_size=24).digest()
    return epk + sodium.crypto_box(plaintext, nonce, recipient_box, esk)


def deflate(b, dictionary):
    c = zlib.compressobj(zdict=dictionary) if dictionary else zlib.compressobj()
    return c.compress(b) + c.flush()


def make_message(sender, recipient, header, body, ephemeral_seed, version=1, alg=1, dictionary=DICTIONARY, sign_for=None):
    rest = bytes([version, alg]) + sender.public + str32(header.encode()) + deflate(body.encode(), dictionary)
    signature = sender.signature(domain("message") + (sign_for or recipient).box + str32(rest))
    return b"TNM1" + recipient.id + seal(pad(signature + rest), recipient.box, ephemeral_seed)


def open_message(b, recipient):
    """The parts of a message, or the sentence with which it must be refused."""
    if b[:4] != b"TNM1":
        return {"refused": "MESSAGE_NOT_ONE"}
    if b[4:12] != recipient.id:
        return {"refused": "MESSAGE_OTHER"}
    try:
        plain = unpad(sodium.crypto_box_seal_open(b[12:], recipient.box, recipient.box_secret))
    except Exception:
        return {"refused": "MESSAGE_UNREADABLE"}
    signature, rest = plain[:64], plain[64:]
    if not verifies(signature, domain("message") + recipient.box + str32(rest), rest[2:34]):
        return {"refused": "MESSAGE_NOT_AUTHENTIC"}
    if rest[:2] != b"\1\1":
        return {"refused": "MESSAGE_VERSION"}
    n = int.from_bytes(rest[66:70], "little")
    try:
        z = zlib.decompressobj(zdict=DICTIONARY)
        body = z.decompress(rest[70 + n:]) + z.flush()
        # the second byte of a zlib stream says whether a dictionary is needed
        need(z.eof and not z.unused_data and rest[70 + n + 1] & 0x20 and body.endswith(b"\n"))
    except (zlib.error, Refused):
        return {"refused": "MESSAGE_MALFORMED"}
    lines = body.decode().split("\n")[:-1]
    return {"sender": rest[2:66].hex(), "header": rest[70:70 + n].decode(), "first": lines[0], "entries": lines[1:]}


def shorten(entry, definition):
    """The line that stands for a `define` entry whose definition the other side holds; "" for any other entry."""
    if not is_entry(entry.encode(), 2 * 1024 * 1024):
        return ""
    v = dict(parse(entry.encode()))
    text = dict(v["fields"]).get("text") if v["kind"] == "define" else None
    if text is None or definition_id(text.encode()) != definition_id(definition.encode()):
        return ""
    fields = [(k, "" if k == "text" else x) for k, x in v["fields"]]
    again = ((k, Obj(fields) if k == "fields" else x) for k, x in v.items())
    short = "{" + ",".join(canonical_string(k) + ":" + canonical(x) for k, x in again) + "}"
    return "=" + definition_id(definition.encode()).hex() + " " + short


# -- section 10: invitations


def make_line(payload):
    b = payload.encode()
    return "TN1." + b64(b + H(domain("invite") + str32(b))[:4])


def read_line(line):
    try:
        raw = unb64(line[4:]) if line[:4] == "TN1." else b""
        payload, check = raw[:-4], raw[-4:]
        need(b64(raw) == line[4:] and H(domain("invite") + str32(payload))[:4] == check and is_canonical(payload))
        return payload.decode()
    except (ValueError, Refused):
        return ""


def make_file(payload, definitions):
    return "\n".join([make_line(payload)] + [b64(zlib.compress(d.encode())) for d in definitions]) + "\n"


def read_file(text):
    lines = text.split("\n")[:-1]
    return read_line(lines[0]), [zlib.decompress(unb64(x)).decode() for x in lines[1:]]


# -- section 14: door labels between devices


def labels_digest(head, rest):
    return H(domain("labels") + str32(head) + str32(rest))


def make_labels(sender, devices, text, key, nonce, ephemeral_seed, sign_head=None):
    sealed = b"".join(d.id + seal(key, d.box, ephemeral_seed) for d in devices)
    head = b"TNL1\1\1" + bytes([len(devices)]) + sealed
    rest = sender.public + text.encode()
    plain = pad(sender.signature(labels_digest(sign_head or head, rest)) + rest)
    return head + nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, head, nonce, key)


def open_labels(b, me):
    """The parts of a file of labels, or the sentence with which it must be refused."""
    if b[:4] != b"TNL1":
        return {"refused": "LABELS_NOT_ONE"}
    if b[4:6] != b"\1\1":
        return {"refused": "LABELS_VERSION"}
    end = 7 + 88 * b[6]
    places = [i for i in range(7, end, 88) if b[i:i + 8] == me.id]
    if len(b) < end + 24 + 16 + 256:
        return {"refused": "LABELS_ALTERED"}
    if not places:
        return {"refused": "LABELS_NOT_FOR_US"}
    try:
        key = sodium.crypto_box_seal_open(b[places[0] + 8:places[0] + 88], me.box, me.box_secret)
        plain = unpad(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(b[end + 24:], b[:end], b[end:end + 24], key))
        need(verifies(plain[:64], labels_digest(b[:end], plain[64:]), plain[64:96]))
        lines = plain[128:].decode().split("\n")
        need(lines.pop() == "" and lines)
        keys = [line[:16] for line in lines[1:]]
        for line in lines[1:]:
            check_id(line[:16])
            label = line[17:]
            need(line[16:17] == " " and label and label == label.strip() and "  " not in label and
                 unicodedata.is_normalized("NFC", label) and not re.search(r"[\x00-\x1f\x7f]", label))
        need(keys == sorted(set(keys)))
    except Exception:
        return {"refused": "LABELS_ALTERED"}
    return {"sender": plain[64:128].hex(), "first": lines[0], "labels": lines[1:]}


# -- what each file's `out` must be, given its `in`


def bytes_of(case):
    return unb64(case["b64"]) if "b64" in case else case["text"].encode("utf-8")


def identity_out(i):
    if "seed" in i:
        k = Keys(i["seed"])
        return {"sign": k.sign.hex(), "box": k.box.hex(), "id": k.id.hex()}
    if "definition" in i:
        return {"id": definition_id(i["definition"].encode()).hex()}
    if "number" in i:
        return {"key": household_key(i["unit"], i["number"], i["k"]).hex()}
    hub, node = Keys(i["hub_seed"]), Keys(i["node_seed"])
    proof = enrol_proof(bytes.fromhex(i["secret"]), hub.public, bytes.fromhex(i["invite"]), node.public, i["label"])
    return {"proof": b64(proof)}


def chain_out(i):
    author, hub = Keys(i["author_seed"]), Keys(i["hub_seed"])
    c = {"author": author.id.hex(), "unit": i["unit"], "journal": i["journal"], "generation": i["generation"]}
    h = hashes(c, [e.encode() for e in i["entries"]])
    n = len(i["entries"])
    receipt = hub.signature(receipt_bytes(hub.id, bytes.fromhex(i["journal"]), n, h[n]))
    assert all(is_entry(e.encode(), 2 * 1024 * 1024) for e in i["entries"])
    return {
        "hashes": [x.hex() for x in h],
        "name": f"{i['journal']}:{n}:{h[n][:8].hex()}",
        "head_sig": b64(author.signature(head_bytes(c, n, h[n]))),
        "receipt": b64(receipt),
    }


def canonical_out(i):
    return {"good": is_canonical(bytes_of(i))}


def entries_out(i):
    return {"good": is_entry(bytes_of(i)), "key": key_of(bytes_of(i))}


def message_out(i):
    return dict(open_message(unb64(i["message"]), Keys(i["recipient_seed"])), file=file_name(unb64(i["message"])))


def defined_out(i):
    return {"line": shorten(i["entry"], i["definition"])}


def labels_out(i):
    return open_labels(unb64(i["file"]), Keys(i["device_seed"]))


def invite_out(i):
    payload, definitions = read_file(i["file"])
    if not payload:
        return {"payload": ""}
    v = dict(parse(payload.encode()))
    assert [definition_id(d.encode()).hex() for d in definitions] == [v["campaign"]] + v["forms"]
    return {"payload": payload, "definitions": definitions}


FILES = {
    "identity": identity_out,
    "chain": chain_out,
    "canonical": canonical_out,
    "entries": entries_out,
    "message": message_out,
    "defined": defined_out,
    "invite": invite_out,
    "labels": labels_out,
}


def check():
    bad = count = 0
    for name, out in FILES.items():
        cases = json.loads((HERE / f"{name}.json").read_text("utf-8"))
        for case in cases:
            count += 1
            if out(case["in"]) != case["out"]:
                bad += 1
                print(f"{name}.json: {case['name']}: recomputed {out(case['in'])}, the file says {case['out']}")
        print(f"{name}.json: {len(cases)} vectors")
    print("all agree" if bad == 0 else f"{bad} of {count} DISAGREE")
    return 1 if bad else 0


def write():
    import inputs

    for name, out in FILES.items():
        cases = [{"name": n, "in": i, "out": out(i)} for n, i in getattr(inputs, name)()]
        for (n, _), case in zip(getattr(inputs, name)(), cases):
            expected = inputs.EXPECT.get((name, n))
            assert expected is None or expected.items() <= case["out"].items(), (name, n, case["out"])
        text = json.dumps(cases, indent=1, ensure_ascii=True)
        (HERE / f"{name}.json").write_text(text + "\n", "utf-8")
        print(f"{name}.json: {len(cases)} vectors written")
    return check()


if __name__ == "__main__":
    sys.exit(write() if "--write" in sys.argv[1:] else check())
