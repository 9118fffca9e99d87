#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# review.sh - a row of a partner's file may be about somebody known: it waits,
# the home screen says so, and it is decided with single keys.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 2
open_store 'My work'
keys F7
wait_for 'Find a person'
type_text 'Nobodyyet'
wait_for 'Nobodyyet___'
keys F8
wait_for 'Person, new'
type_text 'Shirin'
keys Tab Home DC DC DC DC DC DC DC DC DC
type_text 'Khatun'
keys Tab Tab Tab
type_text '4/5/1991'
keys F2
wait_for 'Saved P-'

cat >"$dir/week.csv" <<'END'
URN,Date Rec'd,Surname,Forename(s),Victim_DOB,Address,Post code,Mobile,Agency,DASH score,Consent,Safe contact,Officer
01YD/9001/26,01/03/2026,Khatun,Shirin,05/05/1991,72 Malmesbury Rd,E2 0EL,07700 900873,MPS,15,Yes,safe to text,PC 770HT
END
CASELOAD_NOW=$TUI_NOW "$CASELOAD" --store "$dir/store" import police_da \
    "$dir/week.csv" --commit >"$dir/said" || :
grep -q '1 queued' "$dir/said" || fail "the row was not queued"

go_home
keys F5
wait_for '1 imported row needs a decision'
keys F9
wait_for 'Commands'
type_text 'import'
keys Enter
wait_for 'Import review'
wait_for '01YD/9001/26'
wait_for 'Press 1 to 4'
keys F4
wait_for 'PC 770HT'
keys F4
keys 1
wait_for 'Every row is decided'
keys F2
wait_for '1 row done, 0 wait'
shows_not 'needs a decision' || fail 'the notice stands'
