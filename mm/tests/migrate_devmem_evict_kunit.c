// SPDX-License-Identifier: GPL-2.0
/*
 * A driver wants its memory back, whoever uses it: migrate_device_range(),
 * _pfns() and _coherent_folio() on device memory.
 */
#include "migrate_device_unit.h"
#include "migrate_devmem.h"
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "migrate_no_vma.h"

#define OWN_PAGE	{ .maps = MAPS_DEVICE, .pte = { .write = 1 }, \
			  .exclusive = 1 }
#define OWN_COHERENT	{ .maps = MAPS_COHERENT, \
			  .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }

/* contract 7.1 and 4.1: what a device gives up arrives where it is moved. */
static const struct devmem_case evicted_pages[] = {
	{ "writable_private_page",
	  .given = OWN_PAGE, .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "read_only_private_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "private_page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "private_page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "soft_dirty_uffd_wp_private_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "writable_coherent_page",
	  .given = OWN_COHERENT, .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "coherent_page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_COHERENT },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "private_page_to_coherent_memory",
	  .given = OWN_PAGE, .to = TO_COHERENT, .expect = { MIGRATED } },
	{ "coherent_page_to_private_memory",
	  .given = OWN_COHERENT, .to = TO_DEVICE, .expect = { MIGRATED } },
};

/* contract 4.2 and 7.2: what it has to keep is mapped as before. */
static const struct devmem_case kept_pages[] = {
	{ "writable_private_page",
	  .given = OWN_PAGE, .expect = { RESTORED } },
	{ "private_page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE }, .expect = { RESTORED } },
	{ "writable_coherent_page",
	  .given = OWN_COHERENT, .expect = { RESTORED } },
	{ "private_page_with_two_extra_references",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 2 },
	  .expect = { REFUSED } },
	{ "locked_private_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
	{ "locked_coherent_page",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
};

#define SINCE_HUGE	.when = { .since = KERNEL(6, 19), .needs = NEEDS_THP }
#define OWN_PMD	{ .maps = MAPS_DEVICE, .huge = 1, \
		  .pte = { .write = 1 }, .exclusive = 1 }

/* contract 7.1, 7.3 and 4.1: a large folio arrives whole, if it is to move. */
static const struct devmem_case evicted_folios[] = {
	{ "writable_folio", SINCE_HUGE, .given = OWN_PMD, .to = TO_SYSTEM,
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "folio_that_is_not_exclusive", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1 }, .to = TO_SYSTEM,
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "folio_that_a_fork_shares", SINCE_HUGE,
	  .given = { .maps = MAPS_SHARED_DEVICE, .huge = 1 }, .to = TO_SYSTEM,
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "folio_without_a_destination", SINCE_HUGE, .given = OWN_PMD,
	  .expect = { RESTORED, MIGRATE_PFN_COMPOUND } },
	{ "folio_with_two_extra_references", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .extra_refs = 2 }, .expect = { REFUSED } },
	{ "locked_folio",
	  .when = { .since = KERNEL(6, 19), .needs = NEEDS_THP,
		    .known_issue = &compound_without_valid },
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .locked = 1 }, .expect = { SKIPPED } },
};

/* contract 4.2, 4.5 and 4.7: one that is refused a small page stays whole. */
static const struct devmem_case unsplit_folios[] = {
	{ "writable_folio", SINCE_HUGE, .given = OWN_PMD,
	  .expect = { RESTORED } },
	{ "folio_that_a_fork_shares", SINCE_HUGE,
	  .given = { .maps = MAPS_SHARED_DEVICE, .huge = 1 },
	  .expect = { RESTORED } },
};

/*
 * contract 7.5: the reference is consumed, the page moved or not. The kernel
 * copies one that moves itself.
 */
static const struct devmem_case coherent_folios[] = {
	{ "writable_page", .when = { .needs = NEEDS_READABLE_DEVICE },
	  .given = OWN_COHERENT, .to = TO_SYSTEM },
	{ "exclusive_read_only_page",
	  .when = { .needs = NEEDS_READABLE_DEVICE },
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1 },
	  .to = TO_SYSTEM },
	{ "page_that_a_fork_shares",
	  .when = { .needs = NEEDS_READABLE_DEVICE },
	  .given = { .maps = MAPS_SHARED_COHERENT }, .to = TO_SYSTEM },
	{ "writable_page_without_memory_to_go_to", .given = OWN_COHERENT },
	{ "shared_page_without_memory_to_go_to",
	  .given = { .maps = MAPS_SHARED_COHERENT } },
};

MM_KUNIT_ROWS(evicted_pages);
MM_KUNIT_ROWS(kept_pages);
MM_KUNIT_ROWS(evicted_folios);
MM_KUNIT_ROWS(unsplit_folios);
MM_KUNIT_ROWS(coherent_folios);

/* The driver names every page, whatever folio it is of. */
static void take_back(struct migrate_scene *scene, bool by_list)
{
	const struct devmem_case *row = scene->test->param_value;
	unsigned long pfn = page_to_pfn(scene->pages[0].page);
	unsigned long *src = scene->args.src, *dst = scene->args.dst;
	unsigned long i, nr = mm_kunit_given_pages(&row->given);

	for (i = 0; i < nr; i++) {
		src[i] = pfn + i;
		dst[i] = 0;
	}
	scene->args.npages = nr;
	KUNIT_EXPECT_EQ(scene->test, by_list ?
			unit_migrate_device_pfns(src, nr) :
			unit_migrate_device_range(src, pfn, nr), 0);
	scene->phase = UNMAPPED;
}

static void put_back(struct migrate_scene *scene)
{
	unsigned long *src = scene->args.src, *dst = scene->args.dst;

	unit_migrate_device_pages(src, dst, scene->args.npages);
	migrate_keep_page(scene, 0);
	unit_migrate_device_finalize(src, dst, scene->args.npages);
	scene->phase = FINALIZED;
}

static void evict(struct kunit *test, bool by_list)
{
	const struct devmem_case *row = test->param_value;
	struct migrate_scene *scene = build_devmem_case(test);

	take_back(scene, by_list);
	if (scene->args.src[0] & MIGRATE_PFN_MIGRATE)
		devmem_give(scene, 0, row->to);
	put_back(scene);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that a range of device memory is emptied. */
static void evicted_page(struct kunit *test)
{
	evict(test, false);
}

/* Test that a range that can't be emptied is as it was. */
static void kept_page(struct kunit *test)
{
	evict(test, false);
}

/* Test that a list of pages is emptied likewise. */
static void evicted_page_of_a_list(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;

	if (!MM_KUNIT_HAS_DEVICE_PFNS)
		mm_kunit_row_skip(test, row->name, "no migrate_device_pfns()");
	evict(test, true);
}

/* Test that so are large folios, each with one destination. */
static void evicted_folio(struct kunit *test)
{
	evict(test, false);
}

/* Test that a list says so by the first page of a folio. */
static void evicted_folio_of_a_list(struct kunit *test)
{
	evict(test, true);
}

/* Test that nobody splits a folio where there is no mapping to split. */
static void unsplit_folio(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;
	struct migrate_scene *scene = build_devmem_case(test);
	struct page *dst;

	take_back(scene, false);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_COMPOUND);
	dst = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	lock_page(dst);
	get_page(dst);
	scene->args.dst[0] = migrate_pfn(page_to_pfn(dst));
	put_back(scene);
	KUNIT_EXPECT_NULL(test, dst->mapping);
	KUNIT_EXPECT_FALSE(test, PageLocked(dst));
	mm_kunit_expect_last_reference(test, "destination", dst);
	scene->args.dst[0] = 0;
	scene->args.src[0] &= ~MIGRATE_PFN_COMPOUND;
	expect_outcome(scene, 0, &row->expect);
}

/* Test that a coherent page moves, or is mapped again. */
static void coherent_folio(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;
	bool moves = row->to == TO_SYSTEM;
	struct migrate_expect expect = { moves ? MIGRATED : RESTORED };
	struct migrate_scene *scene = build_devmem_case(test);

	KUNIT_EXPECT_EQ(test, run_coherent(scene, !moves),
			moves ? 0 : -EBUSY);
	/* Where there is no memory behind the device, nothing can be copied. */
	if (moves && !IS_ENABLED(CONFIG_UML))
		scene->pages[0].pattern =
			mm_kunit_first_word(scene->dst_page[0]);
	expect_outcome(scene, 0, &expect);
}

static void protect_every_other_page(struct migrate_scene *scene)
{
	unsigned long pfn = page_to_pfn(scene->pages[0].page), at;

	for (at = 1; at < HUGE_PAGES; at += 2)
		mm_kunit_write_pte(&scene->space,
				   scene->args.start + at * PAGE_SIZE,
				   swp_entry_to_pte(make_readable_device_private_entry(pfn + at)));
}

static void expect_every_other_writable(struct migrate_scene *scene)
{
	struct mm_kunit_pte_state state;
	unsigned long at, addr;
	pte_t pte;

	for (at = 0; at < HUGE_PAGES; at++) {
		addr = scene->args.start + at * PAGE_SIZE;
		pte = mm_kunit_read_pte(&scene->space, addr);
		mm_kunit_entry_state(mm_kunit_entry_from_pte(pte), &state);
		mm_kunit_expect_equal(scene->test, state.write, !(at % 2),
				      "entry %lu is writable", at);
	}
}

/* contract 2.7 and 8.3: an entry becomes as writable as it was, not as its neighbour. */
static const struct devmem_case mixed_folios[] = {
	{ "every_other_page_of_a_folio", SINCE_HUGE, .given = OWN_PMD },
};

MM_KUNIT_ROWS(mixed_folios);

/* Test that the pages of a folio are not protected, or not, as one. */
static void mixed_folio(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);

	mm_kunit_split_pmd(&scene->space, scene->args.start);
	protect_every_other_page(scene);
	take_back(scene, false);
	KUNIT_EXPECT_FALSE(test, folio_mapped(page_folio(scene->pages[0].page)));
	expect_every_other_writable(scene);
	put_back(scene);
	expect_every_other_writable(scene);
}

/*
 *   [D . D)
 *    0 1 2
 */
static const struct mm_kunit_given three_pages[] = {
	OWN_PAGE, { .maps = MAPS_DEVICE }, OWN_PAGE,
};

/* Test that free pages in the range are passed over. */
static void range_with_a_free_page(struct kunit *test)
{
	static const struct migrate_expect moved = { MIGRATED };
	struct migrate_scene *scene = test->priv;
	unsigned long *src, *dst, pfn;

	mm_kunit_row_begin(test, NULL, NULL);
	migrate_build(test, three_pages, 3);
	mm_kunit_zap(&scene->space, scene->pages[1].addr, PAGE_SIZE);
	scene->pages[1].page = NULL;
	scene->given[0].anon_pages--;
	scene->given[2].anon_pages--;
	src = scene->args.src;
	dst = scene->args.dst;
	pfn = page_to_pfn(scene->pages[0].page);
	memset(dst, 0, 3 * sizeof(*dst));
	KUNIT_EXPECT_EQ(test, unit_migrate_device_range(src, pfn, 3), 0);
	scene->args.npages = 3;
	scene->phase = UNMAPPED;
	KUNIT_EXPECT_EQ(test, src[1], 0UL);
	give_destination(scene, 0);
	give_destination(scene, 2);
	unit_migrate_device_pages(src, dst, 3);
	migrate_keep_page(scene, 0);
	migrate_keep_page(scene, 2);
	unit_migrate_device_finalize(src, dst, 3);
	scene->phase = FINALIZED;
	expect_outcome(scene, 0, &moved);
	expect_outcome(scene, 2, &moved);
}

/* Device memory that is taken back. */
static struct kunit_case evict_cases[] = {
	KUNIT_CASE_PARAM(evicted_page, evicted_pages_gen_params),
	KUNIT_CASE_PARAM(kept_page, kept_pages_gen_params),
	KUNIT_CASE_PARAM(evicted_page_of_a_list, evicted_pages_gen_params),
	KUNIT_CASE_PARAM(evicted_folio, evicted_folios_gen_params),
	KUNIT_CASE_PARAM(evicted_folio_of_a_list, evicted_folios_gen_params),
	KUNIT_CASE_PARAM(unsplit_folio, unsplit_folios_gen_params),
	KUNIT_CASE_PARAM(coherent_folio, coherent_folios_gen_params),
	KUNIT_CASE_PARAM(mixed_folio, mixed_folios_gen_params),
	KUNIT_CASE(range_with_a_free_page),
	{}
};

static struct kunit_suite evict_suite = {
	.name = "migrate_device_evict",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = evict_cases,
};

kunit_test_suites(&evict_suite);
