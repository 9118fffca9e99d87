/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/log.h"

struct store *st;
char dir[256];
struct arena mem = ARENA_INIT;

void
setup_closed(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/check-store-XXXXXX", tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(store_open(&st, dir, STORE_CREATE), ERR_OK);
	store_close(&st);
}

void
setup_open(void)
{
	setup_closed();
	ck_assert_int_eq(store_open(&st, dir, 0), ERR_OK);
}

static int
remove_one(const char *path, const struct stat *s, int kind, struct FTW *ftw)
{
	(void)s;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void
teardown(void)
{
	store_close(&st);
	arena_clear(&mem);
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *
in_dir(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

uint64_t
draw(void)
{
	static uint64_t x = UINT64_C(0x9E3779B97F4A7C15);

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

struct bytes
from_hex(const char *hex)
{
	unsigned char *p = arena_alloc(&mem, strlen(hex) / 2 + 1);
	unsigned int byte;
	size_t n = 0;

	for (; *hex; hex++) {
		if (*hex == ' ')
			continue;
		ck_assert_int_eq(sscanf(hex, "%2x", &byte), 1);
		p[n++] = (unsigned char)byte;
		hex++;
	}
	return bytes_of(p, n);
}

static const char *
to_hex(struct bytes b)
{
	const unsigned char *p = b.p;
	struct buf out = BUF_INIT;
	const char *s;

	for (size_t i = 0; i < b.n; i++)
		buf_printf(&out, "%02X ", p[i]);
	buf_char(&out, '\n');
	s = arena_strdup(&mem, out.s);
	buf_clear(&out);
	return s;
}

void
assert_bytes(struct bytes got, struct bytes want, const char *why)
{
	ck_assert_msg(bytes_equal(got, want), "%s:\n got %swant %s", why,
		      to_hex(got), to_hex(want));
}

struct record *
a_note(uint64_t id)
{
	struct record *r = arena_alloc(&mem, sizeof(*r));

	*r = (struct record){
		.id = id,
		.kind = RECORD_CHILD,
		.flags = RECORD_FINISHED,
		.form_version = 7,
		.revision = 1,
		.person = 258,
		.case_id = 259,
		.created_at = 1772449200,
		.changed_at = 1772449200,
		.form = "note",
		.ref = "",
		.state = "",
		.owner = "",
		.created_by = "ama",
		.changed_by = "ama",
	};
	fields_init(&r->fields, &mem);
	fields_set(&r->fields, "kind", value_code("call"));
	return r;
}

uint64_t
assert_whole(struct store *s)
{
	struct arena a = ARENA_INIT;
	struct record *r = NULL;
	uint64_t count, bad, records = 0;
	struct txn *t = txn_begin_read(s);

	while (record_next(t, &a, r ? r->id : 0, &r))
		records++;
	ck_assert_int_eq(txn_commit(t), ERR_OK);
	arena_clear(&a);
	ck_assert_int_eq(log_verify(s, &count, &bad), ERR_OK);
	ck_assert_uint_eq(count, records);
	return count;
}

int
main(void)
{
	SRunner *runner = srunner_create(key_suite());
	int failed;

	srunner_add_suite(runner, codec_suite());
	srunner_add_suite(runner, txn_suite());
	srunner_add_suite(runner, record_suite());
	srunner_add_suite(runner, log_suite());
	srunner_add_suite(runner, copy_suite());
	srunner_add_suite(runner, room_suite());
	srunner_add_suite(runner, power_suite());
	srunner_add_suite(runner, process_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
