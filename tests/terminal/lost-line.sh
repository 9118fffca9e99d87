#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lost-line.sh - however the line is lost, what was typed is kept, the program
# ends by itself, and the next one offers to go on.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

half_a_person() {
	keys F7
	wait_for 'Find a person'
	type_text "Zzyzx"
	wait_for 'Zzyzx___'
	keys F8
	wait_for 'Person, new'
	type_text "$1"
	wait_for "$1___"
}

gone() { ! kill -0 "$pid" 2>/dev/null; }

# usage: comes_back TEXT   the draft is offered, and holds the text
comes_back() {
	open_store 'Nothing you typed was lost.'
	shows 'Your last session ended when the connection dropped, today' ||
	    fail 'it does not say why the drafts stand there'
	keys Enter
	wait_for "$1"
	wait_for 'Zzyzx'
}

throw_away() {
	keys F3
	wait_for 'Unsaved work'
	keys F10
	wait_for '3  Throw this draft away'
	type_text 3
	wait_for 'Type away'
	sleep 0.5	# what cannot be undone has no ears for a moment
	type_text 'away'
	keys Enter
	wait_gone 'Person, new'
}

practice_store 12

# The window is closed: SIGHUP, and a terminal that is no more.
open_store 'My work'
half_a_person 'Closed'
pid=$(pid_of_program)
tui kill-server
look_until 'the program went on without a terminal' gone
comes_back 'Closed'
throw_away

# Somebody who looks after the computer asks it to end.
keys F3
wait_for 'My work'
half_a_person 'Asked'
kill -TERM "$(pid_of_program)"
ends_with 0
comes_back 'Asked'

# It is killed, and can do nothing more: a field that was left is kept.
keys Tab
type_text 'x'
wait_for 'Zzyzxx'
next_field 'the field after it'
kill -KILL "$(pid_of_program)"
look_until 'it was not killed' test -s "$dir/ended"
open_store 'Nothing you typed was lost.'
keys Enter
wait_for 'Zzyzxx'
keys F3
wait_for 'Unsaved work'

# The same in the middle of a field, when the typing has paused.
keys Enter
wait_for 'Person, new'
type_text 'half a field'
wait_for 'half a field'
look_until 'the typing never reached the disk' \
    grep -qF 'half a field' "$dir/store/data.mdb"
sleep 1		# from its page to the page that says it counts
rm -f "$dir/ended"
kill -KILL "$(pid_of_program)"
look_until 'it was not killed' test -s "$dir/ended"
open_store 'Nothing you typed was lost.'
keys Enter
wait_for 'half a field'
keys F3
wait_for 'Unsaved work'

# What became of the sessions stands in the log, and the log is whole.
"$CASELOAD" --store "$dir/store" audit show >"$dir/log"
is "$(grep -c 'line lost' "$dir/log")" 2 'lost lines in the log'
"$CASELOAD" --store "$dir/store" audit verify >/dev/null ||
    fail 'the log is broken'
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
