// SPDX-License-Identifier: GPL-2.0
#include "migrate_huge.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

/**
 * begin_huge_row() - mm_kunit_row_begin(), for a row that needs huge pages
 * @test: the running case; left if the row is not for this kernel
 * @name: of the row
 * @when: what else it needs
 */
void begin_huge_row(struct kunit *test, const char *name,
		    const struct mm_kunit_when *when)
{
	static const struct mm_kunit_when thp = { .needs = NEEDS_THP };

	mm_kunit_row_begin(test, name, &thp);
	mm_kunit_row_begin(test, name, when);
}

/**
 * begin_whole_pmd_row() - likewise, for a row that has PMDs migrated as such
 * @test: the running case; left if the row is not for this kernel
 * @name: of the row
 * @when: what else it needs
 */
void begin_whole_pmd_row(struct kunit *test, const char *name,
			 const struct mm_kunit_when *when)
{
	static const struct mm_kunit_when whole = { .needs = NEEDS_PMD_ENTRIES };

	begin_huge_row(test, name, &whole);
	mm_kunit_row_begin(test, name, when);
}

/* What another migrates is gone from the PMD whatever the range is. */
static bool is_of_whole_pmd(const struct migrate_huge_case *row)
{
	if (row->given.maps == MAPS_MIGRATION_ENTRY)
		return true;
	return row->flags & MIGRATE_VMA_SELECT_COMPOUND && !row->npages;
}

/**
 * build_huge_case() - make what the running row of a table describes
 * @test: its case, whose parameter is a &struct migrate_huge_case
 *
 * Return: the scene, taken down when the case is over.
 */
struct migrate_scene *build_huge_case(struct kunit *test)
{
	const struct migrate_huge_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct mm_kunit_given *given;

	if (is_of_whole_pmd(row))
		begin_whole_pmd_row(test, row->name, &row->when);
	else
		begin_huge_row(test, row->name, &row->when);
	given = kunit_kzalloc(test, sizeof(*given), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, given);
	*given = row->given;
	given->huge = true;
	migrate_build_space(test, MAPPING_ANON);
	migrate_place(scene, 0, given);
	migrate_build_placed(scene, row->first,
			     row->npages ? row->first + row->npages :
					   HUGE_PAGES);
	if (row->flags)
		scene->args.flags = row->flags;
	return scene;
}

/**
 * give_small_page() - do a driver's part for one address of a PMD
 * @scene: after run_setup(); its case is failed and left without memory
 * @i: the entry of dst
 * @src: what to copy, NULL for nothing
 *
 * Return: the page, locked; migrate_vma_finalize() gives it up.
 */
struct page *give_small_page(struct migrate_scene *scene, unsigned long i,
			     struct page *src)
{
	struct page *dst = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ZERO);

	KUNIT_ASSERT_NOT_NULL(scene->test, dst);
	lock_page(dst);
	if (src)
		mm_kunit_copy_page(dst, src);
	scene->args.dst[i] = migrate_pfn(page_to_pfn(dst));
	return dst;
}

/* The ends of a PMD, and where a counter of the wrong width would wrap. */
static const unsigned long looked_at[] = { 0, 1, 2, 255, 256, 510, 511 };

static_assert(ARRAY_SIZE(looked_at) <= SCENE_PAGES);

/* A split unmaps each page and maps it again by itself. */
static void split_state(struct mm_kunit_state *state, unsigned long at)
{
	state->pte.huge = 0;
	state->sharer.huge = 0;
	if (state->pte.kind)
		state->pte.pfn += at;
	if (state->sharer.kind)
		state->sharer.pfn += at;
	if (state->folio.mapping)
		state->folio.index += at;
	state->folio.dirty |= state->pte.dirty | state->sharer.dirty;
	if (state->pte.dirty && IS_ENABLED(CONFIG_MEM_SOFT_DIRTY) &&
	    mm_kunit_hides(&spurious_soft_dirty))
		state->pte.soft_dirty = 1;
}

/**
 * look_by_page() - see some pages of a PMD each by itself from now on
 * @scene: with one huge page, which is mapped by page now, or was when it was
 *	collected
 *
 * The scene's pages become those of the PMD that are worth a look, given as
 * the PMD was.
 */
void look_by_page(struct migrate_scene *scene)
{
	struct mm_kunit_page *huge = &scene->pages[0];
	struct mm_kunit_given *given;
	unsigned int i;

	given = kunit_kzalloc(scene->test, sizeof(*given), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(scene->test, given);
	*given = *huge->given;
	given->huge = false;
	for (i = ARRAY_SIZE(looked_at); i-- > 0;) {
		unsigned long at = looked_at[i];

		scene->pages[i] = (struct mm_kunit_page) {
			.space = huge->space,
			.addr = huge->addr + at * PAGE_SIZE,
			.given = given,
			.page = huge->page ? huge->page + at : NULL,
			.taken = huge->taken,
			.sharer = i ? (struct mm_kunit_space) {} : huge->sharer,
			.pattern = huge->pattern + (huge->page ? at : 0),
		};
		scene->at[i] = at;
		scene->given[i] = scene->given[0];
		split_state(&scene->given[i], at);
		if (i)
			memset(&scene->given[i].sharer, 0,
			       sizeof(scene->given[i].sharer));
	}
	scene->nr = ARRAY_SIZE(looked_at);
}

/**
 * expect_by_page() - compare a PMD that was split with what a row claims
 * @scene: after the phase that the row is about, and after look_by_page()
 * @expect: the claim for each page of the range; those beside it are mapped as
 *	they were, though not by the PMD any more
 */
void expect_by_page(struct migrate_scene *scene,
		    const struct migrate_expect *expect)
{
	const struct migrate_expect beside = {
		scene->pages[0].page ? RESTORED : SKIPPED,
	};
	unsigned long first = scene->args.src[0];
	unsigned long i, npages = scene->args.npages;
	unsigned int at;

	for (at = 0; at < scene->nr; at++)
		expect_outcome(scene, at, migrate_in_range(scene, at) ?
					  expect : &beside);
	/* All others are as the first one. */
	for (i = 1; i < npages; i++)
		mm_kunit_expect_equal(scene->test, scene->args.src[i],
				      first & MIGRATE_PFN_VALID ?
					first + (i << MIGRATE_PFN_SHIFT) :
					first, "src[%lu]", i);
}

/**
 * expect_nothing_taken() - claim that setup has passed over the whole range
 * @scene: after run_setup()
 * @npages: its length, 0 for a whole PMD
 */
void expect_nothing_taken(struct migrate_scene *scene, unsigned long npages)
{
	unsigned long i;

	npages = npages ?: HUGE_PAGES;
	for (i = 0; i < npages; i++) {
		mm_kunit_expect_equal(scene->test, scene->args.src[i], 0,
				      "src[%lu]", i);
		mm_kunit_expect_equal(scene->test, scene->args.dst[i], 0,
				      "dst[%lu]", i);
	}
	KUNIT_EXPECT_EQ(scene->test, scene->args.cpages, 0UL);
	KUNIT_EXPECT_EQ(scene->test, scene->args.npages, npages);
}

/**
 * expect_left_by_page() - claim that setup leaves a large folio as it was
 * @scene: as built, from a &struct migrate_huge_case; its folio is mapped by
 *	page before setup runs
 */
void expect_left_by_page(struct migrate_scene *scene)
{
	const struct migrate_huge_case *row = scene->test->param_value;
	struct mm_kunit_page *page = &scene->pages[0];
	struct mm_kunit_state before, after;

	mm_kunit_split_pmd(&scene->space, scene->space.start);
	mm_kunit_snapshot(page, page->page, &before);
	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	mm_kunit_snapshot(page, page->page, &after);
	mm_kunit_expect_state(scene->test, "page 0", &after, &before);
	expect_nothing_taken(scene, row->npages);
	mm_kunit_expect_balanced(scene->test);
}

/**
 * expect_splits() - claim that a page table is kept for a huge page
 * @scene: with a huge page, which is split for that
 */
void expect_splits(struct migrate_scene *scene)
{
	struct mm_kunit_page last = {
		.space = &scene->space,
		.addr = scene->space.start + PMD_SIZE - PAGE_SIZE,
	};
	struct mm_kunit_state whole, split;

	mm_kunit_snapshot(&scene->pages[0], NULL, &whole);
	mm_kunit_split_pmd(&scene->space, scene->space.start);
	mm_kunit_snapshot(&last, NULL, &split);
	KUNIT_EXPECT_EQ(scene->test, split.pte.huge, 0L);
	KUNIT_EXPECT_NE(scene->test, split.pte.kind, (long)PTE_NONE);
	KUNIT_EXPECT_EQ(scene->test, split.pte.kind, whole.pte.kind);
	KUNIT_EXPECT_EQ(scene->test, split.table_bytes, whole.table_bytes);
}
