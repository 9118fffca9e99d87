#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-iom.sh - offender management, the whole way: checks with partners, the
# panel, needs and actions, recall and release, into custody again, leaving the cohort.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
let_in iom caseworker
open_store 'My work'
new_person Axmed Xuseen
add 'offender man' 'Offender management, new'
answers 'Who nominates' 'Police' 'Name and unit' 'PC Dale' \
    'Main kind' 'Burglary of' 'Why this person' 'Six in May.' \
    'Statutory or' 'Stat' 'In prison now?' 'No' 'Urgent, before' 'No' \
    'Visiting' 'Visit in' 'Identity matched' 'Yes'
answers 'Risk of serious' 'Medium' 'MAPPA' 'Not managed'
save 'Saved IOM-'
reference=$(screen | grep -o 'IOM-2026-[0-9]*' | head -n 1)

# Refused, and it says what comes first.
choose_line 'Send the checks  ' 'Add a check for each partner'
state_is 'Nominated' || fail 'a refused step was taken'
for partner in Police Probation; do
	add 'check with' "Add to $reference: Check with a partner"
	answers 'Checked with' "$partner" 'Returned on' 'today' \
	    'Known to them' 'No'
	save 'Saved '
done
take_step 'Send the checks  ' 'Checks out'

keys F2
wait_for 'section 1 of'
answers 'predictor band' 'High' 'Harm now' 'Weapons' 'Local priority' '1'
save 'Saved IOM-'
take_step 'List for the panel' 'Listed' 'Panel date' 'today'
take_step 'Adopt, in the comm' 'Adopted' \
    'Adopted on' 'today' 'Cohort' 'Fixed' \
    'RAG at' 'Red' 'Lead agency' 'Police' 'Lead prof' 'PC Dale' \
    'Police offender' 'PC Dale' 'been told?' 'Yes' 'Told on' 'today' \
    'First formal' 't+28'

# Another has the case from now on; the first still has it open.
raise_alert 'Carries a knife'
give_to_second
sit_down
choose_line "$reference" 'What may be done now'
wait_for 'ALERT  Carries a knife'
write_task 'Ring the hostel' 't+1'
add action "Add to $reference: Action"
answers 'What is to be' 'Find a flat' 'Owned by' 'Council' 'Name' 'Mo' \
    'Due' 't+7'
save 'Saved '

# Recalled, back, released again: what the recall says is not asked twice.
add recall "Add to $reference: Recall"
answers 'Recall  ' 'Fixed, 28' 'Why' 'Lost'
save 'Saved Recall'
take_step 'Recalled' 'Recalled'
refused_step 'Found, back' 'Say in the recall when it was called off'
find_event 'fixed' 'Recall  '
keys Enter
wait_for "$reference Recall"
answer 'Back in custody' 'today'
save 'Saved Recall'
leave_events
add custody "Add to $reference: Time in custody"
wait_for 'Release expected     31 Mar 2026'
answers 'Why' 'Recall' 'Prison  ' 'Pentonville'
save 'Saved Time'
take_step 'Into custody' 'In custody'
take_step 'Prepare release' 'Before release'
add licence "Add to $reference: Licence"
answers 'Condition' 'Live' 'What it says' 'With his mother' 'From  ' 'today'
save 'Saved Licence'
keys F2
wait_for 'section 1 of'
find_field 'Where to'
type_text Family
answer 'First appointment, day' 'today'
save 'Saved IOM-'
find_event 'pentonville' 'Time in custody'
keys Enter
wait_for "$reference Time in custody"
find_field 'Released'
type_text today
answers 'Released to' 'Family' 'Seen on' 'Yes'
save 'Saved Time'
leave_events
take_step 'Released' 'Adopted'

# Into prison once more: the record of custody is added, then ended.
add custody "Add to $reference: Time in custody"
answers 'Into custody' 'today' 'Why' 'Remand' 'Prison  ' 'Pentonville' \
    'Release expected' 't+7'
save 'Saved '
take_step 'Into custody' 'In custody'
take_step 'Propose to' 'Leaving' 'Why leaving' 'mistake' 'Plan after' 'None'

# The open action stands in the way; it is done, in its own record.
refused_step 'Leave the' 'This is for Team manager'
seat 0
keys F5
look_until 'the first does not see where it stands' state_is 'Leaving'
refused_step 'Leave the' 'Say of each open action'
state_is 'Leaving' || fail 'a refused step was taken'
seat 1
find_event 'find a flat' 'Action   '
keys Enter
wait_for "$reference Action"
focus_on 'How it stands'
keys F4
wait_for 'Type part of a name'
type_text 'done'
keys Enter
wait_gone 'Type part of a name'
answer 'Done on' 'today'
save 'Saved '
leave_events
finish_task 'Ring the hostel' 'A room from Monday'
resolve_alert 'knife' 'Taken by the police'
seat 0
keys F5
wait_gone 'ALERT'
choose_like '^[> ] Leave the.*ready' 'F2 Do it'
answers 'Left the cohort on' 'today' 'RAG at' 'Green'
keys F2
look_until "that did not lead to 'Left'" state_is 'Left'

# Found as it sounds in another spelling.
go_home
keys F7
wait_for 'Find a person'
type_text 'ahmed hussein'
wait_for 'Xuseen, Axmed'
wait_for "$reference"
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
