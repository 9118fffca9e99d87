/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * catalogue.h - numbers for names, given once and never changed.
 */
#ifndef CASEWORK_CATALOGUE_H
#define CASEWORK_CATALOGUE_H

#include "casework/internal.h"

#define CATALOGUE_CASE_FORMS "catalogue/case-forms"
#define CATALOGUE_FORMS "catalogue/forms"
#define CASE_FORMS_MOST 64

void catalogue_read(struct txn *t, struct arena *a, const char *meta,
		    struct catalogue *out);
int catalogue_find(const struct catalogue *c, const char *name);
/* The number of a form, under its name or one that it had. */
int catalogue_of_form(const struct catalogue *c, const struct form_set *set,
		      const struct form *f);
/* Add the names that are not there yet. */
void catalogue_extend(struct txn *t, struct arena *a, const char *meta,
		      const char *const *names, size_t n);

#endif
