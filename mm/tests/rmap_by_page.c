// SPDX-License-Identifier: GPL-2.0
/*
 * A huge page that is mapped by PTEs, which come and go one by one.
 */
#include "mm_kunit/compat.h"
#include "mm_kunit/trial.h"
#include "migrate_huge.h"
#include "rmap_run.h"

/* What is said of one page of it, by whichever entry. */
struct said {
	bool mapped;
	bool migrating;
	unsigned long pfn;
	bool write;
	bool exclusive;
};

static struct said look_at(struct sibling_scene *scene, unsigned long i)
{
	unsigned long addr = scene->page.addr + i * PAGE_SIZE;
	pte_t pte = mm_kunit_read_pte(&scene->space, addr);
	struct page *page = scene->page.page + i;
	mm_kunit_entry_t entry;

	if (pte_none(pte))
		return (struct said) {};
	if (pte_present(pte))
		return (struct said) { true, false, pte_pfn(pte),
				       pte_write(pte), PageAnonExclusive(page) };
	entry = mm_kunit_entry_from_pte(pte);
	if (mm_kunit_is_device_private(entry))
		return (struct said) { true, false, mm_kunit_entry_pfn(entry),
				       mm_kunit_is_device_private_write(entry),
				       PageAnonExclusive(page) };
	return (struct said) { true, mm_kunit_is_migration(entry),
			       mm_kunit_entry_pfn(entry),
			       mm_kunit_is_migration_write(entry),
			       mm_kunit_is_migration_write(entry) ||
			       mm_kunit_is_migration_exclusive(entry) };
}

static void expect_said(struct sibling_scene *scene, const struct said *want,
			bool migrating)
{
	unsigned long i;
	struct said now;

	for (i = 0; i < HUGE_PAGES; i++) {
		now = look_at(scene, i);
		if (now.mapped == want[i].mapped &&
		    now.migrating == (now.mapped && migrating) &&
		    now.pfn == want[i].pfn && now.write == want[i].write &&
		    now.exclusive == want[i].exclusive)
			continue;
		mm_kunit_broken(scene->test,
				"page %lu, %s: mapped %d, migrating %d, pfn %#lx, write %d, exclusive %d; want %d, %d, %#lx, %d, %d",
				i, migrating ? "unmapped" : "mapped again",
				now.mapped, now.migrating, now.pfn, now.write,
				now.exclusive, want[i].mapped, migrating,
				want[i].pfn, want[i].write, want[i].exclusive);
		return;
	}
}

static void share_every_other(struct page *page)
{
	unsigned long i;

	for (i = 1; i < HUGE_PAGES; i += 2)
		ClearPageAnonExclusive(page + i);
}

static struct sibling_scene *build(struct kunit *test,
				   const struct by_page_case *row)
{
	struct sibling_scene *scene;
	unsigned long first;

	scene = sibling_build_page(test, MAPPING_ANON, &row->given);
	first = scene->page.addr + row->first * PAGE_SIZE;
	mm_kunit_split_pmd(&scene->space, scene->page.addr);
	if (row->mixed)
		share_every_other(scene->page.page);
	if (row->first)
		KUNIT_ASSERT_EQ(test, 0,
				mm_kunit_unmap_below(&scene->space, first));
	return scene;
}

/**
 * rmap_run_by_page() - take all mappings away, and bring them back
 * @test: the running case; its row has begun
 * @row: what it is about
 *
 * Each PTE becomes a migration entry for its own page and then what it was.
 */
void rmap_run_by_page(struct kunit *test, const struct by_page_case *row)
{
	static const struct rmap_run run = { unit_rmap_try_to_migrate };
	struct sibling_scene *scene = build(test, row);
	struct said *said;
	unsigned long i;

	said = kunit_kcalloc(test, HUGE_PAGES, sizeof(*said), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, said);
	for (i = 0; i < HUGE_PAGES; i++)
		said[i] = look_at(scene, i);
	rmap_run(scene, &run);
	unit_rmap_flush();
	KUNIT_EXPECT_FALSE(test, folio_mapped(scene->folio));
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_CLEAR_PTE) +
			      mm_kunit_count(EV_CLEAR_FLUSH_PTE),
			(unsigned int)(HUGE_PAGES - row->first));
	expect_said(scene, said, true);
	remove_migration_ptes(scene->folio, scene->folio, 0);
	expect_said(scene, said, false);
}
