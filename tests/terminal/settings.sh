#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# settings.sh - what a person chose for their screens holds at once, and the
# next time they sign in, from whatever terminal.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 4
open_store 'My work'

# One Esc cancels, where it only began a key before.
type_text 'zz'
wait_for 'zz___'
keys Escape
wait_for 'Esc again cancels'
keys Escape
wait_gone 'zz___'
do_command 'settings' 'For you alone'
choose_line 'One Esc cancels' 'One Esc cancels: yes.'
keys F3
wait_for 'My work'
type_text 'zz'
wait_for 'zz___'
keys Escape
wait_gone 'zz___'

# Plain: the key bar stands on the first screen and on no other.
do_command 'settings' 'For you alone'
choose_line 'Plain screen' 'Plain screen: yes.'
wait_gone 'F9 Commands'
keys F3
wait_for 'F9 Commands'

# The mouse, once it is on: a click moves the mark, and does no more.
open_store 'My work'
at_row() { test "$(cursor)" = "$1,0,1"; }
click() { raw_keys 1b 5b 3c 30 3b 35 3b "3$1" 4d; }
click 9
keys Down
look_until 'a click was taken for a key' at_row 7
do_command 'settings' 'For you alone'
choose_line 'Mouse' 'Mouse: yes.'
keys F3
wait_for 'My work'
click 9
look_until 'a click did not move the mark' at_row 8
click 7
look_until 'a click did not move it back' at_row 6
click 2
keys Down
look_until 'a click where nothing is does nothing' at_row 7

# Shorter lists, for who hears them read.
do_command 'settings' 'For you alone'
choose_line 'Lines of a list' 'all that fit'
type_text 2
wait_for 'Lines of a list: 5 lines.'
keys F3
wait_for 'My work'
rows_of_work() { screen | grep -cE '^[> ] .{6}  [A-Z]{3}-2026'; }
five_rows() { test "$(rows_of_work)" -eq 5; }
look_until 'the list is not five lines' five_rows
keys PgDn
look_until 'a page is not five lines' at_row 10

# Less than the site allows, and the site may allow more.
do_command 'settings' 'For you alone'
choose_line 'Locks without a key' '4   5 minutes'
type_text 4
wait_for 'This locks after 5 minutes without a key.'
"$CASELOAD" --store "$dir/store" user lock '*' 60 >/dev/null

# They are there the next time.
open_store 'My work'
do_command 'settings' 'For you alone'
wait_gone 'F9 Commands'
wait_for 'at most 60 here'
line_of() { screen | grep -qE "$1  +$2 "; }
look_until 'plain was not kept' line_of 'Plain screen' yes
look_until 'one Esc was not kept' line_of 'One Esc cancels' yes
look_until 'the lock was not kept' line_of 'after' '5 minutes'
