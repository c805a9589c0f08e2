// SPDX-License-Identifier: GPL-2.0
/*
 * Large folios that are mapped page by page, of a whole PMD and smaller:
 * migrate_vma_setup() splits them, or leaves them where it can't.
 */
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

#define WHOLE	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_COMPOUND)
#define SINCE_COMPOUND	.since = KERNEL(6, 19)

/*
 * To split a PMD makes what is dirty soft-dirty, too: not what this is about.
 */

/* contract 9.4: a large folio is taken page by page, with the PTEs' bits. */
static const struct migrate_huge_case large_folios[] = {
	{ "writable_dirty_ptes", { SINCE_COMPOUND },
	  .given = { .pte = { .write = 1, .dirty = 1, .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "writable_dirty_ptes_with_select_compound", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1, .dirty = 1, .soft_dirty = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "exclusive_read_only_young_ptes", { SINCE_COMPOUND },
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "ptes_that_are_not_exclusive", { SINCE_COMPOUND },
	  .expect = { SELECTED } },
	{ "uffd_ptes", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "first_page", { SINCE_COMPOUND }, WHOLE, 0, 1,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "pages_in_the_middle", { SINCE_COMPOUND }, WHOLE, 1, 300,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
	{ "last_page", { SINCE_COMPOUND }, WHOLE, HUGE_PAGES - 1, 1,
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = { SELECTED, MIGRATE_PFN_WRITE } },
};

MM_KUNIT_ROWS(large_folios);

/* Test that a large folio becomes pages, each taken by itself. */
static void large_folio(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);

	mm_kunit_split_pmd(&scene->space, scene->space.start);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	look_by_page(scene);
	expect_by_page(scene, &row->expect);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, row->npages ?: HUGE_PAGES);
	KUNIT_EXPECT_EQ(test, scene->args.npages, row->npages ?: HUGE_PAGES);
	mm_kunit_expect_balanced(test);
}

/* contract 9.5 and 2.4: a large folio in use is left, to the end of the PMD. */
static const struct migrate_huge_case busy_folios[] = {
	{ "extra_reference",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .extra_refs = 1 } },
	{ "extra_reference_on_one_that_is_not_exclusive",
	  .given = { .extra_refs = 1 } },
	{ "gup_pin",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .gup_pins = 1 } },
	{ "extra_reference_and_select_compound", { SINCE_COMPOUND }, WHOLE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .extra_refs = 1 } },
	{ "extra_reference_from_the_middle_on", { SINCE_COMPOUND }, WHOLE,
	  256, 256,
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .extra_refs = 1 } },
};

MM_KUNIT_ROWS(busy_folios);

/* Test that a large folio that can't be split is as it was, to the last bit. */
static void busy_folio(struct kunit *test)
{
	expect_left_by_page(build_huge_case(test));
}

/* Somebody who holds the lock of a folio until another waits for it. */
struct holder {
	struct folio *folio;
	unsigned int waits;
};

static void let_go(void *context, const struct mm_kunit_event *event)
{
	struct holder *holder = context;

	if (event->folio == holder->folio && !holder->waits++)
		folio_unlock(holder->folio);
}

/* contract 2.4: locked folios are passed over, as page by page. */
static const struct migrate_huge_case locked_folios[] = {
	{ "large_folio_mapped_by_page",
	  { SINCE_COMPOUND, .known_issue = &wait_with_locks },
	  .given = { .pte = { .write = 1 }, .exclusive = 1 } },
};

MM_KUNIT_ROWS(locked_folios);

/* Set up while another has the folio; whoever waits for it gets it. */
static void set_up_with_folio_held(struct migrate_scene *scene,
				   struct holder *holder)
{
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_LOCK_FOLIO),
		.run = let_go,
		.context = holder,
	};

	mm_kunit_split_pmd(&scene->space, scene->space.start);
	holder->folio = page_folio(scene->pages[0].page);
	folio_lock(holder->folio);
	KUNIT_EXPECT_EQ(scene->test, 0,
			run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						&hook));
	mm_kunit_hook(NULL);
	if (!holder->waits)
		folio_unlock(holder->folio);
}

/* Test that collect, with locks of its own, does not wait for another's. */
static void locked_folio(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = build_huge_case(test);
	struct holder holder = {};

	set_up_with_folio_held(scene, &holder);
	KUNIT_EXPECT_EQ_MSG(test, holder.waits, 0U,
			    "collect waits for the lock of a folio");
	if (!holder.waits)
		expect_nothing_taken(scene, row->npages);
}

/* contract 2.4 and 3.11: whoever waits, or does not, gives back what it has. */
static const struct migrate_huge_case folios_let_go[] = {
	{ "large_folio_mapped_by_page", { SINCE_COMPOUND },
	  .given = { .pte = { .write = 1 }, .exclusive = 1 } },
};

MM_KUNIT_ROWS(folios_let_go);

/* Test that what was locked meanwhile has the references of its mappings. */
static void folio_let_go(struct kunit *test)
{
	struct migrate_scene *scene = build_huge_case(test);
	struct holder holder = {};

	set_up_with_folio_held(scene, &holder);
	run_pages(scene);
	run_finalize(scene);
	lru_add_drain();
	KUNIT_EXPECT_EQ(test, folio_ref_count(holder.folio),
			folio_mapcount(holder.folio) + scene->kept[0]);
}

/**
 * struct mthp_case - a row about a large folio smaller than a PMD
 * @name: which part of it
 * @when: the kernels it is for
 * @order: its size
 * @first: first page of the range, counted from the start of the folio
 * @npages: its length
 */
struct mthp_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned int order;
	unsigned long first;
	unsigned long npages;
};

/* contract 9.4: so is one that is smaller than a PMD. */
static const struct mthp_case smaller_folios[] = {
	{ "four_pages", { SINCE_COMPOUND }, 2, 0, 4 },
	{ "sixteen_pages", { SINCE_COMPOUND }, 4, 0, 16 },
	{ "half_of_a_pmd", { SINCE_COMPOUND }, 8, 0, 256 },
	{ "second_half_of_sixteen_pages", { SINCE_COMPOUND }, 4, 8, 8 },
	{ "holes_behind_four_pages", { SINCE_COMPOUND }, 2, 2, 8 },
};

MM_KUNIT_ROWS(smaller_folios);

static void expect_mthp_entries(struct migrate_scene *scene,
				unsigned long first_pfn)
{
	const struct mthp_case *row = scene->test->param_value;
	unsigned long at, i, want;

	for (i = 0; i < row->npages; i++) {
		at = row->first + i;
		want = MIGRATE_PFN_MIGRATE;
		if (at < 1UL << row->order)
			want |= migrate_pfn(first_pfn + at) | MIGRATE_PFN_WRITE;
		mm_kunit_expect_equal(scene->test, scene->args.src[i], want,
				      "src[%lu]", i);
	}
}

/* Test that the pages of a smaller large folio are taken one by one. */
static void smaller_folio(struct kunit *test)
{
	static const struct mm_kunit_given nothing = { MAPS_NO_TABLE };
	const struct mthp_case *row = test->param_value;
	struct migrate_scene *scene;
	unsigned long i, pfn;
	struct page *page;

	begin_huge_row(test, row->name, &row->when);
	scene = migrate_build(test, &nothing, 1);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_map_order(&scene->space,
						    scene->space.start,
						    row->order));
	pfn = pte_pfn(mm_kunit_read_pte(&scene->space, scene->space.start));
	scene->args.start += row->first * PAGE_SIZE;
	scene->args.end = scene->args.start + row->npages * PAGE_SIZE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_mthp_entries(scene, pfn);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, row->npages);
	for (i = 0; i < 1UL << row->order; i++) {
		page = pfn_to_page(pfn + i);
		KUNIT_EXPECT_FALSE(test, folio_test_large(page_folio(page)));
		KUNIT_EXPECT_EQ(test, page_ref_count(page), 1);
		KUNIT_EXPECT_EQ(test, PageLocked(page),
				i >= row->first && i < row->first + row->npages);
	}
	mm_kunit_expect_balanced(test);
}

/* contract 9.5 and 6.8: what stands before it has its entries all the same. */
static void busy_folio_behind_holes(struct kunit *test)
{
	static const struct mm_kunit_when when = { SINCE_COMPOUND };
	static const struct mm_kunit_given nothing = { MAPS_NO_TABLE };
	const unsigned long at = 4, nr = 12;
	struct migrate_scene *scene;
	struct page *page;
	unsigned long i;

	begin_huge_row(test, NULL, &when);
	scene = migrate_build(test, &nothing, 1);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_map_order(&scene->space,
						    scene->space.start +
						    at * PAGE_SIZE, 2));
	page = pfn_to_page(pte_pfn(mm_kunit_read_pte(&scene->space,
						     scene->space.start +
						     at * PAGE_SIZE)));
	get_page(page);
	scene->args.end = scene->args.start + nr * PAGE_SIZE;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.npages, nr);
	for (i = 0; i < nr; i++)
		mm_kunit_expect_equal(test, scene->args.src[i],
				      i < at ? MIGRATE_PFN_MIGRATE : 0,
				      "src[%lu]", i);
	put_page(page);
}

/* Large folios, by page. */
static struct kunit_case huge_by_page_cases[] = {
	KUNIT_CASE_PARAM(large_folio, large_folios_gen_params),
	KUNIT_CASE_PARAM(busy_folio, busy_folios_gen_params),
	KUNIT_CASE(busy_folio_behind_holes),
	KUNIT_CASE_PARAM(locked_folio, locked_folios_gen_params),
	KUNIT_CASE_PARAM(folio_let_go, folios_let_go_gen_params),
	KUNIT_CASE_PARAM(smaller_folio, smaller_folios_gen_params),
	{}
};

static struct kunit_suite huge_by_page_suite = {
	.name = "migrate_device_huge_by_page",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_by_page_cases,
};

kunit_test_suite(huge_by_page_suite);
