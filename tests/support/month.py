#!/usr/bin/env python3
"""month.py PLAY… - adds up a play of tests/flow/month by itself, sharing nothing with the programs.

Reads what people did at the doors and at the commune, keeps one household list per hamlet, and prints Form 02 after the last play:
unit;households;persons;vneid;no_vneid;online;eresult;rated, the sum last.
"""
import shlex
import sys

HOME = {"A": "05788-01", "B": "05788-01", "C": "05788-02", "D": "05788-03"}
COUNTS = ["persons", "vneid", "no_vneid", "online_dossiers", "eresult_dossiers"]

houses = {}    # (unit, number) -> fields as they count
typed = {}     # (device, unit, number) -> fields as that device last wrote them
shut = set()   # closed units
waiting = {}   # (device, unit, number) -> what was written after the closing
merged = {}    # unit -> the unit that counts it


def changed(old, change):
    new = dict(old or {})
    new.update(change)
    new.setdefault("status", "reviewed" if "persons" in new else "not_visited")
    if "persons" in change and "status" not in change:
        new["status"] = "reviewed"
    if new["status"] != "reviewed":
        for name in COUNTS + ["rated"]:
            new.pop(name, None)
    return new


def device(who, words):
    unit = words[words.index("--unit") + 1] if "--unit" in words else HOME.get(who)
    if words[0] == "put":
        change = dict(w.split("=", 1) for w in words[1:] if "=" in w and not w.startswith("--"))
        number = change.pop("household_no")
        new = changed(houses.get((unit, number)), change)
        typed[who, unit, number] = new
        if unit in shut:
            waiting[who, unit, number] = new
        else:
            houses[unit, number] = new
    elif words[0] == "void":
        del houses[unit, words[1]]
    elif words[0] == "renumber":
        houses[unit, words[2]] = houses.pop((unit, words[1]))


def commune(words):
    if words[0] == "lock":
        shut.add(words[1])
    elif words[:2] == ["unit", "merge"]:
        merged[words[2]] = words[3]


def line(words):
    if words[0] in HOME or words[0] == "E":
        device(words[0], words[1:])
    elif words[0] == "hub":
        commune(words[1:])
    elif words[0] == "keep":
        houses[words[1], words[2]] = typed[words[3], words[1], words[2]]
    elif words[0] == "renumber-version":
        unit, number, who, new = words[1:]
        houses[unit, new] = typed[who, unit, number]
        stays = [w for (w, u, n) in typed if (u, n) == (unit, number) and w != who]
        houses[unit, number] = typed[stays[-1], unit, number]
    elif words[0] == "accept":
        houses[words[3], words[2]] = waiting.pop((words[1], words[3], words[2]))


def number_of(text):
    return int(text) if text and text != "?" else 0


def figures():
    rows = {}
    for (unit, _), fields in houses.items():
        row = rows.setdefault(merged.get(unit, unit), [0] * 7)
        if fields["status"] != "reviewed":
            continue
        row[0] += 1
        for i, name in enumerate(COUNTS):
            row[i + 1] += number_of(fields.get(name))
        row[6] += fields.get("rated") == "yes"
    for unit in sorted(rows):
        print(";".join([unit] + [str(n) for n in rows[unit]]))
    print(";".join(["total"] + [str(sum(c)) for c in zip(*rows.values())]))


for play in sys.argv[1:]:
    for text in open(play, encoding="utf-8"):
        words = shlex.split(text, comments=True)
        if words and words[0] != "fails":
            line(words)
figures()
