#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# focus.sh - the cursor is always seen, and always on the thing in focus: a
# braille display and a screen reader follow it.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

on_the_mark() {
	line_at_cursor | grep -q '^>' &&
	    cursor | grep -q ',0,1$'
}

practice_store 12
open_store 'My work'
look_until 'the cursor is not on the marked row' on_the_mark
first=$(line_at_cursor)
keys Down Down
wait_until_other() { on_the_mark && test "$(line_at_cursor)" != "$first"; }
look_until 'the mark never moved' wait_until_other
third=$(line_at_cursor)

# It is there again when one comes back, from help and from the case itself.
keys F1
wait_for 'Keys everywhere'
keys F1
wait_for 'My work'
look_until 'the cursor did not come back from help' on_the_mark
is "$(line_at_cursor)" "$third" 'the row after help'
keys Enter
wait_for 'What may be done now'
look_until 'the case screen has no cursor on its mark' on_the_mark
keys F3
wait_for 'My work'
look_until 'the cursor did not come back from the case' on_the_mark
is "$(line_at_cursor)" "$third" 'the row after the case'

# In a box that is typed into the cursor follows the letters.
keys F7
wait_for 'Find a person'
type_text 'abc'
wait_for 'abc___'
is "$(cursor)" '2,11,1' 'the cursor is behind what was typed'
keys BSpace
wait_for 'ab____'
is "$(cursor)" '2,10,1' 'and goes back with it'

# The message row can be read: the cursor stands there until the next key.
keys C-z
wait_for 'there is no shell'
keys Escape m
look_until 'the cursor never went to the message row' \
    sh -c "test \"\$(LC_ALL=C.UTF-8 tmux -S '$sock' display-message -p \
	'#{cursor_y},#{cursor_x},#{cursor_flag}')\" = '22,0,1'"
keys Home
look_until 'the cursor never came back' \
    sh -c "test \"\$(LC_ALL=C.UTF-8 tmux -S '$sock' display-message -p \
	'#{cursor_y}')\" = 2"
