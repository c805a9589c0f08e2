// SPDX-License-Identifier: GPL-2.0
/*
 * Pages that MADV_DONTNEED drops while they migrate: their migration entry
 * goes, and with it the mapping that finalize would have made.
 */
#include "migrate_outcome.h"

/* When, after setup, the page is dropped. */
enum emptied_when {
	BEFORE_PAGES,
	BEFORE_FINALIZE,
};

/**
 * struct emptied_case - a row about a page that is dropped
 * @name: when it is dropped
 * @given: the page
 * @when: likewise, for the code
 * @dst: whether it has a destination
 * @refill: whether a new page is faulted in then
 */
struct emptied_case {
	const char *name;
	struct mm_kunit_given given;
	enum emptied_when when;
	bool dst;
	bool refill;
};

/* contract 4.7, 4.8 and 6.6: what nobody maps any more is freed, once. */
static const struct emptied_case emptied_addresses[] = {
	{ "before_pages", { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  BEFORE_PAGES, .dst = true },
	{ "before_finalize",
	  { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  BEFORE_FINALIZE, .dst = true },
	{ "before_pages_without_a_destination", { .exclusive = 1 },
	  BEFORE_PAGES },
	{ "before_finalize_without_a_destination", { .exclusive = 1 },
	  BEFORE_FINALIZE },
	{ "page_that_is_not_exclusive", {}, BEFORE_PAGES, .dst = true },
	{ "refilled_before_pages", { .exclusive = 1 },
	  BEFORE_PAGES, .dst = true, .refill = true },
	{ "refilled_before_finalize", { .exclusive = 1 },
	  BEFORE_FINALIZE, .dst = true, .refill = true },
	{ "refilled_without_a_destination", { .exclusive = 1 },
	  BEFORE_FINALIZE, .refill = true },
};

MM_KUNIT_ROWS(emptied_addresses);

static struct mm_kunit_state empty(struct migrate_scene *scene)
{
	const struct emptied_case *row = scene->test->param_value;
	struct mm_kunit_page *page = &scene->pages[0];
	struct mm_kunit_state now;

	mm_kunit_zap(page->space, page->addr, PAGE_SIZE);
	if (row->refill)
		KUNIT_EXPECT_EQ(scene->test, 0,
				mm_kunit_fault(page->space, page->addr, true));
	mm_kunit_snapshot(page, NULL, &now);
	KUNIT_EXPECT_EQ(scene->test, now.pte.kind,
			(long)(row->refill ? PTE_PRESENT : PTE_NONE));
	KUNIT_EXPECT_EQ(scene->test, now.anon_pages,
			scene->given[0].anon_pages - !row->refill);
	return now;
}

static void expect_released(struct kunit *test, const char *what,
			    struct page *page)
{
	struct mm_kunit_folio_state state;

	if (!page)
		return;
	lru_add_drain();
	mm_kunit_folio_snapshot(page, &state);
	KUNIT_EXPECT_EQ_MSG(test, state.refs, 1, "references of the %s", what);
	KUNIT_EXPECT_EQ_MSG(test, state.mapcount, 0, "mappings of the %s", what);
	KUNIT_EXPECT_EQ_MSG(test, state.locked, 0, "lock of the %s", what);
}

/* What is left right after the drop is what the caller may expect to stay. */
static struct migrate_scene *run_emptied(struct kunit *test,
					 struct mm_kunit_state *left)
{
	const struct emptied_case *row = test->param_value;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, &row->given, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	if (row->dst)
		give_destination(scene, 0);
	if (row->when == BEFORE_PAGES)
		*left = empty(scene);
	run_pages(scene);
	if (row->when == BEFORE_FINALIZE)
		*left = empty(scene);
	run_finalize(scene);
	return scene;
}

/* contract 4.4: what setup has passed over is not filled later. */
static void page_that_was_not_offered(struct kunit *test)
{
	static const struct mm_kunit_given locked = {
		.exclusive = 1, .locked = 1, .extra_refs = 1,
	};
	struct migrate_scene *scene;
	struct mm_kunit_page *page;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, &locked, 1);
	page = &scene->pages[0];
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.src[0], 0UL);
	mm_kunit_zap(page->space, page->addr, PAGE_SIZE);
	give_destination(scene, 0);
	run_pages(scene);
	KUNIT_EXPECT_EQ(test, scene->args.src[0], 0UL);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_NOTIFIER_START), 1U);
	run_finalize(scene);
	KUNIT_EXPECT_TRUE(test,
			  pte_none(mm_kunit_read_pte(page->space, page->addr)));
	expect_released(test, "destination", scene->dst_page[0]);
}

/* Test that a dropped page is not mapped again, and nothing is leaked. */
static void emptied_address(struct kunit *test)
{
	struct mm_kunit_state left = {}, got;
	struct migrate_scene *scene = run_emptied(test, &left);

	mm_kunit_snapshot(&scene->pages[0], NULL, &got);
	mm_kunit_expect_state(test, "after finalize", &got, &left);
	expect_released(test, "source", scene->pages[0].page);
	expect_released(test, "destination", scene->dst_page[0]);
}

/* contract 2.7 and 4.1: the other space keeps what this one dropped. */
static const struct emptied_case half_emptied_addresses[] = {
	{ "before_pages", { MAPS_SHARED_ANON }, BEFORE_PAGES, .dst = true },
	{ "before_finalize", { MAPS_SHARED_ANON }, BEFORE_FINALIZE,
	  .dst = true },
	{ "without_a_destination", { MAPS_SHARED_ANON }, BEFORE_FINALIZE },
};

MM_KUNIT_ROWS(half_emptied_addresses);

/* Test that a page arrives where it is still mapped, and there only. */
static void half_emptied_address(struct kunit *test)
{
	const struct emptied_case *row = test->param_value;
	struct mm_kunit_state left = {}, got;
	struct migrate_scene *scene = run_emptied(test, &left);
	struct page *page;

	page = row->dst ? scene->dst_page[0] : scene->pages[0].page;
	mm_kunit_snapshot(&scene->pages[0], page, &got);
	KUNIT_EXPECT_EQ(test, got.pte.kind, (long)PTE_NONE);
	KUNIT_EXPECT_EQ(test, got.sharer.kind, (long)PTE_PRESENT);
	KUNIT_EXPECT_EQ(test, got.sharer.pfn, (long)page_to_pfn(page));
	KUNIT_EXPECT_EQ(test, got.folio.mapcount, 1L);
	KUNIT_EXPECT_EQ(test, got.folio.refs, 2L);
	KUNIT_EXPECT_EQ(test, got.folio.locked, 0L);
	KUNIT_EXPECT_EQ(test, got.folio.lru, 1L);
	if (row->dst)
		expect_released(test, "source", scene->pages[0].page);
}

/* Addresses that are emptied during a migration. */
static struct kunit_case emptied_cases[] = {
	KUNIT_CASE_PARAM(emptied_address, emptied_addresses_gen_params),
	KUNIT_CASE(page_that_was_not_offered),
	KUNIT_CASE_PARAM(half_emptied_address,
			 half_emptied_addresses_gen_params),
	{}
};

static struct kunit_suite emptied_suite = {
	.name = "migrate_device_emptied",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = emptied_cases,
};

kunit_test_suite(emptied_suite);
