#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# newer.sh - a store of a newer format: every command says so, and changes
# nothing.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

unset XDG_DATA_HOME CASELOAD_STORE
HOME=$dir
export HOME
"$CASELOAD" --store "$dir/store" store make >/dev/null
# The format stands behind its key, a number of four bytes.
LC_ALL=C sed -i 's/Sformat\x00\x00\x00\x01/Sformat\x00\x00\x00\x02/g' \
    "$dir/store/data.mdb"
sum=$(cksum <"$dir/store/data.mdb")
printf 'a,b\n1,2\n' >"$dir/list.csv"
printf 'import t\n    form: sanctuary\n    source: s\n    key: a\ncolumn a -\n' \
    >"$dir/list.map"

while read -r command; do
	# shellcheck disable=SC2086 # its words
	is "$(status_of "$CASELOAD" --store "$dir/store" $command)" 2 \
	    "status of $command"
	grep -q 'written by a newer version of caseload' "$dir/said" ||
	    grep -q 'holds a store already' "$dir/said" || {
		cat "$dir/said"
		fail "$command does not say it"
	}
	is "$(cksum <"$dir/store/data.mdb")" "$sum" "$command leaves it alone"
done <<END
forms list
forms show person
forms usage agency
forms publish $srcdir/forms
forms set
forms set second_sample yes
user add zed
user list
user role zed worker drugs
user end zed
user lock zed 5
store make
store info
store check
store rebuild
audit verify
audit show
backup $dir/copy
restore $dir/store
tick
practice --people 5
match P-113127
match --sweep
import $dir/list.map $dir/list.csv
import $dir/list.map $dir/list.csv --commit
import --list
import --show 1
import --undo 1
export person
export person $dir/person.csv
sheet SAN-2026-00001 job
END
test ! -e "$dir/copy" || is "$(ls "$dir/copy")" '' 'no half of a backup'
test ! -e "$dir/person.csv" || fail 'an export of nothing'
is "$(status_of "$CASELOAD" --store "$dir/other" restore "$dir/store")" 2 \
    'a newer backup'
says 'written by a newer version of caseload'
test ! -e "$dir/other/data.mdb" || fail 'a newer backup was brought back'
