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
is "$(status_of book --sheet Nobody "$data/tenants.xlsx")" 2 'no such sheet'
says "The sheet 'Nobody' could not be read"
test ! -s "$dir/out" || fail 'something was written all the same'
