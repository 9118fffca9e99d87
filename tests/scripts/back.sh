#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# back.sh - a store of every shipped form, exported, imported into an empty one
# and exported again: the same bytes.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

CASELOAD_NOW=2026-11-23T12:00
export CASELOAD_NOW
unset XDG_DATA_HOME CASELOAD_STORE
HOME=$dir
export HOME
"$CASELOAD" --store "$dir/one" practice --people 20 --seed 3 >/dev/null
"$CASELOAD" --store "$dir/two" store make >/dev/null

# People, their forms, cases, child records: in this order they come back.
"$CASELOAD" --store "$dir/one" forms list | awk '
    $1 == "person" { print 1, $1 }
    $1 ~ /^person\./ { print 2, $1 }
    $3 == "case" { print 3, $1 }
    $3 == "child" && $1 !~ /^person\./ { print 4, $1 }' | sort |
    cut -d' ' -f2 >"$dir/forms"
test "$(wc -l <"$dir/forms")" -gt 50 || fail 'the forms are not listed'

while read -r form; do
	"$CASELOAD" --store "$dir/one" export "$form" "$dir/$form.csv" \
	    --map "$dir/$form.map" >/dev/null
done <"$dir/forms"
while read -r form; do
	is "$(status_of "$CASELOAD" --store "$dir/two" import \
	    "$dir/$form.map" "$dir/$form.csv" --commit)" 0 "$form comes back"
done <"$dir/forms"
while read -r form; do
	"$CASELOAD" --store "$dir/two" export "$form" "$dir/$form.again" \
	    >/dev/null
	cmp -s "$dir/$form.csv" "$dir/$form.again" || {
		diff "$dir/$form.csv" "$dir/$form.again" | head -4
		fail "$form is not as it was"
	}
done <"$dir/forms"
cat "$dir"/*.csv | grep -q '""on"":.*""text"":' || fail 'no task was written'
test "$(cat "$dir"/*.csv | wc -l)" -gt 300 || fail 'hardly anything was written'
is "$(status_of "$CASELOAD" --store "$dir/two" store check)" 0 'it is whole'
