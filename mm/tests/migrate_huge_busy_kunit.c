// SPDX-License-Identifier: GPL-2.0
/*
 * A large folio that can't be split, mapped page by page, in the middle of a
 * range: what is before and behind it in migrate_vma_setup().
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "mm_kunit/order.h"

#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define ALL_KINDS	(DEVMEM_SELECT_ALL | MIGRATE_VMA_SELECT_COMPOUND)
#define SMALL_PAGES	2UL

/* contract 9.5: a folio in use is left, and nothing else suffers for it. */
static const struct migrate_huge_case busy_folios[] = {
	{ "folio_of_a_device", { SINCE_COMPOUND }, ALL_KINDS,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .extra_refs = 1 } },
	{ "folio_of_system_memory", { SINCE_COMPOUND }, ALL_KINDS,
	  .given = { .huge = 1, .exclusive = 1, .extra_refs = 1 } },
};

MM_KUNIT_ROWS(busy_folios);

static struct migrate_scene *build_two_pmds(struct kunit *test,
					    const struct mm_kunit_given *other)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;

	begin_whole_pmd_row(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 0, &row->given);
	migrate_place(scene, HUGE_PAGES, other);
	migrate_build_placed(scene, 0, 2 * HUGE_PAGES);
	devmem_select(scene, row->flags);
	mm_kunit_split_pmd(&scene->space, scene->space.start);
	return scene;
}

/* A page that can be cleared without a flush by the clear itself. */
static void map_small_page(struct migrate_scene *scene, unsigned long addr)
{
	pte_t pte;

	mm_kunit_zap(&scene->space, addr, PAGE_SIZE);
	KUNIT_ASSERT_EQ(scene->test, 0,
			mm_kunit_fault(&scene->space, addr, true));
	lru_add_drain();
	pte = mm_kunit_read_pte(&scene->space, addr);
	ClearPageAnonExclusive(pfn_to_page(pte_pfn(pte)));
	KUNIT_ASSERT_EQ(scene->test, 0,
			mm_kunit_write_pte(&scene->space, addr,
					   pte_wrprotect(pte)));
}

static bool flushed(unsigned long addr)
{
	const struct mm_kunit_event *first, *event;
	unsigned int nr = mm_kunit_events(&first);

	for (event = first; event < first + nr; event++) {
		if (event->kind == EV_FLUSH_TLB && event->addr <= addr &&
		    event->end >= addr + PAGE_SIZE)
			return true;
	}
	return false;
}

/* Test that small pages before a folio in use are taken, and flushed. */
static void small_pages_before_busy(struct kunit *test)
{
	static const struct mm_kunit_given nothing = { MAPS_HOLE, .huge = 1 };
	struct migrate_scene *scene = build_two_pmds(test, &nothing);
	unsigned long i;

	scene->args.end = scene->args.start + PMD_SIZE;
	for (i = 0; i < SMALL_PAGES; i++)
		map_small_page(scene, scene->space.start + i * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < HUGE_PAGES; i++) {
		mm_kunit_expect_equal(test, !!scene->args.src[i],
				      i < SMALL_PAGES, "page %lu is taken", i);
		if (i < SMALL_PAGES)
			mm_kunit_expect_equal(test, flushed(scene->space.start +
							    i * PAGE_SIZE),
					      true, "page %lu is flushed", i);
	}
	KUNIT_EXPECT_EQ(test, scene->args.cpages, SMALL_PAGES);
	mm_kunit_expect_balanced(test);
}

/* Test that the walk goes on behind a folio in use. */
static void huge_page_behind_busy(struct kunit *test)
{
	static const struct mm_kunit_given own = {
		.huge = 1, .pte = { .write = 1 }, .exclusive = 1,
	};
	struct migrate_scene *scene = build_two_pmds(test, &own);
	unsigned long pfn = page_to_pfn(scene->pages[1].page);
	unsigned long i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.npages, 2 * HUGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, 1UL);
	for (i = 0; i < 2 * HUGE_PAGES; i++)
		mm_kunit_expect_equal(test, scene->args.src[i],
				      i == HUGE_PAGES ? migrate_pfn(pfn) |
							MIGRATE_PFN_MIGRATE |
							MIGRATE_PFN_WRITE |
							MIGRATE_PFN_COMPOUND :
							0, "src[%lu]", i);
	mm_kunit_expect_balanced(test);
}

/* Large folios that can't be split, among others. */
static struct kunit_case huge_busy_cases[] = {
	KUNIT_CASE_PARAM(small_pages_before_busy, busy_folios_gen_params),
	KUNIT_CASE_PARAM(huge_page_behind_busy, busy_folios_gen_params),
	{}
};

static struct kunit_suite huge_busy_suite = {
	.name = "migrate_device_huge_busy",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_busy_cases,
};

kunit_test_suite(huge_busy_suite);
