// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_device_range(), _pfns() and _coherent_folio(): pages are named by
 * their pfns, no VMA is given. System memory takes the same ways.
 */
#include "migrate_device_unit.h"
#include "migrate_known_issues.h"
#include "migrate_no_vma.h"
#include "migrate_outcome.h"

#define OWN_PAGE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }

/* contract 7.1: a page is taken away from whoever maps it. */
static const struct migrate_case pages_in_use[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 }, .expect = { SELECTED } },
	{ "page_that_is_not_exclusive",
	  .given = { .pte = { .dirty = 1 } }, .expect = { SELECTED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON }, .expect = { SELECTED } },
	{ "page_in_an_lru_batch",
	  .given = { .exclusive = 1, .in_lru_batch = 1 },
	  .expect = { SELECTED } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = { SELECTED } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = { SELECTED } },
};

/* contract 7.2 and 7.4: what can't be taken is left, with nothing kept. */
static const struct migrate_case pages_out_of_reach[] = {
	{ "locked_page",
	  .given = { .exclusive = 1, .locked = 1 }, .expect = { SKIPPED } },
	{ "page_that_another_migrates",
	  .given = { .maps = MAPS_MIGRATION_ENTRY, .exclusive = 1 },
	  .expect = { SKIPPED } },
	{ "page_isolated_by_another",
	  .given = { .exclusive = 1, .off_lru = 1 },
	  .expect = { RESTORED } },
	{ "gup_pinned_exclusive_page",
	  .given = { .exclusive = 1, .gup_pins = 1 },
	  .expect = { SKIPPED } },
	{ "exclusive_page_with_an_extra_reference",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "shared_page_with_an_extra_reference",
	  .given = { .maps = MAPS_SHARED_ANON, .extra_refs = 1 },
	  .expect = { RESTORED } },
};

/* contract 4.2 and 4.9: without a destination it is mapped again. */
static const struct migrate_case pages_put_back[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { RESTORED } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 }, .expect = { RESTORED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON }, .expect = { RESTORED } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .expect = { RESTORED } },
};

/* contract 4.1: with one, it arrives there. */
static const struct migrate_case pages_moved[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = { MIGRATED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON }, .expect = { MIGRATED } },
	{ "mlocked_page",
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { MIGRATED } },
	{ "page_of_a_shared_file_mapping",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = { MIGRATED } },
};

MM_KUNIT_ROWS(pages_in_use);
MM_KUNIT_ROWS(pages_out_of_reach);
MM_KUNIT_ROWS(pages_put_back);
MM_KUNIT_ROWS(pages_moved);

static struct migrate_scene *build_array(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	scene->args.npages = 1;
	scene->args.dst[0] = 0;
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	return scene;
}

static void run_range(struct migrate_scene *scene)
{
	unsigned long pfn = page_to_pfn(scene->pages[0].page);

	KUNIT_EXPECT_EQ(scene->test,
			unit_migrate_device_range(scene->args.src, pfn, 1), 0);
	scene->phase = UNMAPPED;
}

static void run_pfns(struct migrate_scene *scene)
{
	scene->args.src[0] = page_to_pfn(scene->pages[0].page);
	KUNIT_EXPECT_EQ(scene->test,
			unit_migrate_device_pfns(scene->args.src, 1), 0);
	scene->phase = UNMAPPED;
}

static void run_device_finalize(struct migrate_scene *scene)
{
	migrate_keep_page(scene, 0);
	unit_migrate_device_finalize(scene->args.src, scene->args.dst, 1);
	mm_kunit_events_stop();
	scene->phase = FINALIZED;
}

static void expect_row(struct migrate_scene *scene)
{
	const struct migrate_case *row = scene->test->param_value;

	expect_outcome(scene, 0, &row->expect);
}

/* Test that a range of pfns is unmapped wherever it is mapped. */
static void range_in_use(struct kunit *test)
{
	struct migrate_scene *scene = build_array(test);

	run_range(scene);
	expect_row(scene);
}

/* Test that nothing is kept of a page that is not taken. */
static void range_out_of_reach(struct kunit *test)
{
	range_in_use(test);
}

/* contract 7.2: a page that can't be unmapped is left, whoever refers to it. */
static void page_that_stays_mapped(struct kunit *test)
{
	static const struct mm_kunit_given given = OWN_PAGE;
	static const struct migrate_expect skipped = { SKIPPED };
	struct migrate_scene *scene = migrate_build(test, &given, 1);

	scene->args.npages = 1;
	scene->args.dst[0] = 0;
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mm_kunit_leave_out(BIT_ULL(EV_TRY_TO_MIGRATE));
	run_range(scene);
	expect_outcome(scene, 0, &skipped);
}

static void skip_without_pfns(struct kunit *test)
{
	const struct migrate_case *row = test->param_value;

	if (!MM_KUNIT_HAS_DEVICE_PFNS)
		mm_kunit_row_skip(test, row->name, "no migrate_device_pfns()");
}

/* Test that a list of pfns is unmapped wherever it is mapped. */
static void pfns_in_use(struct kunit *test)
{
	struct migrate_scene *scene;

	skip_without_pfns(test);
	scene = build_array(test);
	run_pfns(scene);
	expect_row(scene);
}

/* Test that nothing is kept of a page in the list that is not taken. */
static void pfns_out_of_reach(struct kunit *test)
{
	pfns_in_use(test);
}

/* Test that a page that is not moved is mapped again. */
static void range_put_back(struct kunit *test)
{
	struct migrate_scene *scene = build_array(test);

	run_range(scene);
	unit_migrate_device_pages(scene->args.src, scene->args.dst, 1);
	run_device_finalize(scene);
	expect_row(scene);
}

/* Test that a page that was named by its pfn arrives whole. */
static void range_moved(struct kunit *test)
{
	struct migrate_scene *scene = build_array(test);

	run_range(scene);
	give_destination(scene, 0);
	unit_migrate_device_pages(scene->args.src, scene->args.dst, 1);
	run_device_finalize(scene);
	expect_row(scene);
}

/**
 * struct coherent_case - a row about migrate_device_coherent_folio()
 * @name: the page
 * @when: the kernels it is for
 * @mapping: what its space maps
 * @given: likewise
 * @no_memory: there is no page to go to
 * @error: what is returned
 */
struct coherent_case {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	bool no_memory;
	int error;
};

/* contract 7.5: the page moves or stays, and the reference is consumed. */
static const struct coherent_case coherent_pages[] = {
	{ "exclusive_writable_dirty_page", .given = OWN_PAGE },
	{ "exclusive_read_only_page",
	  .given = { .pte = { .young = 1 }, .exclusive = 1 } },
	{ "page_that_a_fork_shares", .given = { .maps = MAPS_SHARED_ANON } },
	{ "page_of_a_shared_file_mapping",
	  .when = { .known_issue = &freed_with_mapping },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } } },
	{ "page_with_an_extra_reference",
	  .given = { .exclusive = 1, .extra_refs = 1 }, .error = -EBUSY },
	{ "gup_pinned_page_that_is_not_exclusive",
	  .given = { .gup_pins = 1 }, .error = -EBUSY },
	{ "page_isolated_by_another",
	  .given = { .exclusive = 1, .off_lru = 1 }, .error = -EBUSY },
	{ "page_without_memory_to_go_to",
	  .given = OWN_PAGE, .no_memory = true, .error = -EBUSY },
	{ "shared_page_without_memory_to_go_to",
	  .given = { .maps = MAPS_SHARED_ANON }, .no_memory = true,
	  .error = -EBUSY },
};

MM_KUNIT_ROWS(coherent_pages);

/* What a folio is when its mappings come back, there or in another's place. */
struct departure {
	struct folio *folio;
	bool copied;
};

/* By now nobody counts references any more. */
static void keep_source(void *context, const struct mm_kunit_event *event)
{
	struct departure *departure = context;

	if (departure->folio)
		return;
	folio_get(event->folio);
	departure->folio = event->folio;
	departure->copied = mm_kunit_first_word(&event->folio->page) ==
			    mm_kunit_first_word(&event->to->page);
}

static void find_destination(struct migrate_scene *scene)
{
	pte_t pte = mm_kunit_read_pte(&scene->space, scene->pages[0].addr);

	KUNIT_ASSERT_TRUE(scene->test, pte_present(pte));
	scene->dst_page[0] = pfn_to_page(pte_pfn(pte));
	KUNIT_ASSERT_PTR_NE(scene->test, scene->dst_page[0],
			    scene->pages[0].page);
	get_page(scene->dst_page[0]);
}

/* But for UML, there is no memory behind a device. */
static bool is_unreadable(struct folio *folio)
{
	return !IS_ENABLED(CONFIG_UML) && folio_is_zone_device(folio);
}

/**
 * call_coherent() - migrate_device_coherent_folio(), with a reference for it
 * @scene: as built, of one page
 * @no_memory: there is no page to go to
 * @hook: what others do meanwhile, or NULL
 *
 * There are no arrays to look at; the scene's become what the outcome of the
 * call asks for.
 *
 * Return: what it returned.
 */
int call_coherent(struct migrate_scene *scene, bool no_memory,
		  const struct mm_kunit_hook *hook)
{
	struct folio *folio = page_folio(scene->pages[0].page);
	int ret;

	folio_get(folio);
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mm_kunit_hook(hook);
	if (no_memory)
		mm_kunit_fail_allocation(EV_ALLOC_PAGE);
	ret = unit_migrate_device_coherent_folio(folio);
	mm_kunit_events_stop();
	scene->phase = FINALIZED;
	scene->args.dst[0] = 0;
	scene->args.src[0] = migrate_pfn(folio_pfn(folio)) |
			     (ret ? 0 : MIGRATE_PFN_MIGRATE);
	return ret;
}

/**
 * run_coherent() - migrate_device_coherent_folio(), and look at what moves
 * @scene: as built, of one page
 * @no_memory: there is no page to go to
 *
 * Return: what it returned.
 */
int run_coherent(struct migrate_scene *scene, bool no_memory)
{
	struct folio *folio = page_folio(scene->pages[0].page);
	struct departure departure = {};
	struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_REMOVE_MIGRATION_PTES),
		.run = keep_source,
		.context = &departure,
	};
	int ret = call_coherent(scene, no_memory, &hook);

	scene->kept[0] = departure.folio;
	KUNIT_EXPECT_PTR_EQ(scene->test, departure.folio, folio);
	KUNIT_EXPECT_TRUE_MSG(scene->test, departure.copied || is_unreadable(folio),
			      "it is mapped before it has its content");
	if (!ret)
		find_destination(scene);
	return ret;
}

/* Test that the page and the caller's reference are off the caller's hands. */
static void coherent_page(struct kunit *test)
{
	const struct coherent_case *row = test->param_value;
	struct migrate_expect expect = { row->error ? RESTORED : MIGRATED };
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	scene = test->priv;
	KUNIT_EXPECT_EQ(test, run_coherent(scene, row->no_memory), row->error);
	expect_outcome(scene, 0, &expect);
}

/* The entry points without a VMA, page by page. */
static struct kunit_case no_vma_cases[] = {
	KUNIT_CASE_PARAM(range_in_use, pages_in_use_gen_params),
	KUNIT_CASE_PARAM(range_out_of_reach, pages_out_of_reach_gen_params),
	KUNIT_CASE(page_that_stays_mapped),
	KUNIT_CASE_PARAM(pfns_in_use, pages_in_use_gen_params),
	KUNIT_CASE_PARAM(pfns_out_of_reach, pages_out_of_reach_gen_params),
	KUNIT_CASE_PARAM(range_put_back, pages_put_back_gen_params),
	KUNIT_CASE_PARAM(range_moved, pages_moved_gen_params),
	KUNIT_CASE_PARAM(coherent_page, coherent_pages_gen_params),
	{}
};

static struct kunit_suite no_vma_suite = {
	.name = "migrate_device_no_vma",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = no_vma_cases,
};

kunit_test_suite(no_vma_suite);
