#!/usr/bin/env python3
"""workbook.py LIST.csv OUT.xlsx TITLE - a list as a spreadsheet program would keep it: title rows above the header, a merged title,
shared strings, a Tổng row and a signature block below."""
import csv
import sys
import zipfile
from xml.sax.saxutils import escape

source, out, title = sys.argv[1:]
rows = list(csv.reader(open(source, encoding="utf-8"), delimiter=";"))
strings = []


def text(ref, value):
    if value not in strings:
        strings.append(value)
    return f'<c r="{ref}" t="s"><v>{strings.index(value)}</v></c>'


lines = [f'<row r="1">{text("A1", "ỦY BAN NHÂN DÂN XÃ PHÚ LẠC")}</row>', f'<row r="2">{text("A2", title)}</row>',
         f'<row r="4">{text("A4", rows[0][0])}{text("B4", rows[0][1])}</row>']
at = 5
for number, label in rows[1:]:
    lines.append(f'<row r="{at}"><c r="A{at}"><v>{number}</v></c>{text(f"B{at}", label)}</row>')
    at += 1
lines.append(f'<row r="{at + 2}">{text(f"B{at + 2}", "Trưởng xóm")}</row>')
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
package = "http://schemas.openxmlformats.org/package/2006"
parts = {
    "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData><mergeCells count="2">'
    '<mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells></worksheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{len(strings)}" uniqueCount="{len(strings)}">'
    + "".join(f"<si><t>{escape(s)}</t></si>" for s in strings) + "</sst>",
}
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
    for name, body in parts.items():
        z.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + body)
