#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# referral-sanctuary.sh - a Sanctuary case from the telephone call to its end,
# with keys alone: checklist, survey, works, sign-off; a second worker takes it
# over while the first still has it open.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
let_in sanctuary caseworker
open_store 'My work'
new_person Anna Marigold
add sanct 'Sanctuary, new'
answers 'Who is referring?' 'Police' 'How and when' 'Text only' \
    'at risk agree?' 'Yes' 'Kind of harm' 'Dom' 'harms is their' 'Former p' \
    'live there?' 'No' 'What happened' 'Kicked the door.'
answers 'Agrees to the survey?' 'Yes' 'Agrees to the works?' 'Yes'
answers 'House or flat' 'Flat 3' 'Street' 'Usher Road' 'Postcode' 'E3 5JA' \
    'Dwelling' 'Flat'
answers 'Tenure' 'Council' 'held by' 'The person' '56 days?' 'No'
answers 'Children living there' '1' 'Pregnant?' 'No' \
    "children's social care" 'Yes' 'Told on' 'today' \
    'Risks to staff' 'none known'
answer 'legal right to enter?' 'No'
go_section checklist
wait_for 'Score 0 of 24'
type_text 'yyynnnnnnyyunnnnnnnynnnn'
score_is() { screen | grep -q "Score that counts  *$1\$"; }
look_until 'the score is not 6' score_is 6
answers 'Checklist done on' 'today' 'Whose answers' 'The'
answers 'High risk in your' 'No' 'MARAC' 'Not needed'
save 'Saved SAN-'
reference=$(screen | grep -o 'SAN-2026-[0-9]*' | head -n 1)

take_step 'Start assessment' 'Being assessed'
raise_alert 'Never ring the landline'
write_task 'Ask the police for the number' 'today'
add contact "Add to $reference: Contact"
answers 'Way' 'Text' 'Result' 'Reached' 'agreed as safe?' 'Yes'
save 'Saved '
finish_task 'Ask the police' 'CAD 4471'
take_step 'Accept ' 'Accepted' \
    'Decision' 'Accept' 'Decided on' 'today' 'Permission' 'Granted'
take_step 'Book survey' 'Survey booked' \
    'Appointment' '3/3/2026 9:00' 'How to get in' 'Ring twice'

# Another has the case from now on; the first still has it open.
give_to_second
sit_down
choose_line "$reference" 'What may be done now'
wait_for 'ALERT  Never ring the landline'
refused_step 'Survey done' 'Write down the measures first'

# What the survey found to be needed: rows of the referral.
keys F2
wait_for 'section 1 of'
go_section works
keys F8
wait_for 'Measure'
answers 'Measure' 'Cylinder' 'Where' 'Front door' 'Cost of one' '85.50'
save 'Saved SAN-'
take_step 'Survey done' 'Surveyed' \
    'Survey done on' 'today' 'smoke alarm' 'Yes' 'Escape route' 'Yes' \
    'Room fit' 'Suitable' 'advice' 'Not needed'

# To authorise is a manager's; the first one sees the new state.
refused_step 'Authorise' 'This is for Team manager'
seat 0
keys F5
look_until 'the first does not see the survey' state_is 'Surveyed'
take_step 'Authorise' 'Authorised' 'Approved by' 'root' 'Paid by' 'Housing'
seat 1
keys F5
look_until 'the second does not see the authority' state_is 'Authorised'
take_step 'Order the works' 'Ordered' \
    'Order number' 'W-1' 'Contractor' 'Bow Locks' 'Ordered on' 'today'
keys F2
wait_for 'section 1 of'
go_section works
focus_on '1  Cylinder change, Front door'
keys Enter
wait_for 'Cost of the line'
answer 'Done on' 'today'
save 'Saved SAN-'
take_step 'Works done' 'Works done' 'complete on' 'today'
take_step 'Sign off' 'Follow-up' \
    'Smoke alarm tested' 'Yes' 'shown its use' 'Yes' 'Keys' 'two, to her' \
    'Emergency marker' 'Conf' 'satisfied' 'Yes' 'Signed off on' 'today'
resolve_alert 'landline' 'The number is changed'
seat 0
keys F5
wait_gone 'ALERT'
take_step 'Close ' 'Closed' \
    'Outcome' 'Stayed, safe' 'Why support ended' 'No longer' \
    'Still at the address' 'Yes' 'Women supported' '1' 'Men supported' '0' \
    'Trans adults' '0' 'Children supported' '1' 'Special needs' 'None' \
    'Portable kit' 'None'

# It is finished, found by its number, and its log is whole.
go_home
keys F7
wait_for 'Find a person'
type_text "$reference"
wait_for 'Marigold, Anna'
wait_for 'Closed'
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'

# What the contractor gets: where and what, not whose home it is, nor why.
"$CASELOAD" --store "$dir/store" sheet "$reference" job >"$dir/job"
for told in 'W-1' 'Flat 3' 'Usher Road' 'Cylinder change' 'Front door'; do
	grep -q "$told" "$dir/job" || fail "the job sheet lacks $told"
done
! grep -iE 'kicked|marigold|anna|SAN-|sanctuary|abuse' "$dir/job" ||
    fail 'the job sheet says whose home it is, or why'
