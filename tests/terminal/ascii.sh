#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ascii.sh - where the terminal knows no more than ASCII: nothing else is
# sent, nothing else can be typed, and what is kept stays as it was.

TUI_LOCALE=C
# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 12
start "$CASELOAD" --store "$dir/store"
: >"$dir/bytes"
tui pipe-pane -O "cat >>'$dir/bytes'"
wait_for 'My work'
wait_for '------'
keys F7
wait_for 'Find a person'
raw_keys 61 c5 81 e0 a6 95 62	# a, two letters that are not ASCII, b
wait_for 'ab___'
wait_for 'Not typed: this line is set up for plain letters alone.'
keys Home
look_until 'the cursor did not go' \
    sh -c "test \"\$(tmux -S '$sock' display-message -p \
	'#{cursor_y},#{cursor_x}')\" = '2,8'"
is "$(LC_ALL=C tr -d '\000-\177' <"$dir/bytes" | wc -c)" 0 \
    'bytes that are not ASCII'
