#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-prevent-refused.sh - a boy of sixteen where the site keeps no narrative:
# his own consent and why it holds, a plan without stories, support that stalls,
# consent taken back, the panel once more, and the end because he moves.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
"$CASELOAD" --store "$dir/store" forms set store_narrative no >/dev/null
open_store 'My work'
new_person Yusuf Ahmed
add prevent 'Prevent, new'
! shows 'in their words' || fail 'narrative is asked for'
! shows 'Support' || fail 'there is no support yet'
answers 'Who is referring?' 'Education' 'Caller: name' 'Ms Hill, head' \
    'In danger, or a' 'No' 'Type of concern' 'Extreme' 'first noticed' '2/3' \
    'Age at' '16' 'Children in the' 'No' 'Edition of' '2025'
answers 'Known disability' 'No' 'with their lead?' 'Yes' \
    'Was the person told?' 'Yes' 'done already?' 'No' 'other agencies?' 'No' \
    'front door told?' 'Yes' 'Told on' 'today' \
    'records looked for?' 'Yes' 'referrals found' '0' 'weighed?' 'Yes'
save 'Saved PRV-'
reference=$(screen | grep -o 'PRV-2026-[0-9]*' | head -n 1)
take_step 'Send to police' 'With the police' 'Sent to police on' 'today'
take_step 'Section 36 met' 'Information being' \
    'Police result on' 'today' 'Police result  ' 'Section 36'
wait_for 'Partners asked for information'
add 'information req' "Add to $reference"
answers 'Agency asked' 'School' 'Reply on' 'today' 'Reply  ' 'Inf'
! shows 'What they told' || fail 'narrative is asked for'
save 'Saved '
wait_gone 'Partners asked for information'
add 'new framework' "Add to $reference"
answers 'Sources' 'School'
save 'Saved '
take_step 'Put on the panel' "On the panel's" 'Panel that' 'today'

# The panel decides; until somebody carries it out that stands in the list.
add 'decision of' "Add to $reference"
answers 'Chair' 'root' '* Decision' 'Adopt' 'Information consi' 'Police' \
    'Who owns' 'Police' 'Level of risk' 'Medium' 'Health, social' 'Yes' \
    'Next looked' 't+28'
go_section actions
keys F8
wait_for 'Which agency'
! shows 'What  ' || fail 'narrative is asked for'
answer 'Which agency' 'School'
save 'Saved '
wait_for "Panel's decision carried out"
take_step 'Adopt  ' 'Adopted' 'Lead prof' 'root' \
    'consent is asked' 'By Ms Hill'

# His own consent, at sixteen: his age is the one at the referral, and what is
# doubted is at the question that settles it.
add consent "Add to $reference: Consent"
answers 'Where it stands' 'Given' 'How  ' 'Signed' 'Given or ref' 'The person' \
    'Capacity' 'Presumed' 'What was exp' 'What Channel'
screen | grep -q 'Age when asked  *16' || fail 'the age is asked again'
keys F2
wait_for 'Is that right as it is? F2 again keeps it.'
label_at_cursor | grep -q 'Under 18, own consent' ||
    fail 'the question that settles it is not in focus'
answer 'own consent' 'Able, says Ms Hill'
save 'Saved Consent'
add 'support plan' "Add to $reference: Support plan"
! shows 'When support may end' || fail 'narrative is asked for'
keys F8
wait_for 'Kind of support'
! shows 'What is done' || fail 'narrative is asked for'
answers 'Kind of support' 'Mentoring' 'Looked at again' 't+21'
save 'Saved '
take_step 'Begin support' 'Support under way'

# Nobody came for three weeks.
next_day 2026-03-31T09:00
keys F2
wait_for 'section 1 of'
go_section support
wait_for 'AMBER: none in 3 weeks'
keys F3
wait_for 'What may be done now'

# Taken back: that alone closes nothing.
add consent "Add to $reference: Consent"
answers 'Where it stands' 'Withdr' 'How  ' 'By ph' 'Given or ref' 'The person'
! shows 'own consent: why' || fail 'why is consent asked of a refusal'
answers 'Capacity' 'Presumed' 'Reason' 'No longer' 'What follows' 'Closed'
keys F2
wait_for 'A refusal alone closes nothing'
label_at_cursor | grep -q 'What follows' ||
    fail 'the question to put right is not in focus'
keys BSpace BSpace BSpace BSpace BSpace BSpace BSpace BSpace
answer 'What follows' 'Panel th'
save 'Saved Consent'
take_step 'Consent refused' 'Consent refused' 'thought of again' 't+60' \
    'police-led' 'No' 'With what' 'No need'
next_day 2026-04-01T09:00
add 'decision of' "Add to $reference"
answers 'Chair' 'root' '* Decision' 'Continue' 'Information consi' 'Police' \
    'Who owns' 'Police' 'Level of risk' 'Low' 'Health, social' 'Yes' \
    'Next looked' 't+28'
save 'Saved '
take_step 'Ask for consent again' 'Adopted'
wait_for 'Consent asked for'
take_step 'Close: moved' 'Closed' 'Left on' 'today' 'Reason for' 'Moved' \
    'Why' 'To an aunt in Leeds'
go_home
keys F12
type_text "$reference"
wait_for 'Nothing in this list'
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
