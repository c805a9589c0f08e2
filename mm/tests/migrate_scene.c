// SPDX-License-Identifier: GPL-2.0
#include <linux/highmem.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>

#include "migrate_device_unit.h"
#include "migrate_scene.h"

static void fill_array(struct migrate_array *array)
{
	memset64((u64 *)array->before, SCENE_GUARD, SCENE_GUARDS);
	memset64((u64 *)array->entry, SCENE_POISON, SCENE_ENTRIES);
	memset64((u64 *)array->behind, SCENE_GUARD, SCENE_GUARDS);
}

static void expect_guards(struct kunit *test, const char *name,
			  const struct migrate_array *array)
{
	int i;

	for (i = 0; i < SCENE_GUARDS; i++) {
		KUNIT_EXPECT_EQ_MSG(test, array->before[i], SCENE_GUARD,
				    "%s[%d] was written", name,
				    i - SCENE_GUARDS);
		KUNIT_EXPECT_EQ_MSG(test, array->behind[i], SCENE_GUARD,
				    "%s[%d] was written", name,
				    i + (int)SCENE_ENTRIES);
	}
}

static int init_with(struct kunit *test, const struct migrate_calls *calls)
{
	struct migrate_scene *scene;

	scene = kunit_kzalloc(test, sizeof(*scene), GFP_KERNEL);
	if (!scene)
		return -ENOMEM;
	scene->test = test;
	scene->calls = calls;
	fill_array(&scene->src);
	fill_array(&scene->dst);
	test->priv = scene;

	/* What is in this CPU's LRU batches must stay within reach. */
	set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id()));
	return 0;
}

/**
 * migrate_scene_init() - the .init of a suite
 * @test: its case; @test->priv becomes the scene
 *
 * Return: 0 or -ENOMEM.
 */
int migrate_scene_init(struct kunit *test)
{
	static const struct migrate_calls unit = {
		.setup = unit_migrate_vma_setup,
		.pages = unit_migrate_vma_pages,
		.finalize = unit_migrate_vma_finalize,
	};

	return init_with(test, &unit);
}

#ifdef CONFIG_DEVICE_MIGRATION
/**
 * migrate_scene_init_kernel() - the same, for the object that the kernel uses
 * @test: its case; @test->priv becomes the scene
 *
 * No events are recorded, and there is no collect without unmap.
 *
 * Return: 0 or -ENOMEM.
 */
int migrate_scene_init_kernel(struct kunit *test)
{
	static const struct migrate_calls kernel = {
		.setup = migrate_vma_setup,
		.pages = migrate_vma_pages,
		.finalize = migrate_vma_finalize,
	};

	return init_with(test, &kernel);
}
#endif

static void build_in_order(struct migrate_scene *scene,
			   const struct mm_kunit_given *given, bool shared)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		if ((given[i].maps == MAPS_SHARED_ANON) != shared)
			continue;
		mm_kunit_page_build(scene->test, &scene->pages[i],
				    &scene->space,
				    scene->space.start + i * PAGE_SIZE,
				    &given[i]);
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
 */
void migrate_build_pages(struct kunit *test, const struct mm_kunit_given *given,
			 unsigned int nr)
{
	struct migrate_scene *scene = test->priv;
	unsigned int i;

	KUNIT_ASSERT_LE(test, nr, SCENE_PAGES);
	scene->nr = nr;

	/* A fork takes exclusive pages away: what it shares comes first. */
	build_in_order(scene, given, true);
	build_in_order(scene, given, false);
	for (i = 0; i < nr; i++)
		mm_kunit_snapshot(&scene->pages[i], scene->pages[i].page,
				  &scene->given[i]);

	scene->args = (struct migrate_vma) {
		.vma = scene->space.vma,
		.src = scene->src.entry,
		.dst = scene->dst.entry,
		.start = scene->space.start,
		.end = scene->space.start + nr * PAGE_SIZE,
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
 * run_collect() - only the first half of migrate_vma_setup()
 * @scene: as built
 */
void run_collect(struct migrate_scene *scene)
{
	unsigned long npages = (scene->args.end - scene->args.start) >>
			       PAGE_SHIFT;

	memset(scene->src.entry, 0, npages * sizeof(*scene->src.entry));
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mmap_read_lock(scene->space.mm);
	unit_migrate_vma_collect(&scene->args);
	mmap_read_unlock(scene->space.mm);
	scene->phase = COLLECTED;
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
	ret = scene->calls->setup(&scene->args);
	mmap_read_unlock(scene->space.mm);
	if (!ret)
		scene->phase = UNMAPPED;
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

/**
 * give_destination() - do a driver's part for one page
 * @scene: after run_setup()
 * @index: of the page
 *
 * Allocates a locked page, copies what there is to copy and enters it in dst.
 */
void give_destination(struct migrate_scene *scene, unsigned int index)
{
	struct page *dst = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ZERO);
	struct page *src = migrate_pfn_to_page(scene->args.src[index]);

	KUNIT_ASSERT_NOT_NULL(scene->test, dst);
	lock_page(dst);
	if (src)
		copy_highpage(dst, src);
	/* Ours, to look at the page when all others are gone. */
	get_page(dst);
	scene->dst_page[index] = dst;
	scene->args.dst[index] = migrate_pfn(page_to_pfn(dst));
}

/**
 * run_pages() - migrate_vma_pages()
 * @scene: after run_setup()
 */
void run_pages(struct migrate_scene *scene)
{
	mmap_read_lock(scene->space.mm);
	scene->calls->pages(&scene->args);
	mmap_read_unlock(scene->space.mm);
	scene->phase = PAGES_MOVED;
}

/*
 * The scene's own reference, taken when it can't be mistaken for one that
 * forbids migration, keeps the pages for those who look at them.
 */
static void keep_pages(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		if (scene->pages[i].page)
			get_page(scene->pages[i].page);
	}
}

/**
 * run_finalize() - migrate_vma_finalize()
 * @scene: after run_setup() or run_pages(); one reference is taken on each
 *	page that it was built from
 */
void run_finalize(struct migrate_scene *scene)
{
	keep_pages(scene);
	mmap_read_lock(scene->space.mm);
	scene->calls->finalize(&scene->args);
	mmap_read_unlock(scene->space.mm);
	mm_kunit_events_stop();
	scene->phase = FINALIZED;
}

/* Bring a migration that a case left half-way to its end. */
static void finish(struct migrate_scene *scene)
{
	mm_kunit_events_stop();
	switch (scene->phase) {
	case COLLECTED:
		unit_migrate_vma_unmap(&scene->args);
		fallthrough;
	case UNMAPPED:
		run_pages(scene);
		fallthrough;
	case PAGES_MOVED:
		run_finalize(scene);
		break;
	case BUILT:
		keep_pages(scene);
		break;
	case FINALIZED:
		break;
	}
}

static void expect_last_reference(struct kunit *test, const char *what,
				  struct page *page)
{
	lru_add_drain();
	KUNIT_EXPECT_FALSE_MSG(test, PageLocked(page), "%s stays locked", what);
	KUNIT_EXPECT_EQ_MSG(test, page_ref_count(page), 1,
			    "%s: references are leaked or missing", what);
	put_page(page);
}

static void release_pages_of(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++)
		mm_kunit_page_release(&scene->pages[i]);
	mm_kunit_space_destroy(&scene->space);
	for (i = 0; i < scene->nr; i++) {
		if (scene->pages[i].page)
			expect_last_reference(scene->test, "source",
					      scene->pages[i].page);
		if (scene->dst_page[i])
			expect_last_reference(scene->test, "destination",
					      scene->dst_page[i]);
	}
}

/**
 * migrate_scene_exit() - the .exit of a suite
 * @test: its case, whatever became of it
 *
 * Ends a migration that is under way and checks that nothing was leaked:
 * locks, references, pages, entries outside the arrays.
 */
void migrate_scene_exit(struct kunit *test)
{
	struct migrate_scene *scene = test->priv;

	if (scene && scene->space.mm) {
		finish(scene);
		release_pages_of(scene);
	}
	if (scene) {
		expect_guards(test, "src", &scene->src);
		expect_guards(test, "dst", &scene->dst);
	}
	mm_kunit_row_end();
}
