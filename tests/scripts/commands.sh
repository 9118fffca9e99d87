#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# commands.sh - what the commands say when they cannot do what was asked, and
# that the manual pages name all there is.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

export HOME="$dir"
unset XDG_DATA_HOME CASELOAD_STORE CASELOAD_FORMS
none=$dir/none
mkdir "$none"

# Where there are no forms it is said, with what to do, and nothing is made.
without_forms() {
	is "$(CASELOAD_FORMS=$none status_of "$CASELOAD" "$@")" 2 "status of $*"
	says "There are no forms in $none."
	says '--forms or CASELOAD_FORMS'
	is "$(cat "$dir/out")" '' "what $* prints"
	test ! -e "$dir/store" || fail "$* left a store"
}
without_forms --store "$dir/store" practice
without_forms --store "$dir/store" store make
without_forms --store "$dir/store" --empty
without_forms forms check
without_forms forms list
is "$(status_of "$CASELOAD" forms check "$none")" 2 'a folder without forms'
says "There are no forms in $none. Name a file of forms"
is "$(status_of "$CASELOAD" forms check "$none/not.form")" 2 'no such file'
says "There are no forms in $none/not.form."

# Nor is a store made of forms that are not whole: their faults are told.
printf 'form a  A\n    opens: case\n    colour: red\n' >"$none/a.form"
is "$(CASELOAD_FORMS=$none status_of "$CASELOAD" --store "$dir/store" \
    store make)" 2 'broken forms'
says "a.form:3:5: error: 'colour' is not a property of form" "$dir/out"
says 'Put these faults right first.'
test ! -e "$dir/store" || fail 'broken forms left a store'

# Forms are held against a store: what publishing them would mean.
"$CASELOAD" --store "$dir/judge" practice --people 4 >/dev/null
cp -R "$srcdir/forms" "$dir/changed"
chmod -R u+w "$dir/changed"
judged() { status_of "$CASELOAD" --store "$dir/judge" forms check "$dir/changed"; }
is "$(judged)" 0 'the same forms'
sed -i 's/^    version: .*/    version: 99/;s/\<family\>/last_name/g;s/^text last_name /\
text brand_new  Brand new\
&/' "$dir/changed/person.form"
is "$(judged)" 2 'forms that would lose answers'
says 'person brand_new: is new; empty in old records' "$dir/out"
grep -q '^refused: person family: [0-9]* records hold .family.' "$dir/out" ||
    fail 'what would be lost is not refused'

# The manual pages name every command, every option, and what of the
# environment is looked at.
manual=$srcdir/src/caseload.1
options=$(sed -n 's/^.*{ "\(--[a-z-]*\)",.*$/\1/p' "$srcdir/src/app/options.c")
test "$(echo "$options" | wc -l)" -gt 20 || fail 'the options are not found'
for option in $options; do
	grep -q -- "Fl ${option#-}\\>" "$manual" ||
	    fail "caseload.1 does not name $option"
done
commands=$(sed -n 's/^	{ "\([a-z ]*\)",.*$/\1/p' "$srcdir/src/app/commands.c")
test "$(echo "$commands" | wc -l)" -gt 20 || fail 'the commands are not found'
echo "$commands" | while read -r command; do
	grep -q "^\\.It.* Cm $command\\>" "$manual" ||
	    fail "caseload.1 does not name '$command'"
done
cat "$srcdir"/src/*/*.c | grep -o 'getenv("[A-Z_]*")' | sort -u |
    sed 's/.*"\(.*\)".*/\1/' | while read -r name; do
	case $name in
	HOME | SSH_CONNECTION) continue ;;
	esac
	grep -q "^\\.It Ev .*\\<$name\\>" "$manual" ||
	    fail "caseload.1 does not name $name"
done

# One table has every property, as often as there are places with a meaning
# of its own for it.
table=$(sed -n '/^\.Sh PROPERTIES/,/^\.Sh EXPRESSIONS/p' \
    "$srcdir/forms/caseload-form.5")
sed -n 's/^	{ "\([a-z_]*\)", AT(.*$/\1/p;s/^	{ "\([a-z_]*\)", [A-Z].*$/\1/p' \
    "$srcdir/src/form/load_table.c" | sort -u >"$dir/keys"
test "$(wc -l <"$dir/keys")" -gt 60 || fail 'the properties are not found'
while read -r key; do
	echo "$table" | grep -q "^$key	" ||
	    fail "caseload-form.5 does not name the property '$key'"
done <"$dir/keys"

# The picture of the screen in the README is that of the tests, but for some
# blank rows.
sed -n '/^  Caseload   Sanctuary/,/F10 Actions$/s/^  //p' "$srcdir/README" |
    grep . >"$dir/pictured"
head -n 24 "$srcdir/tests/screens/expected/case-80x24.txt" | grep . |
    diff "$dir/pictured" - || fail 'the README shows another screen'
