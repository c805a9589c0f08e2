// SPDX-License-Identifier: GPL-2.0
/*
 * Ranges of many pages: each page has the entry that belongs to it, wherever
 * the range begins and ends and whichever page tables are missing in it.
 *
 * In the pictures, '[' and ')' are the ends of the range. A page is drawn as
 *
 *   X exclusive	L exclusive, locked	P exclusive, pinned
 *   S shared		R exclusive, with an extra reference
 *   Z zero page	W swap entry		. hole
 *
 * and "|" stands between two page tables, "- none -" for a missing one.
 */
#include "migrate_oracle.h"
#include "migrate_range.h"
#include "mm_kunit/order.h"

#define TABLE	((unsigned long)PTRS_PER_PTE)

#define EXCLUSIVE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON, .pte = { .young = 1 } }
#define LOCKED		{ .pte = { .young = 1 }, .exclusive = 1, .locked = 1 }
#define PINNED		{ .pte = { .dirty = 1 }, .exclusive = 1, .gup_pins = 1 }
#define REFERENCED	{ .exclusive = 1, .extra_refs = 1 }

#define TAKEN_WRITABLE	{ SELECTED, MIGRATE_PFN_WRITE }
#define TAKEN		{ SELECTED }

struct range_case {
	const char *name;
	struct migrate_range range;
};

/* contract 6.8: one entry for each page, in the order of the addresses. */
static const struct range_case ranges_in_one_table[] = {
	/*
	 *   [X . S Z W L P R)
	 *    0 1 2 3 4 5 6 7
	 */
	{ "all_kinds_of_entries", {
		.start = 0, .end = 8, .nr = 8, .page = {
			{ 0, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ 1, { MAPS_HOLE }, { OFFERED }, true },
			{ 2, SHARED, TAKEN, true },
			{ 3, { MAPS_ZERO_PAGE }, { OFFERED }, true },
			{ 4, { MAPS_SWAP_ENTRY }, { SKIPPED }, true },
			{ 5, LOCKED, { SKIPPED }, true },
			{ 6, PINNED, { SKIPPED }, true },
			{ 7, REFERENCED, { RESTORED }, true } } } },
	/*
	 *   [R P L W Z S . X)
	 *    0 1 2 3 4 5 6 7
	 */
	{ "all_kinds_of_entries_in_reverse", {
		.start = 0, .end = 8, .nr = 8, .page = {
			{ 0, REFERENCED, { RESTORED } },
			{ 1, PINNED, { SKIPPED } },
			{ 2, LOCKED, { SKIPPED } },
			{ 3, { MAPS_SWAP_ENTRY }, { SKIPPED } },
			{ 4, { MAPS_ZERO_PAGE }, { OFFERED } },
			{ 5, SHARED, TAKEN },
			{ 6, { MAPS_HOLE }, { OFFERED } },
			{ 7, EXCLUSIVE, TAKEN_WRITABLE } } } },
	/*
	 *    X S [S X) X S
	 *    0 1  2 3  4 5
	 */
	{ "pages_beside_the_range_are_left_alone", {
		.start = 2, .end = 4, .nr = 6, .page = {
			{ 0, EXCLUSIVE, { SKIPPED }, true },
			{ 1, SHARED, { SKIPPED }, true },
			{ 2, SHARED, TAKEN, true },
			{ 3, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ 4, EXCLUSIVE, { SKIPPED }, true },
			{ 5, SHARED, { SKIPPED }, true } } } },
	/*
	 *    X [S) X
	 *   99 100 101
	 */
	{ "one_page_between_others", {
		.start = 100, .end = 101, .nr = 3, .page = {
			{ 99, EXCLUSIVE, { SKIPPED }, true },
			{ 100, SHARED, TAKEN, true },
			{ 101, EXCLUSIVE, { SKIPPED }, true } } } },
	/*
	 *   [R R X R)
	 *    0 1 2 3
	 */
	{ "one_page_of_four_can_be_migrated", {
		.start = 0, .end = 4, .nr = 4, .page = {
			{ 0, REFERENCED, { RESTORED }, true },
			{ 1, REFERENCED, { RESTORED }, true },
			{ 2, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ 3, REFERENCED, { RESTORED }, true } } } },
	/*
	 *   [P W L)
	 *    0 1 2
	 */
	{ "no_page_of_three_can_be_migrated", {
		.start = 0, .end = 3, .nr = 3, .page = {
			{ 0, PINNED, { SKIPPED }, true },
			{ 1, { MAPS_SWAP_ENTRY }, { SKIPPED }, true },
			{ 2, LOCKED, { SKIPPED }, true } } } },
	/*
	 *   [ X . . . .   ...   . . . . S |)
	 *     0                        511
	 */
	{ "whole_table", {
		.start = 0, .end = TABLE, .nr = 2, .page = {
			{ 0, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ TABLE - 1, SHARED, TAKEN, true } } } },
	/*
	 *   . . . . .   ...   . . . [X)  and the mapping ends
	 */
	{ "last_page_of_the_mapping", {
		.start = MAPPING_PAGES - 1, .end = MAPPING_PAGES, .nr = 1,
		.page = {
			{ MAPPING_PAGES - 1, EXCLUSIVE, TAKEN_WRITABLE,
			  true } } } },
};

/* contract 6.1 and 6.8: likewise if the range spans page tables. */
static const struct range_case ranges_in_many_tables[] = {
	/*
	 *     [X    S  |  - none -  )
	 *    510  511  |  512  513
	 */
	{ "pages_then_a_missing_table", {
		.start = TABLE - 2, .end = TABLE + 2, .nr = 2, .page = {
			{ TABLE - 2, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ TABLE - 1, SHARED, TAKEN, true } } } },
	/*
	 *     [- none - |  S    X )
	 *    510  511   |  512  513
	 */
	{ "missing_table_then_pages", {
		.start = TABLE - 2, .end = TABLE + 2, .nr = 2, .page = {
			{ TABLE, SHARED, TAKEN, true },
			{ TABLE + 1, EXCLUSIVE, TAKEN_WRITABLE, true } } } },
	/*
	 *    X [S    X  |  X    S ) X
	 *  509  510  511 | 512  513  514
	 */
	{ "pages_in_two_tables", {
		.start = TABLE - 2, .end = TABLE + 2, .nr = 6, .page = {
			{ TABLE - 3, EXCLUSIVE, { SKIPPED }, true },
			{ TABLE - 2, SHARED, TAKEN, true },
			{ TABLE - 1, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ TABLE, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ TABLE + 1, SHARED, TAKEN, true },
			{ TABLE + 2, EXCLUSIVE, { SKIPPED }, true } } } },
	/*
	 *    [X  |  - none -  |  S )
	 *   511  |            |  1024
	 */
	{ "missing_table_between_two", {
		.start = TABLE - 1, .end = 2 * TABLE + 1, .nr = 2, .page = {
			{ TABLE - 1, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ 2 * TABLE, SHARED, TAKEN, true } } } },
	/*
	 *    [ - none - | - none - )
	 *     510  511  | 512  513
	 */
	{ "no_table_at_all_is_filled_in_two", {
		.start = TABLE - 2, .end = TABLE + 2, .nr = 2, .page = {
			{ TABLE - 1, { MAPS_NO_TABLE }, { OFFERED }, true },
			{ TABLE, { MAPS_NO_TABLE }, { OFFERED }, true } } } },
	/*
	 *    [R  |  P )
	 *   511  |  512
	 */
	{ "pages_in_use_in_two_tables", {
		.start = TABLE - 1, .end = TABLE + 1, .nr = 2, .page = {
			{ TABLE - 1, REFERENCED, { RESTORED }, true },
			{ TABLE, PINNED, { SKIPPED }, true } } } },
	/*
	 *    [X  ...  |  ...  S  ...  |  ...  X)  from end to end of the mapping
	 */
	{ "whole_mapping", {
		.start = 0, .end = MAPPING_PAGES, .nr = 3, .page = {
			{ 0, EXCLUSIVE, TAKEN_WRITABLE, true },
			{ TABLE + 7, SHARED, TAKEN, true },
			{ MAPPING_PAGES - 1, EXCLUSIVE, TAKEN_WRITABLE,
			  true } } } },
};

MM_KUNIT_ROWS(ranges_in_one_table);
MM_KUNIT_ROWS(ranges_in_many_tables);

static const struct migrate_range *build_row(struct kunit *test)
{
	const struct range_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, NULL);
	build_range(test->priv, &row->range);
	return &row->range;
}

static void expect_taken(struct kunit *test)
{
	const struct migrate_range *range = build_row(test);
	struct migrate_expect expect[SCENE_PAGES], oracle[SCENE_PAGES];
	struct migrate_scene *scene = test->priv;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	migrate_ask_oracle(range, true, UNMAPPED, oracle);
	for (i = 0; i < range->nr; i++) {
		expect[i] = range->page[i].expect;
		KUNIT_EXPECT_EQ(test, oracle[i].outcome, expect[i].outcome);
		KUNIT_EXPECT_EQ(test, oracle[i].mpfn, expect[i].mpfn);
	}
	expect_range(scene, range, expect);
	mm_kunit_expect_order(test);
}

/* Test that each page of a range has its own entry, and the right one. */
static void range_in_one_table(struct kunit *test)
{
	expect_taken(test);
}

/* Test that no page is missed or moved where a page table ends. */
static void range_in_many_tables(struct kunit *test)
{
	expect_taken(test);
}

static void expect_moved(struct kunit *test)
{
	const struct migrate_range *range = build_row(test);
	struct migrate_expect expect[SCENE_PAGES];
	struct migrate_scene *scene = test->priv;

	KUNIT_ASSERT_EQ(test, run_setup(scene), 0);
	KUNIT_ASSERT_EQ(test, scene->args.npages, range->end - range->start);
	give_destinations(scene, range);
	run_pages(scene);
	migrate_ask_oracle(range, true, PAGES_MOVED, expect);
	expect_range(scene, range, expect);
	run_finalize(scene);
	migrate_ask_oracle(range, true, FINALIZED, expect);
	expect_range(scene, range, expect);
}

/* Test that each page of a range moves to the destination of its entry. */
static void moved_range_in_one_table(struct kunit *test)
{
	expect_moved(test);
}

/* Test that it does so where a page table ends, too. */
static void moved_range_in_many_tables(struct kunit *test)
{
	expect_moved(test);
}

/* Ranges of migrate_vma_setup(), migrate_vma_pages() and finalize. */
#define RANGE_CASES \
	KUNIT_CASE_PARAM(range_in_one_table, ranges_in_one_table_gen_params), \
	KUNIT_CASE_PARAM(range_in_many_tables, \
			 ranges_in_many_tables_gen_params), \
	KUNIT_CASE_PARAM(moved_range_in_one_table, \
			 ranges_in_one_table_gen_params), \
	KUNIT_CASE_PARAM(moved_range_in_many_tables, \
			 ranges_in_many_tables_gen_params)

static struct kunit_case range_cases[] = { RANGE_CASES, {} };

static struct kunit_suite range_suite = {
	.name = "migrate_device_ranges",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = range_cases,
};

kunit_test_suite(range_suite);

#ifdef CONFIG_DEVICE_MIGRATION
static struct kunit_case kernel_range_cases[] = { RANGE_CASES, {} };

static struct kunit_suite kernel_range_suite = {
	.name = "migrate_device_ranges_kernel",
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_range_cases,
};

kunit_test_suite(kernel_range_suite);
#endif
