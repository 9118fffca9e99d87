#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# import.sh - a partner's file comes in, is told of, goes out again and is
# undone, all on the command line.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

CASELOAD_STORE=$dir/store
CASELOAD_NOW=2026-11-23T12:00
export CASELOAD_STORE CASELOAD_NOW
unset XDG_DATA_HOME
HOME=$dir
export HOME
"$CASELOAD" store make >/dev/null
week=$dir/week.csv
cp "$srcdir/tests/data/import/police-domestic-abuse-week.csv" "$week"

run() { status_of "$CASELOAD" "$@"; }
counts='60 rows: 51 created, 0 updated, 0 unchanged, 0 queued, 0 skipped, 9'

# A dry run writes a report and the rejects, and nothing else.
is "$(run import police_da "$week")" 1 'a dry run with rejected rows'
says "$counts rejected." "$dir/out"
says 'This was a dry run' "$dir/out"
says '60 rows read' "$week.report.txt"
test -s "$week.rej.csv" || fail 'there are no rejects'
! grep -qi success "$dir/out" || fail 'a success was told'
is "$(run import --list)" 0 'no batch'
says 'Nothing has been imported.' "$dir/out"

# Committed; known again from standard input; the rejects put right.
is "$(run import police_da "$week" --commit)" 1 'a commit'
is "$(run import --list)" 0 'one batch'
says 'finished  police_da  week.csv: 60 rows, 9 rejected' "$dir/out"
is "$(cd "$dir" && "$CASELOAD" import police_da - --commit --name again \
    <"$week" >/dev/null 2>&1 || echo $?)" 1 'the same from standard input'
says '51 unchanged' "$dir/again.report.txt"
sed -n '1p;/3\/4\/26/p' "$week.rej.csv" |
    sed 's|3/4/26|3/4/2026|' >"$dir/mended.csv"
is "$(run import police_da --rejects "$dir/mended.csv" --commit)" 0 \
    'one that was put right'
says 'Success' "$dir/out"
test ! -e "$dir/mended.csv.rej.csv" || fail 'a file without rejects is left'

# Where a file is needed for a moment.
is "$(TMPDIR=$dir/none run import police_da "$week")" 2 'no temporary folder'
says "No file can be made in $dir/none, where one is needed for a moment"
is "$(TMPDIR=$week run import police_da "$week")" 2 'a file as that folder'
says 'Name another folder with TMPDIR.'
mkdir "$dir/tmp"
is "$(TMPDIR=$dir/tmp run import police_da "$week")" 1 'a folder of its own'
is "$(ls -A "$dir/tmp")" '' 'what is left there'
is "$(run import no_such "$week")" 2 'no such map'
says "There is no map 'no_such' that can be read. Name a file, or one of these: "
says 'police_da, prevent_nrf'
is "$(run import "$dir" "$week")" 2 'a folder as a map'
says "The map $dir cannot be read: it is a folder"
cp "$week" "$dir/kept.csv"
mkdir "$dir/kept.csv.rej.csv"
is "$(run import police_da "$dir/kept.csv" --commit)" 2 'no place for rejects'
says 'where rejected rows are to go: it is a folder'

# Out again, with the map that reads it back.
is "$(run export sanctuary "$dir/out.csv" --map "$dir/back.map")" 0 'an export'
says '52 rows in' "$dir/out"
says 'record.key,record.reference' "$dir/out.csv"
says 'restore:   yes' "$dir/back.map"
is "$(run export sanctuary "$dir/out.csv")" 2 'not over a file that is there'
is "$(run import "$dir/back.map" "$dir/out.csv")" 0 'read back'
says '52 skipped' "$dir/out"
is "$(run export sanctuary people --format jsonl)" 0 'its people as JSON'
is "$(wc -l <"$dir/out" | tr -d ' ')" 52 'as many people'
is "$(run export no_such)" 2 'no such form'
is "$(cd "$dir" && run export sanctuary -)" 0 'to standard output'
test ! -e "$dir/-" || fail 'a file called - was written'
for wrong in '-3' 0 x 65537 ''; do
	is "$(run export sanctuary --columns record.key --widths "$wrong")" 2 \
	    "a width of '$wrong'"
done
is "$(run export sanctuary --columns record.key,record.key)" 2 'a column twice'
says "The column 'record.key' is named twice."
is "$(run export sanctuary --charset utf-8//IGNORE)" 2 'no charset of ours'
is "$(run export sanctuary --format jsonl --raw)" 2 'what is of CSV'
says '--raw is for CSV alone.'
is "$(run export sanctuary --format csv --columns record.key --widths 9)" 2 \
    'two formats'

# Undone, once and again.
is "$(run import --show 1)" 0 'a batch'
says 'Batch 1: police_da' "$dir/out"
is "$(run import --show 99)" 2 'no such batch'
is "$(run import --undo 1)" 0 'undone'
says 'Batch 1 is undone: 0 records put back, 102 withdrawn, 0 left' "$dir/out"
is "$(run import --undo 1)" 0 'undone again'
says 'Batch 1 was undone before. Nothing was done now.' "$dir/out"
is "$("$CASELOAD" export sanctuary | wc -l | tr -d ' ')" 2 'one case is left'
is "$(run store check)" 0 'the store is whole'

# What would steer a terminal is in no report.
{
	sed 1q "$week"
	printf 'esc/1,02/11/2026,\033[2JSmith,T,31/31/2000\033[1m,1 Bow Rd,%s\n' \
	    'E3 2AA,,MPS,1,Yes,,'
} >"$dir/steer.csv"
run import police_da "$dir/steer.csv" >/dev/null
says "31/31/2000" "$dir/steer.csv.report.txt"
! grep -q "$(printf '\033')" "$dir/steer.csv.report.txt" "$dir/out" ||
    fail 'the report steers a terminal'

# A limit of the map; a map that is none; charsets.
sed 's/stop_if:.*/stop_if: rejected > 5%/' \
    "$srcdir/forms/import/police_da.map" >"$dir/strict.map"
is "$(run import "$dir/strict.map" "$week" --commit)" 2 'a limit'
says 'I108' "$dir/out"
says 'The rejected rows are in ' "$dir/out"
is "$(run import no_such "$week")" 2 'no such map'
is "$(run import police_da "$dir/none.csv")" 2 'no such file'
is "$(run import --list-charsets)" 0 'charsets'
says 'WINDOWS-1252' "$dir/out"
