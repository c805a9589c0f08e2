// SPDX-License-Identifier: GPL-2.0
/*
 * The functions that explorations run: what each promises in the end, and how
 * the page becomes again what it was.
 */
#include <linux/pagemap.h>

#include "explore.h"
#include "migrate_device_unit.h"
#include "migrate_outcome.h"
#include "mm_kunit/order.h"
#include "share_unit.h"

static struct explored build(struct kunit *test,
			     const struct mm_kunit_given *given, bool keep)
{
	struct migrate_scene *scene = migrate_build(test, given, 1);

	if (keep)
		migrate_keep_page(scene, 0);
	return (struct explored) { &scene->pages[0], &scene->given[0] };
}

static void clear(struct kunit *test)
{
	migrate_scene_clear(test->priv);
}

static void collect(struct kunit *test)
{
	struct migrate_scene *scene = test->priv;

	scene->args.end = scene->args.start + PAGE_SIZE;
	scene->args.npages = 0;
	scene->args.cpages = 0;
	scene->args.src[0] = 0;
	unit_migrate_vma_collect(&scene->args);
	scene->phase = COLLECTED;
}

static bool end_of_collect(struct kunit *test, bool held)
{
	struct migrate_scene *scene = test->priv;
	struct migrate_expect expect = { SKIPPED };
	struct folio *folio = page_folio(scene->pages[0].page);
	bool taken = scene->args.src[0];

	if (taken && held)
		mm_kunit_broken(test, "a page is pinned and taken");
	if (taken) {
		expect.outcome = SELECTED;
		if (scene->pages[0].given->pte.write)
			expect.mpfn = MIGRATE_PFN_WRITE;
	}
	expect_outcome(scene, 0, &expect);
	mm_kunit_expect_order(test);
	if (taken) {
		remove_migration_ptes(folio, folio, 0);
		folio_unlock(folio);
		folio_put(folio);
	}
	scene->phase = BUILT;
	return taken;
}

const struct explore_unit explore_collect = {
	.name = "migrate_vma_collect_pmd",
	.build = build,
	.run = collect,
	.end = end_of_collect,
	.clear = clear,
};

static void share(struct kunit *test)
{
	struct migrate_scene *scene = test->priv;

	unit_share_page(scene->space.vma, scene->pages[0].addr,
			scene->pages[0].page);
}

/* Once it is shared the page may be anybody's: read-only, whatever it was. */
static bool end_of_share(struct kunit *test, bool held)
{
	struct migrate_scene *scene = test->priv;
	struct mm_kunit_page *page = &scene->pages[0];
	struct mm_kunit_state got, want = scene->given[0];
	bool taken = !PageAnonExclusive(page->page);

	if (taken) {
		want.folio.exclusive = 0;
		want.pte.write = 0;
	}
	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(test, "page", &got, &want);
	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_clear_before_share(test);
	return taken;
}

const struct explore_unit explore_share = {
	.name = "caller that maps the page again",
	.build = build,
	.run = share,
	.end = end_of_share,
};
