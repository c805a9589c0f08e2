// SPDX-License-Identifier: GPL-2.0
/*
 * GUP-fast before, during and after try_to_migrate() or try_to_unmap() clears a
 * PTE, by name: see explore_play.c. Each row is run with each primitive that
 * may clear it, at once and in a batch. Every order there is: see
 * rmap_explore_kunit.c.
 */
#include "explore_orders.h"
#include "sibling_scene.h"

/* contract 10.12, 10.22: who is first has the page, whole. */
static const struct play_case exclusive[] = { EXCLUSIVE_CASES };

MM_KUNIT_ROWS(exclusive);

/* contract 10.13, 10.21: a page that may be shared is never pinned, but taken. */
static const struct play_case shared[] = { SHARED_CASES };

MM_KUNIT_ROWS(shared);

/* contract 10.22, 10.21: reclaim, before the clear and behind it. */
static const struct play_case reclaimed[] = {
	{ "pinned_for_reading_before_the_clear",
	  { .actors = READ_PIN, .given = READ_ONLY },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "pinned_for_writing_before_the_clear",
	  { .actors = WRITE_PIN, .given = WRITABLE },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "seen_before_and_grabbed_behind_it",
	  { .actors = READ_PIN, .given = READ_ONLY },
	  .steps = { READ_PTE, ALL_STEPS } },
	{ "first_seen_at_the_end", { .actors = WRITE_PIN, .given = WRITABLE } },
	{ "shared_wanted_before_the_clear",
	  { .actors = READ_PIN, .given = SHARED }, .steps = { ALL_STEPS } },
	{ "shared_first_seen_at_the_end",
	  { .actors = READ_PIN, .given = SHARED } },
};

MM_KUNIT_ROWS(reclaimed);

/* Test that try_to_migrate() or GUP-fast has the page, not both. */
static void migrate(struct kunit *test)
{
	explore_play_variants(test, &explore_migrate);
}

/* Test that try_to_migrate() takes a shared page, and GUP-fast does not. */
static void migrate_shared(struct kunit *test)
{
	explore_play_variants(test, &explore_migrate);
}

/* Test that try_to_unmap() or GUP-fast has the page, not both. */
static void unmap(struct kunit *test)
{
	static const struct mm_kunit_when swapping = { .needs = NEEDS_SWAP };
	const struct play_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &swapping);
	explore_play_variants(test, &explore_unmap);
}

/* GUP-fast at the points that matter, with each way to flush. */
static struct kunit_case gup_cases[] = {
	KUNIT_CASE_PARAM(migrate, exclusive_gen_params),
	KUNIT_CASE_PARAM(migrate_shared, shared_gen_params),
	KUNIT_CASE_PARAM(unmap, reclaimed_gen_params),
	{}
};

static struct kunit_suite gup_suite = {
	.name = "rmap_gup_fast",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = gup_cases,
};

kunit_test_suite(gup_suite);
