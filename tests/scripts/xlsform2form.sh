#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# xlsform2form.sh - an XLSForm becomes a form that loads without a word, and
# says what it left out.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

sheets=$srcdir/tests/data/xlsform
convert() { "$scripts/xlsform2form" "$@"; }

is "$(status_of convert "$sheets")" 1 'something was left out'
diff "$sheets/expected.form" "$dir/out" || fail 'the form is not as expected'
says "calculation: pulldata('areas', 'x', 'y', \${place})"

mkdir "$dir/forms"
cp "$srcdir/forms/site.form" "$srcdir/forms/person.form" "$dir/forms"
cp "$dir/out" "$dir/forms/dispute_visit.form"
is "$(status_of "$CASELOAD" forms check --strict "$dir/forms")" 0 \
    "the form loads: $(cat "$dir/out" "$dir/said")"

# As a record of a case, from standard input, in the other language.
is "$(status_of convert --of dispute_visit --name visit2 --language polski \
    - "$sheets/choices.csv" <"$sheets/survey.csv")" 1 'as a child form'
grep -q '^form visit2  Visit2$' "$dir/out" || fail 'its name was not taken'
grep -q '^    of: dispute_visit$' "$dir/out" || fail 'it is no child form'
grep -q '^date visit_date  Data wizyty$' "$dir/out" ||
    fail 'its labels are not in the language asked for'
! grep -q '^state ' "$dir/out" || fail 'a child form has no states'

# The answers mean what they meant.
eval_of() {
	"$CASELOAD" forms eval --forms "$dir/forms" --form dispute_visit "$@"
}
is "$(eval_of --set visit_date=2026-03-02 'visit_date is answered')" yes \
    'a converted form answers'

printf 'a,b\n1,2\n' >"$dir/wrong.csv"
is "$(status_of convert "$dir/wrong.csv")" 2 'no survey sheet'
says 'it is no survey sheet'
test ! -s "$dir/out" || fail 'something was written all the same'
is "$(status_of convert --help)" 0 'there is help'
