// SPDX-License-Identifier: GPL-2.0
/*
 * The page of a sibling: built, compared and taken down. Outcomes are changes
 * to the state that was given, written from the contract.
 */
#include "mm_kunit/compat.h"
#include "mm_kunit/device.h"
#include "mm_kunit/faults.h"
#include "mm_kunit/removed.h"
#include "mm_kunit/swap.h"
#include "mm_kunit/trial.h"
#include "sibling_scene.h"

/**
 * sibling_scene_init() - the .init of a suite
 * @test: its case; @test->priv becomes the scene
 *
 * Return: 0 or -ENOMEM.
 */
int sibling_scene_init(struct kunit *test)
{
	struct sibling_scene *scene;

	scene = kunit_kzalloc(test, sizeof(*scene), GFP_KERNEL);
	if (!scene)
		return -ENOMEM;
	scene->test = test;
	test->priv = scene;

	mm_kunit_events_forget();
	mm_kunit_stay_on_one_cpu();
	return 0;
}

/* No device would know the entry. */
static void forget_swap_entry(struct mm_kunit_space *space, unsigned long addr)
{
	pte_t pte = mm_kunit_read_pte(space, addr);

	if (pte_none(pte) || pte_present(pte) ||
	    !mm_kunit_is_swap(mm_kunit_entry_from_pte(pte)))
		return;
	mm_kunit_write_pte(space, addr, __pte(0));
	add_mm_counter(space->mm, MM_SWAPENTS, -1);
}

static void release_folio(struct sibling_scene *scene)
{
	struct mm_kunit_page *page = &scene->page;

	if (page->given->off_lru)
		folio_get(scene->folio);
	remove_migration_ptes(scene->folio, scene->folio, 0);
	forget_swap_entry(&scene->space, page->addr);
	if (page->sharer.mm)
		forget_swap_entry(&page->sharer, page->addr);
	/* Whoever unmaps a page takes it out of the swap cache, but for reclaim. */
	if (!folio_mapped(scene->folio))
		folio_free_swap(scene->folio);
	if (scene->moved_to)
		folio_unlock(scene->moved_to);
	if (!folio_test_locked(scene->folio))
		mm_kunit_broken(scene->test, "the folio was unlocked");
	else
		folio_unlock(scene->folio);
}

/**
 * sibling_scene_exit() - the .exit of a suite
 * @test: its case, whatever became of it
 *
 * Checks that the folio is still locked and that no reference was leaked.
 */
void sibling_scene_exit(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	mm_kunit_faults_end();
	mm_kunit_stay_on_one_cpu();
	mm_kunit_events_stop();
	if (scene && scene->folio)
		release_folio(scene);
	if (scene)
		mm_kunit_page_release(&scene->page);
	if (scene)
		mm_kunit_space_destroy(&scene->space);
	if (scene && scene->folio)
		mm_kunit_expect_last_reference(test, "folio",
					       &scene->folio->page);
	if (scene && scene->moved_to)
		mm_kunit_expect_last_reference(test, "folio that was moved to",
					       &scene->moved_to->page);
	mm_kunit_expect_devices_idle(test);
	mm_kunit_swap_off();
	mm_kunit_row_end(test);
}

static long slot_of(struct folio *folio)
{
	swp_entry_t entry = { page_private(&folio->page) };

	return swp_offset(entry);
}

/**
 * sibling_build_page() - make a page, and lock it
 * @test: the case; failed and left if it can't be done
 * @mapping: what its space maps
 * @given: the page; kept until the case is over
 *
 * Return: the scene, taken down when the case is over.
 */
struct sibling_scene *
sibling_build_page(struct kunit *test, enum mm_kunit_mapping mapping,
		   const struct mm_kunit_given *given)
{
	struct sibling_scene *scene = test->priv;

	KUNIT_ASSERT_EQ(test, 0, mm_kunit_space_create(&scene->space, mapping));
	mm_kunit_page_build(test, &scene->page, &scene->space,
			    scene->space.start, given);
	folio_lock(page_folio(scene->page.page));
	scene->folio = page_folio(scene->page.page);
	/* Who isolates a page has a reference. */
	if (!given->off_lru)
		folio_get(scene->folio);
	if (given->swap_cache)
		scene->slot = slot_of(scene->folio);
	mm_kunit_snapshot(&scene->page, scene->page.page, &scene->given);
	return scene;
}

/**
 * sibling_build() - make what the running row of a table describes
 * @test: its case, whose parameter is a &struct sibling_case
 *
 * Return: the scene, taken down when the case is over.
 */
struct sibling_scene *sibling_build(struct kunit *test)
{
	const struct sibling_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	return sibling_build_page(test, row->mapping, &row->given);
}

/* remove_migration_ptes() maps again what has such an entry. */
static void make_migration_entry(struct mm_kunit_space *space,
				 unsigned long addr, struct page *page)
{
	pte_t pte = mm_kunit_read_pte(space, addr);

	if (!pte_none(pte) && (pte_present(pte) ||
			       !mm_kunit_is_swap(mm_kunit_entry_from_pte(pte))))
		return;
	if (!pte_none(pte))
		add_mm_counter(space->mm, MM_SWAPENTS, -1);
	add_mm_counter(space->mm, MM_ANONPAGES, 1);
	pte = swp_entry_to_pte(make_readable_migration_entry(page_to_pfn(page)));
	mm_kunit_write_pte(space, addr, pte);
}

/**
 * sibling_map_again() - take back that the mappings were taken away
 * @scene: whose page is anonymous; its entries, and what becomes of AE, are the
 *	caller's business
 */
void sibling_map_again(struct sibling_scene *scene)
{
	struct mm_kunit_page *page = &scene->page;

	if (!page->given->huge) {
		make_migration_entry(page->space, page->addr, page->page);
		if (page->sharer.mm)
			make_migration_entry(&page->sharer, page->addr,
					     page->page);
	}
	remove_migration_ptes(scene->folio, scene->folio, 0);
}

static void loses_mappings(struct mm_kunit_state *want)
{
	want->folio.refs -= want->folio.mapcount;
	want->folio.mapcount = 0;
	want->folio.exclusive = 0;
	want->folio.mlocked = 0;
}

static void becomes_entries(struct mm_kunit_state *want)
{
	mm_kunit_becomes_entry(&want->pte, &want->folio, want->folio.exclusive);
	if (want->sharer.kind)
		mm_kunit_becomes_entry(&want->sharer, &want->folio, false);
	loses_mappings(want);
}

static void becomes_swapped(struct mm_kunit_state *want, long slot)
{
	mm_kunit_becomes_swap(&want->pte, &want->folio, slot,
			      want->folio.exclusive);
	if (want->sharer.kind)
		mm_kunit_becomes_swap(&want->sharer, &want->folio, slot, false);
	loses_mappings(want);
	want->anon_pages--;
	want->swap_entries++;
}

static void becomes_dropped(bool is_anon, const struct mm_kunit_state *got,
			    struct mm_kunit_state *want)
{
	mm_kunit_becomes_none(&want->pte, &want->folio);
	if (want->sharer.kind)
		mm_kunit_becomes_none(&want->sharer, &want->folio);
	loses_mappings(want);
	/* Nobody asks about a page that nobody has; freeing it clears this. */
	want->folio.exclusive = got->folio.exclusive;
	if (is_anon)
		want->anon_pages--;
	else
		want->shmem_pages--;
}

static void becomes_protected(struct mm_kunit_state *want)
{
	want->folio.dirty |= want->pte.dirty;
	want->folio.exclusive = 0;
	want->pte.dirty = 0;
	want->pte.write = 0;
}

static void want_state(struct sibling_scene *scene,
		       enum sibling_outcome outcome,
		       const struct mm_kunit_state *got,
		       struct mm_kunit_state *want)
{
	const struct mm_kunit_given *given = scene->page.given;

	*want = scene->given;
	if (outcome == KEPT_LAZY)
		want->folio.swapbacked = got->folio.swapbacked;
	if (outcome == KEPT_DIRTIED)
		want->folio.swapbacked = 1;
	switch (outcome) {
	case KEPT:
	case KEPT_LAZY:
	case KEPT_DIRTIED:
		/* To mark it early is no harm. */
		want->folio.dirty |= want->pte.dirty & got->folio.dirty;
		break;
	case MIGRATING:
		becomes_entries(want);
		break;
	case SWAPPED:
		becomes_swapped(want, scene->slot);
		break;
	case GONE:
		becomes_dropped(given->maps != MAPS_FILE_PAGE, got, want);
		break;
	case PROTECTED:
		becomes_protected(want);
		break;
	}
}

/**
 * sibling_expect() - compare the page with what a row claims
 * @scene: after the function that the row is about
 * @outcome: the claim
 */
void sibling_expect(struct sibling_scene *scene, enum sibling_outcome outcome)
{
	struct mm_kunit_page *page = &scene->page;
	struct mm_kunit_state got, want;

	mm_kunit_snapshot(page, page->page, &got);
	want_state(scene, outcome, &got, &want);
	mm_kunit_expect_state(scene->test, "page", &got, &want);
	mm_kunit_expect_equal(scene->test, mm_kunit_first_word(page->page),
			      page->pattern, "content");
}
