// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers that do half of what they could: destinations for some pages only,
 * or for pages that can't be moved any more, and phases that are left out.
 */
#include <linux/memcontrol.h>

#include "migrate_known_issues.h"
#include "migrate_outcome.h"

#define PARTIAL_PAGES 4

/* Each of them is writable, so MIGRATE_PFN_WRITE goes with it. */
#define OWN_PAGE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define MOVED		{ MIGRATED, MIGRATE_PFN_WRITE }
#define KEPT		{ RESTORED, MIGRATE_PFN_WRITE }

/**
 * struct partial_case - a row about a range
 * @name: which pages get a destination
 * @given: the pages
 * @dst: mask of those with a destination
 * @expect: what becomes of each
 */
struct partial_case {
	const char *name;
	struct mm_kunit_given given[PARTIAL_PAGES];
	unsigned long dst;
	struct migrate_expect expect[PARTIAL_PAGES];
};

/* contract 4.1, 4.2 and 4.4: each page goes by its own dst entry. */
static const struct partial_case some_destinations[] = {
	{ "every_other_page",
	  .given = { OWN_PAGE, OWN_PAGE, OWN_PAGE, OWN_PAGE },
	  .dst = BIT(0) | BIT(2),
	  .expect = { MOVED, KEPT, MOVED, KEPT } },
	{ "first_page",
	  .given = { OWN_PAGE, OWN_PAGE, OWN_PAGE, OWN_PAGE },
	  .dst = BIT(0),
	  .expect = { MOVED, KEPT, KEPT, KEPT } },
	{ "last_page",
	  .given = { OWN_PAGE, OWN_PAGE, OWN_PAGE, OWN_PAGE },
	  .dst = BIT(3),
	  .expect = { KEPT, KEPT, KEPT, MOVED } },
	{ "one_of_three_holes",
	  .given = { OWN_PAGE, { MAPS_HOLE }, { MAPS_HOLE }, { MAPS_HOLE } },
	  .dst = BIT(2),
	  .expect = { KEPT, { SKIPPED }, { POPULATED }, { SKIPPED } } },
	{ "zero_page_between_pages",
	  .given = { OWN_PAGE, { MAPS_ZERO_PAGE }, OWN_PAGE,
		     { MAPS_ZERO_PAGE } },
	  .dst = BIT(1) | BIT(2),
	  .expect = { KEPT, { POPULATED }, MOVED, { SKIPPED } } },
};

/* contract 4.7: a destination that nothing was asked for is given back. */
static const struct partial_case needless_destinations[] = {
	{ "locked_page",
	  .given = { OWN_PAGE, { .exclusive = 1, .locked = 1 }, OWN_PAGE,
		     OWN_PAGE },
	  .dst = BIT(0) | BIT(1),
	  .expect = { MOVED, { SKIPPED }, KEPT, KEPT } },
	{ "gup_pinned_page",
	  .given = { OWN_PAGE, { .exclusive = 1, .gup_pins = 1 },
		     { MAPS_HOLE }, OWN_PAGE },
	  .dst = BIT(1),
	  .expect = { KEPT, { SKIPPED }, { SKIPPED }, KEPT } },
	{ "swap_entry",
	  .given = { OWN_PAGE, { MAPS_SWAP_ENTRY }, { MAPS_SWAP_ENTRY },
		     OWN_PAGE },
	  .dst = BIT(1) | BIT(3),
	  .expect = { KEPT, { SKIPPED }, { SKIPPED }, MOVED } },
};

MM_KUNIT_ROWS(some_destinations);
MM_KUNIT_ROWS(needless_destinations);

/* The counter is one for the space, whichever page was added to it. */
static void count_populated(struct migrate_scene *scene,
			    const struct migrate_expect *expect)
{
	unsigned int i, populated = 0;

	for (i = 0; i < PARTIAL_PAGES; i++)
		populated += expect[i].outcome == POPULATED;
	for (i = 0; i < PARTIAL_PAGES; i++)
		scene->given[i].anon_pages += populated -
			(expect[i].outcome == POPULATED);
}

static void migrate_some(struct kunit *test)
{
	const struct partial_case *row = test->param_value;
	struct migrate_scene *scene;
	unsigned int i;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, row->given, PARTIAL_PAGES);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < PARTIAL_PAGES; i++) {
		if (row->dst & BIT(i))
			give_destination(scene, i);
	}
	run_pages(scene);
	for (i = 0; i < PARTIAL_PAGES; i++) {
		if (!(row->dst & BIT(i)))
			KUNIT_EXPECT_FALSE(test, scene->args.src[i] &
						 MIGRATE_PFN_MIGRATE);
	}
	run_finalize(scene);
	count_populated(scene, row->expect);
	for (i = 0; i < PARTIAL_PAGES; i++)
		expect_outcome(scene, i, &row->expect[i]);
}

/* Test that pages with and without a destination don't meddle. */
static void some_destination(struct kunit *test)
{
	migrate_some(test);
}

/* Test that a page that was not handed out gets no destination. */
static void needless_destination(struct kunit *test)
{
	migrate_some(test);
}

/* contract 4.5: a page that is in use again after setup stays. */
static const struct migrate_case used_pages[] = {
	{ "exclusive_writable_page",
	  .given = OWN_PAGE, .expect = KEPT },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 }, .expect = { RESTORED } },
	{ "page_that_is_not_exclusive",
	  .given = { .pte = { .young = 1 } }, .expect = { RESTORED } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON }, .expect = { RESTORED } },
	{ "mlocked_page",
	  .given = { .exclusive = 1, .mlocked = 1 },
	  .expect = { RESTORED } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = KEPT },
	{ "page_of_a_private_file_mapping",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .expect = { RESTORED } },
};

/* contract 9.8: a small page does not go where only a huge one may. */
static const struct migrate_case compound_destinations[] = {
	{ "exclusive_writable_page",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19),
		    .known_issue = &moved_to_compound },
	  .given = OWN_PAGE, .expect = KEPT },
	{ "page_that_is_not_exclusive",
	  .when = { .needs = NEEDS_THP, .since = KERNEL(6, 19),
		    .known_issue = &moved_to_compound },
	  .given = {}, .expect = { RESTORED } },
};

MM_KUNIT_ROWS(used_pages);
MM_KUNIT_ROWS(compound_destinations);

struct two_folios {
	struct mm_kunit_state src;
	struct mm_kunit_state dst;
};

static struct two_folios both(struct migrate_scene *scene)
{
	struct two_folios now = {};

	mm_kunit_folio_snapshot(scene->pages[0].page, &now.src.folio);
	mm_kunit_folio_snapshot(scene->dst_page[0], &now.dst.folio);
	return now;
}

/* The LRU takes the kernel down with a folio that has lost its charge. */
static void return_charge(struct folio *src, struct folio *dst)
{
	bool lost;

	rcu_read_lock();
	lost = !folio_memcg(src) && folio_memcg(dst);
	rcu_read_unlock();
	if (lost)
		mem_cgroup_migrate(dst, src);
}

static void expect_refused(struct migrate_scene *scene)
{
	struct two_folios before = both(scene), after;

	run_pages(scene);
	KUNIT_EXPECT_FALSE_MSG(scene->test,
			       scene->args.src[0] & MIGRATE_PFN_MIGRATE,
			       "the page counts as migrated");
	after = both(scene);
	mm_kunit_expect_state(scene->test, "source", &after.src, &before.src);
	mm_kunit_expect_state(scene->test, "destination", &after.dst,
			      &before.dst);
	return_charge(page_folio(scene->pages[0].page),
		      page_folio(scene->dst_page[0]));
}

static struct migrate_scene *build_and_select(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	give_destination(scene, 0);
	return scene;
}

static void expect_row_after_finalize(struct migrate_scene *scene)
{
	const struct migrate_case *row = scene->test->param_value;

	run_finalize(scene);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that a reference taken behind setup's back is enough to stay. */
static void used_page(struct kunit *test)
{
	struct migrate_scene *scene = build_and_select(test);
	struct page *page = scene->pages[0].page;

	get_page(page);
	expect_refused(scene);
	put_page(page);
	expect_row_after_finalize(scene);
}

/* Test that a destination of the wrong size is refused as a whole. */
static void compound_destination(struct kunit *test)
{
	struct migrate_scene *scene = build_and_select(test);

	scene->args.dst[0] |= MIGRATE_PFN_COMPOUND;
	expect_refused(scene);
	expect_row_after_finalize(scene);
}

/* contract 9.8 and 4.1: what stands behind it moves where it is to. */
static void page_behind_a_compound_destination(struct kunit *test)
{
	static const struct mm_kunit_when when = {
		.needs = NEEDS_THP, .since = KERNEL(6, 19),
		.known_issue = &moved_to_large,
	};
	static const struct mm_kunit_given given[] = { OWN_PAGE, OWN_PAGE };
	static const struct migrate_expect kept = KEPT;
	static const struct migrate_expect moved = {
		MIGRATED, MIGRATE_PFN_WRITE,
	};
	struct migrate_scene *scene;
	struct folio *large;

	mm_kunit_row_begin(test, NULL, &when);
	scene = migrate_build(test, given, ARRAY_SIZE(given));
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	large = folio_alloc(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, 2);
	KUNIT_ASSERT_NOT_NULL(test, large);
	folio_lock(large);
	folio_get(large);
	scene->args.dst[0] = migrate_pfn(folio_pfn(large)) |
			     MIGRATE_PFN_COMPOUND;
	give_destination(scene, 1);
	run_pages(scene);
	run_finalize(scene);
	scene->args.dst[0] = 0;
	expect_outcome(scene, 0, &kept);
	expect_outcome(scene, 1, &moved);
	mm_kunit_expect_last_reference(test, "destination", &large->page);
}

/* contract 4.1 and 4.3: flags of dst that say nothing there change nothing. */
static const struct migrate_case flagged_destinations[] = {
	{ "exclusive_writable_page",
	  .given = OWN_PAGE, .expect = MOVED },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON }, .expect = { MIGRATED } },
	{ "hole", .given = { MAPS_HOLE }, .expect = { POPULATED } },
};

MM_KUNIT_ROWS(flagged_destinations);

/* Test that a driver may say of its page that it is to be writable. */
static void writable_destination(struct kunit *test)
{
	struct migrate_scene *scene = build_and_select(test);

	scene->args.dst[0] |= MIGRATE_PFN_WRITE;
	run_pages(scene);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	expect_row_after_finalize(scene);
}

/* contract 4.2: finalize alone puts everything back. */
static const struct migrate_case unmoved_pages[] = {
	{ "exclusive_writable_page",
	  .given = OWN_PAGE,
	  .expect = { RESTORED, MIGRATE_PFN_WRITE | MIGRATE_PFN_MIGRATE } },
	{ "exclusive_read_only_page",
	  .given = { .pte = { .young = 1 }, .exclusive = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_MIGRATE } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON },
	  .expect = { RESTORED, MIGRATE_PFN_MIGRATE } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE | MIGRATE_PFN_MIGRATE } },
	{ "hole", .given = { MAPS_HOLE }, .expect = { OFFERED } },
	{ "zero_page", .given = { MAPS_ZERO_PAGE }, .expect = { OFFERED } },
};

MM_KUNIT_ROWS(unmoved_pages);

/* Test that a driver may go from setup to finalize. */
static void finalize_without_pages(struct kunit *test)
{
	struct migrate_scene *scene = build_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_row_after_finalize(scene);
}

/* Migrations that are not done, or not for all pages. */
static struct kunit_case partial_cases[] = {
	KUNIT_CASE_PARAM(some_destination, some_destinations_gen_params),
	KUNIT_CASE_PARAM(needless_destination,
			 needless_destinations_gen_params),
	KUNIT_CASE_PARAM(used_page, used_pages_gen_params),
	KUNIT_CASE_PARAM(compound_destination,
			 compound_destinations_gen_params),
	KUNIT_CASE(page_behind_a_compound_destination),
	KUNIT_CASE_PARAM(writable_destination,
			 flagged_destinations_gen_params),
	KUNIT_CASE_PARAM(finalize_without_pages, unmoved_pages_gen_params),
	{}
};

static struct kunit_suite partial_suite = {
	.name = "migrate_device_partial",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = partial_cases,
};

kunit_test_suite(partial_suite);
