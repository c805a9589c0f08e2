// SPDX-License-Identifier: GPL-2.0
/*
 * COMPOUND entries behind others, with small destinations: an entry's place in
 * the arrays says which address it is for, in migrate_vma_pages(), too.
 */
#include "migrate_huge.h"

#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define COMPOUND	MIGRATE_PFN_COMPOUND

/**
 * struct behind_case - a row about two PMDs
 * @name: what the second one maps
 * @when: the kernels it is for
 * @given: the PMDs; the first one gets no destination
 * @mpfn: flags of the second one's entries in the end
 */
struct behind_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given[2];
	unsigned long mpfn;
};

#define OWN	{ .huge = 1, .pte = { .write = 1 }, .exclusive = 1 }
#define EMPTY	{ MAPS_HOLE, .huge = 1 }

/* contract 4.1, 4.4 and 9.8: small destinations for the second PMD alone. */
static const struct behind_case second_pmds[] = {
	{ "huge_page_behind_an_empty_pmd", { SINCE_COMPOUND },
	  { EMPTY, OWN }, MIGRATE_PFN_MIGRATE | MIGRATE_PFN_WRITE },
	{ "huge_page_behind_another", { SINCE_COMPOUND },
	  { OWN, OWN }, MIGRATE_PFN_MIGRATE | MIGRATE_PFN_WRITE },
	{ "empty_pmd_behind_another", { SINCE_COMPOUND },
	  { EMPTY, EMPTY }, MIGRATE_PFN_MIGRATE },
	{ "empty_pmd_behind_a_huge_page", { SINCE_COMPOUND },
	  { OWN, EMPTY }, MIGRATE_PFN_MIGRATE },
};

MM_KUNIT_ROWS(second_pmds);

static void expect_at(struct migrate_scene *scene, unsigned long i,
		      struct page *dst, unsigned long content)
{
	unsigned long addr = scene->args.start + i * PAGE_SIZE;
	pte_t pte = mm_kunit_read_pte(&scene->space, addr);

	mm_kunit_expect_equal(scene->test, pte_present(pte), true,
			      "page %lu is present", i);
	if (!pte_present(pte))
		return;
	mm_kunit_expect_equal(scene->test, pte_pfn(pte), page_to_pfn(dst),
			      "page frame of page %lu", i);
	mm_kunit_expect_equal(scene->test, mm_kunit_first_word(dst), content,
			      "content of page %lu", i);
}

static struct migrate_scene *offer(struct kunit *test)
{
	const struct behind_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, row->given, ARRAY_SIZE(row->given));
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[HUGE_PAGES] & COMPOUND);
	return scene;
}

/* Test that the pages arrive where the second PMD is. */
static void second_pmd(struct kunit *test)
{
	const struct behind_case *row = test->param_value;
	struct migrate_scene *scene = offer(test);
	struct page *src = scene->pages[1].page, **dst;
	unsigned long i, pfn = src ? page_to_pfn(src) : 0;

	dst = kunit_kcalloc(test, HUGE_PAGES, sizeof(*dst), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	for (i = 0; i < HUGE_PAGES; i++)
		dst[i] = give_small_page(scene, HUGE_PAGES + i,
					 src ? src + i : NULL);
	run_pages(scene);
	mm_kunit_expect_equal(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE, 0,
			      "src[0]");
	for (i = 0; i < HUGE_PAGES; i++)
		mm_kunit_expect_equal(test, scene->args.src[HUGE_PAGES + i],
				      (src ? migrate_pfn(pfn + i) : 0) |
				      row->mpfn, "src[%lu]", HUGE_PAGES + i);
	run_finalize(scene);
	for (i = 0; i < HUGE_PAGES; i++)
		expect_at(scene, HUGE_PAGES + i, dst[i],
			  src ? scene->pages[1].pattern + i : 0);
}

/* contract 4.4, 4.5: an address that is in use again is passed over. */
static const struct behind_case used_holes[] = {
	{ "first_page_of_an_empty_pmd_behind_another", { SINCE_COMPOUND },
	  { EMPTY, EMPTY } },
};

MM_KUNIT_ROWS(used_holes);

/* Test that what came to one address of a huge hole is all that stays. */
static void used_hole(struct kunit *test)
{
	struct migrate_scene *scene = offer(test);
	unsigned long addr = scene->args.start + HUGE_PAGES * PAGE_SIZE;
	struct page *dst, *came;
	unsigned long i;

	KUNIT_ASSERT_EQ(test, 0, mm_kunit_fault(&scene->space, addr, true));
	came = pte_page(mm_kunit_read_pte(&scene->space, addr));
	for (i = 0; i < HUGE_PAGES; i++)
		dst = give_small_page(scene, HUGE_PAGES + i, NULL);
	run_pages(scene);
	for (i = 0; i < HUGE_PAGES; i++)
		mm_kunit_expect_equal(test, scene->args.src[HUGE_PAGES + i],
				      i ? MIGRATE_PFN_MIGRATE : 0, "src[%lu]",
				      HUGE_PAGES + i);
	run_finalize(scene);
	KUNIT_EXPECT_PTR_EQ(test, came,
			    pte_page(mm_kunit_read_pte(&scene->space, addr)));
	expect_at(scene, 2 * HUGE_PAGES - 1, dst, 0);
}

#define OWN_SMALL	{ .pte = { .write = 1 }, .exclusive = 1 }

/* contract 2.6: how large a folio is says nothing of what is behind it. */
static const struct behind_case hole_between[] = {
	{ "page_behind_a_huge_page_and_a_hole", { SINCE_COMPOUND },
	  { OWN, OWN_SMALL } },
};

/* contract 4.1 and 4.4: nor does a hole that was filled page by page. */
static const struct behind_case filled_before[] = {
	{ "pages_behind_a_filled_pmd", { SINCE_COMPOUND },
	  { EMPTY, OWN_SMALL } },
};

MM_KUNIT_ROWS(hole_between);
MM_KUNIT_ROWS(filled_before);

static struct migrate_scene *place_behind(struct kunit *test,
					  unsigned long first,
					  unsigned long nr)
{
	const struct behind_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	unsigned long i;

	begin_whole_pmd_row(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 0, &row->given[0]);
	for (i = 0; i < nr; i++)
		migrate_place(scene, HUGE_PAGES + first + i, &row->given[1]);
	migrate_build_placed(scene, 0, HUGE_PAGES + first + nr);
	scene->args.flags |= MIGRATE_VMA_SELECT_COMPOUND;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & COMPOUND);
	return scene;
}

/* Test that unmap goes on with the next entry, and leaves none out. */
static void page_behind_a_hole(struct kunit *test)
{
	static const struct migrate_expect taken = {
		SELECTED, MIGRATE_PFN_WRITE,
	};

	expect_outcome(place_behind(test, 1, 1), 1, &taken);
}

/* Test that an entry without a destination stands for itself alone. */
static void pages_behind_a_filled_hole(struct kunit *test)
{
	static const struct migrate_expect stays = {
		RESTORED, MIGRATE_PFN_WRITE,
	};
	static const struct migrate_expect moves = {
		MIGRATED, MIGRATE_PFN_WRITE,
	};
	const struct migrate_beside beside = {
		.populated = HUGE_PAGES, .new_tables = true,
	};
	struct migrate_scene *scene = place_behind(test, 0, 2);
	unsigned long i;

	for (i = 0; i < HUGE_PAGES; i++)
		give_small_page(scene, i, NULL);
	give_destination(scene, 2);
	run_pages(scene);
	run_finalize(scene);
	expect_outcome_beside(scene, 1, &stays, &beside);
	expect_outcome_beside(scene, 2, &moves, &beside);
}

/* COMPOUND entries that are not the first. */
static struct kunit_case huge_behind_cases[] = {
	KUNIT_CASE_PARAM(second_pmd, second_pmds_gen_params),
	KUNIT_CASE_PARAM(page_behind_a_hole, hole_between_gen_params),
	KUNIT_CASE_PARAM(pages_behind_a_filled_hole, filled_before_gen_params),
	KUNIT_CASE_PARAM(used_hole, used_holes_gen_params),
	{}
};

static struct kunit_suite huge_behind_suite = {
	.name = "migrate_device_huge_behind",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_behind_cases,
};

kunit_test_suite(huge_behind_suite);
