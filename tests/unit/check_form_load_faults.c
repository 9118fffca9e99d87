/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every fault that the reader reports, but those of the shape of a line. */
#include "check_form_load.h"

#include <string.h>

static const struct {
	const char *why;
	const char *lines; /* below case_head */
	const char *faults;
} in_form[] = {
	{ "a name may be used once", "text a  A\ninteger a  Again\n",
	  "2:9: there are two lines 'a' in this form "
	  "[the other is on line 9]" },
	{ "but a page may be called like a field", "page a  Page\ntext a  A\n",
	  "" },
	{ "nor are a state, a transition and a field confused",
	  "text new  N\ntransition new  N\n    from: new\n    to: new\n"
	  "    role: duty\n",
	  "" },
	{ "a field cannot be called like a function", "date today  Today\n",
	  "1:6: 'today' is a word of the language and cannot be a name" },
	{ "a note can", "note today  Come today\n", "" },
	{ "a list must be known", "select_one yesno a  A\n",
	  "1:12: unknown list 'yesno' [did you mean 'yes_no'?]" },
	{ "a case form must be known", "case tt a  A\n",
	  "1:6: unknown case form 'tt' [did you mean 't'?]" },
	{ "and be one of cases", "case person a  A\n",
	  "1:6: 'person' is not a case form" },
	{ "words of other tools are told in these", "number a  A\n",
	  "1:1: unknown statement 'number' [write integer, or decimal]" },
	{ "a question without its label", "text a\n",
	  "1:6: warning: 'a' has no label, and is shown by its name "
	  "[after it comes what people read]" },
	{ "a property without its colon", "text a  A\n    required yes\n",
	  "2:5: expected a property, as in 'hint: text' [a colon follows a "
	  "property's name; a line that goes on begins with |]" },
	{ "yes is a small word", "text a  A\n    required: Yes\n",
	  "2:15: unknown name 'Yes' [write yes, and nothing else]" },
	{ "and in quotes where it is a code",
	  "select_one yes_no a  A\ntext b  B\n    relevant: a = TRUE\n",
	  "3:19: unknown name 'TRUE' [write 'yes' in quotes]" },
	{ "the answer itself is a full stop",
	  "date a  A\n    constraint: <= today()\n",
	  "2:17: unexpected '<=' "
	  "[the answer itself is a full stop: . <= ...]" },
	{ "a unit stands at its number",
	  "date a  A\ncalculate b  B\n    calculation: a + 3 days\n",
	  "3:24: unexpected 'days' "
	  "[write d right after the number, as in 14d]" },
	{ "a note is none behind a value",
	  "text a  A\n    required: yes # always\n",
	  "2:19: unexpected '#' [a note stands on a line of its own]" },
	{ "a question without list and name",
	  "select_one\nselect_one yes_no\ncase\ntext\n",
	  "1:11: expected a name after 'select_one' [after 'select_one' come "
	  "the list, a name, and then what people read]\n"
	  "2:18: expected a name after 'select_one' [after 'select_one' come "
	  "the list, a name, and then what people read]\n"
	  "3:5: expected a name after 'case' [after 'case' come the case "
	  "form, a name, and then what people read]\n"
	  "4:5: expected a name after 'text'" },
	{ "a property that stands elsewhere is named",
	  "text a  A\n    estimate: yes\n",
	  "2:5: 'estimate' is not a property of text "
	  "[it is a property of date]" },
	{ "a misspelt one is guessed", "text a  A\n    hnt: Write\n",
	  "2:5: 'hnt' is not a property of text [did you mean 'hint'?]" },
	{ "a property stands once", "text a  A\n    hint: x\n    hint: y\n",
	  "3:5: 'hint' is given twice [it stands on line 10 already]" },
	{ "and has a value", "text a  A\n    hint:\n",
	  "2:5: 'hint' has no value" },
	{ "yes and no are the only answers", "text a  A\n    search: true\n",
	  "2:13: expected yes or no" },
	{ "few words are listed",
	  "check a  A\n    constraint: 1 = 1\n    severity: bad\n",
	  "3:15: 'bad' is not a value of 'severity' "
	  "[write error or warning]" },
	{ "a number is a number",
	  "begin repeat a  A\n    max: many\ntext b  B\nend repeat a\n",
	  "2:10: expected a whole number, 1 or more" },
	{ "and not too large",
	  "begin repeat a  A\n    max: 99999999999\ntext b  B\n"
	  "end repeat a\n",
	  "2:10: expected a whole number, 1 or more" },
	{ "a date is a day", "text a  A\n    retired: 2026-02-30\n",
	  "2:14: '2026-02-30' is not a date, as in 2026-03-02" },
	{ "one word means one",
	  "text a  A\n    retired: 2026-02-01 2026-02-02\n",
	  "2:25: 'retired' takes one word" },

	/* nesting */
	{ "a group that is not ended", "begin group g  G\ntext a  A\n",
	  "1:1: group 'g' is never ended [write: end group g]" },
	{ "an end without a beginning", "end group g\n",
	  "1:1: nothing is open here to end" },
	{ "a page ends no group",
	  "begin group g  G\ntext a  A\npage p  P\nend group g\n",
	  "3:1: expected 'end group g' [group g began on line 9]\n"
	  "4:1: nothing is open here to end" },
	{ "an outer end closes what is within",
	  "begin group g  G\nbegin repeat r  R\ntext a  A\nend group g\n",
	  "4:1: expected 'end repeat r' [repeat r began on line 10]" },
	{ "no repeat in a repeat",
	  "begin repeat r  R\nbegin repeat s  S\ntext a  A\nend repeat s\n"
	  "end repeat r\n",
	  "2:1: a repeat cannot stand inside a repeat "
	  "[repeat r began on line 9]" },
	{ "a repeat asks something", "begin repeat r  R\nend repeat r\n",
	  "1:14: repeat 'r' asks nothing" },
	{ "least is not more than most",
	  "begin repeat r  R\n    min: 3\n    max: 2\ntext a  A\n"
	  "end repeat r\n",
	  "2:10: min is more than max" },

	/* who may */
	{ "a role must be known", "text a  A\n    read: dutty\n",
	  "2:11: unknown role 'dutty' [did you mean 'duty'?]" },
	{ "an inner list names no role that the form leaves out",
	  "text a  A\n    read: manager analyst\n",
	  "2:19: form 't' does not let 'analyst' read it "
	  "[an inner list can only narrow the form's own]" },
	{ "somebody must remain",
	  "begin group g  G\n    read: duty\ntext a  A\n    read: manager\n"
	  "end group g\n",
	  "4:5: nobody could read this: what it stands in is for others" },
	{ "nor may anybody be told who cannot read",
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    notify: owner analyst\n    task: 'x' for analyst in 2d\n",
	  "5:19: form 't' does not let 'analyst' read it "
	  "[an inner list can only narrow the form's own]\n"
	  "6:5: form 't' does not let 'analyst' read it" },
	{ "nobody can read what is worked out of what is kept apart",
	  "integer a  A\n    read: duty\ninteger b  B\n    read: manager\n"
	  "calculate c  C\n    calculation: a + b\n",
	  "6:18: nobody may read all that 'c' is worked out from" },
	{ "names are parted by spaces", "text a  A\n    write: duty, manager\n",
	  "2:12: unknown role 'duty,' "
	  "[part the names by spaces, without commas]" },

	/* questions */
	{ "what C is told stands in the person's forms",
	  "text a  A\n    means: email\n",
	  "2:5: only the person's forms can say what a question means" },
	{ "how contact is safe is for a case to say",
	  "form c  C\n    of: person\ntext a  A\n    means: safe_contact\n",
	  "4:5: only a case form can say so" },
	{ "an alert is no form's of a case's records",
	  "form c  C\n    of: t\ntext b  B\n    means: alert\n",
	  "4:5: only a case form or a form of the person can say so" },
	{ "a word for it is guessed", "text a  A\n    means: emial\n",
	  "2:12: 'emial' is not a value of 'means' "
	  "[did you mean 'email'?]" },
	{ "nobody is both party and unsafe",
	  "person a  A\n    party: yes\n    unsafe: yes\n",
	  "3:5: 'a' cannot be both party and unsafe" },
	{ "what is sensitive is not searched",
	  "text a  A\n    sensitive: yes\n    search: yes\n",
	  "3:5: a sensitive answer cannot be searched for" },
	{ "nor summed up",
	  "begin repeat r  R\n    summary: a\ntext a  A\n    sensitive: yes\n"
	  "end repeat r\n",
	  "2:14: 'a' is sensitive and cannot stand here" },
	{ "a summary of rows names their fields",
	  "begin repeat r  R\n    summary: b\ntext a  A\nend repeat r\n"
	  "text b  B\n",
	  "2:14: 'b' is not inside repeat 'r'" },
	{ "an order is one name",
	  "begin repeat r  R\n    order: a b\ntext a  A\nend repeat r\n"
	  "text b  B\n",
	  "2:14: an order is one name, and desc for the last first" },
	{ "a message without a rule", "text a  A\n    constraint_message: No\n",
	  "2:25: warning: there is no constraint: for this message" },
	{ "a calculation calculates", "calculate a  A\n",
	  "1:11: calculate 'a' has no calculation:" },
	{ "a show shows", "show a  A\n", "1:6: show 'a' has no calculation:" },
	{ "a check checks", "check a  A\n",
	  "1:7: check 'a' has no constraint:" },
	{ "and says what", "check a\n    constraint: 1 = 1\n",
	  "1:1: a check needs a message" },
	{ "an older name must be free", "text a  A\n    was: b\ntext b  B\n",
	  "2:10: 'b' is still a name here" },
	{ "and belong to one", "text a  A\n    was: x\ntext b  B\n    was: x\n",
	  "4:10: another 'x' was named here too" },
	{ "what is dropped is gone", "text a  A\ndrop a\n",
	  "2:6: 'a' is still in the form "
	  "[take the line away, or the drop]" },

	/* what depends on what */
	{ "a relevance can go round too",
	  "text a  A\n    relevant: b is answered\ntext b  B\n"
	  "    relevant: a is answered\n",
	  "2:15: relevant goes round in a circle: a -> b -> a" },
	{ "and through the group that hides",
	  "begin group g  G\n    relevant: a is answered\ntext a  A\n"
	  "end group g\n",
	  "2:15: relevant goes round in a circle: g -> a -> g" },
	{ "one circle is one fault, told of its first",
	  "calculate x  X\n    calculation: c\ncalculate a  A\n"
	  "    calculation: b\ncalculate b  B\n    calculation: c\n"
	  "calculate c  C\n    calculation: a\n",
	  "4:18: calculation goes round in a circle: a -> b -> c -> a" },

	/* states, transitions, timers */
	{ "a state needs a way out",
	  "state open  Open\ntransition go  Go\n    from: new\n"
	  "    to: open\n    role: duty\n",
	  "1:7: state 'open' has no way out "
	  "[write final: yes, or a transition from it]" },
	{ "an unknown target without a likely one leaves the graph unjudged",
	  "state open  Open\ntransition go  Go\n    from: new\n"
	  "    to: elsewhere\n    role: duty\n",
	  "4:9: unknown state 'elsewhere'" },
	{ "a transition says from where, to where and who",
	  "transition go  Go\n",
	  "1:12: transition 'go' has no from:\n"
	  "1:12: transition 'go' has no role: "
	  "[name the roles that may do it]\n"
	  "1:12: transition 'go' has no to:" },
	{ "a message needs its condition",
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    when_message: No\n",
	  "5:19: warning: there is no when: for this message" },
	{ "each condition has a message of its own, and one",
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    when: 1 = 1\n    when_message: One\n    when: 2 = 2\n"
	  "    when: 3 = 3\n    when_message: Three\n    when_message: Too\n",
	  "10:5: 'when_message' is given twice "
	  "[the one on line 17 is of the same when:]" },
	{ "what is asked can be answered",
	  "text a  A\n    read_only: yes\ncalculate c  C\n"
	  "    calculation: 1 + 1\nbegin repeat r  R\ntext x  X\n"
	  "end repeat r\n"
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    ask: a? c x zz\n",
	  "12:10: 'a' is read only and cannot be asked\n"
	  "12:13: 'c' is not a question\n"
	  "12:15: 'x' is inside repeat 'r' and cannot be asked here\n"
	  "12:17: unknown name 'zz'" },
	{ "what is required holds an answer",
	  "note a  A\ntransition go  Go\n    from: new\n    to: new\n"
	  "    role: duty\n    require: a\n",
	  "6:14: 'a' holds no answer" },
	{ "a task is text, who and by when",
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    task: Visit for owner in 5wd\n    task: 'Visit' for owner\n"
	  "    task: 'Visit' for ovner in 5wd\n"
	  "    task: 'Visit' for owner in soon\n"
	  "    task: 'It''s' for owner in 5d or 6d\n",
	  "5:11: expected a task, as in 'Visit' for owner in 5wd\n"
	  "6:23: a task ends with 'in' and a length of time\n"
	  "7:23: unknown role 'ovner'\n"
	  "8:32: 'soon' is not a length of time "
	  "[as in 5wd, 14d, 3w, 6mo, 2y, 30min]\n"
	  "9:35: nothing may follow the length of time" },
	{ "set: names a question and gives it a value",
	  "calculate c  C\n    calculation: 1 + 1\ndate d  D\n"
	  "transition go  Go\n    from: new\n    to: new\n    role: duty\n"
	  "    set: d today()\n    set: c = 2\n    set: d = today()\n",
	  "8:12: expected a name, = and a value, as in "
	  "decided_on = today()\n"
	  "9:10: 'c' is not a question" },
	{ "a timer says while and due",
	  "timer t  T\n    remind: 1x\n    escalate: manager\n",
	  "1:7: timer 't' has no due: [say when it is due]\n"
	  "1:7: timer 't' has no while: [say while it runs]\n"
	  "2:13: '1x' is not a length of time "
	  "[as in 5wd, 14d, 3w, 6mo, 2y, 30min]\n"
	  "3:15: expected 'after' and a length of time, "
	  "as in manager after 1wd" },

	/* figures */
	{ "a measure has a date or a stretch, not both",
	  "date d  D\nmeasure m  M\n    date: d\n    open_from: d\n"
	  "measure n  N\n    date: d\n    open_to: d\n",
	  "4:5: a measure has either date: or open_from:\n"
	  "7:5: open_to: needs open_from:" },
	{ "one figure",
	  "date d  D\ninteger i  I\nmeasure m  M\n    date: d\n"
	  "    sum: i\n    avg: i\n",
	  "6:5: a measure can be only one of sum, avg, median, least and most" },
	{ "of rows or child forms",
	  "date d  D\nmeasure m  M\n    of: d\n    date: d\n"
	  "measure n  N\n    of: rows\n    date: d\n",
	  "3:9: 'd' is neither a repeat nor a form\n"
	  "6:9: unknown repeat or form 'rows'" },
	{ "a part of another measure",
	  "date d  D\nmeasure m  M\n    date: d\n    percent_of: m\n"
	  "measure n  N\n    date: d\n    percent_of: mm\n",
	  "4:17: a measure cannot be a percentage of itself\n"
	  "7:17: unknown measure 'mm' [did you mean 'm'?]" },
	{ "a return says of what and how often",
	  "report r  R\n    suppress: 0\n",
	  "1:8: report 'r' has no measures:\n"
	  "1:8: report 'r' has no period:\n"
	  "2:15: expected a whole number, 1 or more" },
	{ "and by what is chosen from a list",
	  "text a  A\nselect_one yes_no s  S\n    sensitive: yes\n"
	  "date d  D\nmeasure m  M\n    date: d\nreport r  R\n"
	  "    period: week\n    measures: m mm\n    by: a s\n",
	  "8:13: 'week' is not a value of 'period' "
	  "[write month or quarter or year or fin_year]\n"
	  "9:17: unknown measure 'mm' [did you mean 'm'?]\n"
	  "10:9: 'a' has no list of choices\n"
	  "10:9: 's' is sensitive and cannot stand here" },
	{ "a print prints", "sheet s  S\n", "1:7: sheet 's' has no fields:" },

	/* an expression of many lines */
	{ "an expression is not endless",
	  "calculate a  A\n    calculation: 1\n    | + 1\n    | + 1\n"
	  "    | + 1\n    | + 1\n    | + 1\n    | + 1\n    | + 1\n"
	  "    | + 1\n    | + 1\n    | + 1\n    | + 1\n    | + 1\n"
	  "    | + 1\n    | + 1\n    | + 1\n    | + 1\n",
	  "2:5: an expression may have at most 16 lines "
	  "[use calculate for its parts]" },
	{ "a fault stands in its own line",
	  "calculate a  A\n    calculation: 1 +\n       | 2 + zz\n",
	  "3:14: unknown name 'zz'" },
	{ "and behind the name that is set",
	  "date d  D\ntransition go  Go\n    from: new\n    to: new\n"
	  "    role: duty\n    set: d = zz\n",
	  "6:14: unknown name 'zz'" },
	{ "a condition of reading has a role and a condition",
	  "text a  A\n    read: where 1 = 1\ntext b  B\n"
	  "    read: duty where\nsheet s  S\n    fields: a\n"
	  "    read: duty where 1 = 1\n",
	  "2:11: expected a role before 'where'\n"
	  "4:16: expected a condition after 'where'\n"
	  "7:16: a sheet cannot have a condition here" },
	{ "roles behind a comma are under one, in a form",
	  "text a  A\n    read: duty, duty where 1 = 1\ntext b  B\n"
	  "    read: duty,\n",
	  "2:15: only a form's roles are parted by a comma\n"
	  "4:15: only a form's roles are parted by a comma" },
	{ "several reminders begin with the longest",
	  "timer t  T\n    while: 1 = 1\n    due: 2026-03-02\n"
	  "    remind: 7d 14d\n",
	  "4:13: several reminders have one unit, the longest first, as in "
	  "28d 14d 7d" },
	{ "who writes or acts does not depend on one",
	  "text a  A\n    write: duty where 1 = 1\n",
	  "2:17: unknown role 'where'\n2:23: unknown role '1'\n"
	  "2:25: unknown role '='\n2:27: unknown role '1'" },
	{ "conditions are not joined",
	  "text a  A\n    read: duty where b = 'x'\ntext b  B\n"
	  "begin group g  G\n    read: duty where b = 'y'\ntext c  C\n"
	  "    read: duty where b = 'z'\ntext e  E\nend group g\n"
	  "calculate d  D\n    calculation: concat(a, e)\n",
	  "7:16: 'g' has a condition already\n"
	  "11:18: 'e' has another condition of reading" },
	{ "who takes a step can answer what it asks",
	  "text a  A\n    write: duty\ntransition go  Go\n"
	  "    from: new\n    to: new\n    role: duty manager\n"
	  "    ask: a\n",
	  "7:10: warning: not everybody in role: may write 'a'" },
	{ "a condition of reading is an expression",
	  "text a  A\n    read: manager where zz = 1\n",
	  "2:25: unknown name 'zz'" },
};

START_TEST(the_reader_finds_what_is_wrong_in_a_form)
{
	const char *got = faults_of(in_form[_i].lines);

	ck_assert_msg(strcmp(got, in_form[_i].faults) == 0,
		      "%s:\ngot  %s\nwant %s", in_form[_i].why, got,
		      in_form[_i].faults);
}
END_TEST

#define HEAD(more)                                                             \
	"form t  T\n    version: 1\n    programme: p\n    read: duty\n" more   \
	"state new  New\n    final: yes\n"
#define CASE HEAD("    opens: case\n")

static const struct {
	const char *why;
	const char *text;
	const char *faults;
} alone[] = {
	{ "a form says what it is", HEAD(""),
	  "1:6: form 't' does not say what it is [write opens: case for a "
	  "referral, or of: with the form that it belongs to]" },
	{ "and is one thing", HEAD("    opens: case\n    of: person\n"),
	  "1:6: form 't' can be only one of subject:, opens: and of:" },
	{ "a misspelt kind is one fault", HEAD("    opens: cases\n"),
	  "5:12: 'cases' is not a value of 'opens' [write case]" },
	{ "a case form has version, programme, readers and states",
	  "form t  T\n    opens: case\n",
	  "1:6: form 't' has no programme: [roles are given per programme]\n"
	  "1:6: form 't' has no read: [name the roles that may read it]\n"
	  "1:6: form 't' has no state "
	  "[the first state is where a case starts]\n"
	  "1:6: form 't' has no version: [write version: 1]" },
	{ "there is one person",
	  "form client  C\n    version: 1\n    subject: person\n"
	  "    read: duty\n",
	  "1:1: there can be only one form of a person" },
	{ "nobody else is called so",
	  "form person  P\n    version: 1\n    programme: p\n"
	  "    opens: case\n    read: duty\nstate new  New\n"
	  "    final: yes\n",
	  "1:6: only the form of a person can be called 'person'\n"
	  "1:6: there are two forms 'person' "
	  "[the other is in base.form, line 22]" },
	{ "a child belongs to a known form", CASE "form c  C\n    of: tt\n",
	  "9:9: unknown form 'tt' [did you mean 't'?]" },
	{ "which it belongs to once",
	  CASE "form c  C\n    of: t\ntext a  A\n"
	       "form c  C\n    of: t\n",
	  "11:6: 't' has two forms 'c'" },
	{ "and is not called like a field of it",
	  CASE "text c  C\nform c  C\n    of: t\n",
	  "8:6: 'c' is already the name of a form of 't'" },
	{ "a child has no version of its own",
	  CASE "form c  C\n    of: t\n    version: 2\n"
	       "    access: closed\n",
	  "10:5: 'version' belongs to the case form or person\n"
	  "11:5: 'access' belongs to a case form" },
	{ "nor states", CASE "form c  C\n    of: t\nstate a  A\n",
	  "10:1: a state belongs to a case form\n"
	  "10:7: state 'a' has no way out "
	  "[write final: yes, or a transition from it]" },
	{ "the form of persons has no timer",
	  "form c  C\n    version: 1\n    subject: person\ntimer x  X\n    while: 1 = 1\n"
	  "    due: 2026-01-01\n",
	  "1:1: there can be only one form of a person\n"
	  "1:6: form 'c' has no read: [name the roles that may read it]\n"
	  "4:1: a timer belongs to a case form, a form of one, or a form of "
	  "a person" },
	{ "a child's readers are among the case's",
	  CASE "form c  C\n    of: t\n    read: duty manager\n",
	  "10:16: form 't' does not let 'manager' read it "
	  "[an inner list can only narrow the form's own]" },
	{ "who writes, reads",
	  HEAD("    opens: case\n    write: duty manager\n"),
	  "6:17: form 't' does not let 'manager' read it "
	  "[an inner list can only narrow the form's own]" },
	{ "about people asks for people",
	  HEAD("    opens: case\n    about: people\n"),
	  "1:6: form 't' is about people, but asks for none "
	  "[write party: yes under a person]" },
	{ "a reference counts",
	  HEAD("    opens: case\n"
	       "    reference: T-{yyyy}\n"),
	  "6:16: a reference needs one {seqN}, N from 1 to 9 "
	  "[write it like ABC-{yyyy}-{seq5}]" },
	{ "and has no other marks",
	  HEAD("    opens: case\n"
	       "    reference: T {seq0}\n"),
	  "6:17: this cannot stand in a reference "
	  "[write it like ABC-{yyyy}-{seq5}]" },
	{ "two forms do not share it",
	  HEAD("    opens: case\n    reference: T{seq5}\n") "form u  U\n    version: 1\n    programme: p\n    opens: case\n"
							    "    read: duty\n    reference: T{seq5}\nstate new  New\n"
							    "    final: yes\n",
	  "14:16: form 't' has the same references" },
	{ "retention counts from a date",
	  HEAD("    opens: case\n    retention: 6y\n") "form u  U\n    of: t\n    retention: 6y after ended_on()\n",
	  "6:16: expected 'after' and a date [as in 6y after ended_on()]\n"
	  "11:5: 'retention' belongs to the case form or person" },
	{ "an older name of a form is not a form",
	  HEAD("    opens: case\n    was: person\n"),
	  "6:10: 'person' is still a name here" },
	{ "a harm-doer is known to cases only",
	  "form c  C\n    of: person\nperson a  A\n    unsafe: yes\n",
	  "4:5: 'unsafe' belongs to a case form or a form of one" },
	{ "what a question means has its type",
	  "form c  C\n    of: person\ninteger a  A\n    means: birth_date\n",
	  "4:12: a integer cannot be the birth_date" },

	/* what stands outside forms */
	{ "a role once", "role duty  D\n",
	  "1:6: there are two roles 'duty' "
	  "[the other is in base.form, line 2]" },
	{ "owner is no role", "role owner  O\n",
	  "1:6: 'owner' is a word of the language and cannot name a role" },
	{ "one calendar", "calendar wales  Wales\n",
	  "1:1: there can be only one calendar; the other is 'england'" },
	{ "a list once", "list yes_no  Y\nchoice a  A\n",
	  "1:6: there are two lists 'yes_no' "
	  "[the other is in base.form, line 10]" },
	{ "a list has choices", "list empty  E\n",
	  "1:6: list 'empty' has no choices" },
	{ "a choice has a list", "choice a  A\n",
	  "1:1: a choice must follow a list" },
	{ "a code once", "list x  X\nchoice a  A\nchoice a  A\n",
	  "3:8: code 'a' is in list 'x' twice" },
	{ "a score is a number", "list x  X\nchoice a  A\n    score: low\n",
	  "3:12: 'low' is not a number" },
	{ "an attribute is named first",
	  "list x  X\n    attributes: gss score\nchoice a  A\n    gsss: 1\n"
	  "choice b  B\n    colour: red\n",
	  "2:21: 'score' is a property of every choice\n"
	  "4:5: 'gsss' is not a property of choice "
	  "[did you mean 'gss'?]\n"
	  "6:5: 'colour' is not a property of choice "
	  "[a list names its own with attributes:]" },
	{ "and given once",
	  "list x  X\n    attributes: gss\nchoice a  A\n    gss: 1\n"
	  "    gss: 2\n",
	  "5:5: 'gss' is given twice [it stands on line 4 already]" },
	{ "a code is replaced by one of its list",
	  "list x  X\nchoice aa  A\n    replaced_by: bbb\nchoice bb  B\n"
	  "    replaced_by: bb\n",
	  "3:18: 'bbb' is not in list 'x' [did you mean 'bb'?]\n"
	  "5:18: 'bb' cannot be replaced by itself" },
	{ "and not in a circle",
	  "list x  X\nchoice a  A\n    replaced_by: b\nchoice b  B\n"
	  "    replaced_by: a\n",
	  "3:18: 'a' is replaced in a circle\n"
	  "5:18: 'b' is replaced in a circle" },
	{ "a setting starts as something",
	  "setting a  A\n    default: maybe\nsetting b  B\n"
	  "    list: yes_no_unknown\nsetting c  C\n"
	  "    default: yess\n    list: yes_no_unknown\n",
	  "2:14: expected yes or no [or name a list with list:]\n"
	  "3:9: setting 'b' has no default:\n"
	  "6:14: 'yess' is not in list 'yes_no_unknown' "
	  "[did you mean 'yes'?]" },
	{ "and is named once", "setting a  A\nsetting a  A\nsetting today  T\n",
	  "2:9: there are two settings 'a' "
	  "[the other is in t.form, line 1]\n"
	  "3:9: 'today' is a word of the language and cannot name "
	  "a setting" },
	{ "no field is called like it", "setting a  A\n" CASE "text a  A\n",
	  "9:6: 'a' is already the name of a setting" },
};

START_TEST(the_reader_finds_what_is_wrong_with_the_whole)
{
	const char *got = faults_alone(alone[_i].text);

	ck_assert_msg(strcmp(got, alone[_i].faults) == 0,
		      "%s:\ngot  %s\nwant %s", alone[_i].why, got,
		      alone[_i].faults);
}
END_TEST

/* Sets of roles and states are bits of a number. */
START_TEST(there_is_a_most_of_roles_and_of_states)
{
	struct buf b = BUF_INIT;
	const char *got;

	buf_str(&b, CASE);
	for (int i = 0; i < 64; i++)
		buf_printf(&b,
			   "state s%d  S\n    final: yes\n"
			   "transition t%d  T\n    from: new\n"
			   "    to: s%d\n    role: duty\n",
			   i, i, i);
	got = faults_alone(b.s);
	ck_assert_ptr_nonnull(strstr(got, "386:7: a form can have at most "
					  "64 states"));
	buf_reset(&b);
	for (int i = 0; i < 30; i++)
		buf_printf(&b, "role r%d  R\n", i);
	ck_assert_str_eq(faults_alone(b.s),
			 "30:6: there can be at most 32 roles");
	buf_clear(&b);
}
END_TEST

/* So that no file can make the program run out of stack. */
START_TEST(there_is_a_most_of_depth)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < 17; i++)
		buf_printf(&b, "begin group g%d  G\n", i);
	for (int i = 15; i >= 0; i--)
		buf_printf(&b, "end group g%d\n", i);
	ck_assert_str_eq(faults_of(b.s), "17:1: groups are nested too deeply");
	buf_reset(&b);
	for (int i = 0; i < 2100; i++)
		buf_printf(&b, "calculate c%d  C\n    calculation: c%d + 1\n",
			   i, i + 1);
	buf_str(&b, "integer c2100  C\n");
	ck_assert_str_eq(faults_of(b.s), "4001:1: too many calculations hang "
					 "on one another");
	buf_clear(&b);
}
END_TEST

TCase *
load_faults_case(void)
{
	TCase *t = tcase_create("faults");

	tcase_add_loop_test(t, the_reader_finds_what_is_wrong_in_a_form, 0,
			    COUNT(in_form));
	tcase_add_loop_test(t, the_reader_finds_what_is_wrong_with_the_whole, 0,
			    COUNT(alone));
	tcase_add_test(t, there_is_a_most_of_roles_and_of_states);
	tcase_add_test(t, there_is_a_most_of_depth);
	return t;
}
