// SPDX-License-Identifier: GPL-2.0
/*
 * set_pmd_migration_entry() against everybody who may act on a huge page
 * without the page-table lock.
 */
#include "explore.h"
#include "huge_unit.h"
#include "mm_kunit/order.h"
#include "mm_kunit/removed.h"
#include "sibling_scene.h"

#define WRITABLE	{ .huge = 1, .pte = { .write = 1 }, .exclusive = 1 }
#define DIRTY \
	{ .huge = 1, .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .huge = 1, .exclusive = 1 }
#define SHARED		{ .huge = 1, .maps = MAPS_SHARED_ANON }
#define THP		{ .needs = NEEDS_PMD_ENTRIES }

static struct explored build(struct kunit *test,
			     const struct mm_kunit_given *given, bool keep)
{
	struct sibling_scene *scene = sibling_build_page(test, MAPPING_ANON,
							 given);

	return (struct explored) { &scene->page, &scene->given };
}

static void migrate(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	unit_huge_migrate_pmd(scene->space.vma, scene->page.addr,
			      scene->page.page);
}

static bool is_taken(struct sibling_scene *scene)
{
	struct mm_kunit_pte_state pmd = {};

	return mm_kunit_huge_state(&scene->space, scene->page.addr, &pmd) &&
	       pmd.kind == PTE_MIGRATION;
}

/* One of two mappings goes where the page is shared. */
static void expect_taken(struct sibling_scene *scene)
{
	struct mm_kunit_page *page = &scene->page;
	struct mm_kunit_state got, want = scene->given;

	mm_kunit_becomes_entry(&want.pte, &want.folio, want.folio.exclusive);
	want.folio.exclusive = 0;
	want.folio.mapcount--;
	want.folio.refs--;
	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(scene->test, "page", &got, &want);
}

static bool end_of_migrate(struct kunit *test, bool held)
{
	struct sibling_scene *scene = test->priv;
	bool taken = is_taken(scene);

	if (taken && held)
		mm_kunit_broken(test, "a page is pinned and taken");
	if (taken)
		expect_taken(scene);
	else
		sibling_expect(scene, KEPT);
	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	if (taken)
		sibling_map_again(scene);
	return taken;
}

static const struct explore_unit explore_pmd = {
	.name = "set_pmd_migration_entry",
	.build = build,
	.run = migrate,
	.end = end_of_migrate,
	.flush_in_clear = true,
};

/* contract 10.4, 10.12: a page that may be pinned while exclusive is kept. */
static const struct explore_case pages[] = {
	{ "read_pin_of_a_writable_page", THP, WRITABLE, READ_PIN },
	{ "write_pin_of_a_writable_page", THP, WRITABLE, WRITE_PIN },
	{ "read_pin_of_a_read_only_page", THP, READ_ONLY, READ_PIN },
	{ "read_pin_of_a_shared_page", THP, SHARED, READ_PIN },
	{ "stores_to_a_writable_page", THP, WRITABLE, CPU_STORES,
	  .needs_flush = true },
	{ "stores_to_a_dirty_page", THP, DIRTY, CPU_STORES,
	  .needs_flush = true },
};

MM_KUNIT_ROWS(pages);

/* contract 10.4: flaws that the models have to show. */
static const struct explore_case flaws[] = {
	{ "no_question_for_pins", THP, WRITABLE, READ_PIN,
	  .unit_without = BIT_ULL(EV_CHECK_PINNED), .seen = true },
	{ "gup_that_trusts_its_first_look_at_the_pmd", THP, WRITABLE, READ_PIN,
	  .gup_without = GUP_TRUSTS_PTE, .seen = true },
	{ "gup_that_trusts_a_read_only_page", THP, SHARED, READ_PIN,
	  .gup_without = GUP_TRUSTS_PAGE, .seen = true },
	{ "dirty_bit_that_is_lost",
	  { .since = KERNEL(6, 12), .needs = NEEDS_PMD_ENTRIES }, WRITABLE, CPU_STORES,
	  .unit_without = BIT_ULL(EV_MARK_DIRTY), .seen = true },
	{ "tlb_that_is_not_flushed", THP, WRITABLE, CPU_STORES,
	  .ignores_flush = true, .seen = true },
};

MM_KUNIT_ROWS(flaws);

/* contract 10.4, 10.12: however late stores become visible. */
static const struct explore_case late_pages[] = {
	{ "read_pin_of_a_writable_page", THP, WRITABLE, READ_PIN,
	  .weak = true },
	{ "read_pin_of_a_read_only_page", THP, READ_ONLY, READ_PIN,
	  .weak = true },
	{ "unit_without_the_second_barrier", THP, READ_ONLY, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER_AFTER_ATOMIC), .weak = true,
	  .slow = true },
	{ "gup_without_the_read_barrier", THP, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_READ_BARRIER, .weak = true, .slow = true },
};

MM_KUNIT_ROWS(late_pages);

/* contract 10.4: which barriers that takes. */
static const struct explore_case missing[] = {
	{ "unit_without_the_first_barrier", THP, READ_ONLY, READ_PIN,
	  .unit_without = BIT_ULL(EV_BARRIER), .weak = true, .seen = true },
	{ "gup_without_the_first_barrier", THP, READ_ONLY, READ_PIN,
	  .gup_without = GUP_NO_BARRIER, .weak = true, .seen = true },
};

MM_KUNIT_ROWS(missing);

/* contract 10.4: who is first has the page. */
static const struct play_case played[] = {
	{ "pinned_for_reading_before_the_clear",
	  { .actors = READ_PIN, .when = THP, .given = READ_ONLY },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "pinned_for_writing_before_the_clear",
	  { .actors = WRITE_PIN, .when = THP, .given = WRITABLE },
	  .steps = { ALL_STEPS }, .pinned = true, .kept = true },
	{ "grabbed_before_the_clear",
	  { .actors = READ_PIN, .when = THP, .given = WRITABLE },
	  .steps = { AND_GRAB }, .pinned = true, .kept = true },
	{ "seen_before_and_grabbed_behind_it",
	  { .actors = READ_PIN, .when = THP, .given = READ_ONLY },
	  .steps = { READ_PTE, ALL_STEPS } },
	{ "first_seen_at_the_end",
	  { .actors = WRITE_PIN, .when = THP, .given = WRITABLE } },
	{ "shared_wanted_before_the_clear",
	  { .actors = READ_PIN, .when = THP, .given = SHARED },
	  .steps = { ALL_STEPS } },
};

MM_KUNIT_ROWS(played);

/* Test that it and GUP-fast never both have the page. */
static void migrate_pmd(struct kunit *test)
{
	explore_row(test, &explore_pmd);
}

/* Test the same with no schedule left out. */
static void migrate_pmd_in_all_schedules(struct kunit *test)
{
	explore_row_fully(test, &explore_pmd);
}

/* Test that a flaw shows in some schedule. */
static void flaw_is_seen(struct kunit *test)
{
	explore_row(test, &explore_pmd);
}

/* Test that two of the barriers are enough. */
static void late_pin(struct kunit *test)
{
	explore_row_late(test, &explore_pmd);
}

/* Test that each of these is missed. */
static void missing_barrier(struct kunit *test)
{
	explore_row(test, &explore_pmd);
}

/* Test that either has the page, with each primitive for the clear. */
static void gup_fast(struct kunit *test)
{
	explore_play_variants(test, &explore_pmd);
}

/* set_pmd_migration_entry() in every order, and in those that have a name. */
static struct kunit_case explore_cases[] = {
	KUNIT_CASE_PARAM(gup_fast, played_gen_params),
	KUNIT_CASE_PARAM(migrate_pmd, pages_gen_params),
	KUNIT_CASE_PARAM(migrate_pmd_in_all_schedules, pages_gen_params),
	KUNIT_CASE_PARAM(flaw_is_seen, flaws_gen_params),
	KUNIT_CASE_PARAM(late_pin, late_pages_gen_params),
	KUNIT_CASE_PARAM(missing_barrier, missing_gen_params),
	{}
};

static struct kunit_suite explore_suite = {
	.name = "mm_huge_explore",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = explore_cases,
};

kunit_test_suite(explore_suite);
