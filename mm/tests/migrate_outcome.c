// SPDX-License-Identifier: GPL-2.0
/*
 * The outcomes of migrate_outcome.h, each as a change to the state that was
 * given. Written from the contract: nothing here looks at what the code did,
 * but for the few fields on which the contract is silent.
 */
#include "migrate_known_issues.h"
#include "migrate_outcome.h"
#include "mm_kunit/removed.h"

static void becomes_selected(struct migrate_scene *scene,
			     const struct mm_kunit_given *given,
			     struct mm_kunit_state *want)
{
	mm_kunit_becomes_entry(&want->pte, &want->folio, want->folio.exclusive);
	want->folio.exclusive = 0;
	want->folio.locked = 1;
	/* A page is mlocked for the sake of a mapping. */
	want->folio.mlocked = 0;
	if (scene->phase == COLLECTED) {
		want->folio.mapcount--;
		return;
	}
	if (mm_kunit_is_shared(given))
		mm_kunit_becomes_entry(&want->sharer, &want->folio, false);
	want->folio.refs += 1 - want->folio.mapcount;
	want->folio.mapcount = 0;
	want->folio.lru = 0;
}

/* A page that can't be isolated may be given up before its sharer is. */
static bool kept_its_sharer(const struct mm_kunit_given *given,
			    const struct mm_kunit_state *got,
			    const struct mm_kunit_state *want)
{
	return given->off_lru &&
	       !memcmp(&got->sharer, &want->sharer, sizeof(got->sharer));
}

/**
 * migrate_remapped() - a page went through a migration entry and came back
 * @pte: its entry, in one of the spaces
 * @folio: the folio that is mapped in the end
 *
 * One row is about the soft-dirty bit that some kernels make up on the way; it
 * would not help to have every row say so.
 */
void migrate_remapped(struct mm_kunit_pte_state *pte,
		      struct mm_kunit_folio_state *folio)
{
	mm_kunit_removed(pte, folio);
	if (pte->dirty && IS_ENABLED(CONFIG_MEM_SOFT_DIRTY) &&
	    mm_kunit_hides(pte->huge ? &huge_spurious_soft_dirty :
				       &spurious_soft_dirty))
		pte->soft_dirty = 1;
}

static void becomes_remapped(const struct mm_kunit_given *given,
			     const struct mm_kunit_state *got,
			     struct mm_kunit_state *want)
{
	migrate_remapped(&want->pte, &want->folio);
	if (mm_kunit_is_shared(given) && !kept_its_sharer(given, got, want))
		migrate_remapped(&want->sharer, &want->folio);
}

/* What device-private memory is mapped by has no room for young and dirty. */
static void maps(struct mm_kunit_pte_state *pte,
		 const struct mm_kunit_pte_state *given, struct page *page)
{
	pte->pfn = page_to_pfn(page);
	if (!is_device_private_page(page)) {
		pte->kind = PTE_PRESENT;
		return;
	}
	pte->kind = PTE_DEVICE_PRIVATE;
	pte->young = 0;
	pte->dirty = 0;
	pte->no_access = 0;
	/* None is made up for an entry without a dirty bit. */
	pte->soft_dirty = given->soft_dirty;
}

static void becomes_migrated(struct migrate_scene *scene, unsigned int index,
			     const struct mm_kunit_state *got,
			     struct mm_kunit_state *want)
{
	const struct mm_kunit_given *given = scene->pages[index].given;
	struct page *page = scene->dst_page[index];

	becomes_remapped(given, got, want);
	maps(&want->pte, &scene->given[index].pte, page);
	if (want->sharer.kind != PTE_NONE)
		maps(&want->sharer, &scene->given[index].sharer, page);
	want->pte.no_access = given->pte.no_access && want->pte.kind == PTE_PRESENT;
	want->folio.lru = !is_zone_device_page(page);
	if (given->swap_cache && is_zone_device_page(page)) {
		want->folio.swap_cache = 0;
		want->folio.refs--;
		/* There is no other copy of it any more. */
		want->folio.dirty = 1;
	}
	/* Whoever has the fault page has nothing of its destination. */
	want->folio.refs -= given->extra_refs;
	want->folio.locked = 0;
}

static void becomes_populated(struct migrate_scene *scene, unsigned int index,
			      const struct mm_kunit_state *got,
			      struct mm_kunit_state *want)
{
	struct page *page = scene->dst_page[index];
	bool write = scene->space.vma->vm_flags & VM_WRITE;

	want->pte = (struct mm_kunit_pte_state) {
		.huge = scene->pages[index].given->huge,
		.write = write,
		.dirty = write,
		.no_access = scene->pages[index].given->pte.no_access,
		/* The contract is silent on these. */
		.young = got->pte.young,
		.soft_dirty = got->pte.soft_dirty,
	};
	maps(&want->pte, &got->pte, page);
	want->folio = (struct mm_kunit_folio_state) {
		.refs = 1,
		.mapcount = 1,
		.exclusive = 1,
		.lru = !is_zone_device_page(page),
		.mlocked = scene->pages[index].given->mlocked &&
			   !is_zone_device_page(page),
		.uptodate = 1,
		.swapbacked = !(scene->space.vma->vm_flags & VM_DROPPABLE),
		/* Likewise. */
		.dirty = got->folio.dirty,
		.active = got->folio.active,
		.referenced = got->folio.referenced,
		.workingset = got->folio.workingset,
		.mapping = got->folio.mapping,
		.index = linear_page_index(scene->space.vma,
					   scene->pages[index].addr),
		.memcg = IS_ENABLED(CONFIG_MEMCG) ? got->folio.memcg ?: 1 : 0,
	};
}

/* What the address space counts, a page sees of all others too. */
static void count_beside(const struct migrate_beside *beside,
			 const struct mm_kunit_state *got,
			 struct mm_kunit_state *want)
{
	want->anon_pages += beside->populated;
	want->table_bytes += beside->deposited * PTRS_PER_PTE * sizeof(pte_t);
	if (beside->new_tables)
		want->table_bytes = got->table_bytes;
}

/* Between pages and finalize the driver has the destination, locked. */
static void becomes_moving(struct migrate_scene *scene, unsigned int index,
			   enum migrate_outcome outcome,
			   const struct mm_kunit_state *got,
			   struct mm_kunit_state *want)
{
	if (outcome == POPULATED) {
		becomes_populated(scene, index, got, want);
		want->folio.refs++;
		want->folio.locked = 1;
		return;
	}
	becomes_selected(scene, scene->pages[index].given, want);
	/* What has gone to the destination already is the kernel's business. */
	if (outcome == MIGRATED) {
		want->folio = got->folio;
		want->folio.locked = 1;
		want->folio.mapcount = 0;
	}
}

static void becomes_dropped(const struct mm_kunit_state *got,
			    struct mm_kunit_state *want)
{
	want->pte = (struct mm_kunit_pte_state) { .kind = PTE_NONE };
	want->anon_pages--;
	want->folio = got->folio;
	want->folio.refs = 0;
	want->folio.mapcount = 0;
	want->folio.locked = 0;
}

static bool is_moving(struct migrate_scene *scene, enum migrate_outcome outcome)
{
	return scene->phase == PAGES_MOVED &&
	       (outcome == RESTORED || outcome == MIGRATED ||
		outcome == POPULATED);
}

static void want_state(struct migrate_scene *scene, unsigned int index,
		       const struct migrate_expect *expect,
		       const struct mm_kunit_state *got,
		       struct mm_kunit_state *want)
{
	const struct mm_kunit_given *given = scene->pages[index].given;

	*want = scene->given[index];
	if (is_moving(scene, expect->outcome)) {
		becomes_moving(scene, index, expect->outcome, got, want);
		return;
	}
	switch (expect->outcome) {
	case SKIPPED:
	case OFFERED:
		break;
	case SELECTED:
		becomes_selected(scene, given, want);
		break;
	case RESTORED:
	case REFUSED:
		becomes_remapped(given, got, want);
		break;
	case MIGRATED:
		becomes_migrated(scene, index, got, want);
		break;
	case POPULATED:
		becomes_populated(scene, index, got, want);
		break;
	case DROPPED:
		becomes_dropped(got, want);
		break;
	}
}

/*
 * One row is about the dirty bit that some kernels see in an entry that has
 * none; the others are not to say so again and again.
 */
static void excuse_dirty(const struct mm_kunit_state *given,
			 const struct mm_kunit_state *got,
			 struct mm_kunit_state *want)
{
	if (given->pte.kind == PTE_DEVICE_PRIVATE &&
	    mm_kunit_hides(&dirty_device_entry))
		want->folio.dirty |= got->folio.dirty;
}

/* run_finalize() and give_destination() took one to look at the page. */
static long refs_of_ours(struct migrate_scene *scene, unsigned int index,
			 struct page *page)
{
	if (page && page == scene->dst_page[index])
		return 1;
	return scene->phase == FINALIZED && page &&
	       migrate_in_range(scene, index);
}

static void expect_released(struct kunit *test, struct page *page,
			    const char *what, long refs, bool locked)
{
	struct mm_kunit_folio_state state;

	lru_add_drain();
	mm_kunit_folio_snapshot(page, &state);
	mm_kunit_expect_equal(test, state.refs, refs, "references of the %s",
			      what);
	mm_kunit_expect_equal(test, state.mapcount, 0, "mappings of the %s",
			      what);
	mm_kunit_expect_equal(test, state.locked, locked, "lock of the %s",
			      what);
}

static struct page *backing(struct migrate_scene *scene, unsigned int index,
			    enum migrate_outcome outcome)
{
	if (outcome == POPULATED ||
	    (outcome == MIGRATED && scene->phase == FINALIZED))
		return scene->dst_page[index];
	return scene->pages[index].page;
}

static void expect_content(struct migrate_scene *scene, unsigned int index,
			   struct page *page)
{
	const struct mm_kunit_page *built = &scene->pages[index];
	unsigned long i;

	for (i = 0; i < mm_kunit_given_pages(built->given); i++)
		mm_kunit_expect_equal(scene->test,
				      mm_kunit_first_word(page + i),
				      built->pattern ? built->pattern + i : 0,
				      "content of page %lu of %u", i, index);
}

/**
 * expect_outcome() - compare one page with what a row claims
 * @scene: after the phase that the row is about
 * @index: of the page
 * @expect: the claim
 */
void expect_outcome(struct migrate_scene *scene, unsigned int index,
		    const struct migrate_expect *expect)
{
	const struct mm_kunit_given *given = scene->pages[index].given;
	bool populated = expect->outcome == POPULATED;
	const struct migrate_beside alone = {
		.populated = populated * mm_kunit_given_pages(given),
		/* The huge zero page has its own. */
		.deposited = populated && given->huge &&
			     given->maps == MAPS_HOLE,
		.new_tables = given->maps == MAPS_NO_TABLE,
	};

	expect_outcome_beside(scene, index, expect, &alone);
}

static bool needs_destination(enum migrate_outcome outcome)
{
	return outcome == MIGRATED || outcome == POPULATED;
}

/**
 * expect_outcome_beside() - compare one page of many with what a row claims
 * @scene: after the phase that the row is about
 * @index: of the page, which need not be in the range
 * @expect: the claim
 * @beside: what is claimed of all pages together
 */
void expect_outcome_beside(struct migrate_scene *scene, unsigned int index,
			   const struct migrate_expect *expect,
			   const struct migrate_beside *beside)
{
	const struct mm_kunit_given *given = scene->pages[index].given;
	struct page *page = backing(scene, index, expect->outcome);
	struct mm_kunit_state got, want;
	char what[16];

	snprintf(what, sizeof(what), "page %u", index);
	if (!scene->dst_page[index] && needs_destination(expect->outcome)) {
		mm_kunit_broken(scene->test, "%s has no destination", what);
		return;
	}
	if (migrate_in_range(scene, index))
		migrate_expect_entries(scene, index, expect);
	mm_kunit_snapshot(&scene->pages[index], page, &got);
	want_state(scene, index, expect, &got, &want);
	excuse_dirty(&scene->given[index], &got, &want);
	want.folio.refs += refs_of_ours(scene, index, page);
	count_beside(beside, &got, &want);
	mm_kunit_expect_state(scene->test, what, &got, &want);
	if (page)
		expect_content(scene, index, page);
	if (expect->outcome == MIGRATED && scene->phase == FINALIZED) {
		/* All that is left is ours, or of who has the fault page. */
		expect_released(scene->test, scene->pages[index].page, "source",
				1 + given->extra_refs, given->locked);
		mm_kunit_expect_equal(scene->test,
				      PageLRU(scene->pages[index].page), false,
				      "source on the LRU");
	}
	if (expect->outcome == DROPPED && scene->dst_page[index])
		expect_released(scene->test, scene->dst_page[index],
				"destination", 1, false);
}
