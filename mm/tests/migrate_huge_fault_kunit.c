// SPDX-License-Identifier: GPL-2.0
/*
 * The processor touches memory of a device that belongs to a large folio:
 * migrate_vma_setup() and what follows, with the fault page, which the fault
 * has locked and referenced.
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

#define PRIVATE	MIGRATE_VMA_SELECT_DEVICE_PRIVATE
#define WHOLE	(PRIVATE | MIGRATE_VMA_SELECT_COMPOUND)
#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_FOLIO	{ .maps = MAPS_DEVICE, .huge = 1, \
			  .pte = { .write = 1 }, .exclusive = 1 }

/**
 * struct huge_fault_case - a row about a fault
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @by_page: the folios are mapped page by page, else by one PMD
 * @flags: of &struct migrate_vma
 * @first: first page of the range, counted from the start of the PMD
 * @npages: its length, 0 for the whole PMD
 * @fault: the page of the fault, counted likewise
 * @other: what is behind the PMD, of a device as well; nothing by default
 */
struct huge_fault_case {
	const char *name;
	struct mm_kunit_when when;
	bool by_page;
	unsigned long flags;
	unsigned long first;
	unsigned long npages;
	unsigned long fault;
	struct mm_kunit_given other;
};

/* contract 8.4, 9.4 and 9.6: the folio of the fault is split for the driver. */
static const struct huge_fault_case faults_by_page[] = {
	{ "first_page_of_the_folio", { SINCE_COMPOUND }, true, PRIVATE },
	{ "first_page_alone", { SINCE_COMPOUND }, true, WHOLE, .npages = 1 },
	{ "page_out_of_range", { SINCE_COMPOUND }, true, WHOLE,
	  .first = 10, .npages = 20, .fault = 5 },
	{ "page_in_the_middle",
	  { SINCE_COMPOUND, .known_issue = &stale_fault_folio }, true, PRIVATE,
	  .fault = 5 },
	{ "page_in_the_middle_alone",
	  { SINCE_COMPOUND, .known_issue = &stale_fault_folio }, true, PRIVATE,
	  .first = 5, .npages = 1, .fault = 5 },
	{ "last_page_with_select_compound",
	  { SINCE_COMPOUND, .known_issue = &stale_fault_folio }, true, WHOLE,
	  .fault = HUGE_PAGES - 1 },
};

/* contract 8.4 and 9.4: large folios beside the page of a fault are split. */
static const struct huge_fault_case faults_beside[] = {
	{ "small_page_behind_the_folio", { SINCE_COMPOUND }, true, PRIVATE,
	  .npages = HUGE_PAGES + 1, .fault = HUGE_PAGES,
	  .other = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 } },
	{ "small_page_out_of_range", { SINCE_COMPOUND }, true, WHOLE,
	  .npages = HUGE_PAGES, .fault = HUGE_PAGES,
	  .other = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 } },
	{ "first_page_of_the_first_of_two_folios", { SINCE_COMPOUND }, true,
	  PRIVATE, .npages = 2 * HUGE_PAGES, .other = OWN_FOLIO },
	{ "first_page_of_the_second_of_two_folios", { SINCE_COMPOUND }, true,
	  PRIVATE, .npages = 2 * HUGE_PAGES, .fault = HUGE_PAGES,
	  .other = OWN_FOLIO },
	{ "page_of_the_second_of_two_folios",
	  { SINCE_COMPOUND, .known_issue = &stale_fault_folio }, true, PRIVATE,
	  .npages = 2 * HUGE_PAGES, .fault = HUGE_PAGES + 7,
	  .other = OWN_FOLIO },
};

/* contract 8.4, 9.1 and 9.6: so is one that a PMD maps. */
static const struct huge_fault_case faults_on_pmd[] = {
	{ "without_select_compound",
	  { SINCE_COMPOUND, .known_issue = &fault_refuses_split }, false,
	  PRIVATE },
	{ "first_page_alone",
	  { SINCE_COMPOUND, .known_issue = &fault_refuses_split }, false,
	  WHOLE, .npages = 1 },
	{ "first_half",
	  { SINCE_COMPOUND, .known_issue = &fault_refuses_split }, false,
	  WHOLE, .npages = HUGE_PAGES / 2 },
	{ "small_page_behind_the_folio", { SINCE_COMPOUND }, false, PRIVATE,
	  .npages = HUGE_PAGES + 1, .fault = HUGE_PAGES,
	  .other = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1 } },
};

MM_KUNIT_ROWS(faults_by_page);
MM_KUNIT_ROWS(faults_beside);
MM_KUNIT_ROWS(faults_on_pmd);

static struct page *page_at(struct migrate_scene *scene, unsigned long at)
{
	return at < HUGE_PAGES ? scene->pages[0].page + at :
				 scene->pages[1].page + (at - HUGE_PAGES);
}

static unsigned long range_pages(const struct huge_fault_case *row)
{
	return row->npages ?: HUGE_PAGES;
}

/* As do_swap_page() and do_huge_pmd_device_private() have the page. */
static void begin_fault(struct migrate_scene *scene, unsigned long at)
{
	struct page *page = page_at(scene, at);

	KUNIT_ASSERT_TRUE(scene->test, trylock_page(page));
	get_page(page);
	scene->args.fault_page = page;
}

static struct migrate_scene *build_fault(struct kunit *test)
{
	static const struct mm_kunit_given folio = OWN_FOLIO;
	const struct huge_fault_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	unsigned int i;

	begin_whole_pmd_row(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 0, &folio);
	if (row->other.maps)
		migrate_place(scene, HUGE_PAGES, &row->other);
	migrate_build_placed(scene, row->first, row->first + range_pages(row));
	for (i = 0; row->by_page && i < scene->nr; i++) {
		if (scene->pages[i].given->huge)
			mm_kunit_split_pmd(&scene->space, scene->pages[i].addr);
	}
	devmem_select(scene, row->flags);
	begin_fault(scene, row->fault);
	return scene;
}

/* Nobody may unlock what is not locked: who goes on does so with the lock. */
static void expect_taken(struct migrate_scene *scene, unsigned long at)
{
	const struct huge_fault_case *row = scene->test->param_value;
	struct page *page = page_at(scene, at);
	unsigned long i = at - row->first;
	struct kunit *test = scene->test;
	bool fault = page == scene->args.fault_page;

	mm_kunit_expect_equal(test, scene->args.src[i],
			      migrate_pfn(page_to_pfn(page)) |
			      MIGRATE_PFN_MIGRATE | MIGRATE_PFN_WRITE,
			      "src[%lu]", i);
	mm_kunit_expect_equal(test, PageLocked(page), true, "lock of page %lu",
			      at);
	mm_kunit_expect_equal(test, page_ref_count(page), 1 + fault,
			      "references of page %lu", at);
	mm_kunit_expect_equal(test, folio_mapped(page_folio(page)), false,
			      "page %lu is mapped", at);
	if (scene->args.src[i])
		trylock_page(page);
}

static void expect_beside(struct migrate_scene *scene, unsigned long at)
{
	struct page *page = page_at(scene, at);
	bool fault = page == scene->args.fault_page;

	mm_kunit_expect_equal(scene->test, PageLocked(page), fault,
			      "lock of page %lu, out of range", at);
	mm_kunit_expect_equal(scene->test, page_ref_count(page), 1 + fault,
			      "references of page %lu, out of range", at);
}

static unsigned long pages_behind(struct migrate_scene *scene)
{
	return scene->nr > 1 ? mm_kunit_given_pages(scene->pages[1].given) : 0;
}

static void expect_all_taken(struct migrate_scene *scene)
{
	const struct huge_fault_case *row = scene->test->param_value;
	unsigned long at, behind = row->first + range_pages(row);

	for (at = 0; at < HUGE_PAGES + pages_behind(scene); at++) {
		if (at >= row->first && at < behind)
			expect_taken(scene, at);
		else
			expect_beside(scene, at);
	}
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages, range_pages(row));
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages, range_pages(row));
}

static void give_pages(struct migrate_scene *scene)
{
	unsigned long i, mpfn;

	for (i = 0; i < scene->args.npages; i++) {
		mpfn = scene->args.src[i];
		if (mpfn & MIGRATE_PFN_MIGRATE)
			give_small_page(scene, i, migrate_pfn_to_page(mpfn));
	}
}

static void expect_moved(struct migrate_scene *scene)
{
	struct kunit *test = scene->test;
	unsigned long i, at, addr, pattern;
	pte_t pte;

	for (i = 0; i < scene->args.npages; i++) {
		/* That it was not taken has been said. */
		if (!scene->args.dst[i])
			continue;
		addr = scene->args.start + i * PAGE_SIZE;
		at = (addr - scene->space.start) >> PAGE_SHIFT;
		pte = mm_kunit_read_pte(&scene->space, addr);
		mm_kunit_expect_equal(test, pte_present(pte), true,
				      "page %lu is present", at);
		if (!pte_present(pte))
			return;
		pattern = at < HUGE_PAGES ? scene->pages[0].pattern + at :
			  scene->pages[1].pattern + at - HUGE_PAGES;
		mm_kunit_expect_equal(test, mm_kunit_first_word(pte_page(pte)),
				      pattern, "content of page %lu", at);
	}
}

/* Of what the fault had, nothing may be lost, and nothing be added. */
static void end_fault(struct migrate_scene *scene, bool moved)
{
	struct page *page = scene->args.fault_page;
	struct kunit *test = scene->test;
	long refs = 1 + !moved;
	unsigned int i;

	for (i = 0; i < scene->nr; i++)
		refs += scene->kept[i] && scene->pages[i].page == page;
	mm_kunit_expect_equal(test, PageLocked(page), true,
			      "lock of the fault page");
	mm_kunit_expect_equal(test, page_ref_count(page), refs,
			      "references of the fault page");
	if (PageLocked(page))
		unlock_page(page);
	put_page(page);
}

static void run_fault(struct kunit *test)
{
	const struct huge_fault_case *row = test->param_value;
	struct migrate_scene *scene = build_fault(test);
	bool moved = row->fault >= row->first &&
		     row->fault < row->first + range_pages(row);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	mm_kunit_expect_balanced(test);
	expect_all_taken(scene);
	give_pages(scene);
	run_pages(scene);
	run_finalize(scene);
	expect_moved(scene);
	end_fault(scene, moved);
}

/* Test that a fault on a page of a large folio brings it back. */
static void fault_by_page(struct kunit *test)
{
	run_fault(test);
}

/* Test that a large folio does not get the lock of the fault page. */
static void fault_beside(struct kunit *test)
{
	run_fault(test);
}

/* Test that a fault on a PMD brings back what the driver asks for. */
static void fault_on_pmd(struct kunit *test)
{
	run_fault(test);
}

/* contract 8.4 and 9.8: nor does the fault keep a COMPOUND entry whole. */
static const struct huge_fault_case faults_split_later[] = {
	{ "small_destinations",
	  { SINCE_COMPOUND, .known_issue = &fault_refuses_split }, false,
	  WHOLE },
};

MM_KUNIT_ROWS(faults_split_later);

/* Test that a driver that has no huge page answers a fault on a PMD. */
static void fault_split_later(struct kunit *test)
{
	struct migrate_scene *scene = build_fault(test);
	unsigned long i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_COMPOUND);
	for (i = 0; i < HUGE_PAGES; i++)
		give_small_page(scene, i, page_at(scene, i));
	run_pages(scene);
	run_finalize(scene);
	expect_moved(scene);
	end_fault(scene, true);
}

/* contract 8.4 and 9.5: the fault keeps what it has of a folio in use. */
static const struct huge_fault_case faults_in_use[] = {
	{ "first_page_of_the_folio", { SINCE_COMPOUND }, true, PRIVATE },
	{ "page_in_the_middle", { SINCE_COMPOUND }, true, PRIVATE,
	  .fault = 5 },
	{ "page_out_of_range", { SINCE_COMPOUND }, true, WHOLE,
	  .first = 10, .npages = 20, .fault = 5 },
	{ "folio_that_a_pmd_maps", { SINCE_COMPOUND }, false, PRIVATE },
	{ "first_half_of_a_folio_that_a_pmd_maps", { SINCE_COMPOUND }, false,
	  WHOLE, .npages = HUGE_PAGES / 2 },
};

MM_KUNIT_ROWS(faults_in_use);

/* Test that a folio that can't be split stays locked by the fault. */
static void fault_on_a_folio_in_use(struct kunit *test)
{
	const struct huge_fault_case *row = test->param_value;
	struct migrate_scene *scene = build_fault(test);
	struct folio *folio = page_folio(scene->args.fault_page);
	int refs;

	folio_get(folio);
	refs = folio_ref_count(folio);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	mm_kunit_expect_balanced(test);
	expect_nothing_taken(scene, range_pages(row));
	run_pages(scene);
	run_finalize(scene);

	KUNIT_EXPECT_TRUE(test, folio_test_large(folio));
	KUNIT_EXPECT_TRUE(test, folio_test_locked(folio));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), refs + scene->kept[0]);
	folio_put(folio);
	if (folio_test_locked(folio))
		folio_unlock(folio);
	folio_put(folio);
}

/* Faults on large folios of a device. */
static struct kunit_case huge_fault_cases[] = {
	KUNIT_CASE_PARAM(fault_by_page, faults_by_page_gen_params),
	KUNIT_CASE_PARAM(fault_beside, faults_beside_gen_params),
	KUNIT_CASE_PARAM(fault_on_pmd, faults_on_pmd_gen_params),
	KUNIT_CASE_PARAM(fault_split_later, faults_split_later_gen_params),
	KUNIT_CASE_PARAM(fault_on_a_folio_in_use, faults_in_use_gen_params),
	{}
};

static struct kunit_suite huge_fault_suite = {
	.name = "migrate_device_huge_fault",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_fault_cases,
};

kunit_test_suite(huge_fault_suite);
