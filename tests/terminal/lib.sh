# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - drive caseload in a private tmux and look at the screen.
#
# A test is a script that sources this file, starts the program, sends keys
# and says what must then be on the screen.  It ends with 0 when all was
# right, 1 at the first thing that was not, 77 (skipped) without tmux.
#
#	. "${srcdir:-.}/tests/terminal/lib.sh"
#	start "$CASELOAD" --store "$dir/store"
#	wait_for 'My work'
#	keys Down Enter
#	is "$(cursor)" '8,0,1' 'the cursor is on the marked row'
#
# Every test has its own server, folder ($dir), home and clock; the trap takes
# them away.  Never sleep for luck: look until it is there.
#
# TUI_TERM and TUI_LOCALE set what terminal and what locale the program
# believes in, so that the same tests run as a vt100 and without UTF-8.
# TUI_WAIT is how long wait_for looks, in twentieths of a second: long enough
# for a machine that does other work, since only a fault waits so long.

set -eu

: "${CASELOAD:=$PWD/caseload}"
: "${TUI_TERM:=tmux-256color}"
: "${TUI_LOCALE:=C.UTF-8}"
: "${TUI_NOW:=2026-03-03T11:00}"
: "${TUI_WAIT:=600}"

skip() {
	printf 'skipped: %s\n' "$*"
	exit 77
}

command -v tmux >/dev/null || skip 'tmux is not installed'

dir=$(mktemp -d "${TMPDIR:-/tmp}/caseload.XXXXXX")
# tmux must speak UTF-8 to the test whatever the program inside does.
tui() { LC_ALL=C.UTF-8 tmux -f /dev/null -S "$sock" "$@"; }
sock=$dir/sock

# A killed test must not leave its server, nor the program in it, behind.
tidy() {
	tui kill-server 2>/dev/null || :
	rm -rf "$dir"
}
trap tidy EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
	printf 'FAIL: %s\n' "$*"
	printf -- '--- the screen was:\n'
	screen 2>/dev/null || :
	exit 1
}

# The words as a shell has to be given them.
quoted() {
	for word; do
		printf "'%s' " "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")"
	done
}

# Run a command on a terminal of 80 by 24.  The window stays when it ends, so
# that its last words can be read; exit_status says how it ended.
# usage: start COMMAND [ARGUMENT]...
start() {
	# One that is just ending would take the new session with it.
	tui kill-server 2>/dev/null || :
	sock=$sock+
	rm -f "$dir/ended"
	mkdir -p "$dir/home"
	tui new-session -d -x 80 -y 24 "env TERM=$TUI_TERM LC_ALL=$TUI_LOCALE \
CASELOAD_NOW=$TUI_NOW HOME='$dir/home' XDG_DATA_HOME= \
$(quoted "$@"); printf 'ended with %s\n' \$? >'$dir/ended'; exec sleep 3600"
	tui set -g status off
	tui resize-window -x 80 -y 24
}

# usage: start_in WIDTH HEIGHT COMMAND [ARGUMENT]...
start_in() {
	width=$1 height=$2
	shift 2
	start "$@"
	tui resize-window -x "$width" -y "$height"
}

# Make a store of invented people in $dir/store.  usage: practice_store PEOPLE
practice_store() {
	CASELOAD_NOW=$TUI_NOW "$CASELOAD" --store "$dir/store" \
	    practice --people "$1" --seed 1 >/dev/null
}

# Open the store in $dir/store, on a terminal that is new, and wait for its first
# screen to show a text.  usage: open_store TEXT
open_store() {
	start "$CASELOAD" --store "$dir/store"
	wait_for "$1"
}

# The process of the program that start began.
pid_of_program() {
	pane=$(tui display-message -p '#{pane_pid}')
	tr -d ' ' <"/proc/$pane/task/$pane/children"
}

keys() { tui send-keys "$@"; }		# names: F2 Enter Escape C-x Down
type_text() { tui send-keys -l -- "$1"; }	# letters, as they are
screen() { tui capture-pane -p; }
cursor() { tui display-message -p '#{cursor_y},#{cursor_x},#{cursor_flag}'; }
# Bytes as they are, in hexadecimal: what other terminals send for a key.
raw_keys() { tui send-keys -H "$@"; }
# The line of the screen that the cursor is on; the n-th line, from 1.
line_at_cursor() { line "$(($(tui display-message -p '#{cursor_y}') + 1))"; }
line() { screen | sed -n "$1p"; }
resize() { tui resize-window -x "$1" -y "$2"; }

# Give a text to the terminal as a paste: bracketed, if the program asked.
paste_text() {
	tui set-buffer -- "$1"
	tui paste-buffer -p
}

# usage: look_until WHAT COMMAND [ARGUMENT]...   the command is tried again
# and again until it is true; WHAT is for the message when it never is.
look_until() {
	look_what=$1
	shift
	look_count=0
	until "$@"; do
		look_count=$((look_count + 1))
		test "$look_count" -lt "$TUI_WAIT" || fail "$look_what"
		sleep 0.05
	done
}

shows() { screen | grep -qF -- "$1"; }
shows_not() { ! shows "$1"; }
wait_for() { look_until "'$1' never came" shows "$1"; }
wait_gone() { look_until "'$1' never went" shows_not "$1"; }

# Back to the first screen, from wherever one is.
screen_is_other() { test "$(screen)" != "$look_before"; }
go_home() {
	until shows 'My work'; do
		look_before=$(screen)
		keys F3
		look_until 'F3 did not go back' screen_is_other
	done
}

# A field of several lines has its label above it.
label_at_cursor() {
	label_row=$(tui display-message -p '#{cursor_y}')
	screen | sed -n "$label_row,$((label_row + 1))p"
}

# Commands go to a field by its label, and to a section by its name.
find_field() {
	keys F9
	wait_for 'Type part of a name'
	type_text "field: ${1#\* }"
	wait_gone 'typing finds'
	wait_for '> Field: '
	keys Enter
	wait_gone 'Type part of a name'
}
go_section() {
	keys F9
	wait_for 'Type part of a name'
	type_text "section $1"
	wait_gone 'typing finds'
	wait_for '> Section '
	keys Enter
	wait_gone 'Type part of a name'
}

# In a form: to the field so labelled, on this page by Tab.
field_now() { printf '%s %s' "$(cursor)" "$(screen | head -n 6)"; }
field_is_other() { test "$(field_now)" != "$field_before"; }
focus_on() {
	# Leaving a field may be what brings the next one up.
	if ! shows "$1"; then
		next_field "$1"
		shows "$1" || find_field "$1"
	fi
	focus_count=0
	until label_at_cursor | grep -qF -- "$1"; do
		focus_count=$((focus_count + 1))
		test "$focus_count" -lt 150 || fail "there is no field '$1'"
		next_field "$1"
	done
}
next_field() {
	field_before=$(field_now)
	keys Tab
	look_until "Tab did not go on towards '$1'" field_is_other
}

# usage: answer LABEL TEXT   type it into that field, and stay there
at_cursor() { line_at_cursor | grep -qF -- "$1"; }
answer() {
	focus_on "$1"
	type_text "$2"
	look_until "'$2' does not stand in '$1'" at_cursor "$2"
}

# usage: answers LABEL TEXT [LABEL TEXT]...
answers() {
	while test "$#" -gt 1; do
		answer "$1" "$2"
		shift 2
	done
}

# A new person, from anywhere; ends on their screen.
# usage: new_person GIVEN FAMILY
new_person() {
	keys F7
	wait_for 'Find a person'
	type_text "$2"
	wait_for "$2___"
	keys F8
	wait_for 'Person, new'
	answer 'Given name' "$1"
	keys F2
	wait_for 'Saved P-'
}

# F8 and what is so named, by typing a part of it; waits for the form.
# usage: add PART TITLE [HOW MANY ARE SO NAMED: the first is meant]
add() {
	keys F8
	wait_for 'Type part of a name'
	type_text "$1"
	wait_for " ${3:-1} of "
	keys Enter
	wait_for "$2"
}

# Save what is on the screen, and wait until it says so.
save() {
	keys F2
	wait_for "${1:-Saved }"
}

# In lists: go to the line with this text, and do it.
# usage: choose_line TEXT WAIT
choose_line() { choose_like "$(literally "$1")" "$2"; }
literally() { printf '%s' "$1" | sed 's/[][\\.*^$+?(){}|]/\\&/g'; }
# The same by an extended regular expression.
like_at_cursor() { line_at_cursor | grep -qE -- "$1"; }
choose_like() {
	focus_count=0
	line_way=Down
	# It may have gone out of sight at the beginning of a list.
	screen | grep -qE -- "$1" || keys Home
	until like_at_cursor "$1"; do
		focus_count=$((focus_count + 1))
		test "$focus_count" -lt 60 || fail "there is no line '$1'"
		look_before=$(screen)
		line_row=$(screen | grep -nE -- "$1" | head -n 1 | cut -d: -f1)
		# Out of sight: on as before, a list entered from below shows
		# its end.
		if test -n "$line_row"; then
			line_way=Up
			test "$line_row" -le "$(tui display-message -p \
			    '#{cursor_y}')" || line_way=Down
		fi
		keys "$line_way"
		look_until "there is no line '$1'" screen_is_other
	done
	keys Enter
	wait_for "$2"
}

# What may not be done yet says why.  usage: refused_step TEXT WHY
#
# Begin what may be done with the case, and answer what it asks.
# usage: take_step TEXT STATE [LABEL TEXT]...   STATE is where that leads
refused_step() {
	to_beginnings
	choose_like "^[> ] $(literally "$1").*  (ready|not yet|for )" "$2"
	# Several things stand in a list of their own.
	if screen | grep -q 'Needed for "'; then
		keys F12
		wait_for 'What may be done now'
	fi
}
take_step() {
	step_state=$2
	to_beginnings
	choose_like "^[> ] $(literally "$1").*  (ready|not yet)" 'F2 Do it'
	shift 2
	answers "$@"
	keys F2
	look_until "that did not lead to '$step_state'" state_is "$step_state"
}
# A step may have gone out of sight in a list that is not in focus: each of the
# three is taken to its beginning; what F5 says tells that all keys were read.
to_beginnings() {
	keys Home F6 Home F6 Home F6 F5
	wait_for 'Read again.'
}
state_is() { screen | grep -q "^State  *$1"; }

# One of the commands, by typing a part of its name.
# usage: do_command PART WAIT
do_command() {
	keys F9
	wait_for 'Type part of a name'
	type_text "$1"
	wait_for ' 1 of '
	keys Enter
	wait_for "$2"
}

# Answer the question that stands alone on the screen.
# usage: reply TEXT WAIT
reply() {
	type_text "$1"
	look_until "'$1' does not stand in the answer" at_cursor "$1"
	keys Enter
	wait_for "$2"
}

# On a case: an alert, and its end; a task of one's own, and its end.
# usage: raise_alert TEXT; resolve_alert TEXT WHY
raise_alert() {
	do_command 'raise an alert' 'What must everybody know'
	reply "$1" 'The alert stands'
	wait_for "ALERT  $1"
}
resolve_alert() {
	find_event "$1" 'Alert   '
	keys Enter
	wait_for 'Why does this alert no longer hold?'
	reply "$2" 'The alert no longer stands.'
	wait_gone "ALERT  $1"
	leave_events
}
# usage: write_task TEXT DAY; finish_task TEXT HOW
write_task() {
	do_command 'new task' 'What is to be done?'
	reply "$1" 'By which day?'
	reply "$2" 'The task is yours, due'
}
finish_task() {
	choose_line "$1" 'How did it go?'
	reply "$2" 'is done.'
}

# On a case: the line of the chronology with these words, whose kind is so
# named.  usage: find_event WORDS KIND
find_event() {
	until shows 'Letters find a word'; do
		look_before=$(screen)
		keys F6
		look_until 'F6 does not go on' screen_is_other
	done
	type_text "$1"
	wait_for "with \"$1\""
	look_until "'$1' is not found" at_cursor "$2"
}
# From the chronology, shown whole again, to what is due.
leave_events() {
	keys F12
	wait_for 'newest first: everything'
	until shows_not 'Letters find a word'; do
		look_before=$(screen)
		keys F6
		look_until 'F6 does not go on' screen_is_other
	done
}

# --- a second person ---------------------------------------------------------
#
# Another account of this computer, in a window of the same tmux.  Only root
# can sit down as somebody else.

second=daemon
has_second() { test "$(id -u)" -eq 0 && command -v setpriv >/dev/null; }

# The store in $dir/store lets the second person in.
# usage: let_in PROGRAMME ROLE...
let_in() {
	has_second || skip 'only root can sit down as somebody else'
	let_programme=$1
	shift
	"$CASELOAD" --store "$dir/store" user add "$second" 'Sam Patel' \
	    >/dev/null
	for role; do
		"$CASELOAD" --store "$dir/store" user role "$second" "$role" \
		    "$let_programme" >/dev/null
	done
	chmod 755 "$dir"
	chmod -R a+rwX "$dir/store"
	cp "$CASELOAD" "$dir/caseload"
	mkdir "$dir/home2"
	chown "$second" "$dir/home2"
}

# The second person signs in; seat 0 is the first one's window, 1 theirs.
sit_down() {
	tui new-window "exec setpriv --reuid $second --regid $second \
--clear-groups env TERM=$TUI_TERM LC_ALL=$TUI_LOCALE CASELOAD_NOW=$TUI_NOW \
HOME='$dir/home2' '$dir/caseload' --store '$dir/store'"
	tui resize-window -x 80 -y 24
	wait_for 'My work'
}
seat() { tui select-window -t ":$1"; }

# On a case: give it to the second person.
give_to_second() {
	do_command 'give the case' 'Give the case to'
	type_text "$second"
	wait_for ' 1 of '
	keys Enter
	wait_for 'Why? A few words'
	reply 'leave begins on Friday' "is now with $second"
}

# Find a case by its reference, from anywhere, and open it.
open_case() {
	keys F7
	wait_for 'Find a person'
	type_text "$1"
	wait_for "> "
	look_until "$1 is not found" shows "  $1"
	choose_line "  $1" 'What may be done now'
}

# Wait until the program has ended, and check with what status.
ends_with() {
	look_until 'the program did not end' test -s "$dir/ended"
	is "$(cat "$dir/ended")" "ended with $1" 'the exit status'
}

# usage: is GOT WANTED WHY
is() {
	test "$1" = "$2" || fail "$3: got '$1', wanted '$2'"
}

# The long ways through a programme are gone once, on the usual terminal: what
# a poorer one does to keys and letters, shorter tests show.
long_way() {
	case $TUI_TERM:$TUI_LOCALE in
	tmux-256color:C.UTF-8) ;;
	*) skip 'the long ways are gone on the usual terminal' ;;
	esac
}

# The case $reference again, on another day.  usage: next_day MOMENT
next_day() {
	TUI_NOW=$1
	CASELOAD_NOW=$1 "$CASELOAD" --store "$dir/store" tick >/dev/null
	open_store 'My work'
	open_case "${reference:?no case has been opened}"
}

# Tests that need more than ASCII cannot run in a locale without it.
needs_utf8() {
	case $TUI_LOCALE in
	*UTF-8 | *utf8) ;;
	*) skip "needs UTF-8, and the locale is $TUI_LOCALE" ;;
	esac
}

# Type a referral in, from the worklist: a new person, and a case for them.
# usage: type_referral 'GIVEN FAMILY' PROGRAMME; ends on the new case
type_referral() {
	keys F8
	wait_for 'Find a person'
	type_text "$1"
	wait_for "$1"
	keys F8
	wait_for 'Person, new'
	keys F2
	wait_for 'Saved P-'
	keys F8
	wait_for 'Add for this person'
	type_text "$2"
	wait_for ' 1 of '
	keys Enter
	wait_for "$2, new"
	keys Down
	wait_for 'F4 for the list'
	keys F4
	wait_for 'Enter takes the marked line'
	keys Enter
	wait_gone 'Enter takes the marked line'
	keys F2
	wait_for 'Saved '
	wait_for 'What may be done now'
}
