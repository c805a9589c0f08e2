// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

#include "migrate_device_unit.h"
#include "migrate_scene.h"
#include "mm_kunit/order.h"

static void build_in_order(struct migrate_scene *scene, bool shared)
{
	struct mm_kunit_page *page;
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		page = &scene->pages[i];
		if (shared != mm_kunit_is_shared(page->given))
			continue;
		mm_kunit_page_build(scene->test, page, &scene->space,
				    scene->space.start +
				    scene->at[i] * PAGE_SIZE, page->given);
	}
}

/**
 * migrate_build_space() - make the address space, empty
 * @test: its case; failed and left if that can't be done
 * @mapping: what the space maps
 *
 * For a case that puts something there that no &struct mm_kunit_given
 * describes; migrate_build_pages() has to follow.
 */
void migrate_build_space(struct kunit *test, enum mm_kunit_mapping mapping)
{
	struct migrate_scene *scene = test->priv;

	KUNIT_ASSERT_EQ(test, 0, mm_kunit_space_create(&scene->space, mapping));
}

/**
 * migrate_build_pages() - make the pages that a row describes
 * @test: its case, after migrate_build_space(); failed and left if the state
 *	can't be made
 * @given: the pages, at consecutive addresses; kept until the case is over
 * @nr: how many, %SCENE_PAGES at most; the range of the arguments
 *
 * Where the first of them is huge, huge pages are asked for whole.
 */
void migrate_build_pages(struct kunit *test, const struct mm_kunit_given *given,
			 unsigned int nr)
{
	struct migrate_scene *scene = test->priv;
	unsigned long at = 0;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		migrate_place(scene, at, &given[i]);
		at += mm_kunit_given_pages(&given[i]);
	}
	migrate_build_placed(scene, 0, at);
	if (given->huge)
		scene->args.flags |= MIGRATE_VMA_SELECT_COMPOUND;
}

/**
 * migrate_place() - say what an address shall hold, anywhere in the space
 * @scene: after migrate_build_space(); its case is failed and left if there
 *	are more than %SCENE_PAGES
 * @at: in pages from the start of the space
 * @given: the page; kept until the scene is taken down
 *
 * migrate_build_placed() has to follow.
 */
void migrate_place(struct migrate_scene *scene, unsigned long at,
		   const struct mm_kunit_given *given)
{
	KUNIT_ASSERT_LT(scene->test, scene->nr, SCENE_PAGES);
	scene->at[scene->nr] = at;
	scene->pages[scene->nr++].given = given;
}

/**
 * migrate_build_placed() - make the pages that were placed
 * @scene: its case is failed and left if the state can't be made
 * @start: of the range to migrate, in pages from the start of the space
 * @end: likewise
 */
void migrate_build_placed(struct migrate_scene *scene, unsigned long start,
			  unsigned long end)
{
	unsigned int i;

	/*
	 * A fork takes exclusive pages away, and KSM would merge pages that
	 * are to be left alone: what is shared comes first.
	 */
	build_in_order(scene, true);
	build_in_order(scene, false);
	for (i = 0; i < scene->nr; i++)
		mm_kunit_snapshot(&scene->pages[i], scene->pages[i].page,
				  &scene->given[i]);
	for (i = 0; i < scene->nr; i++)
		mm_kunit_page_delay_lru(&scene->pages[i]);

	scene->args = (struct migrate_vma) {
		.vma = scene->space.vma,
		.src = scene->src.entry,
		.dst = scene->dst.entry,
		.start = scene->space.start + start * PAGE_SIZE,
		.end = scene->space.start + end * PAGE_SIZE,
		.flags = MIGRATE_VMA_SELECT_SYSTEM,
	};
}

/**
 * migrate_build() - make anonymous memory that a row describes
 * @test: its case; failed and left if the state can't be made
 * @given: see migrate_build_pages()
 * @nr: likewise
 *
 * Return: the scene, taken down when the case is over.
 */
struct migrate_scene *migrate_build(struct kunit *test,
				    const struct mm_kunit_given *given,
				    unsigned int nr)
{
	migrate_build_space(test, MAPPING_ANON);
	migrate_build_pages(test, given, nr);
	return test->priv;
}

/**
 * run_collect_clearing_with() - only the first half of migrate_vma_setup()
 * @scene: as built
 * @clear: the primitive that PTEs are cleared with
 * @hook: what to do in between, or NULL
 */
void run_collect_clearing_with(struct migrate_scene *scene,
			       enum mm_kunit_clear clear,
			       const struct mm_kunit_hook *hook)
{
	unsigned long npages = (scene->args.end - scene->args.start) >>
			       PAGE_SHIFT;

	memset(scene->src.entry, 0, npages * sizeof(*scene->src.entry));
	mm_kunit_events_start(clear);
	mm_kunit_hook(hook);
	mmap_read_lock(scene->space.mm);
	unit_migrate_vma_collect(&scene->args);
	mmap_read_unlock(scene->space.mm);
	scene->phase = COLLECTED;
}

/**
 * run_collect() - the same as the source has it
 * @scene: as built
 */
void run_collect(struct migrate_scene *scene)
{
	run_collect_clearing_with(scene, CLEAR_AS_WRITTEN, NULL);
}

/* contract 6.2: what unmap has mapped again does not count. */
static void expect_cpages(struct migrate_scene *scene)
{
	unsigned long i, cpages = 0;

	for (i = 0; i < scene->args.npages; i++)
		cpages += !!(scene->args.src[i] & MIGRATE_PFN_MIGRATE);
	mm_kunit_expect_equal(scene->test, scene->args.cpages, cpages,
			      "cpages");
}

/**
 * run_setup_locked() - migrate_vma_setup(), in a fault
 * @scene: as built
 *
 * Context: mmap_lock is held for read.
 * Return: what migrate_vma_setup() returned.
 */
int run_setup_locked(struct migrate_scene *scene)
{
	int ret;

	scene->args.cpages = SCENE_POISON;
	scene->args.npages = SCENE_POISON;
	ret = scene->calls->setup(&scene->args);
	if (ret)
		return ret;
	scene->phase = UNMAPPED;
	expect_cpages(scene);
	return 0;
}

/**
 * run_setup_clearing_with() - migrate_vma_setup(), and intervene
 * @scene: as built
 * @clear: the primitive that PTEs are cleared with
 * @hook: what to do in between, or NULL
 *
 * Events are recorded from here until run_finalize() has returned.
 *
 * Return: what migrate_vma_setup() returned.
 */
int run_setup_clearing_with(struct migrate_scene *scene,
			    enum mm_kunit_clear clear,
			    const struct mm_kunit_hook *hook)
{
	int ret;

	mm_kunit_events_start(clear);
	mm_kunit_hook(hook);
	mmap_read_lock(scene->space.mm);
	ret = run_setup_locked(scene);
	mmap_read_unlock(scene->space.mm);
	return ret;
}

/**
 * run_setup() - migrate_vma_setup()
 * @scene: as built
 *
 * See run_setup_clearing_with().
 *
 * Return: what migrate_vma_setup() returned.
 */
int run_setup(struct migrate_scene *scene)
{
	return run_setup_clearing_with(scene, CLEAR_AS_WRITTEN, NULL);
}

static void hand_over(struct migrate_scene *scene, unsigned int index,
		      struct page *dst)
{
	unsigned long entry = migrate_entry(scene, index);
	struct page *src = migrate_pfn_to_page(scene->args.src[entry]);
	long i, nr = folio_nr_pages(page_folio(dst));

	for (i = 0; src && i < nr; i++)
		mm_kunit_copy_page(dst + i, src + i);
	/* Ours, to look at the page when all others are gone. */
	get_page(dst);
	scene->dst_page[index] = dst;
	scene->args.dst[entry] = migrate_pfn(page_to_pfn(dst));
	if (nr > 1)
		scene->args.dst[entry] |= MIGRATE_PFN_COMPOUND;
}

/* A COMPOUND entry wants a huge page. */
static unsigned int order_of(struct migrate_scene *scene, unsigned int index)
{
	unsigned long mpfn = scene->args.src[migrate_entry(scene, index)];

	return mpfn & MIGRATE_PFN_COMPOUND ? PMD_SHIFT - PAGE_SHIFT : 0;
}

/**
 * offer_destination() - do a driver's part for one page, if there is memory
 * @scene: after run_setup()
 * @index: of the page
 *
 * Allocates a locked page, or a huge one for a COMPOUND entry, copies what
 * there is to copy and enters it in dst.
 *
 * Return: false if there is no memory.
 */
bool offer_destination(struct migrate_scene *scene, unsigned int index)
{
	struct folio *dst;

	dst = folio_alloc(GFP_HIGHUSER_MOVABLE | __GFP_ZERO,
			  order_of(scene, index));
	if (!dst)
		return false;
	folio_lock(dst);
	hand_over(scene, index, &dst->page);
	return true;
}

/**
 * give_destination() - offer_destination(), or fail the case and leave it
 * @scene: after run_setup()
 * @index: of the page
 */
void give_destination(struct migrate_scene *scene, unsigned int index)
{
	KUNIT_ASSERT_TRUE(scene->test, offer_destination(scene, index));
}

/**
 * give_device_destination() - the same, with memory of a device
 * @scene: after run_setup()
 * @index: of the page
 * @type: of the memory; the suite has a device with it
 */
void give_device_destination(struct migrate_scene *scene, unsigned int index,
			     enum memory_type type)
{
	struct page *dst = mm_kunit_device_take(mm_kunit_device(type),
						order_of(scene, index));

	KUNIT_ASSERT_NOT_NULL(scene->test, dst);
	/* What it was before may show; mm_device_memory has a case for that. */
	folio_clear_dirty(page_folio(dst));
	hand_over(scene, index, dst);
}

/**
 * run_pages_locked() - migrate_vma_pages(), in a fault
 * @scene: after run_setup_locked()
 *
 * Context: mmap_lock is held for read.
 */
void run_pages_locked(struct migrate_scene *scene)
{
	migrate_arrays_remember(scene);
	scene->calls->pages(&scene->args);
	mm_kunit_expect_charged_to(scene->test, scene->space.mm);
	migrate_arrays_expect_kept(scene, scene->args.npages);
	scene->phase = PAGES_MOVED;
}

/**
 * run_pages() - migrate_vma_pages()
 * @scene: after run_setup()
 */
void run_pages(struct migrate_scene *scene)
{
	mmap_read_lock(scene->space.mm);
	run_pages_locked(scene);
	mmap_read_unlock(scene->space.mm);
}

/**
 * migrate_store_locked() - a store comes to the first page, as of another thread
 * @scene: as built
 *
 * Context: mmap_lock is held for read.
 */
void migrate_store_locked(struct migrate_scene *scene)
{
	unsigned int flags = FAULT_FLAG_REMOTE | FAULT_FLAG_WRITE;

	KUNIT_EXPECT_FALSE(scene->test,
			   handle_mm_fault(scene->space.vma,
					   scene->pages[0].addr, flags, NULL) &
			   VM_FAULT_ERROR);
}

/**
 * migrate_keep_page() - keep a page for those who look at it in the end
 * @scene: as built
 * @index: of the page
 *
 * The scene's own reference is taken once, when it can't be mistaken for one
 * that forbids migration.
 */
void migrate_keep_page(struct migrate_scene *scene, unsigned int index)
{
	if (scene->kept[index] || !scene->pages[index].page)
		return;
	get_page(scene->pages[index].page);
	scene->kept[index] = true;
}

/**
 * run_finalize_locked() - migrate_vma_finalize(), in a fault
 * @scene: see run_finalize()
 *
 * Context: mmap_lock is held for read.
 */
void run_finalize_locked(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		if (migrate_in_range(scene, i))
			migrate_keep_page(scene, i);
	}
	migrate_arrays_remember(scene);
	scene->calls->finalize(&scene->args);
	migrate_arrays_expect_kept(scene, 0);
	mm_kunit_events_stop();
	scene->phase = FINALIZED;
}

/**
 * run_finalize() - migrate_vma_finalize()
 * @scene: after run_setup() or run_pages(); one reference is taken on each
 *	page in the range that it was built from
 */
void run_finalize(struct migrate_scene *scene)
{
	mmap_read_lock(scene->space.mm);
	run_finalize_locked(scene);
	mmap_read_unlock(scene->space.mm);
}
