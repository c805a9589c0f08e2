// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_device_coherent_folio() on a page that stays where it is: locked by
 * another, or in use.
 */
#include "migrate_devmem.h"
#include "migrate_no_vma.h"

static const struct migrate_expect restored = { RESTORED };

static void expect_coherent_stays(struct migrate_scene *scene, bool no_memory)
{
	KUNIT_EXPECT_EQ(scene->test, -EBUSY,
			call_coherent(scene, no_memory, NULL));
	migrate_keep_page(scene, 0);
}

/* contract 7.5: the reference is consumed whether the kernel waits or gives up. */
static void coherent_folio_that_another_has(struct kunit *test)
{
	static const struct mm_kunit_given page = {
		.maps = MAPS_COHERENT, .pte = { .write = 1, .dirty = 1 },
		.exclusive = 1,
	};
	struct devmem_holder holder;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, &page, 1);
	devmem_hold(&holder, scene->pages[0].page);
	expect_coherent_stays(scene, true);
	devmem_wait_for(&holder);
	expect_outcome(scene, 0, &restored);
}

/* contract 7.5: nobody needs what was allocated for a page that is in use. */
static const struct devmem_case used_coherent_pages[] = {
	{ "extra_reference",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .extra_refs = 1 } },
	{ "two_extra_references",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .extra_refs = 2 } },
	{ "gup_pin",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .gup_pins = 1 } },
};

MM_KUNIT_ROWS(used_coherent_pages);

/* Test that a page in use stays, and that none is lost for it. */
static void coherent_folio_in_use(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	struct page *allocated;

	expect_coherent_stays(scene, false);
	allocated = mm_kunit_last_allocated();
	if (allocated)
		KUNIT_EXPECT_EQ(test, page_ref_count(allocated), 0);
	expect_outcome(scene, 0, &restored);
}

/* Coherent memory that a pin can't have moved. */
static struct kunit_case coherent_cases[] = {
	KUNIT_CASE(coherent_folio_that_another_has),
	KUNIT_CASE_PARAM(coherent_folio_in_use,
			 used_coherent_pages_gen_params),
	{}
};

static struct kunit_suite coherent_suite = {
	.name = "migrate_device_coherent",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = coherent_cases,
};

kunit_test_suites(&coherent_suite);
