/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form_parts.h - the inside of the form screen, shared by the files that
 * make it.
 *
 * A section (a page of the form) is laid out anew whenever it is looked at:
 * the lines follow from the edit's view and the window alone, so that what
 * opens or goes away needs no bookkeeping.  The focus names a line by what
 * it shows, never by its place.
 */
#ifndef UI_FORM_PARTS_H
#define UI_FORM_PARTS_H

#include "casework/edit.h"
#include "casework/find.h"
#include "ui/line.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum line_kind {
	LINE_NONE,
	LINE_HEADING, /* of a group */
	LINE_REPEAT,  /* heading of a repeat */
	LINE_ROW,     /* one row of a repeat, in short */
	LINE_FIELD,   /* a question to answer */
	LINE_MARK,    /* a question answered with a single key */
	LINE_SHOWN,   /* an answer that cannot be changed here */
	LINE_NOTE,
	LINE_CHECK, /* a rule of the whole record that is broken */
	LINE_WHAT,  /* what the transition will do */
	LINE_REASON /* why it is taken */
};

struct form_line {
	enum line_kind kind;
	const struct item *item;
	size_t row;	 /* of a repeat, or NO_ROW */
	int number;	 /* of a row or a mark, from 1 */
	int top, height; /* on the laid-out page */
	bool own_label;	 /* the label stands above its field */
};

/* A page of the form, or the questions before the first one (page NULL). */
struct section {
	const struct item *page;
	const char *label;
};

struct form_layout {
	struct form_line *v;
	size_t n, cap;
	int height;
	int left;	 /* columns of the list of sections; 0: none */
	int col, width;	 /* of the page */
	int label_width; /* of most labels */
	bool marks;	 /* it has a list of single-key answers */
	struct arena *arena;
};

struct form_focus {
	enum line_kind kind;
	const struct item *item;
	size_t row;
};

struct form_screen {
	struct screen screen;
	struct edit *edit;
	const struct item *page; /* of the section shown */
	struct form_focus focus;
	struct line input; /* of the field in focus */
	bool has_input;
	char *before;			/* its text on entering, malloc'd */
	bool fresh;			/* nothing was typed into it yet */
	size_t words, characters;	/* of a note, at its last pause */
	const char *sought;		/* in a note, or NULL */
	struct line reason;		/* of a transition */
	const struct item *open_repeat; /* the row whose fields are shown */
	size_t open_row;
	bool *unmasked; /* sensitive ones shown, by item */
	bool tried;	/* F2 found something to put right */
	bool alike_settled;
	bool changed_who;	  /* a name, a date ... was put in just now */
	uint64_t told_of;	  /* somebody like this is known: was said */
	uint64_t unsure_of;	  /* may be the same as the one to be saved */
	struct form_focus asking; /* what F2 last pointed to */
	int64_t said_kept;	  /* when "Draft kept" was last said */
	const char *save_reason;
	struct saved saved;
};

#define MARGIN 3 /* `>`, `*` or `!`, a space */
/* The reason of a transition, among the texts of its draft. */
#define FORM_REASON "_reason"

/* --- form_layout.c: what stands on the page ------------------------- */
size_t form_sections(const struct form_screen *f, struct arena *a,
		     struct section **out);
struct form_layout form_lay_out(const struct form_screen *f, struct arena *a);
/* Is this question one of the user's to see, and does it apply? */
bool form_shows(const struct form_screen *f, const struct item *it, size_t row);
bool form_writable(const struct form_screen *f, const struct item *it,
		   size_t row);
/* Is an answer needed before it is finished, or the transition taken? */
bool form_required(const struct form_screen *f, const struct item *it,
		   size_t row);
const struct form_line *form_line_at(const struct form_layout *l,
				     const struct form_focus *at);

/* --- form_measure.c: how large it is -------------------------------- */
void form_measure(const struct form_screen *f, struct form_layout *l,
		  size_t sections);
int form_indent(const struct form_line *ln);
int form_field_col(const struct form_layout *l, const struct form_line *ln);
int form_field_width(const struct form_layout *l, const struct form_line *ln);
/* Columns of a note or a fix that stands so far in; those that an answer of
 * several lines is written in. */
int form_prose_width(const struct form_layout *l, int indent);
int form_text_width(const struct form_layout *l);

/* --- form_text.c: answers as texts, texts as answers ---------------- */
const char *form_shown_text(const struct form_screen *f, struct arena *a,
			    const struct item *it, size_t row);
const char *form_edit_text(const struct form_screen *f, struct arena *a,
			   const struct item *it, size_t row);
/* A value of a field, beside another: "(empty)" for none; of an item that the
 * form does not name (NULL) as it stands. */
const char *form_value_text(const struct edit *e, struct arena *a,
			    const struct item *it, const struct value *v);
/* What was understood: `Mon 2 Mar 2026`, `37 years`; "" for nothing. */
const char *form_echo(const struct form_screen *f, struct arena *a,
		      const struct item *it, size_t row, const char *typed);
/* Did somebody write that it is not known?  Then it is left empty. */
bool form_not_known(const struct item *it, const char *typed);
bool form_parse(const struct form_screen *f, struct arena *a,
		const struct item *it, size_t row, const char *typed,
		struct value *out, const char **why);
bool form_masked(const struct form_screen *f, const struct item *it,
		 size_t row);
bool form_is_chosen(const struct item *it); /* has a list behind F4 */
/* Is what stands in it written anew by typing, and not added to? */
bool form_rewrites(const struct item *it);
/* Is what was typed the beginning of a choice, which wants more letters? */
bool form_goes_on(const struct form_screen *f, const struct item *it,
		  size_t row);

/* --- form_note.c: answers of several lines --------------------------- */
bool form_is_note(const struct item *it);
/* Count the note in focus: not at every letter, which would cost as much
 * again as the letter. */
void form_count(struct form_screen *f);
/* 9 words, 52 of 20,000 characters. */
const char *form_note_counted(const struct form_screen *f, struct arena *a);
/* Why a text cannot be saved for its length, or NULL. */
const char *form_note_too_long(const struct form_screen *f, struct arena *a,
			       const struct item *it, size_t row,
			       const char *text);
/* Ask which words, and go to them; false: no note is in focus. */
bool form_note_find(struct form_screen *f);

/* --- form_focus.c: moving about ------------------------------------- */
/* Take what was typed into the edit.  Always lets go. */
void form_leave(struct form_screen *f);
void form_enter(struct form_screen *f, struct form_focus to);
/* On to the next or previous line; `any`: also those only to be read. */
void form_move(struct form_screen *f, int by, bool any);
void form_turn_page(struct form_screen *f, int by);
void form_next_section(struct form_screen *f, int by);
/* The focus on an item, wherever it is. */
void form_go_to(struct form_screen *f, const struct item *it, size_t row);
void form_first(struct form_screen *f);
/* After the answers changed: the focus stays, or moves near. */
void form_settle_focus(struct form_screen *f);
void form_keep_quietly(struct form_screen *f);
/* Put a value in as if it had been typed here. */
void form_put(struct form_screen *f, const struct item *it, size_t row,
	      struct value v);

/* --- form_rows.c: repeats ------------------------------------------- */
const struct item *form_repeat_here(const struct form_screen *f);
/* May rows be added: is any question of the row the user's to write? */
bool form_may_add(const struct form_screen *f, const struct item *repeat);
void form_add_row(struct form_screen *f);
void form_strike_row(struct form_screen *f);
void form_toggle_row(struct form_screen *f);
const char *form_row_text(const struct form_screen *f, struct arena *a,
			  const struct item *repeat, size_t row);

/* --- form_checklist.c: single-key answers --------------------------- */
bool form_is_mark(const struct form_screen *f, const struct item *it);
void form_mark_type(struct form_screen *f, uint32_t ch);
const char *form_mark_keys(const struct form_screen *f, struct arena *a,
			   const struct item *it, size_t row);
/* Draws score and what follows from it on the rows before `foot`; returns
 * how many rows it needs (also when c is NULL). */
int form_score_foot(const struct form_screen *f, struct canvas *c,
		    const struct form_layout *l, int foot);

/* --- screen_choices.c: a list that begins narrowed to what was typed --- */
void choices_narrow_to(struct screen *choices, const char *typed);

/* --- form_pick.c: F4 ------------------------------------------------ */
void form_pick(struct form_screen *f);

/* --- form_stops.c: what is wrong ------------------------------------ */
/* The fault that is shown under a field now (typed text not understood, a
 * rule that does not hold), or NULL. *soft: it can be kept, with a reason. */
const char *form_fault(const struct form_screen *f, struct arena *a,
		       const struct item *it, size_t row, bool *soft);
/* Is this fault told now?  What is missing is, once F2 was pressed. */
bool form_is_told(const struct form_screen *f, const struct view_fault *v);
/* One thing that stands in the way. */
struct stop {
	const struct item *item;
	size_t row;
	const char *message;
	bool soft;
};
/* Why a question that a transition asks has to be answered first, or NULL. */
const char *form_unasked(const struct form_screen *f, struct arena *a,
			 const struct item *it);
/* What stands in the way of saving so, in screen order, stops first. */
size_t form_stops(const struct form_screen *f, struct arena *a,
		  enum save_how how, struct stop **out);
/* Labels of what is needed before it can be finished: `Kind, Attended?`. */
const char *form_missing(const struct form_screen *f, struct arena *a,
			 size_t *n);

/* --- form_save.c: F2 ------------------------------------------------ */
void form_save(struct form_screen *f);
/* A child record is finished when nothing needed is missing, else kept as
 * unfinished; once finished it stays so. */
enum save_how form_how(const struct form_screen *f);

/* --- form_alike.c: is this new person somebody already known? ------- */
struct screen *screen_alike(struct form_screen *f);
/* While a person is typed in: say once that somebody like this is known. */
void form_tell_alike(struct form_screen *f);

/* --- alike_carry.c: they are; what becomes of what was typed? -------- */
struct carry;
/* Opens the known person, and asks first where something was typed that they
 * have not; NULL when they cannot be opened.  It lives in the box. */
struct carry *alike_carry(struct form_screen *f, struct screen *box,
			  uint64_t person);
void alike_carry_end(struct carry *c);

/* --- form_draw.c ---------------------------------------------------- */
void form_draw(const struct screen *s, struct canvas *c);
/* Rows of the page that are on the screen at once. */
int form_page_rows(const struct form_screen *f, const struct form_layout *l);
void form_draw_line(const struct form_screen *f, struct canvas *c,
		    const struct form_layout *l, const struct form_line *ln,
		    int at);
void form_draw_sections(const struct form_screen *f, struct canvas *c, int row,
			int width);

/* --- form_commands.c ------------------------------------------------ */
size_t form_commands(const struct screen *s, struct arena *a,
		     struct command **out);
enum reply form_command(struct screen *s, int id);

/* --- screen_form.c -------------------------------------------------- */
/* Leave; nothing typed is lost: it waits as a draft. */
enum reply form_back(struct form_screen *f);

/* --- form_help.c ---------------------------------------------------- */
const char *form_hint(const struct screen *s);
const struct bar_word *form_bar(const struct screen *s);
const char *form_help(const struct screen *s, struct arena *a);

#endif
