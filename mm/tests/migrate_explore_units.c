// SPDX-License-Identifier: GPL-2.0
/*
 * The functions that explorations run: what each promises in the end, and how
 * the page becomes again what it was.
 */
#include <linux/pagemap.h>

#include "migrate_device_unit.h"
#include "migrate_explore.h"
#include "migrate_outcome.h"
#include "mm_kunit/order.h"
#include "share_unit.h"

static void collect(struct migrate_scene *scene)
{
	scene->args.end = scene->args.start + PAGE_SIZE;
	scene->args.npages = 0;
	scene->args.cpages = 0;
	scene->args.src[0] = 0;
	unit_migrate_vma_collect(&scene->args);
	scene->phase = COLLECTED;
}

static void end_of_collect(struct migrate_scene *scene, bool pinned)
{
	struct migrate_expect expect = { SKIPPED };
	struct folio *folio = page_folio(scene->pages[0].page);
	bool taken = scene->args.src[0];

	if (taken && pinned)
		mm_kunit_broken(scene->test, "a page is pinned and taken");
	if (taken) {
		expect.outcome = SELECTED;
		if (scene->pages[0].given->pte.write)
			expect.mpfn = MIGRATE_PFN_WRITE;
	}
	expect_outcome(scene, 0, &expect);
	mm_kunit_expect_order(scene->test);
	if (taken) {
		remove_migration_ptes(folio, folio, 0);
		folio_unlock(folio);
		folio_put(folio);
	}
	scene->phase = BUILT;
}

const struct explore_unit explore_collect = {
	.run = collect,
	.end = end_of_collect,
};

static void share(struct migrate_scene *scene)
{
	unit_share_page(scene->space.vma, scene->pages[0].addr,
			scene->pages[0].page);
}

/* Once it is shared the page may be anybody's: read-only, whatever it was. */
static void end_of_share(struct migrate_scene *scene, bool pinned)
{
	struct mm_kunit_page *page = &scene->pages[0];
	struct mm_kunit_state got, want = scene->given[0];

	if (!PageAnonExclusive(page->page)) {
		want.folio.exclusive = 0;
		want.pte.write = 0;
	}
	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(scene->test, "page", &got, &want);
	mm_kunit_expect_flush_before_unlock(scene->test);
	mm_kunit_expect_clear_before_share(scene->test);
}

const struct explore_unit explore_share = {
	.run = share,
	.end = end_of_share,
};
