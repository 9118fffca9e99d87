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

# A file that cannot be read is named.
mkdir "$none/b.form"
is "$(status_of "$CASELOAD" forms check "$none")" 2 'a folder called as a form'
says "$none/b.form cannot be read: it is a folder."
rmdir "$none/b.form"
ln -s nowhere "$none/b.form"
is "$(CASELOAD_FORMS=$none status_of "$CASELOAD" forms check)" 2 'a broken link'
says "$none/b.form cannot be read: there is nothing behind its name"
rm "$none/b.form"

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

# A store or a backup that cannot be what it should be: which, and what to do.
store=$dir/judge
at_store() { status_of "$CASELOAD" --store "$store" "$@"; }
refused() {
	is "$(at_store "$@")" 2 "status of $*"
	is "$(cat "$dir/out")" '' "what $* prints"
}
is "$(at_store backup "$dir/backup")" 0 'a backup'
refused backup "$dir/backup"
says "$dir/backup is not empty."
for pause in 0 0.01 0.02 0.04; do # stopped at some moment, or done
	"$CASELOAD" --store "$store" backup "$dir/stopped" >/dev/null 2>&1 &
	sleep "$pause"
	kill -TERM $! 2>/dev/null || :
	wait $! || :
	test ! -e "$dir/stopped/data.mdb.part" || fail 'half a backup stays'
	rm -rf "$dir/stopped"
done
refused backup "$dir/no/such/folder"
says "there is no folder in which $dir/no/such/folder could be made"
refused backup "$none/a.form"
says "$none/a.form is a file. Name a folder."
refused restore "$dir/backup"
says "$store holds a store already."
cp -R "$dir/backup" "$dir/short"
dd if=/dev/null of="$dir/short/data.mdb" bs=4096 seek=300 2>/dev/null
store=$dir/back
refused restore "$dir/short"
says "The backup in $dir/short is damaged, or was cut short"
refused restore "$none/a.form"
says "There is no backup in $none/a.form."
is "$(at_store restore "$dir/backup")" 0 'a restore'
dd if=/dev/null of="$dir/back/data.mdb" bs=4096 seek=300 2>/dev/null
refused user list
says 'The file of the store cannot be read: it was cut short'
says 'caseload restore BACKUP'
cp -R "$dir/backup" "$dir/holes"
dd if=/dev/zero of="$dir/holes/data.mdb" bs=4096 seek=100 count=9999 \
    2>/dev/null
store=$dir/holes
for command in check rebuild info; do
	refused store "$command"
	says "The store in $store is damaged where it cannot be read."
done
store=$none/a.form
refused user list
says "$none/a.form is a file."
store=$dir/no-store
refused forms list
says "There is no store in $dir/no-store."
CASELOAD_STORE=$store CASELOAD_FORMS=$srcdir/forms \
    "$CASELOAD" forms list >"$dir/out" || fail 'the shipped forms are not listed'
store=$dir/judge

# Where nothing can be written.  (Root may mount.)
if mkdir "$dir/ro" && mount -t tmpfs tmpfs "$dir/ro" 2>/dev/null; then
	trap 'umount "$dir/ro"; rm -rf "$dir"' EXIT
	cp -R "$dir/backup" "$dir/judge" "$dir/ro"
	mount -o remount,ro "$dir/ro"
	refused backup "$dir/ro/new"
	says "$dir/ro/new is on a file system where nothing can be written"
	store=$dir/ro/judge
	refused user list
	says "$store is on a file system where nothing can be written"
	store=$dir/back2
	is "$(at_store restore "$dir/ro/backup")" 0 'a backup only to be read'
	store=$dir/back3
	is "$(at_store restore "$dir/ro/judge")" 0 'a store only to be read'

	# A first load that the disk was too small for: it can be brought away.
	umount "$dir/ro"
	mount -t tmpfs -o size=12m tmpfs "$dir/ro"
	store=$dir/ro/store
	"$CASELOAD" --store "$store" store make >/dev/null
	awk 'BEGIN {
		print "rec_id,given_name,surname,street_number,address_1," \
		    "address_2,suburb,postcode,state,date_of_birth,soc_sec_id"
		for (i = 1; i <= 8000; i++)
			printf "r%d,given%d,sur%d,1,street,,town,4011,,,\n", i, \
			    i % 90, i % 70
	}' >"$dir/many.csv"
	is "$(at_store import febrl "$dir/many.csv" --commit)" 1 'a full disk'
	says 'there is no room left where the store is'
	refused user list
	is "$(at_store backup "$dir/away")" 0 'a backup from a full disk'
	store=$dir/away2
	is "$(at_store restore "$dir/away")" 0 'which is restored'
	is "$(at_store store check)" 0 'and is whole'
	store=$dir/judge
fi

# Words that a command does not go with are not passed over.
refused tick tomorrow
says "\`caseload tick\` goes with no other word, such as 'tomorrow'."
refused store rebuild index
refused user add j.rahman "$(printf '%0200d' 0)"
says 'A name has at most 100 characters; this one has 200.'
refused user add j.rahman Jamila Rahman
says 'caseload user add j.rahman "Jamila Rahman".'

# Users: what is wrong is named, and what there is.
is "$(at_store user add j.rahman 'Jamila Rahman')" 0 'a user'
refused user role j.rahman casewrker sanctuary
says "There is no role 'casewrker'. The published forms have duty, caseworker,"
refused user role j.rahman caseworker Sanctuary
says "There is no programme 'Sanctuary'. The published forms have drugs, iom,"
refused user role j.rahman caseworker sanctuary --until 2020-01-01
says 'is past. To take a role away: caseload user end j.rahman caseworker'
is "$(at_store user role j.rahman caseworker '*' --until 2099-12-31)" 0 'a role'
says 'j.rahman is caseworker in every programme now, until 31 Dec 2099.' \
    "$dir/out"
is "$(at_store user end j.rahman caseworker '*')" 0 'the role ends'
says 'j.rahman is no longer caseworker in every programme.' "$dir/out"
refused user end j.rahman caseworker '*'
says 'is no user with the role caseworker in every programme'
refused user end "$(id -un)"
says 'is the only administrator. Make another first'
refused user add j.rahman
says 'j.rahman is a user already.'
is "$(at_store user add --admin j.rahman)" 0 'another administrator'
says 'j.rahman, a user already, is an administrator now.' "$dir/out"
refused user add --admin j.rahman
says 'j.rahman is an administrator already.'
is "$(at_store user end j.rahman)" 0 'the user ends'
refused user end j.rahman
says 'j.rahman is not a user, or was ended before.'

# The log: as much as was asked for, and a word when there is more.
is "$(at_store audit show --last 3)" 0 'three entries'
is "$(wc -l <"$dir/out" | tr -d ' ')" 3 'how many entries are printed'
says 'These are the newest 3 entries; --last N shows N of them.'
is "$(at_store audit show --last 100000)" 0 'all entries'
is "$(cat "$dir/said")" '' 'what is said beside all of them'
grep -q 'j.rahman' "$dir/out" || fail 'who was made a user is not in the log'
refused audit show --last 0
says "'0' is not a number of entries"
refused audit show P-999999
says 'There is no person or case P-999999 that you may see.'

# Settings are listed; a wrong one is told with what can be.
is "$(at_store forms set)" 0 'the settings'
grep -q '^second_sample  *no  *Police may .* (yes, no)$' "$dir/out" ||
    fail 'a setting is not listed with what it can be'
refused forms set second_sample maybe
says "second_sample cannot be 'maybe', but one of: yes, no."
refused forms set no_such yes
says "There is no setting 'no_such'. \`caseload forms set\` lists them."
is "$(at_store forms set second_sample yes)" 0 'a setting is given'
is "$(at_store forms set)" 0 'the settings now'
grep -q '^second_sample  *yes ' "$dir/out" || fail 'the setting was not kept'

# A form, a list, a role; nothing.
is "$(at_store forms show agency)" 0 'a list is shown'
says '    police           Police' "$dir/out"
is "$(at_store forms show caseworker)" 0 'a role is shown'
refused forms show no_such
refused forms usage no_such
says "Nothing in the forms is called 'no_such'."

# What could not be written is no success, unless nobody wanted more.
if test -c /dev/full; then
	for command in 'user list' 'forms show person' help 'audit show' \
	    'export person'; do
		status=0
		# shellcheck disable=SC2086
		"$CASELOAD" --store "$store" $command >/dev/full \
		    2>"$dir/said" || status=$?
		is "$status" 2 "$command to a full disk"
		says 'Standard output could not be written to its end'
	done
fi
for command in 'forms show person' 'export person'; do
	# shellcheck disable=SC2086
	"$CASELOAD" --store "$store" $command 2>"$dir/said" |
	    head -n 1 >/dev/null
	is "$(cat "$dir/said")" '' "what $command says to a reader of one line"
done
printf 'x\n' >"$dir/there.csv"
refused export person "$dir/there.csv" --map "$dir/there.map"
says "$dir/there.csv is there already."
test ! -e "$dir/there.map" || fail 'a map of rows that were not written'
refused backup ''
says 'A word of the command is empty.'
refused export person --reason ''
says '--reason needs a value.'
refused export person "$dir/no/such.csv"
says "$dir/no/such.csv cannot be written: there is no such folder."
refused export person - --columns dob
says "There is no column 'dob': a column is the name of a question"
refused export person people
says "There is no case form 'person' whose people could be written."

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
