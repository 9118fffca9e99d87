#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# two-users.sh - two people on one case at once: what both changed is put
# before the second to save, who chooses; what only one changed is kept.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
let_in prevent caseworker manager
open_store 'My work'
new_person Selim Rahman
add prevent 'Prevent, new'
answers 'Who is referring?' 'Education' 'Caller: name' 'Ms Hill, head' \
    'In danger, or a' 'No'
save 'Saved PRV-'
reference=$(screen | grep -o 'PRV-2026-[0-9]*' | head -n 1)
give_to_second
keys F2
wait_for 'section 1 of'

# The other has it among their work, and changes it first.
sit_down
shows "$reference" || fail "the case is not among the second person's work"
choose_line "$reference" 'What may be done now'
keys F2
wait_for 'section 1 of'
focus_on 'Caller: name'
keys End
type_text ' of year'
wait_for 'ead of year'
answer 'National ref' 'N-77'
save 'Saved PRV-'

# The first, who began before, changed one of the same answers.
seat 0
wait_for 'section 1 of'
focus_on 'Caller: name'
keys End
type_text ' teacher'
wait_for 'ead teacher'
answer 'Age at' '23'
keys F2
wait_for 'changed by both'
wait_for 'ead of year'
wait_for 'ead teacher'
wait_for "$second, "

# Nothing is saved before a choice is made; both are kept in the end.
keys F2
wait_for 'Choose'
type_text 2
wait_for '(x) 2 yours, now'
keys F2
wait_for 'Saved PRV-'
keys F2
wait_for 'section 1 of'
wait_for 'N-77'
wait_for '23____'
focus_on 'Caller: name'
wait_for 'ead teacher'
keys F12 F3
wait_for 'What may be done now'

# The second one, who has it open, reads it again.
seat 1
keys F2
wait_for 'section 1 of'
wait_for '23____'
keys F3
wait_for 'What may be done now'

"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
