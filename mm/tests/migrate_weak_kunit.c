// SPDX-License-Identifier: GPL-2.0
/*
 * Collect, and a caller that maps the page again, against GUP-fast, on
 * processors that order nothing by themselves: what the barriers between them
 * are worth. See weak_memory.h.
 */
#include "explore.h"
#include "migrate_scene.h"

#define WRITABLE	{ .pte = { .write = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }
#define BARRIERS	{ .needs = NEEDS_GUP_FAST }

/* contract 3.6: no pin of a page that was taken, however late stores are. */
static const struct explore_case pins[] = {
	{ "read_pin_of_a_writable_page", .when = BARRIERS, .given = WRITABLE,
	  .actors = READ_PIN, .weak = true },
	{ "write_pin_of_a_writable_page", .when = BARRIERS, .given = WRITABLE,
	  .actors = WRITE_PIN, .weak = true },
	{ "read_pin_of_a_read_only_page", .when = BARRIERS, .given = READ_ONLY,
	  .actors = READ_PIN, .weak = true },
	{ "read_pin_of_a_shared_page", .when = BARRIERS, .given = SHARED,
	  .actors = READ_PIN, .weak = true },
};

MM_KUNIT_ROWS(pins);

/* Test that the barriers are enough, whatever the PTE is cleared with. */
static void late_pin(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* Test that they are, and that no schedule was left out. */
static void late_pin_in_all_schedules(struct kunit *test)
{
	explore_row_fully(test, &explore_collect);
}

/* contract 3.6: each of the two barriers is needed, a flush or not. */
static const struct explore_case missing[] = {
	{ "collect_without_a_barrier", .when = BARRIERS, .given = WRITABLE,
	  .actors = READ_PIN, .weak = true, .seen = true,
	  .unit_without = BIT_ULL(EV_BARRIER) },
	{ "collect_of_a_read_only_page_without_a_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .unit_without = BIT_ULL(EV_BARRIER) },
	{ "gup_without_a_barrier", .when = BARRIERS, .given = WRITABLE,
	  .actors = WRITE_PIN, .weak = true, .seen = true,
	  .gup_without = GUP_NO_BARRIER },
	{ "gup_of_a_read_only_page_without_a_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .gup_without = GUP_NO_BARRIER },
};

MM_KUNIT_ROWS(missing);

/* Test that a barrier is missed, a flush or not. */
static void missing_barrier(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* contract 3.6: a migration entry is no PTE that GUP-fast has seen before. */
static const struct explore_case other_barriers[] = {
	{ "collect_without_one_behind_the_flag", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true,
	  .unit_without = BIT_ULL(EV_BARRIER_AFTER_ATOMIC) },
	{ "gup_without_one_before_the_flag", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true,
	  .gup_without = GUP_NO_READ_BARRIER },
};

MM_KUNIT_ROWS(other_barriers);

/* Test that collect would do without the other two. */
static void barrier_that_collect_does_not_need(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* contract 3.6, 10.5: all four barriers, where the same entry comes back. */
static const struct explore_case shares[] = {
	{ "read_pin_of_a_read_only_page", .when = BARRIERS, .given = READ_ONLY,
	  .actors = READ_PIN, .weak = true },
	{ "read_pin_of_a_writable_page", .when = BARRIERS, .given = WRITABLE,
	  .actors = READ_PIN, .weak = true },
	{ "write_pin_of_a_writable_page", .when = BARRIERS, .given = WRITABLE,
	  .actors = WRITE_PIN, .weak = true },
	{ "sharer_without_the_first_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .unit_without = BIT_ULL(EV_BARRIER) },
	{ "sharer_without_the_second_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .unit_without = BIT_ULL(EV_BARRIER_AFTER_ATOMIC) },
	{ "gup_without_the_first_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .gup_without = GUP_NO_BARRIER },
	{ "gup_without_the_read_barrier", .when = BARRIERS,
	  .given = READ_ONLY, .actors = READ_PIN, .weak = true, .seen = true,
	  .gup_without = GUP_NO_READ_BARRIER },
};

MM_KUNIT_ROWS(shares);

/* Test that a page that is mapped again needs all four, and no more. */
static void page_mapped_again(struct kunit *test)
{
	explore_row(test, &explore_share);
}

/* Stores that become visible late, in any order. */
static struct kunit_case weak_cases[] = {
	KUNIT_CASE_PARAM(late_pin, pins_gen_params),
	KUNIT_CASE_PARAM(late_pin_in_all_schedules, pins_gen_params),
	KUNIT_CASE_PARAM(missing_barrier, missing_gen_params),
	KUNIT_CASE_PARAM(barrier_that_collect_does_not_need,
			 other_barriers_gen_params),
	KUNIT_CASE_PARAM(page_mapped_again, shares_gen_params),
	{}
};

static struct kunit_suite weak_suite = {
	.name = "migrate_device_weak_memory",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = weak_cases,
};

kunit_test_suite(weak_suite);
