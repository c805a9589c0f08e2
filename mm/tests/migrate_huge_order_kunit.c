// SPDX-License-Identifier: GPL-2.0
/*
 * How collect takes a huge page's PMD away: set_pmd_migration_entry() clears,
 * flushes and shares by itself, which a second TLB sees from inside.
 */
#include "migrate_huge.h"
#include "mm_kunit/order.h"
#include "mm_kunit/watch.h"

#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)
#define COMPOUND	MIGRATE_PFN_COMPOUND
#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/**
 * struct onlooker - what is seen while the TLBs are flushed of a PMD
 * @scene: with the PMD
 * @pmd: the PMD as it was mapped
 * @flushes: how many there were
 * @mapped: in any of them the PMD still was what it had been
 * @shared: in any of them the page was not exclusive any more
 * @gup_pins: taken on the page in the first of them
 */
struct onlooker {
	struct migrate_scene *scene;
	u64 pmd;
	unsigned int flushes;
	bool mapped;
	bool shared;
	int gup_pins;
};

static u64 pmd_of(struct migrate_scene *scene)
{
	return pmd_val(*pmd_off(scene->space.mm, scene->space.start));
}

static void pin(struct migrate_scene *scene, int pins)
{
	struct folio *folio = page_folio(scene->pages[0].page);

	folio_ref_add(folio, pins);
	atomic_add(pins, mm_kunit_pincount(folio));
}

static void look_on(void *context, const struct mm_kunit_event *flush)
{
	struct onlooker *onlooker = context;
	struct migrate_scene *scene = onlooker->scene;

	onlooker->mapped |= pmd_of(scene) == onlooker->pmd;
	onlooker->shared |= !PageAnonExclusive(scene->pages[0].page);
	if (!onlooker->flushes++)
		pin(scene, onlooker->gup_pins);
}

static void setup_watched(struct migrate_scene *scene,
			  struct onlooker *onlooker)
{
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_TLB_FLUSHED),
		.run = look_on,
		.context = onlooker,
	};
	struct mm_kunit_watch watch;
	struct kunit *test = scene->test;

	onlooker->scene = scene;
	onlooker->pmd = pmd_of(scene);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_watch(&watch, &scene->space));
	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						      &hook), 0);
	mm_kunit_hook(NULL);
	mm_kunit_unwatch(&watch);
}

static bool flushed_while_locked(void)
{
	const struct mm_kunit_event *event;
	unsigned int nr = mm_kunit_events(&event);
	bool locked = false, flushed = false;

	for (; nr; nr--, event++) {
		if (event->kind == EV_LOCK_PMD)
			locked = true;
		else if (event->kind == EV_UNLOCK_PMD)
			locked = false;
		else if (event->kind == EV_TLB_FLUSHED)
			flushed |= locked && event->end - event->addr == PMD_SIZE;
	}
	return flushed;
}

/* contract 9.3, 3.1, 3.2 and 3.4: clear, flush, share, and then unlock. */
static const struct migrate_huge_case watched_pmds[] = {
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND | MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, COMPOUND } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE,
	  .expect = { SELECTED, COMPOUND } },
};

MM_KUNIT_ROWS(watched_pmds);

/* Test that a PMD is flushed once it is cleared, as long as it is locked. */
static void pmd_flushed_in_time(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	struct onlooker onlooker = {};

	setup_watched(scene, &onlooker);
	KUNIT_EXPECT_GT_MSG(test, onlooker.flushes, 0U, "nothing is flushed");
	KUNIT_EXPECT_FALSE_MSG(test, onlooker.mapped,
			       "flushed while the PMD is mapped");
	KUNIT_EXPECT_TRUE_MSG(test, flushed_while_locked(),
			      "flushed without the page-table lock");
	if (row->given.exclusive)
		KUNIT_EXPECT_FALSE_MSG(test, onlooker.shared,
				       "shared before the flush");
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_MIGRATE_PMD), 1U);
	mm_kunit_expect_balanced(test);
	expect_outcome(scene, 0, &row->expect);
}

/* contract 3.5 and 9.3: a pin that comes meanwhile puts the PMD back. */
static const struct migrate_huge_case pinned_pmds[] = {
	{ "writable_dirty_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .exclusive = 1 }, .expect = { SKIPPED } },
	{ "soft_dirty_uffd_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  WHOLE, .given = { .pte = { .soft_dirty = 1, .uffd = 1 },
			    .exclusive = 1 },
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(pinned_pmds);

/* Test that a pin between the clear and the share step is found. */
static void pin_after_the_clear(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	struct onlooker onlooker = { .gup_pins = 1 };
	u64 pmd = pmd_of(scene);

	setup_watched(scene, &onlooker);
	if (onlooker.flushes)
		pin(scene, -1);
	KUNIT_EXPECT_GT_MSG(test, onlooker.flushes, 0U, "nothing is flushed");
	KUNIT_EXPECT_EQ_MSG(test, pmd_of(scene), pmd, "the PMD has changed");
	mm_kunit_expect_balanced(test);
	expect_outcome(scene, 0, &row->expect);
}

/* contract 2.5 and 9.3: dirty is taken from what the clear returned. */
static const struct migrate_huge_case late_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND }, WHOLE },
};

MM_KUNIT_ROWS(late_pmds);

/* The PTL does not stop a page walker from setting bits. */
static void walker_sets_dirty(void *context, const struct mm_kunit_event *event)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	set_pmd(event->pmdp, pmd_mkdirty(event->pmd));
#endif
}

/* Test that a huge page that is written to at the last moment is not lost. */
static void dirty_set_right_before_the_clear(struct kunit *test)
{
	static const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_MIGRATE_PMD),
		.run = walker_sets_dirty,
	};
	struct migrate_scene *scene = build_huge_case(test);
	struct folio *folio = page_folio(scene->pages[0].page);
	struct mm_kunit_state got;

	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						      &hook), 0);
	mm_kunit_hook(NULL);
	mm_kunit_snapshot(&scene->pages[0], NULL, &got);
	KUNIT_EXPECT_TRUE_MSG(test, folio_test_dirty(folio),
			      "the dirty bit is lost");
	KUNIT_EXPECT_EQ(test, got.pte.dirty, 1L);
}

/* Order in migrate_vma_setup(), for PMDs. */
static struct kunit_case huge_order_cases[] = {
	KUNIT_CASE_PARAM(pmd_flushed_in_time, watched_pmds_gen_params),
	KUNIT_CASE_PARAM(pin_after_the_clear, pinned_pmds_gen_params),
	KUNIT_CASE_PARAM(dirty_set_right_before_the_clear,
			 late_pmds_gen_params),
	{}
};

static struct kunit_suite huge_order_suite = {
	.name = "migrate_device_huge_order",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_order_cases,
};

kunit_test_suite(huge_order_suite);
