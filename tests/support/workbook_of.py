#!/usr/bin/env python3
"""workbook_of.py TABLE.csv OUT.xlsx HOW… - a table as a workbook. HOW: what the first column is:
numbers   numbers, as Excel makes of codes that are typed
codes     text of five digits
format    numbers under the format 00000
and others: texts (all numbers as text), hidden (a hidden sheet of something else before it), merged (a heading over two rows: the last
two columns under one), dates (the last column holds dates), formulas (the last column holds formulas with values), empty (… without)"""
import csv
import re
import sys
import zipfile
from xml.sax.saxutils import escape

source, out, *how = sys.argv[1:]
rows = list(csv.reader(open(source, encoding="utf-8")))
width = len(rows[0])


def name(column, row):
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26) + str(row)


def text(at, value):
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def cell(column, row, value, head):
    at, last = name(column, row), column == width - 1
    if head or value == "":
        return text(at, value) if value else ""
    if column == 0 and "codes" in how:
        return text(at, value.zfill(5))
    if column == 0 and "format" in how:
        return f'<c r="{at}" s="1"><v>{int(value)}</v></c>'
    if last and "dates" in how:
        return f'<c r="{at}" s="2"><v>45967</v></c>'
    if last and "formulas" in how:
        return f'<c r="{at}"><f>1*{value}</f><v>{value}</v></c>'
    if last and "empty" in how:
        return f'<c r="{at}"><f>1*{value}</f></c>'
    if not re.fullmatch(r"-?\d+(\.\d+)?", value) or "texts" in how:
        return text(at, value)
    return f'<c r="{at}"><v>{value}</v></c>'


lines, merges, at = [], "", 1
if "merged" in how:  # "VNeID" over "Có" and "Chưa có"; the others are merged downwards
    top = rows[0][:-2] + ["VNeID", ""]
    lines.append(f'<row r="1">{"".join(text(name(i, 1), v) if v else "" for i, v in enumerate(top))}</row>')
    below = [text(name(width - 2, 2), "Có"), text(name(width - 1, 2), "Chưa có")]
    lines.append(f'<row r="2">{"".join(below)}</row>')
    refs = [f"{name(i, 1)}:{name(i, 2)}" for i in range(width - 2)] + [f"{name(width - 2, 1)}:{name(width - 1, 1)}"]
    merges = f'<mergeCells count="{len(refs)}">{"".join(f"""<mergeCell ref="{r}"/>""" for r in refs)}</mergeCells>'
    rows, at = rows[1:], 3
for i, row in enumerate(rows):
    head = i == 0 and "merged" not in how
    lines.append(f'<row r="{at}">{"".join(cell(c, at, v, head) for c, v in enumerate(row))}</row>')
    at += 1

main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
hidden = "hidden" in how
sheets = ('<sheet name="Nháp" sheetId="2" state="hidden" r:id="rId3"/>' if hidden else "") + '<sheet name="Tuần 45" sheetId="1" r:id="rId1"/>'
parts = {
    "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{sheets}</sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rel}/styles" Target="styles.xml"/>'
    + (f'<Relationship Id="rId3" Type="{rel}/worksheet" Target="worksheets/sheet2.xml"/>' if hidden else "") + "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>',
}
if hidden:
    parts["xl/worksheets/sheet2.xml"] = f'<worksheet xmlns="{main}"><sheetData><row r="1">{text("A1", "nháp")}</row></sheetData></worksheet>'
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    for part, body in parts.items():
        z.writestr(part, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + body)
