#!/usr/bin/python3
"""sheet.py FILE.xlsx: writes a workbook as Excel does, from JSON on standard input, with nothing but the standard library.

    {"sheets": [{"name": "Xóm 11", "hidden": false, "merge": ["A1:F1"], "rows": [["Hộ số", 12, null, true, {"f": "SUM(B1:B2)", "v": 3},
                {"date": "2025-11-12"}, {"f": "B1/C1", "e": "#DIV/0!"}]]}]}
"""
import datetime
import json
import sys
import xml.sax.saxutils as xml
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
strings = {}


def letter(i):
    return (letter(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)


def cell(v, ref):
    if v is None:
        return ""
    if isinstance(v, dict) and "date" in v:
        days = (datetime.date.fromisoformat(v["date"]) - datetime.date(1899, 12, 30)).days
        return f'<c r="{ref}" s="1"><v>{days}</v></c>'
    if isinstance(v, dict) and "e" in v:  # the formula came to an error
        return f'<c r="{ref}" t="e"><f>{xml.escape(v["f"])}</f><v>{v["e"]}</v></c>'
    if isinstance(v, dict) and "v" not in v:  # nobody ever computed it
        return f'<c r="{ref}"><f>{xml.escape(v["f"])}</f></c>'
    if isinstance(v, dict):
        return f'<c r="{ref}"><f>{xml.escape(v["f"])}</f><v>{v["v"]}</v></c>'
    if isinstance(v, bool):
        return f'<c r="{ref}" t="b"><v>{int(v)}</v></c>'
    if isinstance(v, (int, float)):
        return f'<c r="{ref}"><v>{v}</v></c>'
    return f'<c r="{ref}" t="s"><v>{strings.setdefault(v, len(strings))}</v></c>'


def sheet(s):
    rows = ""
    for y, row in enumerate(s["rows"], 1):
        cells = "".join(cell(v, f"{letter(x)}{y}") for x, v in enumerate(row))
        rows += f'<row r="{y}">{cells}</row>' if cells else ""
    merged = "".join(f'<mergeCell ref="{m}"/>' for m in s.get("merge", []))
    merged = f'<mergeCells count="{len(s["merge"])}">{merged}</mergeCells>' if merged else ""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def main():
    book = json.load(sys.stdin)["sheets"]
    parts = {f"xl/worksheets/sheet{i}.xml": sheet(s) for i, s in enumerate(book, 1)}
    hidden = ['state="hidden" ' if s.get("hidden") else "" for s in book]
    names = "".join(f'<sheet name={xml.quoteattr(s["name"])} sheetId="{i}" {hidden[i - 1]}r:id="rId{i}"/>' for i, s in enumerate(book, 1))
    parts["xl/workbook.xml"] = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{names}</sheets></workbook>'
    items = "".join(f'<si><t xml:space="preserve">{xml.escape(t)}</t></si>' for t in strings)
    parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'
    parts["xl/styles.xml"] = (f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                              '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                              '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>')
    rels = "".join(f'<Relationship Id="rId{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(book) + 1))
    rels += f'<Relationship Id="rIdS" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    rels += f'<Relationship Id="rIdT" Type="{REL}/styles" Target="styles.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">{rels}</Relationships>'
    parts["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="rId1" Type="{REL}/officeDocument" '
                            'Target="xl/workbook.xml"/></Relationships>')
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    over = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>' for i in range(1, len(book) + 1))
    over += "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{kind}.{t}+xml"/>'
                    for n, t in (("workbook", "sheet.main"), ("sharedStrings", "sharedStrings"), ("styles", "styles")))
    parts["[Content_Types].xml"] = (f'{HEAD}<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
                                    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{over}</Types>')
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
        for name in ["[Content_Types].xml"] + sorted(set(parts) - {"[Content_Types].xml"}):
            z.writestr(name, parts[name])


main()
