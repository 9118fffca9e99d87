/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework.h - a store in a folder of its own, with the shipped forms
 * and a few users, for the tests of casework.
 */
#ifndef CHECK_CASEWORK_H
#define CHECK_CASEWORK_H

#include <check.h>

#include "casework/internal.h"

/* Users of the store: sara works in sanctuary, mona manages there, oliver
 * works in iom, drew in drugs, stu is data steward of sanctuary, ann analyst
 * everywhere, nina has no role; ada is the administrator, without a role. */
struct world {
	char dir[64];
	struct store *store;
	struct arena arena;
};
extern struct world world;

/* A checked fixture: in the forked test, as LMDB needs. */
void world_open(void);
void world_make(void); /* no users but ada */
void world_close(void);
void world_sign_out(void); /* closes every session */

struct session *session_of(const char *login); /* closed by world_close() */

/* Answers by plain text, as typed; fails the test when not understood. */
void answer(struct edit *e, const char *field, const char *typed);
void answer_person(struct edit *e, const char *field, uint64_t person);
/* Saves, and fails the test unless it is saved; gives the record. */
uint64_t save_ok(struct edit *e);

uint64_t new_person(struct session *s, const char *given, const char *family,
		    const char *born);
/* The case form's own minimum, through its screen's checks. */
uint64_t new_sanctuary(struct session *s, uint64_t person);
uint64_t new_iom(struct session *s, uint64_t person);

/* The small set of forms (check_casework_small.c): wanda works in haven, max
 * manages there, rita reads there; otto works in the yard, ana reads there. */
const char *small_forms(void);
const char *text_with(const char *text, const char *old, const char *now);
enum err small_publish(const char *text);
void small_world(void);
uint64_t small_case(const char *who, const char *form, uint64_t about);
struct edit *small_child(const char *who, const char *form, uint64_t of);
struct edit *small_edit(const char *who, uint64_t record);
enum err small_move(const char *who, uint64_t of, const char *transition);
const struct record *small_stored(uint64_t id);
void small_whole(void);

Suite *suite_casework_who(void);
Suite *suite_casework_edit(void);
Suite *suite_casework_work(void);
Suite *suite_casework_owned(void);
Suite *suite_casework_kill(void);
Suite *suite_casework_deep(void);
Suite *suite_casework_known(void);
Suite *suite_casework_leak(void);
Suite *suite_casework_walk(void);
Suite *suite_casework_timed(void);
Suite *suite_casework_rules(void);
Suite *suite_casework_practice(void);
Suite *suite_casework_whole(void);
Suite *suite_casework_find(void);
Suite *suite_casework_alike(void);
Suite *suite_casework_batch(void);
Suite *suite_casework_cut(void);
Suite *suite_casework_export(void);
Suite *suite_casework_import(void);
Suite *suite_casework_lives(void);
Suite *suite_casework_same(void);
Suite *suite_casework_back(void);

#endif
