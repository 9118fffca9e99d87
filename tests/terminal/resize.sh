#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# resize.sh - a window may have any size, and nothing is lost by it.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 12
open_store 'My work'
keys F7
wait_for 'Find a person'
type_text 'kha'
wait_for 'kha___'

resize 60 15
wait_for 'This window is 60 by 15.'
is "$(cursor)" '0,0,1' 'the cursor is on the only sentence'
is "$(screen | grep -c 'kha')" 0 'nothing else is there'
type_text 'n'			# keys are read all the same
resize 80 24
wait_for 'khan___'
wait_for 'F1 Help'
is "$(line 24 | cut -c1-7)" 'F1 Help' 'the key bar is the last row'

# Every size from tiny to huge, one after the other, at once.
for size in '1 1' '10 3' '79 24' '80 23' '300 100' '2 50' '132 43'; do
	# shellcheck disable=SC2086 # two numbers
	resize $size
done
wait_for 'khan___'
last_row_is_bar() { line "$1" | grep -q '^F1 Help'; }
look_until 'the key bar is not the last row of 43' last_row_is_bar 43

# A wide list has more columns; the last column is never written.
keys F3
wait_for 'My work'
wait_for 'Owner'
widest() { screen | LC_ALL=C.UTF-8 wc -L; }
is "$(widest)" 131 'the last column of 132 is never written'
resize 80 24
look_until 'the key bar is not the last row of 24' last_row_is_bar 24
wait_gone 'Owner'
wait_for 'Tue 3 Mar 2026'
is "$(widest)" 79 'nor that of 80'
keys F3 F3
ends_with 0
