#!/usr/bin/env python3
"""communes.py WHAT DATA … - files of totals made of real communes, and what an import of them must say, worked out here by rules of
its own: names by words and sets of marks, numbers by regular expressions."""
import csv
import functools
import json
import re
import sys
import unicodedata

what, data = sys.argv[1:3]
provinces = json.load(open(f"{data}/units-2026-07-25.json", encoding="utf-8"))
communes = [(w["Code"], w["FullName"], p["Code"]) for p in provinces for w in p["Wards"]]
province_name = {p["Code"]: p["FullName"] for p in provinces}
KINDS = ("đặc khu", "phường", "xã")
PLACES = ("thành phố", "thủ đô", "tỉnh")


@functools.lru_cache(maxsize=None)
def words(text):
    """What two spellings of one name share: letters of each word, and which marks stand somewhere in it."""
    out = []
    for word in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower()):
        plain = unicodedata.normalize("NFD", word)
        letters = "".join(c for c in plain if not unicodedata.combining(c)).replace("đ", "d")
        out.append((letters, frozenset([c for c in plain if unicodedata.combining(c)] + ["đ"] * ("đ" in plain))))
    return tuple(out)


def without(text, kinds):
    for kind in kinds:
        if text.lower().startswith(kind + " "):
            return text[len(kind) + 1:], kind
    return text, ""


def people(code):
    return 5000 + int(code) % 30011


def writer():
    return csv.writer(sys.stdout, lineterminator="\n")


def rows_of(path):
    return list(csv.reader(open(path, encoding="utf-8")))


def population():
    """Rows with the line each begins at: some cells hold line ends."""
    reader = csv.DictReader(open(f"{data}/communes-population-2025-07-17.csv", encoding="utf-8-sig", newline=""))
    reader.fieldnames
    line, out = reader.line_num + 1, []
    for row in reader:
        out.append((line, row))
        line = reader.line_num + 1
    return out


def units(shape):
    out = writer()
    out.writerow(["code", "name", "level", "parent"])
    if shape == "provinces":
        for p in provinces:
            out.writerow([p["Code"], p["FullName"], "province", "VN"])
    for code, name, province in communes:
        if shape in ("flat", "provinces") or shape == province:
            out.writerow([code, name, "commune", {"flat": "VN"}.get(shape, province)])


def lost(province):
    """A province's communes with the codes of the other data set, where each is a number."""
    out = writer()
    out.writerow(["Mã xã", "Xã", "Số hộ", "Số khẩu"])
    for r in csv.DictReader(open(f"{data}/communes-with-codes-2025.csv", encoding="utf-8-sig")):
        if int(r["provinceCode"]) == int(province):
            out.writerow([r["wardCode"], r["ward"], people(r["wardCode"]) // 4, people(r["wardCode"])])


def judge_lost(took, file):
    known = {code: name for code, name, _ in communes}
    found = {r["line"]: r for r in json.load(open(took, encoding="utf-8"))["rows"]}
    wrong = []
    for line, row in enumerate(rows_of(file)[1:], 2):
        code = row[0].zfill(5)
        r = found[line]
        fault = r["problems"][0]
        if r["verdict"] != "refused" or [p["rule"] for p in r["problems"]] != ["TOTALS_LOST_ZERO"] or \
                f"{code} {known[code]}" not in fault["message"] or fault["column"] != "Mã xã":
            wrong.append((line, row, r))
    return wrong


HEADINGS = {"ma": "maso_bando", "tenhc": "Tên xã", "loai": "Loại", "tentinh": "Tỉnh", "dansonguoi": "Số khẩu"}


def letters(text):
    return tuple(word for word, _ in words(text))


def by(key, place):
    out = {}
    for u in communes:
        if place != "one" or u[2] == "19":
            out.setdefault(key(u), []).append(u)
    return out


def expected(r, full, bare, place):
    """(unit, rules) of one row of the population file; full, bare: the communes below by their names."""
    name, kind, province = r["tenhc"], r["loai"], without(r["tentinh"], PLACES)[0]
    same = full.get(words(f"{kind} {name}"), [])
    at = [u for u in same if words(without(province_name[u[2]], PLACES)[0]) == words(province)]
    alike = bare.get(letters(name), [])
    rules, unit = [], None
    if place != "flat" and len(same) > 1 and at:
        same = at
    if not same:
        rules.append("TOTALS_NAME_NEAR" if alike else "TOTALS_NAME_NONE")
    elif len(same) > 1:
        rules.append("TOTALS_NAME_SEVERAL")
    elif place != "flat" and not at:
        rules.append("TOTALS_OTHER_PROVINCE")
    else:
        unit = same[0][0]
    number = r["dansonguoi"].strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        rules.append("TOTALS_CELL_GROUPED")
    elif not number.isdigit():
        rules.append("TOTALS_CELL_TEXT")
    return unit, rules


def judge_population(took, place):
    d = json.load(open(took, encoding="utf-8"))
    found = {r["line"]: r for r in d["rows"]}
    wrong, lines, first, counts = [], {}, {}, {}
    full = by(lambda u: words(u[1]), place)
    bare = by(lambda u: letters(without(u[1], KINDS)[0]), place)
    for line, r in population():
        unit, rules = expected(r, full, bare, place)
        lines[line] = [unit, rules]
        if unit in first:  # two rows that name one unit refuse each other
            for at in (first[unit], line):
                lines[at][1] = lines[at][1] + ["TOTALS_TWICE"] * ("TOTALS_TWICE" not in lines[at][1])
        elif unit:
            first[unit] = line
    for line, (unit, rules) in lines.items():
        r = found.get(line, {})
        got = sorted(p["rule"] for p in r.get("problems", []))
        if r.get("unit") != unit or got != sorted(rules) or (r.get("verdict") == "refused") != bool(rules):
            wrong.append((line, unit, rules, r))
        for rule in rules:
            counts[rule] = counts.get(rule, 0) + 1
    if len(found) != len(lines) or counts["TOTALS_CELL_TEXT"] != 66 or counts["TOTALS_CELL_GROUPED"] != 4:
        wrong.append((len(found), len(lines), counts))
    print(f"note: {place}: {sum(bool(r) for _, r in lines.values())} of {len(lines)} rows refused: {counts}")
    return wrong


def judge_totals(form, file):
    d = json.load(open(form, encoding="utf-8"))
    rows = rows_of(file)[1:]
    parent = {code: province for code, _, province in communes}
    sums = {}
    for code, _, households, persons in rows:
        key = parent[code] if len(d["rows"]) == len(provinces) else code
        sums[key] = sums.get(key, 0) + int(persons)
    wrong = [(r["unit"], r["persons"], r["source"]) for r in d["rows"]
             if r["persons"] != sums.get(r["unit"]) or r["source"] != "import"]
    if d["total"]["persons"] != sum(sums.values()) or len(d["rows"]) != len(sums):
        wrong.append(("total", d["total"], len(sums)))
    return wrong


def totals():
    out = writer()
    out.writerow(["Mã đơn vị", "Đơn vị", "Số hộ", "Số khẩu"])
    for code, name, _ in communes:
        out.writerow([code, name, people(code) // 4, people(code)])


def renamed():
    """The published file with only its heading line changed."""
    head, rest = open(f"{data}/communes-population-2025-07-17.csv", encoding="utf-8-sig", newline="").read().split("\n", 1)
    sys.stdout.write(",".join(HEADINGS.get(h, h) for h in head.strip().split(",")) + "\n" + rest)


wrong = {"units": units, "lost": lost, "judge-lost": judge_lost, "population": renamed, "totals": totals,
         "judge-population": judge_population, "judge-totals": judge_totals}[what](*sys.argv[3:])
for w in (wrong or [])[:12]:
    print("expected and found:", *w, file=sys.stderr)
sys.exit(bool(wrong))
