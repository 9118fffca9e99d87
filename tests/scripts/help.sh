#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# help.sh - usage, --help and the manual page tell of the same commands and
# the same options, and what a command does not take is refused.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

manual=$srcdir/src/caseload.1
CASELOAD_STORE=$dir/none
export CASELOAD_STORE

# "import" and "forms check", a line each.
commands() {
	"$CASELOAD" help | sed -n 's/^caseload \([a-z][a-z]*\)\( .*\)\{0,1\}$/\1\2/p' |
	    while read -r one two _; do
		case $one in
		forms | user | store | audit) echo "$one $two" ;;
		*) echo "$one" ;;
		esac
	    done | sort -u
}

in_manual() {
	sed -n 's/^\.It \(Xo \)\{0,1\}Cm //p' "$manual" |
	    while read -r one two _; do
		case $one in
		forms | user | store | audit) echo "$one $two" ;;
		*) echo "$one" ;;
		esac
	    done | sort -u
}

commands >"$dir/list"
in_manual >"$dir/written"
diff "$dir/list" "$dir/written" || fail 'help and manual tell of the same'
test "$(wc -l <"$dir/list")" -gt 20 || fail 'all commands are listed'

# The options of its usage are the options that are explained, and each stands
# in the manual.
while read -r command; do
	# shellcheck disable=SC2086 # two words may be the command
	"$CASELOAD" $command --help >"$dir/help" || fail "$command --help"
	sed -n '/^caseload /p' "$dir/help" | grep -oE -- '--[a-z-]+' | sort -u \
	    >"$dir/usage"
	sed -n 's/^  \(--[a-z-]*\).*/\1/p' "$dir/help" |
	    grep -vx -- --forms | sort -u >"$dir/told"
	diff "$dir/usage" "$dir/told" || fail "$command: options of --help"
	while read -r option; do
		grep -qE -- "Fl -${option#--}( |\$)" "$manual" ||
		    fail "$command: $option is not in the manual"
	done <"$dir/told"
	# shellcheck disable=SC2086
	is "$(status_of "$CASELOAD" $command --seed 1 --reason x --until x)" \
	    2 "$command refuses what it does not take"
	says 'takes no --'
done <"$dir/list"

is "$(status_of "$CASELOAD" user --help)" 0 'a group of commands has help'
says 'caseload user role LOGIN' "$dir/out"
is "$(status_of "$CASELOAD" help import)" 0 'help of one command'
says 'caseload import --undo BATCH' "$dir/out"
is "$(status_of "$CASELOAD" impart --help)" 2 'no help of what is not there'
says "There is no command 'impart'."
is "$(status_of "$CASELOAD" --commit)" 2 'no command takes no --commit'
is "$(status_of "$CASELOAD" import --commit=yes)" 2 'a switch has no value'
says '--commit takes no value.'
is "$(status_of "$CASELOAD" import --undo)" 2 'an option without its value'
says '--undo needs a value.'
is "$(status_of "$CASELOAD" import --comit)" 2 'an option that is none'
says "'--comit' is no option."
