/* SPDX-License-Identifier: GPL-3.0-or-later */
/* err, arena and buf. */
#include "check_base.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

START_TEST(every_error_has_a_text)
{
	for (int e = ERR_OK; e <= ERR_IO; e++)
		ck_assert_int_gt((int)strlen(err_text((enum err)e)), 3);
	ck_assert_str_eq(err_text(ERR_NEWER),
			 "written by a newer version of the program");
	ck_assert_str_eq(err_text((enum err)99), "unknown error");
}
END_TEST

/* What report() writes to standard error: the one line, or nothing. */
static const char *
reported(int on)
{
	static char line[64];
	FILE *f = tmpfile();
	int kept = dup(STDERR_FILENO);

	ck_assert_ptr_nonnull(f);
	dup2(fileno(f), STDERR_FILENO);
	report_to_stderr(on);
	report("page %d is damaged", 7);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(f);
	line[fread(line, 1, sizeof(line) - 1, f)] = '\0';
	fclose(f);
	return line;
}

START_TEST(reports_reach_standard_error_on_request)
{
	ck_assert_str_eq(reported(1), "caseload: page 7 is damaged\n");
	ck_assert_str_eq(reported(0), "");
}
END_TEST

static enum err
count_and_return(enum err e, int *count)
{
	++*count;
	return e;
}

static enum err
try_two(enum err first, enum err second, int *count)
{
	TRY(count_and_return(first, count));
	TRY(count_and_return(second, count));
	return ERR_OK;
}

START_TEST(try_gives_up_at_the_first_error)
{
	int count = 0;

	ck_assert_int_eq(try_two(ERR_FULL, ERR_IO, &count), ERR_FULL);
	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(try_two(ERR_OK, ERR_IO, &count), ERR_IO);
	ck_assert_int_eq(try_two(ERR_OK, ERR_OK, &count), ERR_OK);
	ck_assert_int_eq(count, 5);
}
END_TEST

START_TEST(memory_behind_a_text_is_aligned_and_the_text_whole)
{
	struct arena a = ARENA_INIT;
	const char *text[200];

	for (size_t i = 0; i < 200; i++) {
		char *p;

		text[i] =
			arena_strndup(&a, "abcdefghijklmnopqrstuvwxyz", i % 26);
		p = arena_alloc(&a, i);
		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		memset(p, 'X', i);
	}
	for (size_t i = 0; i < 200; i++) {
		ck_assert_uint_eq(strlen(text[i]), i % 26);
		ck_assert_ptr_null(strchr(text[i], 'X'));
	}
	arena_clear(&a);
}
END_TEST

START_TEST(memory_is_zeroed_aligned_and_its_own)
{
	struct arena a = ARENA_INIT;
	unsigned char *kept[400];

	for (size_t i = 0; i < COUNT(kept); i++) {
		size_t n = i * 7 % 613;

		kept[i] = arena_alloc(&a, n);
		ck_assert_uint_eq((uintptr_t)kept[i] % alignof(max_align_t), 0);
		for (size_t j = 0; j < n; j++)
			ck_assert_uint_eq(kept[i][j], 0);
		memset(kept[i], (int)(i % 255) + 1, n);
	}
	for (size_t i = 0; i < COUNT(kept); i++)
		for (size_t j = 0; j < i * 7 % 613; j++)
			ck_assert_uint_eq(kept[i][j], i % 255 + 1);
	arena_clear(&a);
	ck_assert_ptr_null(a.top);
}
END_TEST

START_TEST(large_memory_leaves_the_room_in_the_block_before)
{
	struct arena a = ARENA_INIT;
	char *small = arena_alloc(&a, 16), *large, *next;

	large = arena_alloc(&a, 3 * 1024 * 1024);
	large[3 * 1024 * 1024 - 1] = 'x';
	next = arena_alloc(&a, 16);
	ck_assert(next > small && next < small + 256);
	arena_clear(&a);
}
END_TEST

START_TEST(a_cleared_arena_may_be_used_again)
{
	struct arena a = ARENA_INIT;

	arena_clear(&a);
	for (int i = 0; i < 3; i++) {
		ck_assert_str_eq(arena_strdup(&a, "again"), "again");
		arena_clear(&a);
		arena_wipe(&a);
	}
}
END_TEST

START_TEST(an_emptied_arena_keeps_a_block_and_gives_it_zeroed)
{
	struct arena a = ARENA_INIT;
	struct arena_block *kept;

	arena_reset(&a);
	ck_assert_ptr_null(a.top);
	for (size_t i = 0; i < 300; i++)
		memset(arena_alloc(&a, 100), 1, 100);
	kept = a.top;
	arena_reset(&a);
	ck_assert_ptr_eq(a.top, kept);
	for (size_t i = 0; i < 20; i++) {
		unsigned char *p = arena_alloc(&a, 100);

		ck_assert_ptr_eq(a.top, kept);
		for (size_t j = 0; j < 100; j++)
			ck_assert_uint_eq(p[j], 0);
	}
	arena_clear(&a);
}
END_TEST

START_TEST(growing_copies_and_leaves_the_old)
{
	struct arena a = ARENA_INIT;
	int *v = arena_array(&a, 3, sizeof(*v)), *w;

	v[0] = 1;
	v[2] = 3;
	w = arena_grow(&a, v, 3, 1000, sizeof(*v));
	w[0] = 10;
	ck_assert_int_eq(v[0], 1);
	ck_assert_int_eq(w[2], 3);
	ck_assert_int_eq(w[3], 0);
	ck_assert_int_eq(w[999], 0);
	w = arena_grow(&a, NULL, 0, 4, sizeof(*v));
	ck_assert_int_eq(w[3], 0);
	arena_clear(&a);
}
END_TEST

START_TEST(strings_are_copied_and_formatted)
{
	struct arena a = ARENA_INIT;

	ck_assert_ptr_null(arena_strdup(&a, NULL));
	ck_assert_str_eq(arena_strndup(&a, "Poplar", 3), "Pop");
	ck_assert_str_eq(arena_strndup(&a, "Bow", 99), "Bow");
	ck_assert_str_eq(arena_strndup(&a, "", 0), "");
	ck_assert_str_eq(arena_printf(&a, "%s-%05d", "SAN", 42), "SAN-00042");
	ck_assert_uint_eq(strlen(arena_printf(&a, "%9000d", 1)), 9000);
	ck_assert_int_eq(memcmp(arena_memdup(&a, "a\0b", 3), "a\0b", 3), 0);
	ck_assert_ptr_nonnull(arena_memdup(&a, NULL, 0));
	arena_clear(&a);
}
END_TEST

/* Under the sanitizers memory can neither be looked at after it was given
 * back nor be short. */
#if defined(__SANITIZE_ADDRESS__)
enum { UNDER_SANITIZERS = 1 };
#else
enum { UNDER_SANITIZERS = 0 };
#endif

/*
 * What stands in memory after it was given back.  Only the middle of it can
 * tell: malloc() uses the ends for itself.
 */
static size_t
left_behind(void (*give_back)(struct arena *))
{
	enum { SIZE = 4096 };
	struct arena a = ARENA_INIT;
	volatile char *p = arena_alloc(&a, SIZE);
	size_t left = 0;

	for (size_t i = 0; i < SIZE; i++)
		p[i] = 'n';
	give_back(&a);
	for (size_t i = 256; i < SIZE - 256; i++)
		left += p[i] == 'n';
	return left;
}

START_TEST(wiping_overwrites)
{
	/* Where free() itself overwrites, nothing can be told. */
	if (left_behind(arena_clear) == 0)
		return;
	ck_assert_uint_eq(left_behind(arena_wipe), 0);
}
END_TEST

static void
say_kept(void)
{
	void *p = malloc(200 * 1024);

	if (p != NULL && write(STDOUT_FILENO, "kept", 4) == 4)
		free(p);
}

/* Run out of memory in a child; what its hook wrote, and how it ended. */
static int
run_out(void (*use)(void), char *said, size_t room)
{
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(99);
		oom_hook(say_kept);
		use();
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, room - 1);
	said[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
multiply_too_far(void)
{
	struct arena a = ARENA_INIT;

	arena_array(&a, SIZE_MAX / 2, 3);
}

static void
ask_for_everything(void)
{
	struct arena a = ARENA_INIT;

	arena_alloc(&a, SIZE_MAX - 3);
}

static void
use_all_memory(void)
{
	struct rlimit limit = { 64 << 20, 64 << 20 };
	struct arena a = ARENA_INIT;

	setrlimit(RLIMIT_AS, &limit);
	for (;;)
		arena_alloc(&a, 100 * 1024);
}

static void (*const too_much[])(void) = {
	multiply_too_far, ask_for_everything,
	use_all_memory /* the last: not under the sanitizers */
};

START_TEST(running_out_calls_the_hook_and_stops)
{
	char said[16];

	ck_assert_int_eq(run_out(too_much[_i], said, sizeof(said)),
			 EXIT_FAILURE);
	ck_assert_str_eq(said, "kept");
}
END_TEST

START_TEST(the_malloc_family_takes_nothing_as_one)
{
	char *p = xmalloc(0), *q = xcalloc(0, 8);

	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_nonnull(q);
	p = xrealloc(p, 3);
	strcpy(p, "ab");
	p = xrealloc(p, 5000);
	ck_assert_str_eq(p, "ab");
	free(p);
	free(q);
	p = xstrdup("Shadwell");
	ck_assert_str_eq(p, "Shadwell");
	free(p);
}
END_TEST

static const struct {
	const char *why, *a, *b;
	int order;
} orders[] = {
	{ "equal", "ab", "ab", 0 },
	{ "both empty", "", "", 0 },
	{ "shorter first", "ab", "abc", -1 },
	{ "empty first", "", "a", -1 },
	{ "bytes are unsigned", "a", "\xC3", -1 },
	{ "content before length", "b", "abc", 1 },
};

START_TEST(bytes_have_an_order)
{
	struct bytes a = bytes_str(orders[_i].a), b = bytes_str(orders[_i].b);
	int want = orders[_i].order;

	ck_assert_msg(sign(bytes_compare(a, b)) == want, "%s", orders[_i].why);
	ck_assert_msg(sign(bytes_compare(b, a)) == -want, "%s", orders[_i].why);
	ck_assert_msg(bytes_equal(a, b) == (want == 0), "%s", orders[_i].why);
}
END_TEST

START_TEST(bytes_of_nothing_are_equal)
{
	ck_assert(bytes_equal(bytes_of(NULL, 0), bytes_str("")));
	ck_assert_int_eq(bytes_compare(bytes_of(NULL, 0), bytes_str("")), 0);
}
END_TEST

START_TEST(a_buffer_grows_and_stays_a_string)
{
	struct buf b = BUF_INIT;

	buf_add(&b, NULL, 0);
	ck_assert_str_eq(b.s, "");
	for (int i = 0; i < 1000; i++) {
		buf_char(&b, 'x');
		ck_assert_uint_eq(strlen(b.s), (size_t)i + 1);
	}
	buf_reset(&b);
	ck_assert_str_eq(b.s, "");
	buf_str(&b, "E1");
	buf_printf(&b, " %d%s", 4, "AB");
	buf_printf(&b, "%s", "");
	ck_assert_str_eq(b.s, "E1 4AB");
	ck_assert(bytes_equal(buf_bytes(&b), bytes_str("E1 4AB")));
	buf_add(&b, "\0z", 2);
	ck_assert_uint_eq(b.n, 8);
	buf_printf(&b, "%5000d", 7);
	ck_assert_uint_eq(b.n, 5008);
	ck_assert_int_eq(b.s[5008], 0);
	buf_clear(&b);
	ck_assert_ptr_null(b.s);
	buf_reset(&b);
	buf_clear(&b);
}
END_TEST

Suite *
memory_suite(void)
{
	Suite *s = suite_create("memory");
	TCase *t = tcase_create("memory");

	tcase_add_test(t, every_error_has_a_text);
	tcase_add_test(t, reports_reach_standard_error_on_request);
	tcase_add_test(t, try_gives_up_at_the_first_error);
	tcase_add_test(t, memory_is_zeroed_aligned_and_its_own);
	tcase_add_test(t, memory_behind_a_text_is_aligned_and_the_text_whole);
	tcase_add_test(t, large_memory_leaves_the_room_in_the_block_before);
	tcase_add_test(t, a_cleared_arena_may_be_used_again);
	tcase_add_test(t, an_emptied_arena_keeps_a_block_and_gives_it_zeroed);
	tcase_add_test(t, growing_copies_and_leaves_the_old);
	tcase_add_test(t, strings_are_copied_and_formatted);
	if (!UNDER_SANITIZERS)
		tcase_add_test(t, wiping_overwrites);
	tcase_add_loop_test(t, running_out_calls_the_hook_and_stops, 0,
			    (int)COUNT(too_much) - UNDER_SANITIZERS);
	tcase_add_test(t, the_malloc_family_takes_nothing_as_one);
	tcase_add_loop_test(t, bytes_have_an_order, 0, (int)COUNT(orders));
	tcase_add_test(t, bytes_of_nothing_are_equal);
	tcase_add_test(t, a_buffer_grows_and_stays_a_string);
	suite_add_tcase(s, t);
	return s;
}
