// SPDX-License-Identifier: GPL-2.0
/*
 * replace_page() of KSM, which ends what write_protect_page() began: the page
 * that others have already is mapped instead.
 */
#include <linux/pagemap.h>

#include "ksm_unit.h"
#include "migrate_known_issues.h"
#include "mm_kunit/compat.h"
#include "mm_kunit/order.h"
#include "mm_kunit/trial.h"
#include "sibling_scene.h"

/* contract 10.35: one mapping and its reference go over to the other page. */
static const struct sibling_case replaced_pages[] = {
	{ "exclusive_writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 } },
	{ "page_that_is_not_exclusive",
	  .given = { .pte = { .young = 1 } } },
	{ "page_that_is_shared",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } } },
	{ "copy_of_a_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 } },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY,
		    .known_issue = &bits_lost_in_merge },
	  .given = { .pte = { .write = 1, .soft_dirty = 1 }, .exclusive = 1 } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP,
		    .known_issue = &bits_lost_in_merge },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 } },
};

/* contract 10.35: who has changed the PTE meanwhile keeps the page. */
static const struct sibling_case changed_pages[] = {
	{ "page_that_is_exclusive_no_more",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 } },
	{ "page_that_never_was_exclusive",
	  .given = {} },
	{ "page_that_is_shared",
	  .given = { .maps = MAPS_SHARED_ANON } },
};

MM_KUNIT_ROWS(replaced_pages);
MM_KUNIT_ROWS(changed_pages);

/* A page that KSM knows and nobody maps yet. */
static void build_other(struct sibling_scene *scene)
{
	struct folio *folio = folio_alloc(GFP_HIGHUSER_MOVABLE, 0);

	KUNIT_ASSERT_NOT_NULL(scene->test, folio);
	__folio_set_locked(folio);
	scene->moved_to = folio;
	mm_kunit_copy_page(&folio->page, scene->page.page);
	__folio_mark_uptodate(folio);
	unit_ksm_make_stable(folio);
}

static struct sibling_scene *build_protected(struct kunit *test, pte_t *pte)
{
	struct sibling_scene *scene = sibling_build(test);
	int err;

	build_other(scene);
	mmap_read_lock(scene->space.mm);
	err = unit_ksm_write_protect_page(scene->space.vma, scene->folio, pte);
	mmap_read_unlock(scene->space.mm);
	KUNIT_ASSERT_EQ(test, err, 0);
	return scene;
}

static int replace(struct sibling_scene *scene, pte_t pte)
{
	struct kunit *test = scene->test;
	int err;

	mm_kunit_snapshot(&scene->page, scene->page.page, &scene->given);
	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mmap_read_lock(scene->space.mm);
	err = unit_ksm_replace_page(scene->space.vma, scene->folio,
				    scene->moved_to, pte);
	mmap_read_unlock(scene->space.mm);

	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	return err;
}

/* The one reference of the case, and one of each mapping. */
static void expect_other(struct sibling_scene *scene, long mappings)
{
	struct mm_kunit_folio_state got;

	mm_kunit_folio_snapshot(&scene->moved_to->page, &got);
	mm_kunit_expect_equal(scene->test, got.mapcount, mappings,
			      "mappings of the other page");
	mm_kunit_expect_equal(scene->test, got.refs, 1 + mappings,
			      "references of the other page");
}

/* Test that the other page is mapped, read-only, and this one no more. */
static void replaced_page(struct kunit *test)
{
	struct mm_kunit_state got, want;
	struct sibling_scene *scene;
	pte_t pte = __pte(0);

	scene = build_protected(test, &pte);
	KUNIT_EXPECT_EQ(test, replace(scene, pte), 0);

	mm_kunit_snapshot(&scene->page, scene->page.page, &got);
	want = scene->given;
	want.folio.mapcount--;
	want.folio.refs--;
	/* An access may be made up, a write and who waits for it may not. */
	want.pte = (struct mm_kunit_pte_state) {
		.kind = PTE_PRESENT,
		.pfn = folio_pfn(scene->moved_to),
		.young = got.pte.young,
		.soft_dirty = scene->given.pte.soft_dirty | got.pte.soft_dirty,
		.uffd = scene->given.pte.uffd,
	};
	mm_kunit_expect_state(test, "page", &got, &want);
	expect_other(scene, 1);
}

static void expect_kept(struct kunit *test, pte_t (*change)(pte_t pte))
{
	struct mm_kunit_state got;
	struct sibling_scene *scene;
	pte_t pte = __pte(0);

	scene = build_protected(test, &pte);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_write_pte(&scene->space,
						    scene->page.addr,
						    change(pte)));
	KUNIT_EXPECT_NE(test, replace(scene, pte), 0);

	mm_kunit_snapshot(&scene->page, scene->page.page, &got);
	mm_kunit_expect_state(test, "page", &got, &scene->given);
	expect_other(scene, 0);
}

static pte_t read_from(pte_t pte)
{
	return pte_young(pte) ? pte_mkold(pte) : pte_mkyoung(pte);
}

/* Test that a page that was read since is left as it is. */
static void page_accessed_since(struct kunit *test)
{
	expect_kept(test, read_from);
}

static pte_t written_to(pte_t pte)
{
	return pte_mkdirty(pte);
}

/* Test that a page that was written to since is left as it is. */
static void page_dirtied_since(struct kunit *test)
{
	expect_kept(test, written_to);
}

/* replace_page(), page by page. */
static struct kunit_case replace_cases[] = {
	KUNIT_CASE_PARAM(replaced_page, replaced_pages_gen_params),
	KUNIT_CASE_PARAM(page_accessed_since, changed_pages_gen_params),
	KUNIT_CASE_PARAM(page_dirtied_since, changed_pages_gen_params),
	{}
};

static struct kunit_suite replace_suite = {
	.name = "ksm_replace",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = replace_cases,
};

kunit_test_suite(replace_suite);
