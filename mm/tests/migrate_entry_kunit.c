// SPDX-License-Identifier: GPL-2.0
/*
 * The other half of a migration: folio_migrate_mapping() puts one folio in
 * place of another, remove_migration_ptes() maps it where that one was.
 */
#include <linux/migrate.h>
#include <linux/pagemap.h>
#include <linux/swap.h>

#include "migrate_outcome.h"
#include "mm_kunit/trial.h"
#include "sibling_scene.h"

/* contract 10.41, 10.42, 10.44 and 10.45: entries become PTEs with the bits they hold. */
static const struct sibling_case mapped_pages[] = {
	{ "exclusive_writable_dirty_young_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 } },
	{ "page_that_is_not_exclusive",
	  .given = { .pte = { .young = 1 } } },
	{ "shared_page",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .soft_dirty = 1 }, .exclusive = 1 } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 } },
	{ "mlocked_page",
	  .given = { .exclusive = 1, .mlocked = 1 } },
	{ "writable_dirty_file_page",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } } },
	{ "clean_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE } },
};

/* contract 10.43: a reference that nothing explains stops the exchange. */
static const struct sibling_case used_pages[] = {
	{ "page_with_an_extra_reference",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .extra_refs = 1 } },
	{ "pinned_page_that_is_not_exclusive",
	  .given = { .gup_pins = 1 } },
	{ "file_page_with_an_extra_reference",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 }, .extra_refs = 1 } },
};

MM_KUNIT_ROWS(mapped_pages);
MM_KUNIT_ROWS(used_pages);

/* Who migrates a page has taken it off the LRU. */
static struct mm_kunit_given isolated;

static struct sibling_scene *build_unmapped(struct kunit *test)
{
	const struct sibling_case *row = test->param_value;
	struct sibling_scene *scene;

	mm_kunit_row_begin(test, row->name, &row->when);
	isolated = row->given;
	isolated.off_lru = true;
	scene = sibling_build_page(test, row->mapping, &isolated);
	try_to_migrate(scene->folio, 0);
	KUNIT_ASSERT_FALSE(test, folio_mapped(scene->folio));
	return scene;
}

/* Both went through a migration entry, whichever folio is mapped now. */
static void expect_mapped(struct sibling_scene *scene, struct folio *folio)
{
	struct mm_kunit_state got, want = scene->given;

	mm_kunit_snapshot(&scene->page, &folio->page, &got);
	migrate_remapped(&want.pte, &want.folio);
	want.folio.lru = folio != scene->folio;
	want.pte.pfn = folio_pfn(folio);
	if (want.sharer.kind) {
		migrate_remapped(&want.sharer, &want.folio);
		want.sharer.pfn = folio_pfn(folio);
	}
	mm_kunit_expect_state(scene->test, "page", &got, &want);
}

/* Test that a page that was not moved is mapped as it was. */
static void page_that_stayed(struct kunit *test)
{
	struct sibling_scene *scene = build_unmapped(test);

	remove_migration_ptes(scene->folio, scene->folio, 0);
	expect_mapped(scene, scene->folio);
}

static struct folio *new_folio(struct sibling_scene *scene)
{
	struct folio *folio = folio_alloc(GFP_HIGHUSER_MOVABLE, 0);

	KUNIT_ASSERT_NOT_NULL(scene->test, folio);
	__folio_set_locked(folio);
	return folio;
}

/* A folio that was replaced is the driver's alone, and no file's. */
static void expect_replaced(struct sibling_scene *scene)
{
	struct mm_kunit_folio_state old;

	/* It is not to go back. */
	isolated.off_lru = false;
	mm_kunit_folio_snapshot(&scene->folio->page, &old);
	mm_kunit_expect_equal(scene->test, old.refs, 1,
			      "references of the folio that was replaced");
	mm_kunit_expect_equal(scene->test, old.mapcount, 0,
			      "mappings of the folio that was replaced");
	if (folio_test_anon(scene->folio))
		return;
	mm_kunit_expect_equal(scene->test, old.dirty, 0,
			      "dirty flag of the folio that was replaced");
	scene->folio->mapping = NULL;
}

/* Test that a new folio is mapped where the old one was, with all flags. */
static void page_that_moved(struct kunit *test)
{
	struct sibling_scene *scene = build_unmapped(test);
	struct folio *dst = new_folio(scene);
	int err;

	scene->moved_to = dst;
	err = folio_migrate_mapping(folio_mapping(scene->folio), dst,
				    scene->folio, 0);
	KUNIT_ASSERT_EQ(test, err, 0);
	folio_migrate_flags(dst, scene->folio);
	/* Before it is mapped, or an mlock would not be counted. */
	folio_add_lru(dst);
	lru_add_drain();
	remove_migration_ptes(scene->folio, dst, 0);
	expect_mapped(scene, dst);
	expect_replaced(scene);
}

/* Test that a folio in use is not replaced, and neither is changed. */
static void page_in_use(struct kunit *test)
{
	struct sibling_scene *scene = build_unmapped(test);
	struct mm_kunit_folio_state before[2], after[2];
	struct folio *dst = new_folio(scene);
	int err;

	scene->moved_to = dst;
	mm_kunit_folio_snapshot(&dst->page, &before[0]);
	mm_kunit_folio_snapshot(&scene->folio->page, &before[1]);
	err = folio_migrate_mapping(folio_mapping(scene->folio), dst,
				    scene->folio, 0);
	KUNIT_EXPECT_EQ(test, err, -EAGAIN);
	mm_kunit_folio_snapshot(&dst->page, &after[0]);
	mm_kunit_folio_snapshot(&scene->folio->page, &after[1]);
	mm_kunit_expect_equal(test, memcmp(before, after, sizeof(before)), 0,
			      "change to a folio that was not exchanged");
	remove_migration_ptes(scene->folio, scene->folio, 0);
	expect_mapped(scene, scene->folio);
}

/* Migration entries, and what takes their place. */
static struct kunit_case migrate_entry_cases[] = {
	KUNIT_CASE_PARAM(page_that_stayed, mapped_pages_gen_params),
	KUNIT_CASE_PARAM(page_that_moved, mapped_pages_gen_params),
	KUNIT_CASE_PARAM(page_in_use, used_pages_gen_params),
	{}
};

static struct kunit_suite migrate_entry_suite = {
	.name = "migrate_entry_restore",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = migrate_entry_cases,
};

kunit_test_suite(migrate_entry_suite);
