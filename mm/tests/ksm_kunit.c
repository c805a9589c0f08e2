// SPDX-License-Identifier: GPL-2.0
/*
 * write_protect_page() and replace_page() of KSM: the two steps that put one
 * page in place of another with the same content.
 */
#include <linux/mm.h>

#include "ksm_unit.h"
#include "mm_kunit/hooks.h"
#include "mm_kunit/order.h"
#include "mm_kunit/trial.h"
#include "sibling_scene.h"

/* contract 10.31: read-only and clean, and nothing else. */
static const struct sibling_case protected_pages[] = {
	{ "exclusive_writable_dirty_young_page",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1 },
	  .expect = PROTECTED },
	{ "exclusive_writable_clean_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .expect = PROTECTED },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 },
	  .expect = PROTECTED },
	{ "dirty_page_that_is_not_exclusive",
	  .given = { .pte = { .dirty = 1 } },
	  .expect = PROTECTED },
	{ "page_that_is_protected_already",
	  .given = { .pte = { .young = 1 } },
	  .expect = PROTECTED },
	{ "dirty_page_that_is_shared",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 } },
	  .expect = PROTECTED },
	{ "page_in_the_swap_cache",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 },
	  .expect = PROTECTED },
	{ "soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .write = 1, .soft_dirty = 1 }, .exclusive = 1 },
	  .expect = PROTECTED },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 },
	  .expect = PROTECTED },
};

/* contract 10.32: who may be writing to a page must not lose it. */
static const struct sibling_case used_pages[] = {
	{ "writable_page_with_an_extra_reference",
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .extra_refs = 1 },
	  .expect = KEPT },
	{ "read_only_page_with_an_extra_reference",
	  .given = { .exclusive = 1, .extra_refs = 1 },
	  .expect = KEPT },
	{ "pinned_writable_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .gup_pins = 1 },
	  .expect = KEPT },
	{ "pinned_dirty_page_that_is_not_exclusive",
	  .given = { .pte = { .dirty = 1 }, .gup_pins = 1 },
	  .expect = KEPT },
	{ "shared_dirty_page_with_an_extra_reference",
	  .given = { .maps = MAPS_SHARED_ANON, .pte = { .dirty = 1 },
		     .extra_refs = 1 },
	  .expect = KEPT },
	{ "page_in_the_swap_cache_with_an_extra_reference",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .swap_cache = 1,
		     .extra_refs = 1 },
	  .expect = KEPT },
	{ "pinned_soft_dirty_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .write = 1, .soft_dirty = 1 }, .exclusive = 1,
		     .gup_pins = 1 },
	  .expect = KEPT },
	{ "pinned_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1, .gup_pins = 1 },
	  .expect = KEPT },
};

/* contract 10.34: dirty is taken from what the clear returned. */
static const struct sibling_case late_pages[] = {
	{ "exclusive_writable_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "exclusive_read_only_page",
	  .given = { .exclusive = 1 } },
};

MM_KUNIT_ROWS(protected_pages);
MM_KUNIT_ROWS(used_pages);
MM_KUNIT_ROWS(late_pages);

static int protect(struct sibling_scene *scene,
		   const struct mm_kunit_hook *hook, pte_t *pte)
{
	struct kunit *test = scene->test;
	int err;

	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mm_kunit_hook(hook);
	mmap_read_lock(scene->space.mm);
	err = unit_ksm_write_protect_page(scene->space.vma, scene->folio, pte);
	mmap_read_unlock(scene->space.mm);

	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_flush_before_refs(test);
	mm_kunit_expect_clear_before_share(test);
	mm_kunit_expect_refs_before_share(test);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	return err;
}

/* Test that a page is write-protected, and its PTE reported. */
static void protected_page(struct kunit *test)
{
	const struct sibling_case *row = test->param_value;
	struct sibling_scene *scene = sibling_build(test);
	pte_t pte = __pte(0);

	KUNIT_EXPECT_EQ(test, protect(scene, NULL, &pte), 0);
	sibling_expect(scene, row->expect);
	KUNIT_EXPECT_TRUE(test, pte_same(pte, mm_kunit_read_pte(&scene->space,
								scene->page.addr)));
}

/* Test that a page that others may write to is refused, as it was. */
static void used_page(struct kunit *test)
{
	const struct sibling_case *row = test->param_value;
	struct sibling_scene *scene = sibling_build(test);
	pte_t pte = __pte(0);

	KUNIT_EXPECT_NE(test, protect(scene, NULL, &pte), 0);
	sibling_expect(scene, row->expect);
}

/* Test that a page that is written to at the last moment is not lost. */
static void dirty_set_right_before_the_clear(struct kunit *test)
{
	struct sibling_scene *scene = sibling_build(test);
	pte_t pte = __pte(0);

	KUNIT_ASSERT_FALSE(test, folio_test_dirty(scene->folio));
	KUNIT_EXPECT_EQ(test, protect(scene, &mm_kunit_walker_sets_dirty, &pte),
			0);
	KUNIT_EXPECT_TRUE_MSG(test, folio_test_dirty(scene->folio),
			      "the dirty bit is lost");
	KUNIT_EXPECT_FALSE(test, pte_dirty(pte));
}

/* write_protect_page(), page by page. */
static struct kunit_case write_protect_cases[] = {
	KUNIT_CASE_PARAM(protected_page, protected_pages_gen_params),
	KUNIT_CASE_PARAM(used_page, used_pages_gen_params),
	KUNIT_CASE_PARAM(dirty_set_right_before_the_clear,
			 late_pages_gen_params),
	{}
};

static struct kunit_suite write_protect_suite = {
	.name = "ksm_write_protect",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = write_protect_cases,
};

kunit_test_suite(write_protect_suite);
