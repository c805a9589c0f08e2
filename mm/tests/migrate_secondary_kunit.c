// SPDX-License-Identifier: GPL-2.0
/*
 * TLB flushes as an IOMMU sees them that shares the page tables: from outside
 * of the unit, whichever function flushes.
 */
#include <linux/mmu_notifier.h>

#include "migrate_huge.h"

#define PAGES	4

/**
 * struct iommu - somebody who caches translations
 * @notifier: for invalidations of its TLB
 * @range: for notifier ranges; one notifier may not have both
 * @start: of the range that migrates
 * @ptep: its first entry
 * @ptl: their lock
 * @pmdp: the entry of a huge page, which is the whole range, or NULL
 * @pmd: what it is while it maps the page; one that is invalid, but still
 *	there, counts as present
 * @in_range: whether a notifier range is open
 * @outside: how often it was invalidated without one
 * @cached: mask of pages that it may still have in its TLB
 * @unlocked: mask of pages whose entry was gone before that was done, and the
 *	lock dropped
 */
struct iommu {
	struct mmu_notifier notifier;
	struct mmu_notifier range;
	unsigned long start;
	pte_t *ptep;
	spinlock_t *ptl;
	pmd_t *pmdp;
	pmd_t pmd;
	bool in_range;
	unsigned int outside;
	unsigned long cached;
	unsigned long unlocked;
};

static void forget_huge_page(struct iommu *iommu, unsigned long start,
			     unsigned long end)
{
	if (start <= iommu->start && end >= iommu->start + PMD_SIZE &&
	    !pmd_same(*iommu->pmdp, iommu->pmd))
		iommu->cached = 0;
}

static void on_invalidate(struct mmu_notifier *notifier, struct mm_struct *mm,
			  unsigned long start, unsigned long end)
{
	struct iommu *iommu = container_of(notifier, struct iommu, notifier);
	unsigned long addr = iommu->start;
	unsigned int i;

	iommu->outside += !iommu->in_range;
	if (iommu->pmdp) {
		forget_huge_page(iommu, start, end);
		return;
	}
	for (i = 0; i < PAGES; i++, addr += PAGE_SIZE) {
		if (addr < start || addr >= end ||
		    pte_present(iommu->ptep[i]) ||
		    !(iommu->cached & BIT(i)))
			continue;
		iommu->cached &= ~BIT(i);
		if (spin_trylock(iommu->ptl)) {
			spin_unlock(iommu->ptl);
			iommu->unlocked |= BIT(i);
		}
	}
}

static const struct mmu_notifier_ops iommu_ops = {
	.mm_kunit_secondary_tlbs = on_invalidate,
};

static int on_start(struct mmu_notifier *notifier,
		    const struct mmu_notifier_range *range)
{
	container_of(notifier, struct iommu, range)->in_range = true;
	return 0;
}

static void on_end(struct mmu_notifier *notifier,
		   const struct mmu_notifier_range *range)
{
	container_of(notifier, struct iommu, range)->in_range = false;
}

static const struct mmu_notifier_ops range_ops = {
	.invalidate_range_start = on_start,
	.invalidate_range_end = on_end,
};

/**
 * struct secondary_case - a row about a range
 * @name: what it holds
 * @when: the kernels it is for
 * @given: its pages
 * @taken: mask of those that setup takes
 */
struct secondary_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given[PAGES];
	unsigned long taken;
};

#define FLUSHES	{ .needs = NEEDS_SECONDARY_TLB }
#define X	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define R	{ .pte = { .young = 1 } }
#define S	{ .maps = MAPS_SHARED_ANON }
#define P	{ .exclusive = 1, .gup_pins = 1 }
#define HOLE	{ MAPS_HOLE }

/* contract 3.2, 5.4: no translation outlives the page-table lock. */
static const struct secondary_case ranges[] = {
	{ "exclusive_pages", FLUSHES, { X, X, X, X }, 0xf },
	{ "pages_that_are_not_exclusive", FLUSHES, { R, R, S, S }, 0xf },
	{ "one_page_before_holes", FLUSHES, { R, HOLE, HOLE, HOLE }, 0x1 },
	{ "pages_around_a_pinned_one", FLUSHES, { X, P, R, R }, 0xd },
	{ "pinned_page_before_others", FLUSHES, { P, X, S, HOLE }, 0x6 },
};

MM_KUNIT_ROWS(ranges);

static void watch(struct migrate_scene *scene, struct iommu *iommu)
{
	pmd_t *pmd = pmd_off(scene->space.mm, scene->args.start);

	iommu->start = scene->args.start;
	iommu->cached = GENMASK(PAGES - 1, 0);
	if (scene->pages[0].given->huge) {
		iommu->pmdp = pmd;
		iommu->pmd = *pmd;
	} else {
		iommu->ptep = pte_offset_kernel(pmd, iommu->start);
		iommu->ptl = pte_lockptr(scene->space.mm, pmd);
	}
	iommu->notifier.ops = &iommu_ops;
	iommu->range.ops = &range_ops;
	/*
	 * Who is registered last is called first: before 6.6 the end of a
	 * range invalidates, too, and belongs to it.
	 */
	KUNIT_EXPECT_EQ(scene->test, 0,
			mmu_notifier_register(&iommu->range, scene->space.mm));
	KUNIT_EXPECT_EQ(scene->test, 0,
			mmu_notifier_register(&iommu->notifier,
					      scene->space.mm));
}

static void unwatch(struct migrate_scene *scene, struct iommu *iommu)
{
	mmu_notifier_unregister(&iommu->range, scene->space.mm);
	mmu_notifier_unregister(&iommu->notifier, scene->space.mm);
}

static struct iommu *collect_watched(struct migrate_scene *scene,
				     enum mm_kunit_clear clear)
{
	struct iommu *iommu;

	iommu = kunit_kzalloc(scene->test, sizeof(*iommu), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(scene->test, iommu);
	watch(scene, iommu);
	run_collect_clearing_with(scene, clear, NULL);
	unwatch(scene, iommu);
	return iommu;
}

static void expect_invalidated(struct kunit *test, enum mm_kunit_clear clear)
{
	const struct secondary_case *row = test->param_value;
	struct migrate_scene *scene;
	struct iommu *iommu;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, row->given, PAGES);
	iommu = collect_watched(scene, clear);
	KUNIT_EXPECT_EQ(test, iommu->cached & row->taken, 0UL);
	KUNIT_EXPECT_EQ(test, iommu->outside, 0U);
	if (MM_KUNIT_SECONDARY_IN_TIME)
		KUNIT_EXPECT_EQ(test, iommu->unlocked, 0UL);
}

/* Test that each page is flushed in time as the source clears. */
static void invalidated_as_written(struct kunit *test)
{
	expect_invalidated(test, CLEAR_AS_WRITTEN);
}

/* Test that it is where each clear flushes by itself. */
static void invalidated_with_ptep_clear_flush(struct kunit *test)
{
	expect_invalidated(test, CLEAR_ALWAYS_FLUSHES);
}

/* Test that it is where the batched flush has to do. */
static void invalidated_with_ptep_get_and_clear(struct kunit *test)
{
	expect_invalidated(test, CLEAR_NEVER_FLUSHES);
}

#define HUGE_FLUSHES	{ .needs = NEEDS_SECONDARY_TLB, .since = KERNEL(6, 19) }
#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)

/* contract 3.2, 5.4 and 9.3: nor does one of a whole PMD. */
static const struct migrate_huge_case huge_pages[] = {
	{ "exclusive_page", HUGE_FLUSHES, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 } },
	{ "page_that_is_not_exclusive", HUGE_FLUSHES, WHOLE,
	  .given = { .pte = { .young = 1 } } },
	{ "page_that_a_fork_shares", HUGE_FLUSHES, WHOLE,
	  .given = { MAPS_SHARED_ANON } },
};

MM_KUNIT_ROWS(huge_pages);

/* Test that a huge page is flushed in full, once it is not mapped. */
static void invalidated_huge_page(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct iommu *iommu = collect_watched(scene, CLEAR_AS_WRITTEN);

	KUNIT_EXPECT_EQ(test, scene->args.cpages, 1UL);
	KUNIT_EXPECT_EQ(test, iommu->cached, 0UL);
	KUNIT_EXPECT_EQ(test, iommu->outside, 0U);
}

/* contract 4.3 and 5.4: nor does one of the zero page that is replaced. */
static void invalidated_zero_page(struct kunit *test)
{
	static const struct mm_kunit_when when = FLUSHES;
	static const struct mm_kunit_given given[PAGES] = {
		{ MAPS_ZERO_PAGE }, HOLE, { MAPS_ZERO_PAGE }, X,
	};
	struct migrate_scene *scene;
	struct iommu iommu = {};

	mm_kunit_row_begin(test, NULL, &when);
	scene = migrate_build(test, given, PAGES);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	give_destination(scene, 1);
	watch(scene, &iommu);
	run_pages(scene);
	unwatch(scene, &iommu);
	KUNIT_EXPECT_EQ(test, iommu.cached & BIT(0), 0UL);
	KUNIT_EXPECT_EQ(test, iommu.cached & BIT(2), BIT(2));
	KUNIT_EXPECT_EQ(test, iommu.outside, 0U);
}

/* What a secondary TLB hears of collect, and of pages. */
static struct kunit_case secondary_cases[] = {
	KUNIT_CASE_PARAM(invalidated_as_written, ranges_gen_params),
	KUNIT_CASE_PARAM(invalidated_with_ptep_clear_flush, ranges_gen_params),
	KUNIT_CASE_PARAM(invalidated_with_ptep_get_and_clear,
			 ranges_gen_params),
	KUNIT_CASE_PARAM(invalidated_huge_page, huge_pages_gen_params),
	KUNIT_CASE(invalidated_zero_page),
	{}
};

static struct kunit_suite secondary_suite = {
	.name = "migrate_device_secondary_tlb",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = secondary_cases,
};

kunit_test_suite(secondary_suite);
