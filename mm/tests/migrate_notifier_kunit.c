// SPDX-License-Identifier: GPL-2.0
/*
 * What a secondary MMU is told about a migration: which range, by whom, and
 * in time.
 */
#include <linux/mmu_notifier.h>

#include "migrate_outcome.h"

#define NOTIFIER_PAGES 4

/**
 * struct watcher - somebody who mirrors the page tables
 * @notifier: registered with the mm of @space
 * @space: the address space
 * @starts: how often a migration began
 * @ends: how often one ended
 * @start: of the last one's range
 * @end: likewise
 * @owner: likewise, of the last one
 * @before: the range's entries when it began
 * @after: and when it ended
 */
struct watcher {
	struct mmu_notifier notifier;
	struct mm_kunit_space *space;
	unsigned int starts;
	unsigned int ends;
	unsigned long start;
	unsigned long end;
	void *owner;
	pte_t before[NOTIFIER_PAGES];
	pte_t after[NOTIFIER_PAGES];
};

static void read_entries(struct watcher *watcher, pte_t *entry)
{
	unsigned int i;

	for (i = 0; i < NOTIFIER_PAGES; i++)
		entry[i] = mm_kunit_read_pte(watcher->space,
					     watcher->space->start +
					     i * PAGE_SIZE);
}

static int on_start(struct mmu_notifier *notifier,
		    const struct mmu_notifier_range *range)
{
	struct watcher *watcher = container_of(notifier, struct watcher,
					       notifier);

	if (range->event != MMU_NOTIFY_MIGRATE)
		return 0;
	watcher->starts++;
	watcher->start = range->start;
	watcher->end = range->end;
	watcher->owner = range->owner;
	read_entries(watcher, watcher->before);
	return 0;
}

static void on_end(struct mmu_notifier *notifier,
		   const struct mmu_notifier_range *range)
{
	struct watcher *watcher = container_of(notifier, struct watcher,
					       notifier);

	if (range->event != MMU_NOTIFY_MIGRATE)
		return;
	watcher->ends++;
	read_entries(watcher, watcher->after);
}

static const struct mmu_notifier_ops watcher_ops = {
	.invalidate_range_start = on_start,
	.invalidate_range_end = on_end,
};

static struct watcher *watch(struct migrate_scene *scene)
{
	struct watcher *watcher;

	watcher = kunit_kzalloc(scene->test, sizeof(*watcher), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(scene->test, watcher);
	watcher->space = &scene->space;
	watcher->notifier.ops = &watcher_ops;
	KUNIT_ASSERT_EQ(scene->test, 0,
			mmu_notifier_register(&watcher->notifier,
					      scene->space.mm));
	return watcher;
}

static void unwatch(struct migrate_scene *scene, struct watcher *watcher)
{
	mmu_notifier_unregister(&watcher->notifier, scene->space.mm);
}

/**
 * struct notifier_case - a row about a range of pages
 * @name: what it holds
 * @given: the pages
 * @first: first page of the range of the arguments
 * @npages: its length
 * @select: MIGRATE_VMA_SELECT_ flags, 0 for system memory
 * @dst: mask of the pages with a destination
 * @inserted: mask of the pages that are inserted
 */
struct notifier_case {
	const char *name;
	struct mm_kunit_given given[NOTIFIER_PAGES];
	unsigned int first;
	unsigned int npages;
	unsigned long select;
	unsigned long dst;
	unsigned long inserted;
};

#define PAGE	{ .exclusive = 1 }
#define SHARED	{ .maps = MAPS_SHARED_ANON }
#define HOLE	{ MAPS_HOLE }
#define ZERO	{ MAPS_ZERO_PAGE }

/* contract 5.1 and 5.4: one pair around all that collect does. */
static const struct notifier_case collected_ranges[] = {
	{ "one_page", { PAGE, PAGE, PAGE, PAGE }, .npages = 1 },
	{ "all_pages", { PAGE, {}, PAGE, {} }, .npages = 4 },
	{ "middle_of_a_mapping", { PAGE, PAGE, PAGE, PAGE },
	  .first = 1, .npages = 2 },
	{ "holes_and_pages", { HOLE, PAGE, ZERO, PAGE }, .npages = 4 },
	{ "shared_pages", { SHARED, PAGE, PAGE, PAGE }, .npages = 4 },
	{ "call_for_device_memory", { PAGE, HOLE, PAGE, HOLE }, .npages = 4,
	  .select = MIGRATE_VMA_SELECT_DEVICE_PRIVATE },
	{ "nothing_but_holes", { HOLE, HOLE, HOLE, HOLE }, .npages = 4 },
	{ "nothing_that_can_be_taken",
	  { { .exclusive = 1, .gup_pins = 1 },
	    { .exclusive = 1, .locked = 1 }, { MAPS_SWAP_ENTRY }, HOLE },
	  .npages = 3 },
};

/* contract 5.2 and 5.4: one pair from the first insertion on, if any. */
static const struct notifier_case inserted_ranges[] = {
	{ "one_hole", { HOLE, PAGE, PAGE, PAGE }, .npages = 4,
	  .dst = BIT(0), .inserted = BIT(0) },
	{ "last_hole", { PAGE, PAGE, PAGE, HOLE }, .npages = 4,
	  .dst = BIT(0) | BIT(3), .inserted = BIT(3) },
	{ "zero_page", { PAGE, ZERO, PAGE, PAGE }, .npages = 4,
	  .dst = BIT(1), .inserted = BIT(1) },
	{ "holes_with_pages_between", { HOLE, PAGE, HOLE, PAGE }, .npages = 4,
	  .dst = BIT(0) | BIT(1) | BIT(2), .inserted = BIT(0) | BIT(2) },
	{ "second_hole_only", { HOLE, HOLE, PAGE, PAGE }, .npages = 4,
	  .dst = BIT(1), .inserted = BIT(1) },
	{ "no_hole", { PAGE, {}, PAGE, PAGE }, .npages = 4,
	  .dst = BIT(0) | BIT(1) },
	{ "hole_without_a_destination", { HOLE, ZERO, PAGE, PAGE },
	  .npages = 4, .dst = BIT(2) },
};

MM_KUNIT_ROWS(collected_ranges);
MM_KUNIT_ROWS(inserted_ranges);

/* Its address is all that matters. */
static char driver;

static struct migrate_scene *build_row(struct kunit *test)
{
	const struct notifier_case *row = test->param_value;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, row->given, NOTIFIER_PAGES);
	scene->args.start += row->first * PAGE_SIZE;
	scene->args.end = scene->args.start + row->npages * PAGE_SIZE;
	scene->args.pgmap_owner = &driver;
	if (row->select)
		scene->args.flags = row->select;
	return scene;
}

static void expect_one_pair(struct kunit *test, const struct watcher *watcher)
{
	KUNIT_EXPECT_EQ(test, watcher->starts, 1U);
	KUNIT_EXPECT_EQ(test, watcher->ends, 1U);
	KUNIT_EXPECT_PTR_EQ(test, watcher->owner, (void *)&driver);
}

/* Test that collect announces its range, and works within the pair. */
static void collected_range(struct kunit *test)
{
	const struct notifier_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);
	struct watcher *watcher = watch(scene);
	pte_t before[NOTIFIER_PAGES], after[NOTIFIER_PAGES];
	unsigned long start = scene->args.start;

	read_entries(watcher, before);
	run_collect(scene);
	read_entries(watcher, after);
	unwatch(scene, watcher);

	expect_one_pair(test, watcher);
	KUNIT_EXPECT_EQ(test, watcher->start, start);
	KUNIT_EXPECT_EQ(test, watcher->end, start + row->npages * PAGE_SIZE);
	KUNIT_EXPECT_EQ_MSG(test, memcmp(before, watcher->before,
					 sizeof(before)), 0,
			    "an entry changed before the notifier was called");
	KUNIT_EXPECT_EQ_MSG(test, memcmp(after, watcher->after,
					 sizeof(after)), 0,
			    "an entry changed after the notifier was called");
}

/* Test that setup as a whole announces the migration once. */
static void set_up_range(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);
	struct watcher *watcher = watch(scene);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	unwatch(scene, watcher);
	expect_one_pair(test, watcher);
}

static void expect_insertions(struct migrate_scene *scene,
			      const struct watcher *watcher)
{
	const struct notifier_case *row = scene->test->param_value;
	unsigned long addr = scene->space.start;
	unsigned int i;

	KUNIT_EXPECT_GE(scene->test, watcher->start, scene->args.start);
	KUNIT_EXPECT_LE(scene->test, watcher->end, scene->args.end);
	for (i = 0; i < NOTIFIER_PAGES; i++, addr += PAGE_SIZE) {
		if (!(row->inserted & BIT(i)))
			continue;
		KUNIT_EXPECT_LE(scene->test, watcher->start, addr);
		KUNIT_EXPECT_GE(scene->test, watcher->end, addr + PAGE_SIZE);
		KUNIT_EXPECT_FALSE_MSG(scene->test,
				       pte_same(watcher->before[i],
						watcher->after[i]),
				       "page %u was not inserted in between",
				       i);
	}
}

/* Test that pages announces what it inserts, and nothing else. */
static void inserted_range(struct kunit *test)
{
	const struct notifier_case *row = test->param_value;
	struct migrate_scene *scene = build_row(test);
	struct watcher *watcher;
	unsigned int i;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	for (i = 0; i < NOTIFIER_PAGES; i++) {
		if (row->dst & BIT(i))
			give_destination(scene, i);
	}
	watcher = watch(scene);
	run_pages(scene);
	unwatch(scene, watcher);
	if (row->inserted) {
		expect_one_pair(test, watcher);
		expect_insertions(scene, watcher);
	} else {
		KUNIT_EXPECT_EQ(test, watcher->starts, 0U);
		KUNIT_EXPECT_EQ(test, watcher->ends, 0U);
	}
}

/* contract 5.2: start and end pair, also where the insertion is given up. */
static void abandoned_insertion(struct kunit *test)
{
	static const struct mm_kunit_given hole[NOTIFIER_PAGES] = {
		HOLE, HOLE, HOLE, HOLE,
	};
	struct migrate_scene *scene;
	struct watcher *watcher;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, hole, NOTIFIER_PAGES);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 1);
	watcher = watch(scene);
	mm_kunit_fail_allocation(EV_ALLOC_CHARGE);
	run_pages(scene);
	unwatch(scene, watcher);
	KUNIT_EXPECT_EQ(test, watcher->starts, watcher->ends);
	KUNIT_EXPECT_LE(test, watcher->starts, 1U);
}

/* contract 5.3: who is refused has announced nothing. */
static void refused_arguments(struct kunit *test)
{
	static const struct mm_kunit_given page = PAGE;
	struct migrate_scene *scene;
	struct watcher *watcher;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, &page, 1);
	scene->args.end = scene->space.vma->vm_end + PAGE_SIZE;
	watcher = watch(scene);
	KUNIT_EXPECT_EQ(test, run_setup(scene), -EINVAL);
	unwatch(scene, watcher);
	KUNIT_EXPECT_EQ(test, watcher->starts, 0U);
	KUNIT_EXPECT_EQ(test, watcher->ends, 0U);
}

/* MMU notifiers. */
static struct kunit_case notifier_cases[] = {
	KUNIT_CASE_PARAM(collected_range, collected_ranges_gen_params),
	KUNIT_CASE_PARAM(set_up_range, collected_ranges_gen_params),
	KUNIT_CASE_PARAM(inserted_range, inserted_ranges_gen_params),
	KUNIT_CASE(abandoned_insertion),
	KUNIT_CASE(refused_arguments),
	{}
};

static struct kunit_suite notifier_suite = {
	.name = "migrate_device_notifier",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = notifier_cases,
};

kunit_test_suite(notifier_suite);
