// SPDX-License-Identifier: GPL-2.0
/*
 * GUP-fast before, during and after collect clears a PTE, by name: see
 * explore_play.c.
 *
 * Every order there is: see migrate_explore_kunit.c.
 */
#include "explore_orders.h"
#include "migrate_scene.h"

/* contract 3.6, 3.5: who is first has the page, whole. */
static const struct play_case exclusive[] = { EXCLUSIVE_CASES };

MM_KUNIT_ROWS(exclusive);

/* contract 3.6, 2.7: a page that may be shared is never pinned, but taken. */
static const struct play_case shared[] = { SHARED_CASES };

MM_KUNIT_ROWS(shared);

static void play_row(struct kunit *test, enum mm_kunit_clear clear)
{
	explore_play(test, &explore_collect, clear);
}

/* Test that an exclusive page is pinned or taken, as the source clears. */
static void exclusive_as_written(struct kunit *test)
{
	play_row(test, CLEAR_AS_WRITTEN);
}

/* Test that it is where each clear flushes by itself. */
static void exclusive_with_ptep_clear_flush(struct kunit *test)
{
	play_row(test, CLEAR_ALWAYS_FLUSHES);
}

/* Test that it is where the batched flush has to do. */
static void exclusive_with_ptep_get_and_clear(struct kunit *test)
{
	play_row(test, CLEAR_NEVER_FLUSHES);
}

/* Test that a shared page is taken and not pinned, as the source clears. */
static void shared_as_written(struct kunit *test)
{
	play_row(test, CLEAR_AS_WRITTEN);
}

/* Test that it is where each clear flushes by itself. */
static void shared_with_ptep_clear_flush(struct kunit *test)
{
	play_row(test, CLEAR_ALWAYS_FLUSHES);
}

/* Test that it is where the batched flush has to do. */
static void shared_with_ptep_get_and_clear(struct kunit *test)
{
	play_row(test, CLEAR_NEVER_FLUSHES);
}

/* GUP-fast at the points of collect that matter. */
static struct kunit_case gup_cases[] = {
	KUNIT_CASE_PARAM(exclusive_as_written, exclusive_gen_params),
	KUNIT_CASE_PARAM(exclusive_with_ptep_clear_flush, exclusive_gen_params),
	KUNIT_CASE_PARAM(exclusive_with_ptep_get_and_clear,
			 exclusive_gen_params),
	KUNIT_CASE_PARAM(shared_as_written, shared_gen_params),
	KUNIT_CASE_PARAM(shared_with_ptep_clear_flush, shared_gen_params),
	KUNIT_CASE_PARAM(shared_with_ptep_get_and_clear, shared_gen_params),
	{}
};

static struct kunit_suite gup_suite = {
	.name = "migrate_device_gup_fast",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = gup_cases,
};

kunit_test_suite(gup_suite);
