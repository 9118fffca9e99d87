#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# nightly-import.sh - files left in a folder are imported, each accounted for,
# one run at a time, and a run that was stopped is taken up again.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

inbox=$dir/partners
CASELOAD_STORE=$dir/store
CASELOAD_NOW=2026-11-23T02:30
day=$(date +%Y-%m-%d)
export CASELOAD CASELOAD_STORE CASELOAD_NOW
unset XDG_DATA_HOME
HOME=$dir
export HOME
"$CASELOAD" store make >/dev/null

night() { "$scripts/nightly-import" --settle 0 "$inbox"; }
week=$srcdir/tests/data/import/police-domestic-abuse-week.csv

is "$(status_of night)" 2 'without its folders it does nothing'
mkdir -p "$inbox/in"
is "$(status_of night)" 2 'without its settings it does nothing'
cat >"$inbox/nightly.conf" <<'CONF'
# pattern        map        command
police-da-*.csv  police_da
*.crlf           police_da  sed s/$//
broken-*         police_da  false
CONF
is "$(status_of night)" 0 'an empty folder is no trouble'
says 'There was nothing to import.' "$inbox/summary.txt"

cp "$week" "$inbox/in/police-da-10.csv"
cp "$week" "$inbox/in/half.part"
printf 'x\n' >"$inbox/in/what is this.txt"
printf 'x\n' >"$inbox/in/broken-1"
is "$(status_of night)" 1 'rejected rows, and files that are not known'
says 'police-da-10.csv (police_da): imported; somebody has to look.' \
    "$inbox/summary.txt"
says 'broken-1 (police_da): nothing imported.' "$inbox/summary.txt"
says 'what is this.txt: no line of nightly.conf' "$inbox/summary.txt"
test -e "$inbox/done/$day/police-da-10.csv" || fail 'the file is not in done/'
test -e "$inbox/done/$day/police-da-10.csv.rej.csv" ||
    fail 'its rejected rows are not beside it'
test -e "$inbox/refused/$day/broken-1" || fail 'the broken one is not refused'
test -e "$inbox/in/half.part" || fail 'a file was taken that is being written'
test -e "$inbox/in/what is this.txt" || fail 'an unknown file was taken'
is "$("$CASELOAD" store check >/dev/null 2>&1; echo $?)" 0 'the store is whole'

# The same again changes nothing, and does not write over the first.
rm "$inbox/in/what is this.txt"
cp "$week" "$inbox/in/police-da-10.csv"
is "$(status_of night)" 1 'the same file again'
test -e "$inbox/done/$day/2-police-da-10.csv" || fail 'the second is not kept'

# What a stopped run left is done first.
cp "$week" "$inbox/work/police-da-11.csv"
is "$(status_of night)" 1 'the file of a stopped run'
test -e "$inbox/done/$day/police-da-11.csv" || fail 'it was not taken up again'

# One at a time.
cp "$week" "$inbox/in/police-da-12.csv"
exec 7>>"$inbox/.lock"
flock 7
is "$(status_of night)" 2 'a second run stands back'
says 'Another run is at work in this folder.'
exec 7>&-
test -e "$inbox/in/police-da-12.csv" || fail 'the second run took a file'

# A dry run leaves everything where it is.
is "$(status_of "$scripts/nightly-import" --dry-run --settle 0 "$inbox")" 1 \
    'a dry run'
says 'police-da-12.csv (police_da): dry run' "$inbox/summary.txt"
test -e "$inbox/in/police-da-12.csv" || fail 'the dry run moved the file'
test -z "$(find "$inbox/work" -type f)" || fail 'the dry run left something'

# A stopped run had written beside its file already.
rm "$inbox/in/police-da-12.csv"
cp "$week" "$inbox/work/police-da-13.csv"
printf 'x\n' >"$inbox/work/police-da-13.csv.rej.csv"
printf 'x\n' >"$inbox/work/police-da-13.csv.report.txt"
cp "$week" "$inbox/in/police-da-14.csv"
is "$(status_of night)" 1 'a file, and what was written beside it'
test -e "$inbox/done/$day/police-da-14.csv" || fail 'the run ended before its end'
test ! -e "$inbox/refused/$day/police-da-13.csv.rej.csv.said.txt" ||
    fail 'rejected rows were taken for a file that came in'

# A store that cannot be had is no fault of the files.
mv "$dir/store" "$dir/away"
cp "$week" "$inbox/in/police-da-15.csv"
is "$(status_of night)" 2 'no store'
says 'Nothing can be imported now. There is no store in'
test -e "$inbox/in/police-da-15.csv" || fail 'a file was taken without a store'
mv "$dir/away" "$dir/store"

# An import that was stopped half way, and one that was killed.
mkdir "$dir/bin"
cat >"$dir/bin/caseload" <<'END'
#!/bin/sh
test "$2" != --list || exit 0
case $3 in
*16.csv) echo 'The import stopped; the same command goes on from there: no room.'
	exit 1 ;;
*) kill -KILL $$ ;;
esac
END
chmod +x "$dir/bin/caseload"
mv "$inbox/in/police-da-15.csv" "$inbox/in/police-da-16.csv"
cp "$week" "$inbox/in/police-da-17.csv"
is "$(CASELOAD=$dir/bin/caseload status_of night)" 1 'stopped on the way'
for name in police-da-16.csv police-da-17.csv; do
	says "$name (police_da): not imported to its end. It waits in work/" \
	    "$inbox/summary.txt"
	test -e "$inbox/work/$name" || fail "$name is not where it goes on"
done
mkdir "$inbox/in/police-da-18.csv"
is "$(status_of night)" 1 'and taken up again'
test -e "$inbox/done/$day/police-da-17.csv" || fail 'it was not gone on with'
says 'police-da-18.csv: a folder or a link, and no file.' "$inbox/summary.txt"
rmdir "$inbox/in/police-da-18.csv"

# A command that is not there, or fails without a word.
printf '*.none police_da no-such-command\n*.false police_da false\n' \
    >"$inbox/nightly.conf"
cp "$week" "$inbox/in/a.none"
cp "$week" "$inbox/in/a.false"
is "$(status_of night)" 1 'commands that do not work'
says 'The command no-such-command, which nightly.conf names, is not there.' \
    "$inbox/summary.txt"
says 'The command false, which nightly.conf names, ended with status 1.' \
    "$inbox/summary.txt"

# Settings as other editors leave them: lines of Windows, the last not ended.
printf 'other.csv police_da\r\nweek*.jsonl police_da' >"$inbox/nightly.conf"
cat >"$inbox/in/week.jsonl" <<'JSON'
{"URN":"1","Date Rec'd":"31/02/2026","Surname":"A","Forename(s)":"B","Victim_DOB":"","Address":"","Post code":"","Mobile":"","Agency":"MPS","DASH score":"","Consent":"Yes","Safe contact":"","Officer":""}
JSON
cp "$week" "$inbox/in/other.csv"
cp "$week" "$inbox/in/two
lines.csv"
is "$(status_of night)" 1 'settings of another editor'
says 'other.csv (police_da): imported' "$inbox/summary.txt"
says 'week.jsonl (police_da): ' "$inbox/summary.txt"
found=$(find "$inbox" -name 'week.jsonl.rej.jsonl')
is "${found%/*/*}" "$inbox/refused" 'where the rejected rows of JSON are'
test -z "$(find "$inbox/work" -type f)" || fail 'something was left in work/'
