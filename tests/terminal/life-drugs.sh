#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# life-drugs.sh - drug treatment, the whole way: a step refused with its
# reason, triage, assessment, plan, an intervention and its end, discharge.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 2
open_store 'My work'
new_person Bartosz Kowalczyk
add 'drug and' 'Drug and alcohol treatment, new'
answers 'Who is referring' 'Self' 'What is happening' 'Drinks daily.' \
    'Main problem sub' 'Alcohol' 'know and agree?' 'Yes' 'urgent?' 'No' \
    'Safe time, words' 'Mornings'
section 3
answers 'national data set' 'Given' 'structured treatment' 'No' 'co-ordinate' 'No'
save 'Saved DRG-'
reference=$(screen | grep -o 'DRG-2026-[0-9]*' | head -n 1)
take_step 'Start making contact' 'Making contact'

# Refused, and it says what comes first.
choose_line 'Triage done' 'Add a triage, and ask about'
state_is 'Making contact' || fail 'a refused step was taken'

add triage "Add to $reference: Triage"
answers 'Age first used' '16' 'Injecting' 'Never' 'Drinking days' '28' \
    'Units on a' '20'
save 'Saved Triage'
take_step 'Triage done' 'Triaged'
add comprehensive "Add to $reference"
answers 'Summary' 'Drinks since the funeral.' 'recommended' 'Key work'
save 'Saved '
add 'risk ass' "Add to $reference"
answers 'Kind of risk' 'Overdose' 'How high' 'Low' 'What we know' 'One, 2019.'
save 'Saved '
take_step 'Assessment done' 'Assessed'
add 'care plan' "Add to $reference"
focus_on 'Goals'
keys F8
wait_for 'row 1 begun'
answers 'Area' 'Alc' 'Goal   ' 'Two dry days'
answers 'Copy given' 'Yes' 'Agreed by the' 'Yes'
save 'Saved '
add intervention "Add to $reference: Intervention"
answers 'Intervention' 'Psychosocial' 'Setting' 'Community' \
    'First appointment' 'today' 'Started' 'today'
save 'Saved '
take_step 'Begin treatment' 'In treatment'
add contact "Add to $reference: Contact"
answers 'Kind of contact' 'Key work' 'Attended?' 'Yes' 'Notes' 'First session.'
save 'Saved '

# The end of the intervention is written in the record itself.
keys F6
wait_for 'Letters find a word in the chronology'
type_text 'psychosocial'
wait_for 'Psychosocial'
keys Down
keys Enter
wait_for 'How it ended'
