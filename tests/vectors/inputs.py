"""What the vectors are made of. Read by check.py --write; EXPECT holds what a person decided beforehand must come out."""
import json

import check
from check import Keys, b64, make_file, make_line, make_message

EXPECT = {}
HUB = "11" * 32
NODE = "22" * 32
OTHER = "33" * 32
EPHEMERAL = "44" * 32
JOURNAL = "a1b2c3d4e5f60718"
HUB_JOURNAL = "0f1e2d3c4b5a6978"
UNIT = "05788-01"
AT = "2025-11-12T19:40:00+07:00"
DEF = "00112233445566aa"
KEY = "8f14e45fceea167a"
NFD = "Xo\u0301m"  # o and a combining acute


def compact(v):
    return json.dumps(v, ensure_ascii=False, separators=(",", ":"))


def entry(seq, kind, clock=1, **more):
    """An entry with its members in their order."""
    d = {"seq": seq, "clock": clock, "at": AT, "by": more.pop("by", "Lò Thị Hà"), "kind": kind}
    if kind == "record":
        d["def"] = more.pop("definition", DEF)
    if kind in check.BEARS_KEY:
        d["key"] = more.pop("key", KEY)
    d["parents"] = more.pop("parents", [])
    if kind not in ("void", "unlock"):
        d["fields"] = more.pop("fields", {})
    d.update(more)
    return compact(d)


def household(no, **more):
    d = {"eresult_dossiers": 0, "household_no": no, "no_vneid": 1, "note": "đi làm xa, hẹn buổi tối", "online_dossiers": 1,
         "persons": 4, "rated": "no", "status": "reviewed", "visited_on": "2025-11-12", "vneid": 3}
    d.update(more)
    return d


def name(seq, journal=JOURNAL):
    return f"{journal}:{seq}:{seq:016x}"


def row(seq, journal=JOURNAL):
    return [journal, seq, f"{seq:016x}"]


# -- identity


def identity():
    out = [(f"node of seed {s[:2]}…", {"seed": s}) for s in (HUB, NODE, "00" * 32, "ff" * 32)]
    for text in ("", '{"id":"mau-02"}', "{\n\t\"id\": \"Mẫu biểu số 02\"\n}\n"):
        out.append((f"definition of {len(text.encode())} bytes", {"definition": text}))
    for unit, number, k in ((UNIT, "12", 0), (UNIT, "12", 1), (UNIT, "12A", 0), ("05788-011", "2", 0), (UNIT, "Đ7", 4294967295)):
        out.append((f"household {unit} {number} {k}", {"unit": unit, "number": number, "k": k}))
    for label in ("", "máy của Hà"):
        out.append((f"enrol proof, label '{label}'",
                    {"hub_seed": HUB, "node_seed": NODE, "secret": "5a" * 32, "invite": "0102030405060708", "label": label}))
    return out


# -- chains


def hub_entries():
    node = Keys(NODE)
    device = {"box": b64(node.box), "compared": 0, "invite": "0102030405060708", "label": "máy A", "letter": "A",
              "sign": b64(node.sign)}
    return [
        entry(1, "device", key=node.id.hex(), fields=device, by=""),
        entry(2, "lock", fields={"through": [row(2), row(7, HUB_JOURNAL)]}, reason="Chốt số liệu tuần 46"),
        entry(3, "unlock", clock=2, parents=[name(2, HUB_JOURNAL)], reason="Xóm báo còn sót hai hộ"),
        entry(4, "accept", fields={"entry": name(3)}),
        entry(5, "review", fields={"decision": "return", "entry": name(1)}, reason="Số khẩu khác sổ hộ"),
    ]


def node_entries():
    return [
        entry(1, "record", fields=household("1")),
        entry(2, "record", fields=household("2", vneid=None, note='nhà "cổng xanh"\\ngõ 2')),
        entry(3, "void", clock=2, parents=[name(2)], reason="Trùng hộ 1"),
    ]


def chain():
    def one(author, journal, generation, entries, unit=UNIT):
        return {"author_seed": author, "hub_seed": HUB, "unit": unit, "journal": journal, "generation": generation,
                "entries": entries}

    own = [entry(1, "define", fields={"name": "mau-02", "text": "{\"id\":\"mau-02\"}\n"}, by=""),
           entry(2, "unit", fields={"code": UNIT, "level": "hamlet", "listed": None, "name": "Xóm 11", "parent": "05788"}, by="")]
    return [
        ("journal without entries", one(NODE, JOURNAL, 1, [])),
        ("collector's journal", one(NODE, JOURNAL, 1, node_entries())),
        ("its second generation", one(NODE, "ffffffffffffffff", 2, node_entries()[:1])),
        ("hub's journal for a hamlet", one(HUB, HUB_JOURNAL, 1, hub_entries())),
        ("hub's journal for its own unit", one(HUB, "0000000000000001", 3, own, unit="05788")),
    ]


# -- canonical JSON

CANONICAL = [
    # what is canonical
    (True, "empty object", "{}"), (True, "empty array", "[]"), (True, "null", "null"), (True, "true", "true"),
    (True, "false", "false"), (True, "zero", "0"), (True, "one", "1"), (True, "negative", "-1"),
    (True, "greatest", "2147483647"), (True, "least", "-2147483647"), (True, "empty string", '""'),
    (True, "Vietnamese", '"Xóm Đầm, tổ dân phố số 3"'), (True, "keys ascending", '{"a":1,"b":2,"é":3}'),
    (True, "upper case before lower", '{"B":1,"a":2}'), (True, "prefix first", '{"a":1,"aa":2}'),
    (True, "empty key", '{"":1}'), (True, "keys by bytes, not by UTF-16", '{"\uffee":1,"\U0001f3e0":2}'),
    (True, "nested in order", '{"a":{"c":[1,{"x":null}],"d":2},"b":[]}'), (True, "short escapes", r'"\"\\\b\f\n\r\t"'),
    (True, "long escapes", r'"\u0001\u001f\u000b"'), (True, "slash as it is", '"a/b"'), (True, "DEL as it is", '"\x7f"'),
    (True, "line separator as it is", '"\u2028"'), (True, "outside the BMP", '"\U0001f3e0"'), (True, "8 deep", "[[[[[[[1]]]]]]]"),
    (True, "8 deep, empty", "[[[[[[[[]]]]]]]]"), (True, "combining mark with nothing to join", '"q\u0303"'),
    # space
    (False, "nothing", ""), (False, "space before", " 1"), (False, "space behind", "1 "), (False, "newline behind", "{}\n"),
    (False, "space after colon", '{"a": 1}'), (False, "space after comma", "[1, 2]"), (False, "byte order mark", "\ufeff{}"),
    # numbers
    (False, "leading zero", "01"), (False, "minus zero", "-0"), (False, "plus", "+1"), (False, "point", "1.0"),
    (False, "fraction", "0.5"), (False, "exponent", "1e3"), (False, "capital exponent", "1E3"), (False, "bare point", "1."),
    (False, "no digit before the point", ".5"), (False, "hexadecimal", "0x10"), (False, "one beyond the greatest", "2147483648"),
    (False, "one beyond the least", "-2147483648"), (False, "2^53 + 1", "9007199254740993"),
    (False, "hundreds of digits", "9" * 400), (False, "exponent beyond any double", "1e999"), (False, "NaN", "NaN"),
    (False, "Infinity", "Infinity"), (False, "minus alone", "-"), (False, "minus and letters", "-Infinity"),
    (False, "digits grouped", "1_000"), (False, "full-width digit", "\uff11"),
    # objects and arrays
    (False, "keys not in order", '{"b":1,"a":2}'), (False, "inner keys not in order", '{"a":{"d":1,"c":2}}'),
    (False, "a key twice", '{"a":1,"a":1}'), (False, "a key twice, apart", '{"a":1,"b":2,"a":1}'),
    (False, "a key twice, once escaped", r'{"a":1,"\u0061":1}'), (False, "comma at the end", "[1,]"),
    (False, "comma at the end of an object", '{"a":1,}'), (False, "no comma", '{"a":1"b":2}'), (False, "two commas", "[1,,2]"),
    (False, "key without quotes", "{a:1}"), (False, "single quotes", "{'a':1}"), (False, "key is a number", "{1:1}"),
    (False, "9 deep", "[[[[[[[[1]]]]]]]]"), (False, "9 deep, empty", "[[[[[[[[[]]]]]]]]]"), (False, "very deep", "[" * 5000 + "]" * 5000),
    (False, "open", "[1"), (False, "open object", '{"a":1'), (False, "closed twice", "[1]]"), (False, "closed by the other", "[1}"),
    (False, "two values", "{}{}"), (False, "two values with a space", "1 1"), (False, "comment", "[1/* */]"),
    # strings
    (False, "not NFC", f'"{NFD}"'), (False, "key not NFC", f'{{"{NFD}":1}}'), (False, "Ångström sign", '"\u212b"'),
    (False, "marks in the wrong order", '"a\u0302\u0323"'), (False, "NUL escaped", r'"a\u0000b"'),
    (False, "NUL escaped in a key", r'{"a\u0000":1}'), (False, "raw NUL", '"a\0b"'), (False, "raw newline", '"a\nb"'),
    (False, "raw tab", '"a\tb"'), (False, "raw U+001F", '"\x1f"'), (False, "slash escaped", r'"a\/b"'),
    (False, "letter escaped", r'"\u0061"'), (False, "đ escaped", r'"\u0111"'), (False, "newline escaped the long way", r'"\u000a"'),
    (False, "upper-case escape", r'"\u001F"'), (False, "quote escaped the long way", r'"\u0022"'), (False, "unknown escape", r'"\x41"'),
    (False, "escape cut", r'"\u00"'), (False, "escape at the end", '"\\'), (False, "surrogate pair escaped", r'"\ud83c\udfe0"'),
    (False, "half a surrogate pair", r'"\ud83c"'), (False, "low surrogate alone", r'"\udfe0"'), (False, "no closing quote", '"abc'),
    (False, "single quotes around", "'a'"),
    # words
    (False, "True", "True"), (False, "nul", "nul"), (False, "nulll", "nulll"), (False, "undefined", "undefined"),
]

CANONICAL_BYTES = [
    (False, "Latin-1", b'"\xe9"'), (False, "cut character", b'"\xc3"'), (False, "overlong slash", b'"\xc0\xaf"'),
    (False, "surrogate in UTF-8", b'"\xed\xa0\x80"'), (False, "beyond U+10FFFF", b'"\xf4\x90\x80\x80"'),
    (False, "lone continuation", b'"\x80"'), (False, "UTF-16", '{"a":1}'.encode("utf-16-le")), (False, "NUL behind", b"{}\0"),
]


def judged(file, texts, raw=()):
    out = []
    for good, case, text in texts:
        out.append((case, {"text": text} if "\0" not in text else {"b64": b64(text.encode())}))
        EXPECT[file, case] = {"good": good}
    for good, case, b in raw:
        out.append((case, {"b64": b64(b)}))
        EXPECT[file, case] = {"good": good}
    assert len({c for c, _ in out}) == len(out)
    return out


def canonical():
    return judged("canonical", CANONICAL, CANONICAL_BYTES)


# -- entries


def filled(size):
    """A record of exactly that many bytes."""
    short = entry(1, "record", fields={"note": ""})
    return entry(1, "record", fields={"note": "x" * (size - len(short.encode()))})


def nested(levels):
    v = 1
    for _ in range(levels - 3):
        v = [v]
    return entry(1, "submit", fields={"a": v})


def good_entries():
    out = [(e["kind"] + f" {e['seq']}", t) for t in hub_entries() + node_entries() for e in [json.loads(t)]]
    statement = {"columns": ["households", "persons"], "conflicts": {}, "declared": {}, "devices": {"05788-01": 2},
                 "figures": {"truc-tuyen": [92, 100]}, "form": DEF, "held": {"05788-01": 1},
                 "late": ["05788-02"], "names": {"05788-01": "Xóm 11", "05788-02": "Xóm Đại Hà"}, "period": "2025-W46",
                 "rows": {"05788-01": [118, 431], "05788-02": [0, 0]}, "sources": {"05788-01": "devices"}, "through": [row(140)],
                 "total": [118, 431], "unknown": {"05788-01": [0, 3]}, "version": 1}
    above = dict(statement, declared={"05788": ["2025-W46", 2, "K7QX2M9D"]}, devices={"05788": 1}, figures={}, held={}, late=[],
                 names={"05788": "Xã Phú Lạc", "05791": "Xã La Bằng"}, rows={"05788": [118, 431], "05791": [90, 300]},
                 sources={"05788": "statement", "05791": "import"}, total=[208, 731], unknown={"05788": [0, 3]})
    return out + [
        ("submit", entry(9, "submit", fields={"form": DEF, "have": [row(8)], "period": "2025-W46", "row": {"persons": 431},
                                             "unknown": {"persons": 3}})),
        ("revoke", entry(1, "revoke", fields={"through": []}, reason="Máy bị mất")),
        ("reject", entry(1, "reject", fields={"entry": name(3)}, reason="Nhập nhầm")),
        ("purge", entry(1, "purge", fields={"lock": name(1), "statement": name(2)})),
        ("define", entry(1, "define", fields={"name": "mau-02", "text": "{}"})),
        ("unit", entry(1, "unit", fields={"code": "05788-01", "level": "hamlet", "listed": 126, "name": "Xóm 11", "parent": "05788"})),
        ("unit with predecessors", entry(1, "unit", fields={"code": "05788-30", "from": "2025-11-20", "level": "hamlet", "listed": None,
            "name": "Xóm 30", "parent": "05788", "predecessors": {"05788-01": None, "05788-02": ["0102030405060708", "a1b2c3d4e5f60718"]}})),
        ("statement", entry(1, "statement", fields=statement)),
        ("statement of a province", entry(2, "statement", clock=3, fields=dict(sorted(above.items())),
            parents=[name(1), name(7, HUB_JOURNAL)], reason="Xã chốt lại")),
        ("greatest numbers", entry(2147483647, "record", clock=100000)),
        ("64 parents", entry(1, "record", clock=2, parents=[name(i) for i in range(1, 65)])),
        ("greatest seq in a parent", entry(1, "void", clock=2, parents=[name(2147483647)])),
        ("by of 200 bytes", entry(1, "void", by="Hà" * 66 + "xy")),
        ("reason of 1000 bytes", entry(1, "void", reason="y" * 1000)),
        ("reason with line ends", entry(1, "void", reason="một\nhai\t\"ba\"")),
        ("16 KiB", filled(16384)),
        ("8 deep", nested(8)),
        ("first moment in Vietnam", entry(1, "void").replace(AT, "1970-01-01T00:00:00+07:00")),
        ("another offset", entry(1, "void").replace(AT, "2025-11-12T12:40:00-09:30")),
        ("29 February", entry(1, "void").replace(AT, "2028-02-29T00:00:00+07:00")),
    ]


def bad_entries():
    r, v = entry(1, "record", fields={"persons": 4}), entry(1, "void")
    swap = v.replace('"seq":1,"clock":1', '"clock":1,"seq":1')
    return [
        ("members in another order", swap), ("at missing", v.replace(f'"at":"{AT}",', "")),
        ("clock missing", v.replace('"clock":1,', "")), ("by missing", r.replace('"by":"Lò Thị Hà",', "")),
        ("kind missing", v.replace('"kind":"void",', "")), ("key missing", v.replace(f'"key":"{KEY}",', "")),
        ("def missing", r.replace(f'"def":"{DEF}",', "")), ("parents missing", v.replace(',"parents":[]', "")),
        ("fields missing", r.replace(',"fields":{"persons":4}', "")), ("another member", v[:-1] + ',"x":1}'),
        ("member before", '{"a":1,' + v[1:]), ("member twice", v.replace('"seq":1', '"seq":1,"seq":1')),
        ("reason twice", v[:-1] + ',"reason":"a","reason":"a"}'), ("unknown kind", v.replace('"void"', '"voids"')),
        ("kind in capitals", v.replace('"void"', '"VOID"')), ("kind of a very long word", v.replace('"void"', '"' + "v" * 99 + '"')),
        ("kind no string", v.replace('"void"', "1")), ("seq 0", v.replace('"seq":1', '"seq":0')),
        ("seq negative", v.replace('"seq":1', '"seq":-1')), ("seq as text", v.replace('"seq":1', '"seq":"1"')),
        ("seq too large", v.replace('"seq":1', '"seq":2147483648')), ("seq 1.0", v.replace('"seq":1', '"seq":1.0')),
        ("seq 01", v.replace('"seq":1', '"seq":01')), ("seq true", v.replace('"seq":1', '"seq":true')),
        ("clock 0", v.replace('"clock":1', '"clock":0')), ("clock 100001", v.replace('"clock":1', '"clock":100001')),
        ("clock 1e3", v.replace('"clock":1', '"clock":1e3')), ("at without offset", v.replace("+07:00", "")),
        ("at with Z", v.replace("+07:00", "Z")), ("at with a fraction", v.replace("00+07", "00.5+07")),
        ("at with a space", v.replace("12T19", "12 19")), ("at in month 13", v.replace("2025-11", "2025-13")),
        ("at on 29 February 2025", v.replace("2025-11-12", "2025-02-29")), ("at 24:00", v.replace("T19:40", "T24:00")),
        ("at 19:60", v.replace("T19:40", "T19:60")), ("at second 60", v.replace(":00+", ":60+")),
        ("at before 1970", v.replace("2025", "1969")), ("at after 2199", v.replace("2025", "2200")),
        ("at offset 24", v.replace("+07", "+24")), ("at empty", v.replace(AT, "")), ("at no string", v.replace(f'"{AT}"', "1762952400")),
        ("by of 201 bytes", entry(1, "void", by="Hà" * 67)), ("by not NFC", entry(1, "void", by=NFD)),
        ("by null", v.replace('"Lò Thị Hà"', "null")), ("by with NUL", v.replace("Lò", "L\\u0000")),
        ("key in capitals", v.replace(KEY, KEY.upper())), ("key short", v.replace(KEY, KEY[:-1])), ("key long", v.replace(KEY, KEY + "0")),
        ("key no string", v.replace(f'"{KEY}"', "7")), ("key on a lock", entry(1, "lock").replace('"parents"', f'"key":"{KEY}","parents"')),
        ("def on a void", v.replace('"key"', f'"def":"{DEF}","key"')), ("def short", r.replace(DEF, DEF[:-2])),
        ("65 parents", entry(1, "record", parents=[name(i) for i in range(1, 66)])),
        ("parents an object", v.replace('"parents":[]', '"parents":{}')), ("parent no string", v.replace('"parents":[]', '"parents":[1]')),
        ("parent without hash", entry(1, "void", parents=[f"{JOURNAL}:1"])), ("parent with seq 0", entry(1, "void", parents=[name(0)])),
        ("parent with seq 01", entry(1, "void", parents=[f"{JOURNAL}:01:{1:016x}"])),
        ("parent with seq +1", entry(1, "void", parents=[f"{JOURNAL}:+1:{1:016x}"])),
        ("parent with too large a seq", entry(1, "void", parents=[f"{JOURNAL}:2147483648:{1:016x}"])),
        ("parent with a seq of 30 digits", entry(1, "void", parents=[f"{JOURNAL}:{'1' * 30}:{1:016x}"])),
        ("parent in capitals", entry(1, "void", parents=[name(1).upper()])), ("parent with more behind", entry(1, "void", parents=[name(1) + "0"])),
        ("fields on a void", v.replace('"parents":[]', '"parents":[],"fields":{}')),
        ("fields an array", r.replace('{"persons":4}', "[]")), ("fields null", r.replace('{"persons":4}', "null")),
        ("fields not in order", r.replace('{"persons":4}', '{"vneid":3,"persons":4}')),
        ("a field twice", r.replace('{"persons":4}', '{"persons":4,"persons":4}')),
        ("field 4.0", r.replace('"persons":4', '"persons":4.0')), ("field too large", r.replace('"persons":4', '"persons":2147483648')),
        ("field not NFC", r.replace('"persons":4', f'"note":"{NFD}"')), ("field with an escaped letter", r.replace('"persons":4', '"note":"\\u0061"')),
        ("reason empty", v[:-1] + ',"reason":""}'), ("reason of 1001 bytes", entry(1, "void", reason="y" * 1001)),
        ("reason before fields", r.replace('"fields"', '"reason":"a","fields"')), ("reason null", v[:-1] + ',"reason":null}'),
        ("newline behind", v + "\n"), ("space before", " " + v), ("space inside", v.replace(":1,", ": 1,")), ("byte order mark", "\ufeff" + v),
        ("cut", v[:-1]), ("two entries", v + v), ("nothing", ""), ("an array", "[" + v + "]"), ("a string", '"void"'),
        ("16 KiB and one", filled(16385)), ("9 deep", nested(9)),
    ]


def entries():
    return judged("entries", [(True, n, t) for n, t in good_entries()] + [(False, n, t) for n, t in bad_entries()],
                  [(False, "not UTF-8", entry(1, "void").encode().replace(b"H\xc3\xa0", b"H\xe0")),
                   (False, "raw NUL behind", entry(1, "void").encode() + b"\0")])


# -- messages


def run_of(author, journal, entries, generation=1, unit=UNIT):
    k = Keys(author)
    c = {"author": k.id.hex(), "unit": unit, "journal": journal, "generation": generation}
    h = check.hashes(c, [e.encode() for e in entries])
    n = len(entries)
    return {"journal": journal, "author": k.id.hex(), "unit": unit, "generation": generation, "first": 1, "last": n,
            "prev": b64(h[0]), "head_sig": b64(k.signature(check.head_bytes(c, n, h[n])))}


def receipt_of(journal, through, h):
    hub = Keys(HUB)
    return [journal, through, b64(h), b64(hub.signature(check.receipt_bytes(hub.id, bytes.fromhex(journal), through, h)))]


def body_of(entries, have=(), runs=(), receipts=(), quotes=(), shown=(), defs=()):
    lists = {"have": have, "shown": shown, "defs": defs, "runs": runs, "receipts": receipts, "quotes": quotes}
    first = compact({name: list(rows) for name, rows in lists.items() if rows or name not in ("shown", "defs")})
    return "".join(line + "\n" for line in [first] + entries)


def message():
    hub, node, other = Keys(HUB), Keys(NODE), Keys(OTHER)
    label = "máy của Hà"
    proof = check.enrol_proof(b"\x5a" * 32, hub.public, bytes.fromhex("0102030405060708"), node.public, label)
    header = compact({"at": AT, "unit": UNIT})
    short = compact({"at": AT, "most": 10, "unit": UNIT})
    enrol = compact({"at": AT, "enrol": {"invite": "0102030405060708", "label": label, "proof": b64(proof)}, "unit": UNIT})
    reply = compact({"unit": UNIT, "at": AT, "state": "new", "later": {"ignored": [True, None]}})
    both = body_of(hub_entries() + node_entries(), [row(3)],
                   [run_of(HUB, HUB_JOURNAL, hub_entries()), run_of(NODE, JOURNAL, node_entries())],
                   [receipt_of(JOURNAL, 3, check.H(b"3"))], [receipt_of(JOURNAL, 9, check.H(b"9"))])
    empty = body_of([])
    rows = body_of([], [row(3), row(5, HUB_JOURNAL)], receipts=[receipt_of(JOURNAL, 3, check.H(b"3"))],
                   shown=[row(1), row(5, HUB_JOURNAL)])
    one = body_of(node_entries(), [row(1), row(2147483647, HUB_JOURNAL)], [run_of(NODE, JOURNAL, node_entries())],
                  defs=[check.definition_id(DEFINITION.encode()).hex()])

    def case(title, sender, recipient, text, body, refused=None, **how):
        m = make_message(sender, recipient, text, body, EPHEMERAL, **how)
        if refused:
            EXPECT["message", title] = {"refused": refused}
        else:
            EXPECT["message", title] = {"header": text, "sender": sender.public.hex()}
        return title, {"recipient_seed": HUB if recipient is hub else NODE, "message": b64(m)}

    good = case("a node's empty exchange", node, hub, header, empty)
    sealed = check.unb64(good[1]["message"])
    EXPECT["message", "another hub's"] = {"refused": "MESSAGE_OTHER"}
    EXPECT["message", "cut"] = {"refused": "MESSAGE_UNREADABLE"}
    EXPECT["message", "another magic"] = {"refused": "MESSAGE_NOT_ONE"}
    return [
        good,
        case("a node's first message", node, hub, enrol, one),
        case("a node that shows receipts as rows", node, hub, header, rows),
        case("a node that wishes short replies", node, hub, short, empty),
        case("a hub's reply", hub, node, reply, both),
        case("signed for another hub", node, hub, header, empty, "MESSAGE_NOT_AUTHENTIC", sign_for=other),
        case("version 2", node, hub, header, empty, "MESSAGE_VERSION", version=2),
        case("another suite", node, hub, header, empty, "MESSAGE_VERSION", alg=2),
        case("another dictionary", node, hub, header, empty, "MESSAGE_MALFORMED", dictionary=check.DICTIONARY[:-1]),
        case("no dictionary", node, hub, header, empty, "MESSAGE_MALFORMED", dictionary=None),
        ("another hub's", {"recipient_seed": NODE, "message": b64(sealed)}),
        ("cut", {"recipient_seed": HUB, "message": b64(sealed[:-1])}),
        ("another magic", {"recipient_seed": HUB, "message": b64(b"TNM2" + sealed[4:])}),
    ]


# -- entries that name a definition

DEFINITION = '{\n\t"id": "mau-02",\n\t"title": "Mẫu \\"02\\" \\\\"\n}\n'


def define(text, name="mau-02", **more):
    e = {"seq": 2, "clock": 1, "at": AT, "by": "", "kind": "define", "parents": [], "fields": {"name": name, "text": text}}
    return compact(dict(e, **more))


def defined():
    def case(title, entry, named=True, definition=DEFINITION):
        EXPECT["defined", title] = {} if named else {"line": ""}
        return title, {"definition": definition, "entry": entry}

    return [
        case("a define act", define(DEFINITION)),
        case("with a reason", define(DEFINITION, reason='sửa ""')),
        case("a name that looks like its text", define(DEFINITION, name='x,"text":""')),
        case("of another definition", define(DEFINITION + " "), False),
        case("an empty definition", define(""), True, ""),
        case("another kind of entry", entry(1, "void"), False),
        case("not canonical", define(DEFINITION) + " ", False),
        case("nothing at all", "", False),
    ]


# -- invitations


def payload(**more):
    hub = Keys(HUB)
    d = {"addresses": ["https://phuluc.example:8030/", "http://192.168.4.1:8030/"], "box": b64(hub.box), "days": 60,
         "hub": "Xã Phú Lạc", "hub_unit": "05788", "id": "0102030405060708", "issued": "2025-11-03", "letter": "A",
         "level": "hamlet", "listed": 126, "name": "Xóm 11", "secret": b64(b"\x5a" * 32), "sign": b64(hub.sign), "unit": UNIT,
         "uses": 3}
    d.update(more)
    return check.canonical({k: v for k, v in d.items()})


def invite():
    campaign, form = '{"id":"phu-lac-2025"}\n', '{\n\t"id": "mau-02",\n\t"title": "Mẫu biểu số 02"\n}\n'
    ids = [check.definition_id(x.encode()).hex() for x in (campaign, form)]
    whole = payload(campaign=ids[0], forms=ids[1:])
    few = payload(campaign=ids[0], forms=ids[1:], addresses=[], listed=None, letter="AA", uses=1, days=3650)
    EXPECT["invite", "a .tni file"] = {"payload": whole, "definitions": [campaign, form]}
    EXPECT["invite", "one character changed"] = {"payload": ""}
    line = make_line(whole)
    changed = line[:100] + ("A" if line[100] != "A" else "B") + line[101:]
    return [
        ("a .tni file", {"file": make_file(whole, [campaign, form])}),
        ("without addresses, without a listed number", {"file": make_file(few, [campaign, form])}),
        ("one character changed", {"file": changed + "\n"}),
    ]


# -- door labels


def labels():
    a, b, other = Keys(NODE), Keys(OTHER), Keys(HUB)
    first = compact({"at": AT, "unit": UNIT})
    two = first + "\n0123456789abcdef nhà mái đỏ\n8f14e45fceea167a sau “trường” học\n"
    key, nonce = bytes(range(32)), bytes(range(100, 124))

    def case(title, text, refused=None, device=OTHER, devices=(a, b), change=None, **how):
        file = check.make_labels(a, devices, text, key, nonce, EPHEMERAL, **how)
        if change:
            file = change(file)
        EXPECT["labels", title] = {"refused": refused} if refused else {"sender": a.public.hex(), "first": first}
        return title, {"device_seed": device, "file": b64(file)}

    return [
        case("two labels", two),
        case("opened by who sealed it", two, device=NODE),
        case("no labels", first + "\n"),
        case("many", first + "\n" + "".join(f"{n:016x} nhà {n}\n" for n in range(40))),
        case("for another device", two, "LABELS_NOT_FOR_US", device=HUB),
        case("signed for other devices", two, "LABELS_ALTERED", sign_head=b"TNL1\1\1\0"),
        case("a device more in the head", two, "LABELS_ALTERED", change=lambda f: f[:6] + b"\3" + f[7:183] + f[95:183] + f[183:]),
        case("a bit of the labels", two, "LABELS_ALTERED", change=lambda f: f[:-20] + bytes([f[-20] ^ 1]) + f[-19:]),
        case("cut", two, "LABELS_ALTERED", change=lambda f: f[:-1]),
        case("version 2", two, "LABELS_VERSION", change=lambda f: f[:4] + b"\2" + f[5:]),
        case("another magic", two, "LABELS_NOT_ONE", change=lambda f: b"TNM1" + f[4:]),
        case("a key twice", first + "\n" + 2 * "0123456789abcdef x\n", "LABELS_ALTERED"),
        case("keys not in order", first + "\n8f14e45fceea167a x\n0123456789abcdef y\n", "LABELS_ALTERED"),
        case("a label that is not NFC", first + "\n0123456789abcdef " + NFD + "\n", "LABELS_ALTERED"),
        case("an empty label", first + "\n0123456789abcdef \n", "LABELS_ALTERED"),
        case("two spaces in a label", first + "\n0123456789abcdef a  b\n", "LABELS_ALTERED"),
        case("a tab in a label", first + "\n0123456789abcdef a\tb\n", "LABELS_ALTERED"),
        case("a key in capitals", first + "\n0123456789ABCDEF x\n", "LABELS_ALTERED"),
        case("a line without an end", first + "\n0123456789abcdef x", "LABELS_ALTERED"),
        case("nothing at all", "", "LABELS_ALTERED"),
    ]
