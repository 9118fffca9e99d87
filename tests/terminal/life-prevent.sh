#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-prevent.sh - a Prevent case, the whole way: the police find section 36
# to be met, partners are asked, the panel adopts; another takes the case over,
# gives the support while the first looks on, and it is ended.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
let_in prevent caseworker
open_store 'My work'
new_person Selim Rahman
add prevent 'Prevent, new'
answers 'Who is referring?' 'Education' 'Caller: name' 'Ms Hill, head' \
    'In danger, or a' 'No' 'in their words' 'Drew flags.' \
    'Type of concern' 'Extreme' 'first noticed' '2/3' 'Age at' '23' \
    'Children in the' 'No' 'Edition of' '2025'
answer 'How it was' 'Seen'
answers 'Known disability' 'No' 'with their lead?' 'Yes' \
    'Was the person told?' 'Yes' 'done already?' 'No' 'other agencies?' 'No' \
    'records looked for?' 'Yes' 'referrals found' '0' 'weighed?' 'Yes'
save 'Saved PRV-'
reference=$(screen | grep -o 'PRV-2026-[0-9]*' | head -n 1)
take_step 'Send to police' 'With the police' 'Sent to police on' 'today'
raise_alert 'Visit with the school'
write_task 'Ring Ms Hill' 'today'
take_step 'Section 36 met' 'Information being' \
    'Police result on' 'today' 'Police result  ' 'Section 36'

finish_task 'Ring Ms Hill' 'She will tell his parents'

# Refused, and it says what comes first.
refused_step 'Put on the panel' 'Add an assessment first'
state_is 'Information being' || fail 'a refused step was taken'
add 'information req' "Add to $reference"
answers 'Agency asked' 'Education' 'Reply on' 'today' 'Reply  ' 'No'
save 'Saved '
add 'vulnerab' "Add to $reference"
answers 'Kind' 'First'
save 'Saved '
take_step 'Put on the panel' "On the panel's" \
    'Panel that' 'today'

# The panel decides to adopt.
add 'decision of' "Add to $reference"
answers 'Chair' 'root' '* Decision' 'Adopt' '* Why' 'He is afraid.' 'Information consi' 'Police' \
    'Who owns' 'Police' 'Level of risk' 'Medium' 'Health, social' 'Yes'
save 'Saved '
take_step 'Adopt  ' 'Adopted' 'Lead prof' 'root' \
    'consent is asked' 'By Ms Hill'

# Consent and a plan come before support begins.
refused_step 'Begin support' 'Needs consent'
state_is 'Adopted' || fail 'a refused step was taken'
add consent "Add to $reference: Consent"
answers 'Where it stands' 'Given' 'How  ' 'Signed' 'Given or ref' 'The person' \
    'Capacity' 'Presumed' 'What was exp' 'What Channel'
save 'Saved '
add 'support plan' "Add to $reference: Support plan"
save 'Saved '
take_step 'Begin support' 'Support under way'

# Another has the case from now on; the first still has it open.
give_to_second
sit_down
choose_line "$reference" 'What may be done now'
wait_for 'ALERT  Visit with the school'
add session "Add to $reference: Session"
answers 'Kind' 'Phone' 'Attended' 'Yes' 'A new worry' 'No'
save 'Saved '
resolve_alert 'visit with' 'He is at college now'
write_task 'Ring the college' 't+1'

# The first sees it when they read again, and does the end of it.
seat 0
keys F5
wait_for 'Ring the college'
wait_gone 'ALERT'
add 'vulnerab' "Add to $reference"
answers 'Kind' 'Closing'
save 'Saved '
add 'decision of' "Add to $reference"
answers 'Chair' 'root' '* Decision' 'Exit: risk'
save 'Saved '
seat 1
keys F5
finish_task 'Ring the college' 'They know'
take_step 'Propose leaving' 'Leaving'
refused_step 'Leave Channel' 'This is for Team manager'
seat 0
keys F5
look_until 'the first does not see that it ends' state_is 'Leaving'
take_step 'Leave Channel' 'Left, six' 'Left on' 'today' \
    'Reason for' 'No remaining' 'Engagement' 'Lower' 'Intent' 'Lower' \
    'Capability' 'Same' 'Was the person told?' 'Yes'

# Looked at again after six months and after twelve, and closed.
add 'review' "Add to $reference"
answers 'Which review' 'Six' 'New concern?' 'No' 'Result' 'No further'
save 'Saved '
take_step 'Six-month review' 'Left, twelve'
add 'review' "Add to $reference"
answers 'Which review' 'Twelve' 'New concern?' 'No' 'Result' 'No further'
save 'Saved '
take_step 'Close  ' 'Closed' 'Grounds for' 'Risk gone'

go_home
keys F7
wait_for 'Find a person'
type_text 'salim rahman'
wait_for 'Rahman, Selim'
wait_for "$reference"
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
