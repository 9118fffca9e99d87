#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-sanctuary.sh - an emergency at night, the whole way with keys alone: two
# must go, she must not be rung, the fire brigade before a deadlock, the locks
# before the papers; MARAC and its repeat, an order that runs out, works found
# at a follow-up, the end.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

# Is that in the worklist?  Ends on the case.
due_now() {
	go_home
	keys F12 F5
	wait_for 'Read again.'
	type_text "$reference"
	wait_for "$1"
	open_case "$reference"
}
fill_page() {
	keys F2
	wait_for 'section 1 of'
	go_section "$1"
}

TUI_NOW=2026-03-03T22:10
practice_store 2
open_store 'My work'
new_person Joan Marsh
keys F2
wait_for 'section 1 of'
answer 'Phone: safe to ring?' 'No'
save 'Saved P-'
add sanct 'Sanctuary, new'
answers 'Who is referring?' 'Police'
answers 'How and when' 'Text only' 'at risk agree?' 'Yes' \
    'Kind of harm' 'Dom' 'harms is their' 'Former p' 'live there?' 'No' \
    'done today' 'Yes' 'Agrees to the works' 'Yes' \
    'House or flat' '7' 'Street' 'Roman Road' 'Postcode' 'E3 5AA' \
    'Dwelling' 'House' 'Tenure' 'Council' 'held by' 'The person' \
    '56 days?' 'No' 'Children living there' '0' 'Pregnant?' 'No' \
    'Risks to staff' 'He has keys' 'How to visit' 'Two' \
    'legal right to enter?' 'No'
! shows 'Sign-off' || fail 'there is nothing to sign off yet'
save 'Saved SAN-'
reference=$(screen | grep -o 'SAN-2026-[0-9]*' | head -n 1)
wait_for 'ALERT  Two must go'
wait_for '2 hours'

# She must not be rung: the question where that is put right is the one marked.
add contact "Add to $reference: Contact"
answers 'Way' 'Phone' 'Result' 'No ans' 'agreed as safe?' 'Yes'
keys F2
wait_for '1 thing to put right. Not safe to ring'
label_at_cursor | grep -q 'In the way agreed' ||
    fail 'the question to put right is not the one in focus'
answers 'agreed as safe?' 'No' 'Why not' 'Police asked' 'Manager who' 'root'
save 'Saved Contact'

# The fire brigade comes before a lock that may hinder escape.
take_step 'Start assessment' 'Being assessed'
fill_page works
keys F8
wait_for 'Measure'
answers 'Measure' 'Mortice' 'Where' 'Front door, DV'
keys F2
wait_for 'must not know why'
answer 'Where' 'Front door'
save 'Saved SAN-'
refused_step 'Emergency' 'fire advice'
# Enter opened the answer that stands in the way.
wait_for 'Survey                              section'
answer 'advice' 'Given, agreed'
go_section survey
answer 'smoke alarm' 'Yes'
save 'Saved SAN-'
take_step 'Emergency' 'Ordered' 'Contractor' 'Bow Locks' 'Ordered on' 'today' \
    'Approved by' 'root' 'Why' 'Keys taken'
do_command 'job sheet' 'Mortice deadlock'
! shows 'Marsh' || fail 'the job sheet says whose home it is'
keys F3
wait_for 'What may be done now'

# Works, papers, sign-off; the marker that was asked for stays until it is there.
next_day 2026-03-04T12:00
fill_page works
focus_on '1  Mortice deadlock, Front door'
keys Enter
wait_for 'Make or standard'
answer 'Done on' 'today'
save 'Saved SAN-'
take_step 'Works done' 'Works done' 'complete on' 'today'
due_now 'Signed off'
refused_step 'Sign off' 'section 13 of'
answer 'Papers complete' 'today'
save 'Saved SAN-'
take_step 'Sign off' 'Follow-up' \
    'Smoke alarm tested' 'Yes' 'shown its use' 'Yes' 'Keys' 'two, to her' \
    'Emergency marker' 'Req' 'satisfied' 'Yes' 'Signed off on' 'today'
due_now 'Emergency marker confirmed'

# MARAC, and its meeting.
add marac "Add to $reference: MARAC"
answers 'Referring' 'Community s' 'Grounds' 'Prof' 'person know' 'Yes' \
    'Incident that' '1/3/2026' 'Is it a repeat' 'No'
go_section meeting
wait_for 'Minutes received'
answer 'Meeting  ' '20/3/2026'
save 'Saved MARAC'
due_now 'MARAC meeting'

# An order that runs out is told of beforehand, and no more once it has ended.
add court "Add to $reference: Court order"
answers 'Order' 'Occ' 'Made on' '1/3/2026' 'Ends on' '31/3/2026' \
    'Keeps the other' 'Yes'
save 'Saved Court order'
next_day 2026-03-25T09:00
go_home
type_text "$reference"
wait_for 'Soon due: Court'
choose_line 'Court order ends' 'What may be done now'
keys Enter
wait_for 'Ended or replaced on'
answer 'Ended or replaced' 'today'
save 'Saved Court order'
go_home
keys F12 F5
wait_gone 'Soon due: Court'
open_case "$reference"

# A new incident within twelve months is a repeat.
add marac "Add to $reference: MARAC"
answers 'Referring' 'Community s' 'Grounds' 'Repeat' 'person know' 'Yes' \
    'Incident that' '20/3/2026' 'Is it a repeat' 'No'
keys F2
wait_for 'Repeat or not: the dates say otherwise'
label_at_cursor | grep -q 'Is it a repeat' || fail 'the wrong question is marked'
answer 'Is it a repeat' 'Yes'
save 'Saved MARAC'

# What a follow-up finds is done; what comes next is known by itself.
add follow-up "Add to $reference: Follow-up"
wait_for 'Call after the works'
answers 'Reached, in' 'Yes' 'Measures working' 'Fault' 'What is wrong' 'Stiff' \
    'Any new incident' 'No' 'Still at the' 'Yes' 'More works' 'Yes'
save 'Saved Follow-up'
due_now 'More works'

next_day 2026-09-07T09:00
write_task 'Send her the leaflet' 't+7'
keys F2
wait_for 'section 1 of'
answers 'High risk in' 'No' 'Domestic abuse adv' 'S. Noor'
go_section risk
answer 'MARAC  ' 'Heard'
save 'Saved SAN-'
to_beginnings
choose_like '^[> ] Close  .*  ready' 'F2 Do it'
wait_for '1 task that somebody wrote stays'
answers 'Outcome' 'Stayed, safe' 'Why support ended' 'No longer' \
    'Still at the address' 'Yes' 'Women supported' '1' 'Men supported' '0' \
    'Trans adults' '0' 'Children supported' '0' 'Special needs' 'None' \
    'Portable kit' 'None'
keys F2
look_until 'the case is not closed' state_is 'Closed'
go_home
keys F12
type_text "$reference"
wait_for 'Send her the'
wait_for 'case is closed'
wait_gone 'More works'
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
