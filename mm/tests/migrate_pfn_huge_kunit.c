// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_device_range() and _pfns() over a huge page that is mapped, as one or
 * page by page. Kernels without COMPOUND entries leave it alone; those with
 * them may take it, as a whole.
 */
#include "migrate_device_unit.h"
#include "migrate_outcome.h"

#define HUGE_PAGES	PTRS_PER_PTE
#define SINCE_PFNS	.since = KERNEL(6, 15)

/**
 * struct huge_case - a row about a huge page
 * @name: what is the matter with it
 * @when: the kernels it is for
 * @by_page: its PMD is split
 * @extra_refs: references that no mapping accounts for
 * @locked: somebody else holds the lock
 * @npages: length of the range, 0 for all of it
 * @out_of_reach: it can't be taken
 */
struct huge_case {
	const char *name;
	struct mm_kunit_when when;
	bool by_page;
	int extra_refs;
	bool locked;
	unsigned int npages;
	bool out_of_reach;
};

/* contract 7.1 to 7.4: it is taken as a whole, or not at all. */
static const struct huge_case huge_pages[] = {
	{ "whole_huge_page", .when = { .needs = NEEDS_PMD_ENTRIES } },
	{ "huge_page_with_an_extra_reference",
	  .when = { .needs = NEEDS_PMD_ENTRIES },
	  .extra_refs = 1, .out_of_reach = true },
	{ "first_half_of_a_huge_page",
	  .when = { .needs = NEEDS_PMD_ENTRIES },
	  .npages = HUGE_PAGES / 2, .out_of_reach = true },
	{ "first_half_of_a_locked_huge_page",
	  .when = { .needs = NEEDS_PMD_ENTRIES }, .locked = true,
	  .npages = HUGE_PAGES / 2, .out_of_reach = true },
	{ "large_folio_mapped_by_page",
	  .when = { .needs = NEEDS_THP }, .by_page = true },
	{ "large_folio_mapped_by_page_with_an_extra_reference",
	  .when = { .needs = NEEDS_THP }, .by_page = true,
	  .extra_refs = 1, .out_of_reach = true },
	{ "first_page_of_a_large_folio_mapped_by_page",
	  .when = { .needs = NEEDS_THP }, .by_page = true,
	  .npages = 1, .out_of_reach = true },
};

MM_KUNIT_ROWS(huge_pages);

static struct folio *build_huge(struct migrate_scene *scene)
{
	const struct huge_case *row = scene->test->param_value;
	unsigned long addr = scene->space.start;
	struct folio *folio;
	pmd_t *pmd;

	KUNIT_ASSERT_EQ(scene->test, 0,
			mm_kunit_map_huge_page(&scene->space, addr));
	lru_add_drain();
	pmd = pmd_off(scene->space.mm, addr);
	folio = page_folio(pmd_page(*pmd));
	if (row->by_page) {
		mmap_read_lock(scene->space.mm);
		split_huge_pmd(scene->space.vma, pmd, addr);
		mmap_read_unlock(scene->space.mm);
	}
	folio_ref_add(folio, row->extra_refs);
	if (row->locked)
		folio_lock(folio);
	return folio;
}

struct huge_state {
	struct mm_kunit_state folio;
	bool huge;
	long rss;
};

static struct huge_state look(struct migrate_scene *scene, struct folio *folio)
{
	struct huge_state now = {};

	lru_add_drain();
	mm_kunit_folio_snapshot(folio_page(folio, 0), &now.folio.folio);
	now.huge = pmd_trans_huge(*pmd_off(scene->space.mm,
					   scene->space.start));
	now.rss = mm_kunit_rss(scene->space.mm, MM_ANONPAGES);
	return now;
}

static void expect_same(struct migrate_scene *scene, const char *when,
			struct folio *folio, struct huge_state want)
{
	struct huge_state got = look(scene, folio);

	/* Unmapping may move dirty to the folio, and split the PMD. */
	want.folio.folio.dirty = got.folio.folio.dirty;
	if (!got.huge && want.huge)
		want.folio.folio.refs += HUGE_PAGES - 1;
	if (!got.huge && want.huge)
		want.folio.folio.mapcount = got.folio.folio.mapcount;
	mm_kunit_expect_state(scene->test, when, &got.folio, &want.folio);
	KUNIT_EXPECT_EQ_MSG(scene->test, got.rss, want.rss, "rss %s", when);
}

static void release_huge(struct migrate_scene *scene, struct folio *folio)
{
	const struct huge_case *row = scene->test->param_value;

	if (row->locked && folio_test_locked(folio))
		folio_unlock(folio);
	folio_ref_sub(folio, row->extra_refs);
}

static bool expect_entries(struct migrate_scene *scene, struct folio *folio,
			   unsigned int npages)
{
	const struct huge_case *row = scene->test->param_value;
	unsigned long *src = scene->src.entry;
	unsigned int i;

	if (src[0]) {
		KUNIT_EXPECT_FALSE(scene->test, row->out_of_reach);
		KUNIT_EXPECT_EQ(scene->test, src[0],
				migrate_pfn(folio_pfn(folio)) |
				MIGRATE_PFN_MIGRATE | MIGRATE_PFN_COMPOUND);
		KUNIT_EXPECT_TRUE(scene->test, folio_test_locked(folio));
		KUNIT_EXPECT_FALSE(scene->test, folio_mapped(folio));
	}
	for (i = 1; i < npages; i++)
		KUNIT_EXPECT_EQ_MSG(scene->test, src[i], 0UL, "src[%u]", i);
	KUNIT_EXPECT_EQ(scene->test, src[i], SCENE_POISON);
	return src[0];
}

/* Test that a huge page is handed out whole, or left, and comes back. */
static void huge_page(struct kunit *test)
{
	const struct huge_case *row = test->param_value;
	unsigned int npages = row->npages ?: HUGE_PAGES;
	struct migrate_scene *scene = test->priv;
	struct huge_state before;
	struct folio *folio;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	folio = build_huge(scene);
	before = look(scene, folio);
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	KUNIT_EXPECT_EQ(test, 0, unit_migrate_device_range(scene->src.entry,
							   folio_pfn(folio),
							   npages));
	if (!expect_entries(scene, folio, npages))
		expect_same(scene, "left alone", folio, before);
	memset(scene->dst.entry, 0, npages * sizeof(*scene->dst.entry));
	unit_migrate_device_finalize(scene->src.entry, scene->dst.entry,
				     npages);
	mm_kunit_events_stop();
	scene->phase = FINALIZED;
	expect_same(scene, "put back", folio, before);
	release_huge(scene, folio);
}

/* contract 7.3: it is left where it sticks out of the list. */
static const struct huge_case list_ends[] = {
	{ "huge_page_alone",
	  .when = { SINCE_PFNS, .needs = NEEDS_PMD_ENTRIES }, .npages = 1 },
	{ "huge_page_behind_others",
	  .when = { SINCE_PFNS, .needs = NEEDS_PMD_ENTRIES },
	  .npages = HUGE_PAGES - 1 },
	{ "large_folio_mapped_by_page_behind_others",
	  .when = { SINCE_PFNS, .needs = NEEDS_THP }, .by_page = true,
	  .npages = HUGE_PAGES - 1 },
	{ "locked_huge_page_behind_others",
	  .when = { SINCE_PFNS, .needs = NEEDS_PMD_ENTRIES }, .locked = true,
	  .npages = HUGE_PAGES - 1 },
};

MM_KUNIT_ROWS(list_ends);

/* A list of pfns that gives nothing but its end a chance to be taken. */
static void list_pfns(unsigned long *src, unsigned int npages,
		      struct page *locked, struct folio *last)
{
	unsigned int i;

	for (i = 0; i < npages - 1; i++)
		src[i] = page_to_pfn(locked);
	src[i] = folio_pfn(last);
}

/* Test that nothing is written behind a list that ends within a huge page. */
static void end_of_a_list(struct kunit *test)
{
	const struct huge_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	unsigned long *src = scene->src.entry;
	struct huge_state before;
	struct folio *folio;
	struct page *locked;
	unsigned int i;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	folio = build_huge(scene);
	locked = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, locked);
	lock_page(locked);
	before = look(scene, folio);
	list_pfns(src, row->npages, locked, folio);
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	KUNIT_EXPECT_EQ(test, 0, unit_migrate_device_pfns(src, row->npages));
	mm_kunit_events_stop();
	scene->phase = FINALIZED;

	for (i = 0; i < row->npages; i++)
		KUNIT_EXPECT_EQ_MSG(test, src[i], 0UL, "src[%u]", i);
	KUNIT_EXPECT_EQ(test, src[i], SCENE_POISON);
	expect_same(scene, "left alone", folio, before);
	release_huge(scene, folio);
	unlock_page(locked);
	__free_page(locked);
}

/* Huge pages, by their pfns. */
static struct kunit_case pfn_huge_cases[] = {
	KUNIT_CASE_PARAM(huge_page, huge_pages_gen_params),
	KUNIT_CASE_PARAM(end_of_a_list, list_ends_gen_params),
	{}
};

static struct kunit_suite pfn_huge_suite = {
	.name = "migrate_device_pfn_huge",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = pfn_huge_cases,
};

kunit_test_suite(pfn_huge_suite);
