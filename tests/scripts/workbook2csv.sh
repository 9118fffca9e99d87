#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# workbook2csv.sh - a sheet of a workbook becomes CSV, dates as ours.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

book() { "$scripts/workbook2csv" "$@"; }

is "$(status_of book --help)" 0 'there is help'
is "$(status_of book "$dir/none.xlsx")" 2 'no such workbook'
is "$(status_of book "$dir")" 2 'a folder is no workbook'
says "$dir is a folder. Name a workbook in it."
printf 'a,b\n' >"$dir/plain.csv"
is "$(status_of book "$dir/plain.csv")" 2 'a CSV file is no workbook'
says 'This is no workbook.'

if ! command -v xlsx2csv >/dev/null; then
	echo 'skipped: xlsx2csv is not installed'
	exit 77
fi
is "$(status_of book --sheet Tenants "$data/tenants.xlsx")" 0 'by its name'
diff "$data/tenants.csv" "$dir/out" || fail 'the sheet is not as expected'
is "$(status_of book --sheet 2 <"$data/tenants.xlsx")" 0 'from standard input'
diff "$data/tenants.csv" "$dir/out" || fail 'standard input reads otherwise'
is "$(book --list "$data/tenants.xlsx" | tr '\n' ' ')" 'Cover Tenants ' \
    'the sheets are listed'

# Of other writers: days counted from 1900 said with a number, a time, a cell
# left out, columns that are empty to the right; and the same as a workbook of
# LibreOffice's own kind.
cat >"$dir/make.py" <<'END'
import sys, zipfile

given, xlsx, ods = sys.argv[1:]
row = '<row r="4"><c r="A4" t="inlineStr"><is><t>0009</t></is></c>' \
    '<c r="C4" s="1"><v>46083.4375</v></c><c r="D4"><v>0.5</v></c>' \
    '<c r="E4" s="1"/><c r="F4" s="1"/></row></sheetData>'
with zipfile.ZipFile(given) as old, zipfile.ZipFile(xlsx, "w") as new:
    for part in old.infolist():
        text = old.read(part).decode()
        text = text.replace('<sheets>', '<workbookPr date1904="0"/><sheets>')
        if part.filename.endswith("sheet2.xml"):
            text = text.replace('</sheetData>', row)
        new.writestr(part, text)
ns = "urn:oasis:names:tc:opendocument:xmlns:"
def cell(kind, value):
    if kind == "string":
        return '<t:table-cell o:value-type="string"><x:p>%s</x:p></t:table-cell>' % value
    return '<t:table-cell t:style-name="day" o:value-type="date" ' \
        'o:date-value="%s"/>' % value
def table(name, rows):
    return '<t:table t:name="%s">%s</t:table>' % (name, "".join(
        "<t:table-row>%s</t:table-row>" % "".join(r) for r in rows))
content = '<?xml version="1.0" encoding="UTF-8"?><o:document-content ' \
    'xmlns:o="%soffice:1.0" xmlns:t="%stable:1.0" xmlns:x="%stext:1.0" ' \
    'xmlns:n="%sdatastyle:1.0" xmlns:s="%sstyle:1.0" o:version="1.2">' \
    '<o:automatic-styles><n:date-style s:name="d"><n:day/><n:text>/</n:text>' \
    '<n:month/><n:text>/</n:text><n:year n:style="long"/></n:date-style>' \
    '<s:style s:name="day" s:family="table-cell" s:data-style-name="d"/>' \
    '</o:automatic-styles><o:body><o:spreadsheet>%s%s</o:spreadsheet></o:body>' \
    '</o:document-content>' % (ns, ns, ns, ns, ns, table("Cover", [[cell("string", "x")]]),
    table("Mieter", [[cell("string", "Ref"), cell("string", "Name"), cell("string", "Born")],
        [cell("string", "0007"), cell("string", "Łukasz"), cell("date", "1980-02-03")],
        [cell("string", "0008"), "<t:table-cell/>", cell("date", "2001-12-31")]]))
kind = "application/vnd.oasis.opendocument.spreadsheet"
with zipfile.ZipFile(ods, "w") as new:
    new.writestr("mimetype", kind)
    new.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><m:manifest '
        'xmlns:m="%smanifest:1.0" m:version="1.2"><m:file-entry m:full-path="/" '
        'm:media-type="%s"/><m:file-entry m:full-path="content.xml" '
        'm:media-type="text/xml"/></m:manifest>' % (ns, kind))
    new.writestr("content.xml", content)
END
python3 "$dir/make.py" "$data/tenants.xlsx" "$dir/made.xlsx" "$dir/made.ods"
{
	cat "$data/tenants.csv"
	echo '0009,,2026-03-02 10:30,0.5'
} >"$dir/wanted"
is "$(status_of book --sheet Tenants "$dir/made.xlsx")" 0 'of another writer'
diff "$dir/wanted" "$dir/out" || fail 'its dates are not as they were'
is "$(book --no-times --sheet 2 "$dir/made.xlsx" | tail -n 1)" \
    '0009,,2026-03-02,0.5' 'dates without their times'
if command -v soffice >/dev/null || command -v ssconvert >/dev/null; then
	is "$(book --list "$dir/made.ods" | tr '\n' ' ')" 'Cover Mieter ' \
	    'the sheets of another kind'
	is "$(book --sheet Mieter "$dir/made.ods" | tr '\n' '|')" \
	    'Ref,Name,Born|0007,Łukasz,1980-02-03|0008,,2001-12-31|' \
	    'another kind'
else
	is "$(status_of book "$dir/made.ods")" 2 'nothing reads this kind'
	says 'A workbook of the kind ods is read by LibreOffice or Gnumeric'
fi

is "$(status_of book --sheet Nobody "$data/tenants.xlsx")" 2 'no such sheet'
says "The sheet 'Nobody' could not be read"
test ! -s "$dir/out" || fail 'something was written all the same'
