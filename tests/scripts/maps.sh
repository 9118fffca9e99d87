#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# maps.sh - each shipped map reads a file of its kind, and the planted faults
# are found, and no others.  Once more, every row is known.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

CASELOAD_STORE=$dir/store
CASELOAD_NOW=2026-11-23T09:00
export CASELOAD_STORE CASELOAD_NOW
"$CASELOAD" store make >/dev/null

# The codes of the rejected rows, in the order of the file: "4:I206 5:I301".
rejected() {
	test ! -e "$1" || awk -F "${2:-,}" -v OFS=: '
	    { sub(/\r$/, "") }
	    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	    { printf "%s%s:%s", n++ ? " " : "", $at["_line"], $at["_code"] }
	    ' "$1"
}

# usage: count_of WORD
count_of() {
	sed -n "s/^ *\\([0-9]*\\) $1\$/\\1/p" "$dir/out"
}

# usage: reads MAP FILE CREATED "LINE:CODE..." [DELIMITER]
reads() {
	cp "$srcdir/tests/data/import/$2" "$dir/$2"
	is "$(status_of "$CASELOAD" import "$1" "$dir/$2" --commit)" 1 \
	    "$1 has rows to put right"
	is "$(rejected "$dir/$2.rej.csv" "${5-}")" "$4" "$1: what is rejected"
	is "$(count_of created)" "$3" "$1: how many are created"
	rm -f "$dir/$2.rej.csv"
	status_of "$CASELOAD" import "$1" "$dir/$2" --commit >/dev/null
	is "$(count_of created)" 0 "$1: nothing is created twice"
}

reads iom_cohort probation-cohort.csv 15 '5:I206 6:I301 7:I209'
reads iom_events iom-events.csv 4 '5:I406 6:I206 7:I209'
is "$(count_of queued)" 1 'iom_events: somebody who may be in the cohort waits'
reads housing housing-referrals.csv 14 '4:I401 5:I401 6:I206' ';'
reads prevent_nrf prevent-nrf.csv 7 '6:I307'
reads drug_test drug-tests.csv 11 '4:I204 5:I307' '|'
reads prison_release prison-releases.csv 7 '4:I206 5:I206'
reads ndtms ndtms-extract.csv 18 '5:I206 6:I301 8:I401 9:I401'
is "$("$CASELOAD" store check >/dev/null 2>&1; echo $?)" 0 'the store is whole'
