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

/* COMPOUND entries that are not the first. */
static struct kunit_case huge_behind_cases[] = {
	KUNIT_CASE_PARAM(second_pmd, second_pmds_gen_params),
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
