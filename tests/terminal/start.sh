#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# start.sh - the first screen of all, and the store it makes.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
kept=$dir/home/.local/share/caseload

start "$CASELOAD"
wait_for 'There is no store yet.'
is "$(line_at_cursor | cut -c1-4)" '> 1 ' 'the cursor is on the first choice'
keys F7 F8 F9 F10 x 9
keys Down
on_the_second() { line_at_cursor | grep -q '^> 2'; }
look_until 'the mark never moved' on_the_second
is "$(screen | grep -c 'It will be in')" 2 'both folders are named'
keys F1
wait_for 'Everything that caseload keeps is in a store'
keys F3
wait_for 'There is no store yet.'
keys F3
ends_with 0
test ! -e "$kept" || fail 'leaving made a store'

tui kill-server
rm "$dir/ended"
start "$CASELOAD"
wait_for 'There is no store yet.'
type_text 2
wait_for 'My work'
test -d "$kept/store" || fail 'the empty store is not where it was said'
keys F3 F3
ends_with 0

# Help is asked for in many ways, and none of them does anything.
store=$kept/store
for words in '--help' 'help' 'user --help' 'user add --help' 'user'; do
	# shellcheck disable=SC2086
	"$CASELOAD" --store "$store" $words </dev/null >"$dir/help" 2>&1 || :
	grep -q 'caseload user add \[--admin\] LOGIN' "$dir/help" ||
		fail "'caseload $words' does not say how a user is added"
done
"$CASELOAD" --store "$store" user list </dev/null >"$dir/users"
if grep -q '^help ' "$dir/users"; then
	fail 'there is a user called help'
fi

# The next time it is simply opened.
tui kill-server
rm "$dir/ended"
start "$CASELOAD"
wait_for 'My work'
keys F3 F3
ends_with 0

tui kill-server
rm -r "$dir/ended" "$kept"
start "$CASELOAD"
wait_for 'There is no store yet.'
keys Enter
TUI_WAIT=1200		# it is being filled
wait_for 'by due date'
test -d "$kept/practice" || fail 'the practice store is not where it was said'
