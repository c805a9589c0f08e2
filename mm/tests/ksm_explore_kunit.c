// SPDX-License-Identifier: GPL-2.0
/*
 * write_protect_page() of KSM against everybody who may act on a page without
 * the page-table lock. Other than the rest it maps the page again.
 */
#include <linux/mm.h>

#include "explore.h"
#include "ksm_unit.h"
#include "mm_kunit/order.h"
#include "sibling_scene.h"

#define WRITABLE	{ .pte = { .write = 1 }, .exclusive = 1 }
#define DIRTY		{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } }
#define BARRIERS	{ .needs = NEEDS_GUP_FAST }

static int protect_error;

static struct explored build(struct kunit *test,
			     const struct mm_kunit_given *given, bool keep)
{
	struct sibling_scene *scene = sibling_build_page(test, MAPPING_ANON,
							 given);

	return (struct explored) { &scene->page, &scene->given };
}

static void protect(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;
	pte_t pte;

	protect_error = unit_ksm_write_protect_page(scene->space.vma,
						    scene->folio, &pte);
}

static bool end_of_protect(struct kunit *test, bool held)
{
	struct sibling_scene *scene = test->priv;
	bool taken = !protect_error;

	if (taken && held)
		mm_kunit_broken(test, "a page is pinned and protected");
	sibling_expect(scene, taken ? PROTECTED : KEPT);
	mm_kunit_expect_clear_before_share(test);
	mm_kunit_expect_clear_before_refs(test);
	mm_kunit_expect_refs_before_share(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	return taken;
}

static const struct explore_unit explore_protect = {
	.name = "write_protect_page",
	.build = build,
	.run = protect,
	.end = end_of_protect,
	.flush_in_clear = true,
};

/* contract 10.31, 10.32: nobody who got hold of a page loses it. */
static const struct explore_case pages[] = {
	{ "read_pin_of_a_writable_page", {}, WRITABLE, READ_PIN },
	{ "write_pin_of_a_writable_page", {}, WRITABLE, WRITE_PIN },
	{ "plain_reference_on_a_writable_page", {}, WRITABLE, WRITE_REF },
	{ "read_pin_of_a_read_only_page", {}, READ_ONLY, READ_PIN },
	{ "read_pin_of_a_shared_page", {}, SHARED, READ_PIN },
	{ "stores_to_a_writable_page", {}, WRITABLE, CPU_STORES,
	  .needs_flush = true },
	{ "stores_to_a_dirty_page", {}, DIRTY, CPU_STORES,
	  .needs_flush = true },
};

MM_KUNIT_ROWS(pages);

/* contract 10.31 to 10.34: flaws that the models have to show. */
static const struct explore_case flaws[] = {
	{ "shared_before_it_is_cleared", {}, READ_ONLY, READ_PIN,
	  .behind_share = true, .seen = true },
	{ "gup_that_trusts_its_first_look_at_the_pte", {}, WRITABLE, READ_PIN,
	  .gup_without = GUP_TRUSTS_PTE, .seen = true },
	{ "gup_that_trusts_a_read_only_page", {}, READ_ONLY, READ_PIN,
	  .gup_without = GUP_TRUSTS_PAGE, .seen = true },
	{ "dirty_bit_that_is_lost", {}, WRITABLE, CPU_STORES,
	  .unit_without = BIT_ULL(EV_MARK_DIRTY), .seen = true },
	{ "tlb_that_is_not_flushed", {}, WRITABLE, CPU_STORES,
	  .ignores_flush = true, .seen = true },
};

MM_KUNIT_ROWS(flaws);

/*
 * contract 10.32, 10.33: however late stores become visible. References are
 * counted without a barrier before: the flush has to be one.
 */
static const struct explore_case late_pages[] = {
	{ "read_pin_of_a_writable_page", BARRIERS, WRITABLE, READ_PIN,
	  .weak = true, .flush_orders = true },
	{ "write_pin_of_a_writable_page", BARRIERS, WRITABLE, WRITE_PIN,
	  .weak = true, .flush_orders = true, .slow = true },
	{ "read_pin_of_a_read_only_page", BARRIERS, READ_ONLY, READ_PIN,
	  .weak = true, .flush_orders = true },
	{ "pin_where_no_flush_is_a_barrier", BARRIERS, WRITABLE, WRITE_PIN,
	  .weak = true, .slow = true },
	{ "read_pin_where_no_flush_is_a_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .weak = true },
};

MM_KUNIT_ROWS(late_pages);

/* contract 10.33: what the flush before the count is for. */
static const struct explore_case early_flush[] = {
	{ "plain_reference_on_a_writable_page", BARRIERS, WRITABLE, WRITE_REF,
	  .weak = true, .flush_orders = true, .needs_early_flush = true },
	{ "plain_reference_where_no_flush_is_a_barrier", BARRIERS, WRITABLE,
	  WRITE_REF, .weak = true, .seen = true },
};

MM_KUNIT_ROWS(early_flush);

/* contract 10.3: all four barriers, as the same entry may come back. */
static const struct explore_case missing[] = {
	{ "unit_without_the_first_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER), .weak = true, .seen = true },
	{ "unit_without_the_second_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER_AFTER_ATOMIC), .weak = true,
	  .seen = true },
	{ "gup_without_the_first_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_BARRIER, .weak = true, .seen = true },
	{ "gup_without_the_read_barrier", BARRIERS, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_READ_BARRIER, .weak = true, .preemptions = 2,
	  .seen = true },
};

MM_KUNIT_ROWS(missing);

/* Test that write_protect_page() and GUP-fast never both have the page. */
static void protected(struct kunit *test)
{
	explore_row(test, &explore_protect);
}

/* Test the same with no schedule left out. */
static void protected_in_all_schedules(struct kunit *test)
{
	explore_row_fully(test, &explore_protect);
}

/* Test that a flaw shows in some schedule. */
static void flaw_is_seen(struct kunit *test)
{
	explore_row(test, &explore_protect);
}

/* Test that the barriers are enough for pins, a flush or not. */
static void late_pin(struct kunit *test)
{
	explore_row_late(test, &explore_protect);
}

/* Test that a flush before the count is needed for plain references. */
static void count_of_references(struct kunit *test)
{
	explore_row(test, &explore_protect);
}

/* Test that each of the four barriers is missed. */
static void missing_barrier(struct kunit *test)
{
	explore_row(test, &explore_protect);
}

/* contract 10.31, 10.32: who is first has the page. */
static const struct play_case played[] = {
	{ "pinned_for_reading_before_the_clear",
	  { .actors = READ_PIN, .given = READ_ONLY },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "pinned_for_writing_before_the_clear",
	  { .actors = WRITE_PIN, .given = WRITABLE },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "referenced_before_the_clear",
	  { .actors = WRITE_REF, .given = WRITABLE },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "grabbed_before_the_clear",
	  { .actors = READ_PIN, .given = WRITABLE },
	  .steps = { AND_GRAB }, .pinned = true, .kept = true },
	{ "seen_before_and_grabbed_after_the_count",
	  { .actors = READ_PIN, .given = WRITABLE },
	  .steps = { READ_PTE, ALL_STEPS } },
	{ "read_only_seen_before_and_grabbed_after_the_question",
	  { .actors = READ_PIN, .given = READ_ONLY },
	  .steps = { READ_PTE, 0, ALL_STEPS } },
	{ "read_only_seen_before_and_grabbed_at_the_end",
	  { .actors = READ_PIN, .given = READ_ONLY },
	  .steps = { READ_PTE } },
	{ "first_seen_behind_the_clear",
	  { .actors = READ_PIN, .given = WRITABLE },
	  .steps = { 0, ALL_STEPS } },
	{ "first_seen_at_the_end",
	  { .actors = WRITE_PIN, .given = WRITABLE } },
	{ "shared_wanted_before_the_clear",
	  { .actors = READ_PIN, .given = SHARED }, .steps = { ALL_STEPS } },
	{ "shared_first_seen_at_the_end",
	  { .actors = READ_PIN, .given = SHARED } },
};

MM_KUNIT_ROWS(played);

/* Test that either has the page, with each primitive for the clear. */
static void gup_fast(struct kunit *test)
{
	explore_play_variants(test, &explore_protect);
}

/* write_protect_page() in every order, and in those that have a name. */
static struct kunit_case explore_cases[] = {
	KUNIT_CASE_PARAM(gup_fast, played_gen_params),
	KUNIT_CASE_PARAM(protected, pages_gen_params),
	KUNIT_CASE_PARAM(protected_in_all_schedules, pages_gen_params),
	KUNIT_CASE_PARAM(flaw_is_seen, flaws_gen_params),
	KUNIT_CASE_PARAM(late_pin, late_pages_gen_params),
	KUNIT_CASE_PARAM(count_of_references, early_flush_gen_params),
	KUNIT_CASE_PARAM(missing_barrier, missing_gen_params),
	{}
};

static struct kunit_suite explore_suite = {
	.name = "ksm_explore",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = explore_cases,
};

kunit_test_suite(explore_suite);
