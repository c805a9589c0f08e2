// SPDX-License-Identifier: GPL-2.0
/*
 * The order in which migrate_vma_setup() takes a mapping away, and what may
 * happen in between. Each row is run with each primitive that a PTE can be
 * cleared with: what the contract promises does not depend on it.
 */
#include "migrate_outcome.h"
#include "mm_kunit/hooks.h"
#include "mm_kunit/order.h"

#define ORDER_PAGES 4

struct order_case {
	const char *name;
	struct mm_kunit_given given[ORDER_PAGES];
};

/* contract 3.1 to 3.4, 3.8 to 3.10, 5.4: clear, share, flush, unlock, notify. */
static const struct order_case ranges[] = {
	{ "exclusive_pages", {
		{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
		{ .pte = { .write = 1 }, .exclusive = 1 },
		{ .exclusive = 1 },
		{ .pte = { .dirty = 1 }, .exclusive = 1 } } },
	{ "pages_that_are_not_exclusive", {
		{ .pte = { .dirty = 1 } },
		{ .pte = { .young = 1 } },
		{ .maps = MAPS_SHARED_ANON },
		{ .maps = MAPS_SHARED_ANON } } },
	{ "pages_between_holes", {
		{ MAPS_HOLE },
		{ .pte = { .young = 1 } },
		{ MAPS_SWAP_ENTRY },
		{ .exclusive = 1 } } },
	{ "one_page_and_three_holes", {
		{ .pte = { .young = 1 } },
		{ MAPS_HOLE }, { MAPS_ZERO_PAGE }, { MAPS_HOLE } } },
	{ "page_before_a_pinned_one", {
		{ .pte = { .young = 1 } },
		{ .exclusive = 1, .gup_pins = 1 },
		{ MAPS_HOLE }, { MAPS_HOLE } } },
	{ "page_before_a_locked_one", {
		{ .pte = { .young = 1 } },
		{ .exclusive = 1, .locked = 1 },
		{ MAPS_HOLE }, { MAPS_HOLE } } },
	{ "pinned_page_before_one_that_is_taken", {
		{ .exclusive = 1, .gup_pins = 1 },
		{ .exclusive = 1 },
		{ MAPS_HOLE }, { MAPS_HOLE } } },
};

MM_KUNIT_ROWS(ranges);

static struct migrate_scene *build_range(struct kunit *test)
{
	const struct order_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, NULL);
	return migrate_build(test, row->given, ORDER_PAGES);
}

static void expect_order(struct kunit *test, enum mm_kunit_clear clear)
{
	struct migrate_scene *scene = build_range(test);

	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, clear, NULL), 0);
	mm_kunit_expect_order(test);
	mm_kunit_expect_no_wait_with_locks(test);
}

/* Test that the order is right with the primitives that the source uses. */
static void order_as_written(struct kunit *test)
{
	expect_order(test, CLEAR_AS_WRITTEN);
	KUNIT_EXPECT_GT(test, mm_kunit_count(EV_CLEAR_PTE) +
			      mm_kunit_count(EV_CLEAR_FLUSH_PTE), 0U);
}

/* Test that the order is right where each clear flushes by itself. */
static void order_with_ptep_clear_flush(struct kunit *test)
{
	expect_order(test, CLEAR_ALWAYS_FLUSHES);
	KUNIT_EXPECT_GT(test, mm_kunit_count(EV_CLEAR_FLUSH_PTE), 0U);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_CLEAR_PTE), 0U);
}

/* Test that the order is right where the batched flush has to do. */
static void order_with_ptep_get_and_clear(struct kunit *test)
{
	expect_order(test, CLEAR_NEVER_FLUSHES);
	KUNIT_EXPECT_GT(test, mm_kunit_count(EV_CLEAR_PTE), 0U);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_CLEAR_FLUSH_PTE), 0U);
}

/* Test that a folio is not unlocked by who has dropped it, from end to end. */
static void order_of_all_phases(struct kunit *test)
{
	struct migrate_scene *scene = build_range(test);
	unsigned int i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < ORDER_PAGES; i++) {
		if (scene->src.entry[i] & MIGRATE_PFN_MIGRATE)
			give_destination(scene, i);
	}
	run_pages(scene);
	run_finalize(scene);
	mm_kunit_expect_unlock_before_put(test);
	mm_kunit_expect_balanced(test);
}

/* A page, and a bit that the hardware sets before its PTE is cleared. */
struct late_bit_case {
	const char *name;
	enum mm_kunit_clear clear;
	struct mm_kunit_given given;
};

/* contract 2.5: dirty is taken from what the clear returned. */
static const struct late_bit_case late_dirty[] = {
	{ "exclusive_page", CLEAR_AS_WRITTEN,
	  { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "exclusive_page_cleared_with_a_flush", CLEAR_ALWAYS_FLUSHES,
	  { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "exclusive_page_cleared_without_a_flush", CLEAR_NEVER_FLUSHES,
	  { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "page_that_is_not_exclusive", CLEAR_AS_WRITTEN, {} },
	{ "page_that_is_not_exclusive_cleared_with_a_flush",
	  CLEAR_ALWAYS_FLUSHES, {} },
};

MM_KUNIT_ROWS(late_dirty);

/* Test that a page that is written to at the last moment is not lost. */
static void dirty_set_right_before_the_clear(struct kunit *test)
{
	const struct late_bit_case *row = test->param_value;
	struct migrate_scene *scene;
	struct folio *folio;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, &row->given, 1);
	folio = page_folio(scene->pages[0].page);
	KUNIT_ASSERT_FALSE(test, folio_test_dirty(folio));
	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, row->clear,
						      &mm_kunit_walker_sets_dirty), 0);
	KUNIT_EXPECT_TRUE_MSG(test, folio_test_dirty(folio),
			      "the dirty bit is lost");
}

/* What it does to a page that another CPU has in its batch. */
static void put_back(void *context, const struct mm_kunit_event *event)
{
	struct folio **folio = context;

	if (*folio)
		folio_putback_lru(*folio);
	*folio = NULL;
}

/* contract 2.8: what another CPU has in its batch is no reason to refuse. */
static void page_in_the_batch_of_another_cpu(struct kunit *test)
{
	static const struct mm_kunit_given given[] = {
		{ .exclusive = 1 },
		{ .exclusive = 1 },
		{ .exclusive = 1, .off_lru = 1 },
	};
	static const struct migrate_expect taken = { SELECTED };
	static const struct migrate_expect refused = { REFUSED };
	struct folio *batched;
	struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_DRAIN_LRU), .run = put_back,
		.context = &batched,
	};
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, given, ARRAY_SIZE(given));
	/* Not the first: who has looked at one may still have to drain. */
	batched = page_folio(scene->pages[1].page);
	KUNIT_ASSERT_TRUE(test, mm_kunit_isolate(batched));
	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						      &hook), 0);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_DRAIN_LRU), 1U);
	expect_outcome(scene, 0, &taken);
	expect_outcome(scene, 1, &taken);
	expect_outcome(scene, 2, &refused);
	put_back(&batched, NULL);
}

/* Order and events of migrate_vma_setup(). */
static struct kunit_case order_cases[] = {
	KUNIT_CASE_PARAM(order_as_written, ranges_gen_params),
	KUNIT_CASE_PARAM(order_with_ptep_clear_flush, ranges_gen_params),
	KUNIT_CASE_PARAM(order_with_ptep_get_and_clear, ranges_gen_params),
	KUNIT_CASE_PARAM(order_of_all_phases, ranges_gen_params),
	KUNIT_CASE(page_in_the_batch_of_another_cpu),
	KUNIT_CASE_PARAM(dirty_set_right_before_the_clear, late_dirty_gen_params),
	{}
};

static struct kunit_suite order_suite = {
	.name = "migrate_device_order",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = order_cases,
};

kunit_test_suite(order_suite);
