// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_device_range() and _pfns() over several pages, some of them parts
 * of a large folio.
 */
#include "migrate_device_unit.h"
#include "migrate_known_issues.h"
#include "migrate_outcome.h"
#include "mm_kunit/block.h"
#include "mm_kunit/order.h"

/*
 *   index   0    1    2    3  |  4    5    6    7  |  8    9   ...  15
 *           K    K    M    M  | `--- large -----'  |  M    M    K    K
 *
 * M is mapped by the space, K belongs to the kernel: unmapped, off the LRU.
 * Nor is the large folio mapped: it is locked, found in use and given back.
 */
#define BLOCK_ORDER	4
#define LARGE_ORDER	2
#define LARGE		4
#define LARGE_LAST	7

static const unsigned int mapped[] = { 2, 3, 8, 9 };

/* Most entries that a row looks at. */
#define MAX_ENTRIES	8

enum large_state {
	LARGE_IDLE,
	LARGE_LOCKED,
	LARGE_FREE,
};

/**
 * struct pfn_range_case - a row about a range of the block
 * @name: where it starts and ends
 * @when: the kernels it is for
 * @large: state of the large folio
 * @free: mask of pages that are free
 * @locked: mask of pages that somebody holds the lock of
 * @start: index of the first page
 * @npages: number of pages
 * @listed: for migrate_device_pfns(): their indices instead
 * @taken: mask of the entries that are handed out
 */
struct pfn_range_case {
	const char *name;
	struct mm_kunit_when when;
	enum large_state large;
	unsigned long free;
	unsigned long locked;
	unsigned int start;
	unsigned int npages;
	unsigned int listed[MAX_ENTRIES];
	unsigned long taken;
};

/* contract 7.3 and 7.4: each page is considered, whatever the one before. */
static const struct pfn_range_case small_ranges[] = {
	{ "pages_in_use", .start = 2, .npages = 2, .taken = BIT(0) | BIT(1) },
	{ "pages_of_the_kernel", .start = 0, .npages = 2 },
	{ "page_behind_a_page_of_the_kernel",
	  .start = 1, .npages = 2, .taken = BIT(1) },
	{ "page_behind_a_free_page",
	  .free = BIT(1), .start = 1, .npages = 2, .taken = BIT(1) },
	{ "page_before_a_free_page",
	  .free = BIT(10), .start = 9, .npages = 2, .taken = BIT(0) },
	{ "page_behind_a_locked_page",
	  .locked = BIT(2), .start = 2, .npages = 2, .taken = BIT(1) },
	{ "page_before_a_locked_page",
	  .locked = BIT(3), .start = 2, .npages = 2, .taken = BIT(0) },
};

/* contract 7.3: likewise behind a large folio, or a part of one. */
static const struct pfn_range_case large_ranges[] = {
	{ "large_folio_between_pages",
	  .start = 3, .npages = 6, .taken = BIT(0) | BIT(5) },
	{ "free_large_folio_between_pages",
	  .when = { .known_issue = &compound_without_valid },
	  .large = LARGE_FREE,
	  .start = 3, .npages = 6, .taken = BIT(0) | BIT(5) },
	{ "locked_large_folio_between_pages",
	  .when = { .known_issue = &compound_without_valid },
	  .large = LARGE_LOCKED,
	  .start = 3, .npages = 6, .taken = BIT(0) | BIT(5) },
	{ "end_within_a_large_folio",
	  .start = 2, .npages = 4, .taken = BIT(0) | BIT(1) },
	{ "end_within_a_locked_large_folio", .large = LARGE_LOCKED,
	  .start = 2, .npages = 4, .taken = BIT(0) | BIT(1) },
	{ "nothing_but_a_part_of_a_large_folio", .start = 4, .npages = 3 },
	{ "start_within_a_large_folio_and_short",
	  .when = { .known_issue = &range_from_tail },
	  .start = 7, .npages = 3, .taken = BIT(1) | BIT(2) },
	{ "start_within_a_large_folio_and_long",
	  .when = { .known_issue = &range_from_tail },
	  .start = 6, .npages = 6, .taken = BIT(2) | BIT(3) },
};

/* contract 7.3: a list need not be in order, and skips nothing either. */
static const struct pfn_range_case lists[] = {
	{ "pages_in_use", .listed = { 9, 2, 8, 3 }, .npages = 4,
	  .taken = BIT(0) | BIT(1) | BIT(2) | BIT(3) },
	{ "page_of_the_kernel_between_pages",
	  .listed = { 2, 0, 9 }, .npages = 3, .taken = BIT(0) | BIT(2) },
	{ "free_page_between_pages", .free = BIT(11),
	  .listed = { 2, 11, 9 }, .npages = 3, .taken = BIT(0) | BIT(2) },
	{ "large_folio_between_pages",
	  .listed = { 2, 4, 5, 6, 7, 9 }, .npages = 6,
	  .taken = BIT(0) | BIT(5) },
	{ "pages_behind_a_large_folio",
	  .listed = { 4, 5, 6, 7, 9, 2 }, .npages = 6,
	  .taken = BIT(4) | BIT(5) },
	{ "locked_large_folio_between_pages",
	  .when = { .known_issue = &compound_without_valid },
	  .large = LARGE_LOCKED,
	  .listed = { 2, 4, 5, 6, 7, 9 }, .npages = 6,
	  .taken = BIT(0) | BIT(5) },
	{ "first_pages_of_a_large_folio_in_the_end",
	  .listed = { 2, 4, 5 }, .npages = 3, .taken = BIT(0) },
	{ "head_of_a_large_folio_before_a_page",
	  .when = { .known_issue = &list_stops_at_large },
	  .listed = { 2, 4, 9 }, .npages = 3, .taken = BIT(0) | BIT(2) },
	{ "tail_of_a_large_folio_before_a_page",
	  .when = { .known_issue = &list_stops_at_large },
	  .listed = { 2, 6, 9 }, .npages = 3, .taken = BIT(0) | BIT(2) },
};

MM_KUNIT_ROWS(small_ranges);
MM_KUNIT_ROWS(large_ranges);
MM_KUNIT_ROWS(lists);

/* Pages as mm_kunit_block_map() leaves them. */
static const struct mm_kunit_given in_use = {
	.pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
};

static const struct mm_kunit_given in_use_and_locked = {
	.pte = { .write = 1, .dirty = 1 }, .exclusive = 1, .locked = 1,
};

static struct folio *large_folio(struct mm_kunit_block *block)
{
	return page_folio(block->first + LARGE);
}

static void map_pages(struct migrate_scene *scene,
		      struct mm_kunit_block *block)
{
	const struct pfn_range_case *row = scene->test->param_value;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mapped); i++) {
		struct mm_kunit_page *page = &scene->pages[i];
		bool locked = row->locked & BIT(mapped[i]);

		page->space = &scene->space;
		page->addr = scene->space.start + i * PAGE_SIZE;
		page->given = locked ? &in_use_and_locked : &in_use;
		KUNIT_ASSERT_EQ(scene->test, 0,
				mm_kunit_block_map(block, mapped[i],
						   page->space, page->addr));
		page->page = block->first + mapped[i];
		page->taken = true;
		if (locked)
			lock_page(page->page);
		scene->nr++;
	}
	for (i = 0; i < scene->nr; i++)
		mm_kunit_snapshot(&scene->pages[i], scene->pages[i].page,
				  &scene->given[i]);
}

/* What the allocator has holds no reference. */
static void take_references(struct mm_kunit_block *block,
			    const struct pfn_range_case *row)
{
	unsigned int i;

	for (i = 0; i < block->nr; i++) {
		if (row->free & BIT(i))
			set_page_count(block->first + i, 0);
	}
	if (row->large == LARGE_FREE)
		set_page_count(block->first + LARGE, 0);
	if (row->large == LARGE_LOCKED)
		folio_lock(large_folio(block));
}

static void return_references(struct mm_kunit_block *block,
			      const struct pfn_range_case *row)
{
	unsigned int i;

	for (i = 0; i < block->nr; i++) {
		if (row->free & BIT(i))
			set_page_count(block->first + i, 1);
	}
	if (row->large == LARGE_FREE)
		set_page_count(block->first + LARGE, 1);
	if (row->large == LARGE_LOCKED)
		folio_unlock(large_folio(block));
}

static unsigned int index_of(const struct pfn_range_case *row, unsigned int i,
			     bool is_list)
{
	return is_list ? row->listed[i] : row->start + i;
}

static void run_row(struct migrate_scene *scene, struct mm_kunit_block *block,
		    bool is_list)
{
	const struct pfn_range_case *row = scene->test->param_value;
	unsigned long pfn = page_to_pfn(block->first);
	unsigned long *src = scene->src.entry;
	unsigned int i;
	int ret;

	for (i = 0; is_list && i < row->npages; i++)
		src[i] = pfn + row->listed[i];
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	if (is_list)
		ret = unit_migrate_device_pfns(src, row->npages);
	else
		ret = unit_migrate_device_range(src, pfn + row->start,
						row->npages);
	KUNIT_EXPECT_EQ(scene->test, ret, 0);
}

static bool is_locked_by_another(const struct pfn_range_case *row,
				 unsigned int index)
{
	if (index >= LARGE && index <= LARGE_LAST)
		return row->large == LARGE_LOCKED;
	return row->locked & BIT(index);
}

static void expect_entries(struct migrate_scene *scene,
			   struct mm_kunit_block *block, bool is_list)
{
	const struct pfn_range_case *row = scene->test->param_value;
	unsigned int i;

	for (i = 0; i < row->npages; i++) {
		unsigned int index = index_of(row, i, is_list);
		struct page *page = block->first + index;
		bool taken = row->taken & BIT(i);

		KUNIT_EXPECT_EQ_MSG(scene->test, scene->src.entry[i],
				    taken ? migrate_pfn(page_to_pfn(page)) |
					    MIGRATE_PFN_MIGRATE : 0,
				    "src[%u]", i);
		KUNIT_EXPECT_EQ_MSG(scene->test, folio_test_locked(page_folio(page)),
				    taken || is_locked_by_another(row, index),
				    "lock of the page of src[%u]", i);
	}
	KUNIT_EXPECT_EQ_MSG(scene->test, scene->src.entry[i], SCENE_POISON,
			    "src[%u] is beyond the range", i);
}

static void expect_mapped_again(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		struct mm_kunit_state got, want = scene->given[i];

		mm_kunit_snapshot(&scene->pages[i], scene->pages[i].page, &got);
		want.folio.refs++;
		/* The mapping went, so its dirty bit is the folio's. */
		want.folio.dirty = got.folio.dirty;
		want.pte.dirty = got.pte.dirty;
		want.pte.young = got.pte.young;
		mm_kunit_expect_state(scene->test, "page of the space", &got,
				      &want);
	}
}

static void expect_kernel_pages_untouched(struct kunit *test,
					  struct mm_kunit_block *block)
{
	const struct pfn_range_case *row = test->param_value;
	unsigned int i;

	for (i = 0; i < block->nr; i++) {
		struct page *page = block->first + i;
		bool tail = i > LARGE && i <= LARGE_LAST;
		bool free = row->free & BIT(i) ||
			    (i == LARGE && row->large == LARGE_FREE);

		if (block->mapped & BIT(i))
			continue;
		KUNIT_EXPECT_EQ_MSG(test, page_ref_count(page), !tail && !free,
				    "references of page %u", i);
	}
}

static void run_pfn_range(struct kunit *test, bool is_list)
{
	const struct pfn_range_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct mm_kunit_block block;
	unsigned int i;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_ANON);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_block_create(&block, BLOCK_ORDER));
	mm_kunit_block_join(&block, LARGE, LARGE_ORDER);
	map_pages(scene, &block);
	take_references(&block, row);

	run_row(scene, &block, is_list);
	expect_entries(scene, &block, is_list);
	expect_kernel_pages_untouched(test, &block);
	for (i = 0; i < scene->nr; i++)
		migrate_keep_page(scene, i);
	memset(scene->dst.entry, 0, row->npages * sizeof(*scene->dst.entry));
	unit_migrate_device_finalize(scene->src.entry, scene->dst.entry,
				     row->npages);
	mm_kunit_events_stop();
	mm_kunit_expect_unlock_before_put(test);
	scene->phase = FINALIZED;
	expect_mapped_again(scene);

	return_references(&block, row);
	mm_kunit_block_destroy(&block);
}

/* Test that small pages are looked at one by one. */
static void small_range(struct kunit *test)
{
	run_pfn_range(test, false);
}

/* Test that a large folio hides nothing but itself. */
static void large_range(struct kunit *test)
{
	run_pfn_range(test, false);
}

/* Test that a list of pfns is gone through to its end. */
static void list(struct kunit *test)
{
	const struct pfn_range_case *row = test->param_value;

	if (!MM_KUNIT_HAS_DEVICE_PFNS)
		mm_kunit_row_skip(test, row->name, "no migrate_device_pfns()");
	run_pfn_range(test, true);
}

/* Several pfns at once. */
static struct kunit_case pfn_range_cases[] = {
	KUNIT_CASE_PARAM(small_range, small_ranges_gen_params),
	KUNIT_CASE_PARAM(large_range, large_ranges_gen_params),
	KUNIT_CASE_PARAM(list, lists_gen_params),
	{}
};

static struct kunit_suite pfn_range_suite = {
	.name = "migrate_device_pfn_range",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = pfn_range_cases,
};

kunit_test_suite(pfn_range_suite);
