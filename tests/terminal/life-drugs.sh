#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-drugs.sh - drug treatment, the whole way: a step refused with its
# reason, triage, assessment, plan, an intervention and its end, the exit profile,
# discharge, and back again.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
long_way

practice_store 2
let_in drugs caseworker
open_store 'My work'
new_person Bartosz Kowalczyk
add 'drug and' 'Drug and alcohol treatment, new'
answers 'Who is referring' 'Self' 'What is happening' 'Drinks daily.' \
    'Main problem sub' 'Alcohol' 'know and agree?' 'Yes' 'urgent?' 'No' \
    'Safe time, words' 'Mornings'
answers 'national data set' 'Given' 'Date asked' 'today' 'structured treatment' 'No' 'co-ordinate' 'No' 'Second subst' 'No'
save 'Saved DRG-'
reference=$(screen | grep -o 'DRG-2026-[0-9]*' | head -n 1)

# Another has the case from now on.  Both begin the same step: whoever is
# second is told, and nothing is done twice.
give_to_second
choose_like '^[> ] Start making contact.*ready' 'F2 Do it'
sit_down
choose_line "$reference" 'What may be done now'
take_step 'Start making contact' 'Making contact'
seat 0
keys F2
wait_for 'Somebody else moved this case on.'
keys F3
look_until 'it does not show where the case stands' state_is 'Making contact'
seat 1

raise_alert 'Two workers at home'
write_task 'Ask the GP for the summary' 't+1'

# Refused, and it says what comes first.
refused_step 'Triage done' 'Add a triage and finish it'
state_is 'Making contact' || fail 'a refused step was taken'

add triage "Add to $reference: Triage"
answers 'Age first used' '16' 'Injecting' 'Never' 'Drinking days' '28' \
    'Units on a' '20' 'Where the person lives' 'own' 'Work  ' 'work' \
    'Parental' 'not' 'Children under 18' '0' 'armed forces' 'No' \
    'Mental health need' 'No' 'reversed with' 'never' 'Naloxone at' 'nasal' \
    'Hepatitis B' 'refused' 'Hepatitis C test' 'refused' \
    'tested for hepatitis' 'No' 'lone workers' 'No' 'What comes next' '1'
save 'Saved Triage'
take_step 'Triage done' 'Triaged'
add comprehensive "Add to $reference"
answers '* Summary' 'Drinks since the funeral.' 'recommended' 'Key work'
save 'Saved '
add 'risk ass' "Add to $reference"
focus_on 'Risks  '
keys F8
wait_for 'row 1 begun'
answers 'Kind of risk' 'Overdose' 'How high' 'Low' 'What we know' 'One, 2019.'
answers 'Two workers' 'No'
save 'Saved '
take_step 'Assessment done' 'Assessed'
add 'care plan' "Add to $reference"
focus_on 'Goals'
keys F8
wait_for 'row 1 begun'
answers 'Area' 'Alc' 'Goal   ' 'Two dry days'
answers 'Copy given' 'Yes' 'Agreed by the' 'Yes'
save 'Saved '
add intervention "Add to $reference: Intervention" 2
answers 'Intervention' 'Psychosocial' 'Setting' 'Community' \
    'First appointment' 'today' 'Started' 'today'
save 'Saved '
take_step 'Begin treatment' 'In treatment'
add contact "Add to $reference: Contact"
answers 'Kind of contact' 'Key work' 'Attended?' 'Yes' 'Notes' 'First session.'
save 'Saved '

finish_task 'Ask the GP' 'It came by post'
resolve_alert 'two workers' 'The dog is gone'

# The end of the intervention is written in the record itself, found by a
# word in the chronology.
find_event 'psychos' 'Intervention   '
keys Enter
wait_for "$reference Intervention"
answers 'Ended' 'today' 'How it ended' 'Planned'
save 'Saved '
take_step 'Propose discharge' 'Discharge proposed' \
    'Discharge reason' 'Completed: alcohol'

# Not without the exit profile; one that is begun at this time is one.
refused_step 'Completed: disch' 'Add the exit profile (TOP) and finish it'
add profile "Add to $reference: Outcome profile"
shows '* Stage                     Exit' || fail 'the stage is not the last'
answers 'Used in the last' 'None' 'Injected in' 'No'
go_section Work
type_text None
answers 'Psychological' '14' 'Physical' '13' 'Acute hous' 'No' \
    'Quality of' '15'
save 'Saved Outcome'
take_step 'Completed: disch' 'Discharged' 'Naloxone at exit' 'Declined'

# Back on the same day: the new episode knows of the one before.
do_command 'open the person' '> Cases'
add 'drug and' 'Drug and alcohol treatment, new'
wait_for "There was $reference: Discharged"
find_field 'It ended on'
wait_for 'From there to this referral'
at_cursor '03 Mar 2026' || fail 'the end of the one before is not there'

# Found in other ways; its log is whole.
go_home
keys F7
wait_for 'Find a person'
type_text 'kovalczyk bart'
wait_for 'Kowalczyk, Bartosz'
wait_for "$reference"
"$CASELOAD" --store "$dir/store" store check >/dev/null ||
    fail 'the store is broken'
