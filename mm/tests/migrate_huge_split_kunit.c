// SPDX-License-Identifier: GPL-2.0
/*
 * Huge pages that a driver has only small pages for: split between
 * migrate_vma_setup() and migrate_vma_finalize(), and moved page by page.
 */
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/**
 * struct split_case - a row about a COMPOUND entry and small destinations
 * @name: which addresses get one
 * @when: the kernels it is for
 * @given: what the PMD maps
 * @first: first address with a destination, in pages
 * @step: distance to the next one
 * @behind: first address that gets none any more
 * @mpfn: flags of the entries
 */
struct split_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	unsigned long first;
	unsigned long step;
	unsigned long behind;
	unsigned long mpfn;
};

#define ALL	.step = 1, .behind = HUGE_PAGES
#define OWN	{ .huge = 1, .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }

/* contract 9.8: the pages of a huge page move by themselves, with its bits. */
static const struct split_case split_sources[] = {
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, OWN, ALL,
	  .mpfn = MIGRATE_PFN_WRITE },
	{ "exclusive_read_only_young_pmd", { SINCE_COMPOUND },
	  { .huge = 1, .pte = { .young = 1 }, .exclusive = 1 }, ALL },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, { .huge = 1 }, ALL },
	{ "soft_dirty_pmd", { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  { .huge = 1, .pte = { .soft_dirty = 1 }, .exclusive = 1 }, ALL },
	{ "uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  { .huge = 1, .pte = { .uffd = 1 }, .exclusive = 1 }, ALL },
	{ "pmd_whose_accesses_userfaultfd_hears_of",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_RWP },
	  { .huge = 1, .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 },
	  ALL },
	{ "every_other_page", { SINCE_COMPOUND }, OWN,
	  .step = 2, .behind = HUGE_PAGES, .mpfn = MIGRATE_PFN_WRITE },
	{ "first_page", { SINCE_COMPOUND }, OWN,
	  .step = 1, .behind = 1, .mpfn = MIGRATE_PFN_WRITE },
	{ "all_but_the_last_page", { SINCE_COMPOUND }, OWN,
	  .step = 1, .behind = HUGE_PAGES - 1, .mpfn = MIGRATE_PFN_WRITE },
	{ "pmd_that_a_fork_shares",
	  { SINCE_COMPOUND, .known_issue = &shared_huge_split },
	  { MAPS_SHARED_ANON, .huge = 1 }, ALL },
};

/* contract 4.2 and 9.8: a PMD that is not split is mapped as it was. */
static const struct split_case unsplit_sources[] = {
	{ "none_for_the_first_page", { SINCE_COMPOUND }, OWN,
	  .first = 1, .step = 1, .behind = HUGE_PAGES,
	  .mpfn = MIGRATE_PFN_WRITE | MIGRATE_PFN_COMPOUND },
	{ "last_page_only", { SINCE_COMPOUND }, OWN,
	  .first = HUGE_PAGES - 1, .step = 1, .behind = HUGE_PAGES,
	  .mpfn = MIGRATE_PFN_WRITE | MIGRATE_PFN_COMPOUND },
};

/* contract 4.3 and 4.4: a huge hole is filled where there is a destination. */
static const struct split_case filled_holes[] = {
	{ "all_of_an_empty_pmd", { SINCE_COMPOUND },
	  { MAPS_HOLE, .huge = 1 }, ALL },
	{ "all_of_a_pmd_without_a_table_of_pmds", { SINCE_COMPOUND },
	  { MAPS_NO_TABLE, .huge = 1 }, ALL },
	{ "all_of_a_huge_zero_page", { SINCE_COMPOUND },
	  { MAPS_ZERO_PAGE, .huge = 1 }, ALL },
	{ "first_page_of_an_empty_pmd",
	  { SINCE_COMPOUND, .known_issue = &gap_in_huge_hole },
	  { MAPS_HOLE, .huge = 1 }, .step = 1, .behind = 1 },
	{ "every_other_page_of_an_empty_pmd",
	  { SINCE_COMPOUND, .known_issue = &gap_in_huge_hole },
	  { MAPS_HOLE, .huge = 1 }, .step = 2, .behind = HUGE_PAGES },
	{ "all_but_the_last_page_of_an_empty_pmd",
	  { SINCE_COMPOUND, .known_issue = &gap_in_huge_hole },
	  { MAPS_HOLE, .huge = 1 }, .step = 1, .behind = HUGE_PAGES - 1 },
	{ "half_of_a_huge_zero_page",
	  { SINCE_COMPOUND, .known_issue = &gap_in_huge_hole },
	  { MAPS_ZERO_PAGE, .huge = 1 }, .step = 1, .behind = HUGE_PAGES / 2 },
};

MM_KUNIT_ROWS(split_sources);
MM_KUNIT_ROWS(unsplit_sources);
MM_KUNIT_ROWS(filled_holes);

/* The pages, with a reference on each to look at it in the end. */
struct small_pages {
	struct page *src[PTRS_PER_PTE];
	struct page *dst[PTRS_PER_PTE];
};

static bool has_dst(const struct split_case *row, unsigned long at)
{
	return at >= row->first && at < row->behind &&
	       !((at - row->first) % row->step);
}

static struct small_pages *give_small_pages(struct migrate_scene *scene)
{
	const struct split_case *row = scene->test->param_value;
	struct page *src = scene->pages[0].page;
	struct small_pages *small;
	unsigned long at;

	small = kunit_kzalloc(scene->test, sizeof(*small), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(scene->test, small);
	for (at = 0; at < HUGE_PAGES; at++) {
		if (!has_dst(row, at))
			continue;
		small->dst[at] = give_small_page(scene, at,
						 src ? src + at : NULL);
		get_page(small->dst[at]);
	}
	return small;
}

static struct migrate_scene *build_split(struct kunit *test)
{
	const struct split_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_COMPOUND);
	return scene;
}

/* The pages that look_by_page() chose are the scene's, to be given up last. */
static void hand_over(struct migrate_scene *scene, struct small_pages *small)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		scene->dst_page[i] = small->dst[scene->at[i]];
		small->dst[scene->at[i]] = NULL;
		small->src[scene->at[i]] = NULL;
	}
}

static void keep_sources(struct migrate_scene *scene, struct small_pages *small)
{
	unsigned long at;

	for (at = 0; at < HUGE_PAGES && scene->pages[0].page; at++) {
		small->src[at] = scene->pages[0].page + at;
		get_page(small->src[at]);
	}
	for (at = 0; at < scene->nr && scene->pages[0].page; at++)
		scene->kept[at] = true;
}

static void expect_page(struct kunit *test, const char *what, unsigned long at,
			struct page *page, bool mapped)
{
	struct folio *folio = page_folio(page);

	mm_kunit_expect_equal(test, folio_mapped(folio), mapped,
			      "%s %lu is mapped", what, at);
	mm_kunit_expect_equal(test, folio_ref_count(folio),
			      1 + folio_mapcount(folio), "references of %s %lu",
			      what, at);
	mm_kunit_expect_equal(test, PageLocked(page), false,
			      "%s %lu is locked", what, at);
	put_page(page);
}

/* Of the pages that nobody looks at closely, where they are. */
static void expect_places(struct migrate_scene *scene,
			  struct small_pages *small, bool moved)
{
	const struct split_case *row = scene->test->param_value;
	unsigned long at;

	lru_add_drain();
	for (at = 0; at < HUGE_PAGES; at++) {
		bool to_dst = moved && has_dst(row, at);

		if (small->src[at])
			expect_page(scene->test, "source", at, small->src[at],
				    !to_dst);
		if (small->dst[at])
			expect_page(scene->test, "destination", at,
				    small->dst[at], to_dst);
	}
}

static void expect_each(struct migrate_scene *scene,
			enum migrate_outcome with, enum migrate_outcome without)
{
	const struct split_case *row = scene->test->param_value;
	bool hole = !scene->pages[0].page;
	struct migrate_beside beside = {};
	struct migrate_expect expect = { .mpfn = row->mpfn };
	unsigned long at;
	unsigned int i;

	for (at = 0; hole && at < HUGE_PAGES; at++)
		beside.populated += has_dst(row, at);
	beside.new_tables = hole;
	for (i = 0; i < scene->nr; i++) {
		expect.outcome = has_dst(row, scene->at[i]) ? with : without;
		expect_outcome_beside(scene, i, &expect, &beside);
	}
}

/* Test that a huge page arrives at small ones, each with its content. */
static void split_source(struct kunit *test)
{
	struct migrate_scene *scene = build_split(test);
	struct small_pages *small = give_small_pages(scene);

	run_pages(scene);
	look_by_page(scene);
	keep_sources(scene, small);
	hand_over(scene, small);
	run_finalize(scene);
	expect_each(scene, MIGRATED, RESTORED);
	expect_places(scene, small, true);
}

/* Test that a huge page whose first page stays is left whole. */
static void unsplit_source(struct kunit *test)
{
	const struct split_case *row = test->param_value;
	struct migrate_scene *scene = build_split(test);
	struct small_pages *small = give_small_pages(scene);
	struct migrate_expect restored = { RESTORED, row->mpfn };
	unsigned long at;

	run_pages(scene);
	for (at = 0; at < HUGE_PAGES; at++)
		KUNIT_EXPECT_FALSE(test, scene->args.src[at] &
					 MIGRATE_PFN_MIGRATE);
	run_finalize(scene);
	memset(scene->args.dst, 0, HUGE_PAGES * sizeof(*scene->args.dst));
	expect_outcome(scene, 0, &restored);
	expect_places(scene, small, false);
}

/* Test that small pages fill a huge hole where they are, and nowhere else. */
static void filled_hole(struct kunit *test)
{
	struct migrate_scene *scene = build_split(test);
	struct small_pages *small = give_small_pages(scene);
	unsigned int i;

	run_pages(scene);
	look_by_page(scene);
	hand_over(scene, small);
	run_finalize(scene);
	/* Whichever zero page is mapped where nothing was inserted. */
	for (i = 0; i < scene->nr; i++) {
		if (!scene->given[i].pte.kind)
			continue;
		scene->given[i].pte.pfn =
			page_to_pfn(ZERO_PAGE(scene->pages[i].addr));
		scene->given[i].pte.young =
			!!pte_young(pfn_pte(0, scene->space.vma->vm_page_prot));
	}
	expect_each(scene, POPULATED, SKIPPED);
	expect_places(scene, small, true);
}

/* contract 4.3 and 6.8: of two huge holes each is filled where it is. */
static void two_holes_filled_by_page(struct kunit *test)
{
	static const struct mm_kunit_given zeroes = { MAPS_ZERO_PAGE, .huge = 1 };
	static const struct mm_kunit_when when = { SINCE_COMPOUND };
	struct migrate_scene *scene;
	unsigned long at, addr;
	struct page **dst;

	begin_whole_pmd_row(test, NULL, &when);
	dst = kunit_kcalloc(test, 2 * HUGE_PAGES, sizeof(*dst), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	scene = migrate_build(test, &zeroes, 1);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_map_huge_zero_page(&scene->space,
						    scene->args.end));
	scene->args.end += PMD_SIZE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (at = 0; at < 2 * HUGE_PAGES; at++)
		dst[at] = give_small_page(scene, at, NULL);
	run_pages(scene);
	run_finalize(scene);
	for (at = 0; at < 2 * HUGE_PAGES; at++) {
		addr = scene->args.start + at * PAGE_SIZE;
		mm_kunit_expect_equal(test,
				      pte_pfn(mm_kunit_read_pte(&scene->space,
								addr)),
				      page_to_pfn(dst[at]),
				      "page frame of page %lu", at);
	}
}

/* contract 9.8: a split that fails leaves the page, and all destinations. */
static const struct split_case busy_sources[] = {
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, OWN, ALL,
	  .mpfn = MIGRATE_PFN_WRITE },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, { .huge = 1 }, ALL },
};

MM_KUNIT_ROWS(busy_sources);

/* Test that a huge page in use again after setup can still be accessed. */
static void busy_source(struct kunit *test)
{
	const struct split_case *row = test->param_value;
	struct migrate_scene *scene = build_split(test);
	struct small_pages *small = give_small_pages(scene);
	struct page *page = scene->pages[0].page;
	unsigned long at;
	pte_t pte;

	get_page(page);
	run_pages(scene);
	for (at = 0; at < HUGE_PAGES; at++)
		KUNIT_EXPECT_FALSE(test, scene->args.src[at] &
					 MIGRATE_PFN_MIGRATE);
	put_page(page);
	run_finalize(scene);
	KUNIT_EXPECT_FALSE(test, PageLocked(page));
	for (at = 0; at < HUGE_PAGES; at++) {
		struct mm_kunit_state got = {};
		struct mm_kunit_page one = {
			.space = &scene->space, .given = &row->given,
			.addr = scene->space.start + at * PAGE_SIZE,
		};

		mm_kunit_snapshot(&one, NULL, &got);
		mm_kunit_expect_equal(test, got.pte.kind, PTE_PRESENT,
				      "entry of page %lu", at);
		mm_kunit_expect_equal(test, got.pte.write, row->given.pte.write,
				      "write of page %lu", at);
	}
	pte = mm_kunit_read_pte(&scene->space, scene->space.start);
	if (pte_present(pte))
		KUNIT_EXPECT_EQ(test, pte_pfn(pte), page_to_pfn(page));
	expect_places(scene, small, false);
}

/* COMPOUND entries and small destinations. */
static struct kunit_case huge_split_cases[] = {
	KUNIT_CASE_PARAM(split_source, split_sources_gen_params),
	KUNIT_CASE_PARAM(unsplit_source, unsplit_sources_gen_params),
	KUNIT_CASE_PARAM(filled_hole, filled_holes_gen_params),
	KUNIT_CASE(two_holes_filled_by_page),
	KUNIT_CASE_PARAM(busy_source, busy_sources_gen_params),
	{}
};

static struct kunit_suite huge_split_suite = {
	.name = "migrate_device_huge_split",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_split_cases,
};

kunit_test_suite(huge_split_suite);
