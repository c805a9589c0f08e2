// SPDX-License-Identifier: GPL-2.0
/*
 * More than one migration in the same address space.
 */
#include "migrate_range.h"

#define WRITABLE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON, .pte = { .young = 1 } }

/*
 *   [X S) . [S X)
 *    0 1  2  3 4
 */
static const struct migrate_range two_ranges = {
	.start = 0, .end = 2, .nr = 4, .page = {
		{ 0, WRITABLE, { SELECTED }, true },
		{ 1, SHARED, { SELECTED }, true },
		{ 3, SHARED, { SELECTED }, true },
		{ 4, WRITABLE, { SELECTED }, true } },
};

static void migrate_all(struct migrate_scene *scene,
			const struct migrate_range *range)
{
	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	give_destinations(scene, range);
	run_pages(scene);
	run_finalize(scene);
}

/* Test that a second migration leaves alone what the first has moved. */
static void range_beside_one_that_was_migrated(struct kunit *test)
{
	static const struct migrate_expect writable = { MIGRATED, MIGRATE_PFN_WRITE };
	static const struct migrate_expect read_only = { MIGRATED };
	struct migrate_scene *scene = test->priv;
	struct mm_kunit_state before, after;

	mm_kunit_row_begin(test, NULL, NULL);
	build_range(scene, &two_ranges);
	migrate_all(scene, &two_ranges);
	expect_outcome(scene, 0, &writable);
	expect_outcome(scene, 1, &read_only);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &before);

	scene->phase = BUILT;
	scene->args.start = scene->pages[2].addr;
	scene->args.end = scene->args.start + 2 * PAGE_SIZE;
	migrate_all(scene, &two_ranges);
	expect_outcome(scene, 2, &read_only);
	expect_outcome(scene, 3, &writable);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &after);
	mm_kunit_expect_state(test, "page 0", &after, &before);
}

/*
 *   [X S R)
 *    0 1 2
 */
static const struct migrate_range once = {
	.start = 0, .end = 3, .nr = 3, .page = {
		{ 0, WRITABLE, { SELECTED, MIGRATE_PFN_WRITE } },
		{ 1, SHARED, { SELECTED } },
		{ 2, { .maps = MAPS_MIGRATION_ENTRY, .exclusive = 1 },
		  { SKIPPED } } },
};

/* Test that a range whose migration is under way is left to whoever does it. */
static void range_that_is_being_migrated(struct kunit *test)
{
	struct migrate_expect expect[SCENE_PAGES];
	struct migrate_scene *scene = test->priv;
	struct migrate_vma first;
	unsigned long src[3], dst[3];
	unsigned int i;

	mm_kunit_row_begin(test, NULL, NULL);
	build_range(scene, &once);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	first = scene->args;
	scene->args.src = src;
	scene->args.dst = dst;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.cpages, 0UL);
	KUNIT_EXPECT_EQ(test, scene->args.npages, 3UL);
	for (i = 0; i < once.nr; i++) {
		KUNIT_EXPECT_EQ(test, src[i], 0UL);
		KUNIT_EXPECT_EQ(test, dst[i], 0UL);
		expect[i] = once.page[i].expect;
	}
	scene->args = first;
	expect_range(scene, &once, expect);
}

/* Migrations that follow each other, or meet. */
static struct kunit_case again_cases[] = {
	KUNIT_CASE(range_beside_one_that_was_migrated),
	KUNIT_CASE(range_that_is_being_migrated),
	{}
};

static struct kunit_suite again_suite = {
	.name = "migrate_device_again",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = again_cases,
};

kunit_test_suite(again_suite);
