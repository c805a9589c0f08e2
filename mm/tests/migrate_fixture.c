// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture of the suites: a scene that is taken down whatever becomes of
 * the case, and checked for what it leaked.
 */
#include "migrate_device_unit.h"
#include "migrate_scene.h"
#include "mm_kunit/faults.h"
#include "mm_kunit/ksm.h"
#include "mm_kunit/order.h"
#include "mm_kunit/swap.h"

static void start_scene(struct migrate_scene *scene, struct kunit *test,
			const struct migrate_calls *calls)
{
	scene->test = test;
	scene->calls = calls;
	migrate_array_fill(&scene->src);
	migrate_array_fill(&scene->dst);
}

static int init_with(struct kunit *test, const struct migrate_calls *calls)
{
	struct migrate_scene *scene;

	scene = kunit_kzalloc(test, sizeof(*scene), GFP_KERNEL);
	if (!scene)
		return -ENOMEM;
	start_scene(scene, test, calls);
	test->priv = scene;

	mm_kunit_events_forget();
	mm_kunit_stay_on_one_cpu();
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

/* Bring a migration that a case left half-way to its end. */
static void finish(struct migrate_scene *scene)
{
	unsigned int i;

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
	case FINALIZED:
		break;
	}
	for (i = 0; i < scene->nr; i++)
		migrate_keep_page(scene, i);
}

/* Whoever takes a file down waits for the locks of its pages. */
static void expect_unlocked(struct kunit *test, const char *what,
			    struct page *page)
{
	if (!page || !PageLocked(page))
		return;
	mm_kunit_broken(test, "a %s stays locked", what);
	unlock_page(page);
}

static void release_pages_of(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++)
		mm_kunit_page_release(&scene->pages[i]);
	for (i = 0; i < scene->nr; i++) {
		expect_unlocked(scene->test, "source", scene->pages[i].page);
		expect_unlocked(scene->test, "destination", scene->dst_page[i]);
	}
	mm_kunit_space_destroy(&scene->space);
	for (i = 0; i < scene->nr; i++) {
		if (scene->pages[i].page)
			mm_kunit_expect_last_reference(scene->test, "source",
						       scene->pages[i].page);
		if (scene->dst_page[i])
			mm_kunit_expect_last_reference(scene->test,
						       "destination",
						       scene->dst_page[i]);
	}
}

/* The reference that was kept to look at it would keep it from moving. */
static void becomes_source(struct migrate_scene *scene, unsigned int i)
{
	if (!scene->dst_page[i])
		return;
	if (scene->pages[i].page)
		mm_kunit_expect_last_reference(scene->test, "source",
					       scene->pages[i].page);
	scene->pages[i].page = scene->dst_page[i];
	scene->dst_page[i] = NULL;
	scene->kept[i] = false;
	put_page(scene->pages[i].page);
}

/**
 * migrate_start_over() - build the next migration on what the last one made
 * @scene: after run_finalize(); each page that moved is a source again, and
 *	given as it is now
 */
void migrate_start_over(struct migrate_scene *scene)
{
	unsigned int i;

	for (i = 0; i < scene->nr; i++) {
		becomes_source(scene, i);
		mm_kunit_snapshot(&scene->pages[i], scene->pages[i].page,
				  &scene->given[i]);
	}
	migrate_array_fill(&scene->src);
	migrate_array_fill(&scene->dst);
	scene->phase = BUILT;
}

/**
 * migrate_scene_clear() - take a scene down, for a case that builds another
 * @scene: as good as new afterwards
 *
 * Ends a migration that is under way and checks that nothing was leaked:
 * locks, references, pages, entries outside the arrays.
 */
void migrate_scene_clear(struct migrate_scene *scene)
{
	const struct migrate_calls *calls = scene->calls;
	struct kunit *test = scene->test;

	if (scene->space.mm) {
		mm_kunit_expect_unlock_before_put(test);
		mm_kunit_expect_rmap_locked(test);
		finish(scene);
		release_pages_of(scene);
	}
	migrate_array_expect_guards(test, "src", &scene->src);
	migrate_array_expect_guards(test, "dst", &scene->dst);
	memset(scene, 0, sizeof(*scene));
	start_scene(scene, test, calls);
}

/**
 * migrate_scene_exit() - the .exit of a suite
 * @test: its case, whatever became of it
 *
 * See migrate_scene_clear().
 */
void migrate_scene_exit(struct kunit *test)
{
	mm_kunit_faults_end();
	mm_kunit_stay_on_one_cpu();
	mm_kunit_trial_end();
	if (test->priv)
		migrate_scene_clear(test->priv);
	mm_kunit_expect_devices_idle(test);
	mm_kunit_swap_off();
	mm_kunit_merge_off();
	mm_kunit_row_end(test);
}
