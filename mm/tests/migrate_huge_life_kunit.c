// SPDX-License-Identifier: GPL-2.0
/*
 * What else happens to huge pages of a device, and to huge pages while they
 * migrate: forks, zaps, write protection, and faults whose driver splits.
 */
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"

#define SINCE_COMPOUND	.since = KERNEL(6, 19)
#define OWN_PMD		{ .maps = MAPS_DEVICE, .huge = 1, \
			  .pte = { .write = 1 }, .exclusive = 1 }

/* contract 8.3: what a fork leaves of a PMD's entry. */
static const struct devmem_case mapped_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, .given = OWN_PMD },
	{ "exclusive_read_only_pmd", { SINCE_COMPOUND },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
	{ "soft_dirty_writable_pmd",
	  { SINCE_COMPOUND, .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .pte = { .write = 1, .soft_dirty = 1 } } },
};

/* contract 8.3: who waits for a write waits for it on a device, too. */
static const struct devmem_case watched_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  .given = OWN_PMD },
	{ "exclusive_read_only_pmd",
	  { SINCE_COMPOUND, .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

/* contract 8.8: the last mapping gives the page back, with all it had. */
static const struct devmem_case freed_pmds[] = {
	{ "writable_pmd", { SINCE_COMPOUND }, .given = OWN_PMD },
	{ "pmd_that_is_not_exclusive", { SINCE_COMPOUND },
	  .given = { .maps = MAPS_DEVICE, .huge = 1 } },
};

/* contract 4.9 and 6.6: a mapping that goes away takes nothing else along. */
static const struct devmem_case zapped_pmds[] = {
	{ "huge_page", { SINCE_COMPOUND },
	  .given = { .huge = 1, .pte = { .write = 1 }, .exclusive = 1 } },
	{ "huge_page_of_a_device",
	  { SINCE_COMPOUND, .known_issue = &zap_of_device_migration },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

/* contract 2.3: an entry that two have says of neither that it is his alone. */
static const struct devmem_case shared_meanwhile[] = {
	{ "writable_huge_page", { SINCE_COMPOUND },
	  .given = { .huge = 1, .pte = { .write = 1 }, .exclusive = 1 } },
	{ "exclusive_read_only_huge_page", { SINCE_COMPOUND },
	  .given = { .huge = 1, .exclusive = 1 } },
	{ "exclusive_read_only_huge_page_of_a_device", { SINCE_COMPOUND },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

MM_KUNIT_ROWS(mapped_pmds);
MM_KUNIT_ROWS(watched_pmds);
MM_KUNIT_ROWS(freed_pmds);
MM_KUNIT_ROWS(zapped_pmds);
MM_KUNIT_ROWS(shared_meanwhile);

static struct migrate_scene *build(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	devmem_select(scene, DEVMEM_SELECT_ALL | MIGRATE_VMA_SELECT_COMPOUND);
	return scene;
}

/* Test that after a fork both have a read-only entry, of a shared page. */
static void forked_pmd(struct kunit *test)
{
	devmem_expect_forked(build(test));
}

/* Test that userfaultfd's bit comes and goes, whatever the entry says. */
static void uffd_protected_pmd(struct kunit *test)
{
	devmem_expect_uffd_protects(build(test), PMD_SIZE);
}

/* Test that a huge page goes back to its device, and is not counted any more. */
static void freed_pmd(struct kunit *test)
{
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);
	struct migrate_scene *scene = build(test);

	mm_kunit_zap(&scene->space, scene->args.start, PMD_SIZE);
	KUNIT_EXPECT_EQ(test, device->freed, 1U);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
	scene->pages[0].page = NULL;
}

/* Test that a zap leaves the migration its reference. */
static void pmd_zapped_meanwhile(struct kunit *test)
{
	struct migrate_scene *scene = build(test);
	struct folio *folio = page_folio(scene->pages[0].page);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	migrate_keep_page(scene, 0);
	mm_kunit_zap(&scene->space, scene->args.start, PMD_SIZE);
	KUNIT_EXPECT_EQ(test, folio_mapcount(folio), 0);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 2);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
	devmem_give(scene, 0, TO_SYSTEM);
	run_pages(scene);
	run_finalize(scene);
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 1);
	KUNIT_EXPECT_FALSE(test, folio_test_locked(folio));
}

/* Test that a fork shares what is being migrated. */
static void pmd_forked_meanwhile(struct kunit *test)
{
	struct migrate_scene *scene = build(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_expect_fork_shares(scene);
}

/**
 * struct split_fault_case - a row about a fault on one page of a large folio
 * @name: which page
 * @when: the kernels it is for
 * @at: it, in pages from the start of the folio
 */
struct split_fault_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned long at;
};

/* contract 8.4 and 9.4: the fault goes on with its page, not with the folio. */
static const struct split_fault_case split_by_faults[] = {
	{ "first_page", { SINCE_COMPOUND } },
	{ "page_in_the_middle",
	  { SINCE_COMPOUND, .known_issue = &stale_fault_folio }, 5 },
};

MM_KUNIT_ROWS(split_by_faults);

/* A driver that has room for the page of the fault alone. */
static vm_fault_t bring_one_page_back(struct vm_fault *vmf, void *context)
{
	struct migrate_scene *scene = context;

	scene->args.vma = vmf->vma;
	scene->args.start = vmf->address;
	scene->args.end = vmf->address + PAGE_SIZE;
	scene->args.fault_page = vmf->page;
	if (run_setup_locked(scene))
		return VM_FAULT_SIGBUS;
	scene->args.dst[0] = migrate_pfn(page_to_pfn(scene->dst_page[0]));
	get_page(scene->dst_page[0]);
	lock_page(scene->dst_page[0]);
	run_pages_locked(scene);
	run_finalize_locked(scene);
	return 0;
}

static struct migrate_scene *build_split_fault(struct kunit *test)
{
	static const struct mm_kunit_given folio = OWN_PMD;
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);
	const struct split_fault_case *row = test->param_value;
	struct migrate_scene *scene;

	begin_whole_pmd_row(test, row->name, &row->when);
	scene = migrate_build(test, &folio, 1);
	mm_kunit_split_pmd(&scene->space, scene->args.start);
	devmem_select(scene, MIGRATE_VMA_SELECT_DEVICE_PRIVATE);
	scene->dst_page[0] = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, scene->dst_page[0]);
	device->fault = bring_one_page_back;
	device->context = scene;
	return scene;
}

/* Test that of the pages of a split folio none stays locked, or in use. */
static void fault_that_splits(struct kunit *test)
{
	const struct split_fault_case *row = test->param_value;
	struct migrate_scene *scene = build_split_fault(test);
	struct page *page = scene->pages[0].page;
	unsigned long at, refs;

	KUNIT_EXPECT_EQ(test, mm_kunit_fault(&scene->space, scene->args.start +
					     row->at * PAGE_SIZE, false), 0);
	KUNIT_EXPECT_TRUE(test,
			  folio_mapped(page_folio(scene->dst_page[0])));
	for (at = 0; at < HUGE_PAGES; at++, page++) {
		refs = (at != row->at) + (!at && scene->kept[0]);
		mm_kunit_expect_equal(test, page_ref_count(page), refs,
				      "references of page %lu", at);
		mm_kunit_expect_equal(test, PageLocked(page), false,
				      "lock of page %lu", at);
	}
}

/* Huge pages, on a device or on their way, and the rest of the kernel. */
static struct kunit_case huge_life_cases[] = {
	KUNIT_CASE_PARAM(forked_pmd, mapped_pmds_gen_params),
	KUNIT_CASE_PARAM(uffd_protected_pmd, watched_pmds_gen_params),
	KUNIT_CASE_PARAM(freed_pmd, freed_pmds_gen_params),
	KUNIT_CASE_PARAM(pmd_zapped_meanwhile, zapped_pmds_gen_params),
	KUNIT_CASE_PARAM(pmd_forked_meanwhile, shared_meanwhile_gen_params),
	KUNIT_CASE_PARAM(fault_that_splits, split_by_faults_gen_params),
	{}
};

static struct kunit_suite huge_life_suite = {
	.name = "migrate_device_huge_life",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = huge_life_cases,
};

kunit_test_suites(&huge_life_suite);
