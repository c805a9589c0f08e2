// SPDX-License-Identifier: GPL-2.0
/*
 * Ranges of several PMDs in migrate_vma_setup(): each gives one entry, in its
 * place.
 */
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define RANGE_PMDS	MM_KUNIT_SPACE_PMDS
#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/**
 * struct pmds_case - a row about PMDs that follow each other
 * @name: what they map
 * @when: the kernels it is for
 * @given: one for each PMD
 * @expect: likewise
 */
struct pmds_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given[RANGE_PMDS];
	struct migrate_expect expect[RANGE_PMDS];
};

#define OWN		{ .huge = 1, .pte = { .write = 1 }, .exclusive = 1 }
#define BUSY		{ .huge = 1, .exclusive = 1, .locked = 1 }
#define PINNED		{ .huge = 1, .pte = { .write = 1 }, .exclusive = 1, \
			  .gup_pins = 1 }
#define EMPTY		{ MAPS_HOLE, .huge = 1 }
#define ZEROES		{ MAPS_ZERO_PAGE, .huge = 1 }
#define NOTHING		{ MAPS_NO_TABLE, .huge = 1 }
#define TAKEN		{ SELECTED, COMPOUND | MIGRATE_PFN_WRITE }
#define AS_A_HOLE	{ OFFERED, COMPOUND }
#define LEFT		{ SKIPPED }

/*
 *            start            start + 1 PMD      start + 2 PMDs
 *   given    |       [0]      |       [1]        |       [2]       |
 *   src      | x 0 0 ... 0 0  | x 0 0 ... 0 0    | x 0 0 ... 0 0   |
 */

/* contract 9.2 and 6.8: one entry for each PMD, 0 for the rest of it. */
static const struct pmds_case pmds[] = {
	{ "huge_pages", { SINCE_COMPOUND },
	  { OWN, OWN, OWN }, { TAKEN, TAKEN, TAKEN } },
	{ "huge_page_between_empty_pmds", { SINCE_COMPOUND },
	  { EMPTY, OWN, EMPTY }, { AS_A_HOLE, TAKEN, AS_A_HOLE } },
	{ "empty_pmd_between_huge_pages", { SINCE_COMPOUND },
	  { OWN, EMPTY, OWN }, { TAKEN, AS_A_HOLE, TAKEN } },
	{ "huge_zero_page_beside_huge_pages", { SINCE_COMPOUND },
	  { OWN, OWN, ZEROES }, { TAKEN, TAKEN, AS_A_HOLE } },
	{ "locked_huge_page_between_huge_pages", { SINCE_COMPOUND },
	  { OWN, BUSY, OWN }, { TAKEN, LEFT, TAKEN } },
	{ "locked_huge_page_before_an_empty_pmd", { SINCE_COMPOUND },
	  { BUSY, EMPTY, OWN }, { LEFT, AS_A_HOLE, TAKEN } },
	{ "pinned_huge_page_behind_others", { SINCE_COMPOUND },
	  { OWN, OWN, PINNED }, { TAKEN, TAKEN, LEFT } },
	{ "empty_pmds_in_a_table_of_pmds", { SINCE_COMPOUND },
	  { EMPTY, EMPTY, EMPTY }, { AS_A_HOLE, AS_A_HOLE, AS_A_HOLE } },
	{ "empty_pmds_without_a_table_of_pmds",
	  { SINCE_COMPOUND, .known_issue = &huge_hole_offered_once },
	  { NOTHING, NOTHING, NOTHING },
	  { AS_A_HOLE, AS_A_HOLE, AS_A_HOLE } },
};

MM_KUNIT_ROWS(pmds);

/* Test that what a PMD gives does not depend on those around it. */
static void pmds_in_a_row(struct kunit *test)
{
	const struct pmds_case *row = test->param_value;
	struct migrate_scene *scene;
	unsigned long cpages = 0;
	unsigned int i;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, row->given, RANGE_PMDS);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < RANGE_PMDS; i++) {
		expect_outcome(scene, i, &row->expect[i]);
		cpages += row->expect[i].outcome != SKIPPED;
	}
	KUNIT_EXPECT_EQ(test, scene->args.cpages, cpages);
	KUNIT_EXPECT_EQ(test, scene->args.npages, RANGE_PMDS * HUGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->args.end,
			scene->args.start + RANGE_PMDS * PMD_SIZE);
}

/**
 * struct piece_case - a row about a range that is not one of whole PMDs
 * @name: which part
 * @when: the kernels it is for
 * @start: in pages from the start of the first PMD, all of which are huge pages
 * @end: likewise, behind the last one
 * @whole: mask of the PMDs that are within the range
 */
struct piece_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned long start;
	unsigned long end;
	unsigned long whole;
};

/* contract 9.1 and 9.2: only what is whole is taken whole. */
static const struct piece_case pieces[] = {
	{ "last_page_of_one_pmd_and_the_next", { SINCE_COMPOUND },
	  HUGE_PAGES - 1, 2 * HUGE_PAGES, BIT(1) },
	{ "one_pmd_and_the_first_page_of_the_next", { SINCE_COMPOUND },
	  0, HUGE_PAGES + 1, BIT(0) },
	{ "halves_around_a_pmd", { SINCE_COMPOUND },
	  HUGE_PAGES / 2, 2 * HUGE_PAGES + HUGE_PAGES / 2, BIT(1) },
	{ "two_pages_of_two_pmds", { SINCE_COMPOUND },
	  HUGE_PAGES - 1, HUGE_PAGES + 1, 0 },
};

MM_KUNIT_ROWS(pieces);

static unsigned long want_entry(const struct piece_case *row,
				unsigned long first_pfn, unsigned long at)
{
	unsigned long pfn = first_pfn + at % HUGE_PAGES;

	if (!(row->whole & BIT(at / HUGE_PAGES)))
		return migrate_pfn(pfn) | MIGRATE_PFN_MIGRATE |
		       MIGRATE_PFN_WRITE;
	if (at % HUGE_PAGES)
		return 0;
	return migrate_pfn(pfn) | MIGRATE_PFN_MIGRATE | MIGRATE_PFN_WRITE |
	       COMPOUND;
}

/* Test that a PMD which reaches out of the range is taken by page. */
static void pieces_of_pmds(struct kunit *test)
{
	static const struct mm_kunit_given own[RANGE_PMDS] = { OWN, OWN, OWN };
	const struct piece_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	unsigned long at, pfn, cpages = 0;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, own, RANGE_PMDS);
	scene->args.start += row->start * PAGE_SIZE;
	scene->args.end = scene->space.start + row->end * PAGE_SIZE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (at = row->start; at < row->end; at++) {
		pfn = page_to_pfn(scene->pages[at / HUGE_PAGES].page);
		mm_kunit_expect_equal(test, scene->args.src[at - row->start],
				      want_entry(row, pfn, at), "page %lu", at);
		cpages += !!want_entry(row, pfn, at);
	}
	KUNIT_EXPECT_EQ(test, scene->args.cpages, cpages);
	KUNIT_EXPECT_EQ(test, scene->args.npages, row->end - row->start);
	KUNIT_EXPECT_EQ(test, scene->src.entry[row->end - row->start],
			SCENE_POISON);
}

/*
 * Test that a PMD which is put back takes no entry of others along. The page
 * that is left makes cpages the number of an entry that is not the PMD's.
 */
static void pinned_pmd_behind_a_locked_page(struct kunit *test)
{
	static const struct mm_kunit_when when = { SINCE_COMPOUND };
	static const struct mm_kunit_given locked = { .locked = 1 };
	static const struct mm_kunit_given pinned = PINNED;
	struct migrate_scene *scene = test->priv;
	unsigned long i;

	begin_whole_pmd_row(test, NULL, &when);
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 0, &locked);
	migrate_place(scene, HUGE_PAGES, &pinned);
	migrate_build_placed(scene, 0, 2 * HUGE_PAGES);
	scene->args.flags |= MIGRATE_VMA_SELECT_COMPOUND;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < 2 * HUGE_PAGES; i++) {
		bool hole = i > 0 && i < HUGE_PAGES;

		mm_kunit_expect_equal(test, scene->args.src[i],
				      hole ? MIGRATE_PFN_MIGRATE : 0,
				      "src[%lu]", i);
		mm_kunit_expect_equal(test, scene->args.dst[i], 0, "dst[%lu]",
				      i);
	}
	KUNIT_EXPECT_EQ(test, scene->args.cpages, HUGE_PAGES - 1);
	KUNIT_EXPECT_EQ(test, scene->args.npages, 2 * HUGE_PAGES);
}

/* Ranges of several PMDs. */
static struct kunit_case huge_range_cases[] = {
	KUNIT_CASE_PARAM(pmds_in_a_row, pmds_gen_params),
	KUNIT_CASE_PARAM(pieces_of_pmds, pieces_gen_params),
	KUNIT_CASE(pinned_pmd_behind_a_locked_page),
	{}
};

static struct kunit_suite huge_range_suite = {
	.name = "migrate_device_huge_range",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_range_cases,
};

kunit_test_suite(huge_range_suite);
