// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate() and try_to_unmap() against GUP-fast, on processors that
 * order nothing by themselves. See weak_memory.h.
 */
#include "explore.h"
#include "sibling_scene.h"

#define WRITABLE	{ .pte = { .write = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }
#define LAZYFREE \
	{ .pte = { .write = 1 }, .exclusive = 1, .lazyfree = 1, .off_lru = 1 }
#define BARRIERS	{ .needs = NEEDS_GUP_FAST }

/* contract 10.12, 10.22: however late stores become visible. */
static const struct explore_case late_pages[] = {
	{ "read_pin_of_a_writable_page", BARRIERS, WRITABLE, READ_PIN,
	  .weak = true },
	{ "write_pin_of_a_writable_page", BARRIERS, WRITABLE, WRITE_PIN,
	  .weak = true, .slow = true },
	{ "read_pin_of_a_read_only_page", BARRIERS, READ_ONLY, READ_PIN,
	  .weak = true },
	{ "read_pin_of_a_shared_page", BARRIERS, SHARED, READ_PIN,
	  .weak = true, .slow = true },
};

MM_KUNIT_ROWS(late_pages);

/* contract 10.24: likewise. */
static const struct explore_case late_lazyfree_pages[] = {
	{ "read_pin_of_a_writable_page", BARRIERS, LAZYFREE, READ_PIN,
	  .weak = true },
	{ "plain_reference_on_a_writable_page", BARRIERS, LAZYFREE, WRITE_REF,
	  .weak = true },
};

MM_KUNIT_ROWS(late_lazyfree_pages);

/* contract 10.12, 10.22: which barriers that takes. */
static const struct explore_case missing[] = {
	{ "unit_without_a_barrier", BARRIERS, WRITABLE, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER), .weak = true, .seen = true },
	{ "gup_without_a_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_BARRIER, .weak = true, .seen = true },
};

MM_KUNIT_ROWS(missing);

/* contract 10.24: reclaim has a barrier of its own for these. */
static const struct explore_case missing_for_lazyfree[] = {
	{ "plain_reference_without_a_barrier", BARRIERS, LAZYFREE, WRITE_REF,
	  .unit_without = BIT_ULL(EV_BARRIER), .weak = true, .seen = true },
};

MM_KUNIT_ROWS(missing_for_lazyfree);

/* contract 10.12, 10.22: those that it does not take. */
static const struct explore_case other_barriers[] = {
	{ "unit_without_one_behind_the_flag", BARRIERS, READ_ONLY, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER_AFTER_ATOMIC), .weak = true,
	  .slow = true },
	{ "gup_without_one_before_the_flag", BARRIERS, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_READ_BARRIER, .weak = true, .slow = true },
};

MM_KUNIT_ROWS(other_barriers);

static void begin_unmap(struct kunit *test)
{
	static const struct mm_kunit_when swapping = { .needs = NEEDS_SWAP };
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &swapping);
}

/* Test that the barriers are enough for try_to_migrate(). */
static void late_migrate(struct kunit *test)
{
	explore_row_late(test, &explore_migrate);
}

/* Test that they are for try_to_unmap(). */
static void late_unmap(struct kunit *test)
{
	begin_unmap(test);
	explore_row_late(test, &explore_unmap);
}

/* Test that they are for a page that is to be dropped. */
static void late_drop(struct kunit *test)
{
	explore_row_late(test, &explore_unmap);
}

/* Test that try_to_migrate() misses either of two barriers. */
static void barrier_of_migrate(struct kunit *test)
{
	explore_row(test, &explore_migrate);
}

/* Test that try_to_unmap() does. */
static void barrier_of_unmap(struct kunit *test)
{
	begin_unmap(test);
	explore_row(test, &explore_unmap);
}

/* Test that try_to_unmap() misses the one for pages to be dropped. */
static void barrier_of_drop(struct kunit *test)
{
	explore_row(test, &explore_unmap);
}

/* Test that try_to_migrate() would do without the other two. */
static void barrier_that_migrate_does_not_need(struct kunit *test)
{
	explore_row_late(test, &explore_migrate);
}

/* Test that try_to_unmap() would. */
static void barrier_that_unmap_does_not_need(struct kunit *test)
{
	begin_unmap(test);
	explore_row_late(test, &explore_unmap);
}

/* Stores that become visible late, in any order. */
static struct kunit_case weak_cases[] = {
	KUNIT_CASE_PARAM(late_migrate, late_pages_gen_params),
	KUNIT_CASE_PARAM(late_unmap, late_pages_gen_params),
	KUNIT_CASE_PARAM(late_drop, late_lazyfree_pages_gen_params),
	KUNIT_CASE_PARAM(barrier_of_migrate, missing_gen_params),
	KUNIT_CASE_PARAM(barrier_of_unmap, missing_gen_params),
	KUNIT_CASE_PARAM(barrier_of_drop, missing_for_lazyfree_gen_params),
	KUNIT_CASE_PARAM(barrier_that_migrate_does_not_need,
			 other_barriers_gen_params),
	KUNIT_CASE_PARAM(barrier_that_unmap_does_not_need,
			 other_barriers_gen_params),
	{}
};

static struct kunit_suite weak_suite = {
	.name = "rmap_weak_memory",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = weak_cases,
};

kunit_test_suite(weak_suite);
