// SPDX-License-Identifier: GPL-2.0
#include <linux/oom.h>
#include <linux/rmap.h>
#include <linux/userfaultfd_k.h>

#include "migrate_abort.h"
#include "mm_kunit/counters.h"
#include "mm_kunit/order.h"

/**
 * write_fault() - a store comes to the address after all
 * @scene: between setup and pages
 */
void write_fault(struct migrate_scene *scene)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_fault(&scene->space, scene->args.start, true));
}

/**
 * huge_fault() - a store comes to it, and maps a huge page
 * @scene: between setup and pages
 */
void huge_fault(struct migrate_scene *scene)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_map_huge_page(&scene->space,
					       scene->args.start));
}

/**
 * other_migrates() - another thread begins to migrate what came to the address
 * @folio: what it is
 */
void other_migrates(struct folio *folio)
{
	folio_get(folio);
	folio_lock(folio);
	try_to_migrate(folio, 0);
}

/**
 * other_has_migrated() - take other_migrates() back
 * @folio: its mappings come back
 */
void other_has_migrated(struct folio *folio)
{
	remove_migration_ptes(folio, folio, 0);
	folio_unlock(folio);
	folio_put(folio);
}

/**
 * become_unstable() - the oom reaper begins to empty the space
 * @scene: between setup and pages
 */
void become_unstable(struct migrate_scene *scene)
{
	mm_kunit_set_mm_flag(scene->space.mm, MMF_UNSTABLE);
}

/**
 * become_stable() - take become_unstable() back
 * @scene: between setup and pages
 */
void become_stable(struct migrate_scene *scene)
{
	mm_kunit_clear_mm_flag(scene->space.mm, MMF_UNSTABLE);
}

/**
 * register_uffd() - a userfaultfd waits for faults of the space
 * @scene: between setup and pages
 */
void register_uffd(struct migrate_scene *scene)
{
	mm_kunit_change_flags(&scene->space, VM_UFFD_MISSING, 0);
}

/**
 * unregister_uffd() - take register_uffd() back
 * @scene: between setup and pages
 */
void unregister_uffd(struct migrate_scene *scene)
{
	mm_kunit_change_flags(&scene->space, 0, VM_UFFD_MISSING);
}

/**
 * expect_still_protected() - migrate what userfaultfd protects
 * @scene: built, with the zero page at its address
 *
 * Whether the address is populated or not, userfaultfd hears of the next write,
 * or of the next access.
 */
void expect_still_protected(struct migrate_scene *scene)
{
	struct kunit *test = scene->test;
	long no_access = scene->pages[0].given->pte.no_access;
	vm_flags_t watched = no_access ? VM_UFFD_RWP : VM_UFFD_WP;
	struct mm_kunit_state got;

	mm_kunit_change_flags(&scene->space, watched, 0);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	run_pages(scene);
	run_finalize(scene);
	mm_kunit_snapshot(&scene->pages[0], NULL, &got);
	KUNIT_EXPECT_EQ(test, got.pte.uffd, 1L);
	KUNIT_EXPECT_EQ(test, got.pte.write, 0L);
	KUNIT_EXPECT_EQ(test, got.pte.no_access, no_access);
	mm_kunit_change_flags(&scene->space, 0, watched);
}

/* A PGD of PAE is made with all that its few entries point to. */
static bool is_never_allocated(struct mm_struct *mm, enum mm_kunit_event_kind kind)
{
	switch (kind) {
	case EV_ALLOC_P4D:
		return mm_p4d_folded(mm);
	case EV_ALLOC_PUD:
		return mm_pud_folded(mm);
	case EV_ALLOC_PMD:
		return mm_pmd_folded(mm) || IS_ENABLED(CONFIG_X86_PAE);
	default:
		return false;
	}
}

static struct migrate_scene *offer(struct kunit *test,
				   const struct mm_kunit_known_issue *issue)
{
	const struct abort_case *row = test->param_value;
	struct mm_kunit_when when = row->when;
	struct migrate_scene *scene;

	when.known_issue = issue;
	mm_kunit_row_begin(test, row->name, &when);
	scene = migrate_build(test, &row->given, 1);
	if (is_never_allocated(scene->space.mm, row->fails))
		mm_kunit_row_skip(test, row->name,
				  "this machine allocates no such directory");
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.src[0] & ~MIGRATE_PFN_COMPOUND,
			MIGRATE_PFN_MIGRATE);
	give_destination(scene, 0);
	return scene;
}

static void run_pages_of_row(struct migrate_scene *scene)
{
	const struct abort_case *row = scene->test->param_value;

	mm_kunit_fail_allocation(row->fails);
	run_pages(scene);
	mm_kunit_fail_allocation(EV_NOTHING);
}

/* Tables of an earlier case may still go, but none come by themselves. */
static void expect_no_table_leaked(struct migrate_scene *scene, long before)
{
	if (scene->pages[0].given->maps != MAPS_NO_TABLE)
		KUNIT_EXPECT_LE_MSG(scene->test,
				    mm_kunit_node_count(NR_PAGETABLE), before,
				    "a page table is leaked");
}

static void expect_state(struct migrate_scene *scene, const char *when,
			 struct mm_kunit_state want)
{
	struct mm_kunit_state got;

	mm_kunit_snapshot(&scene->pages[0], NULL, &got);
	/* Directories may stay, empty, until the space goes. */
	if (scene->pages[0].given->maps == MAPS_NO_TABLE)
		want.table_bytes = got.table_bytes;
	mm_kunit_expect_state(scene->test, when, &got, &want);
	KUNIT_EXPECT_EQ_MSG(scene->test,
			    scene->args.src[0] & ~MIGRATE_PFN_COMPOUND, 0UL,
			    "src %s", when);
}

/**
 * expect_not_populated() - run the row, and find its address as it was
 * @test: the running case, whose parameter is a &struct abort_case
 */
void expect_not_populated(struct kunit *test)
{
	const struct abort_case *row = test->param_value;
	struct migrate_scene *scene = offer(test, NULL);
	struct mm_kunit_state before;
	long tables;

	if (row->meanwhile)
		row->meanwhile(scene);
	mm_kunit_snapshot(&scene->pages[0], NULL, &before);
	tables = mm_kunit_node_count(NR_PAGETABLE);
	run_pages_of_row(scene);
	expect_no_table_leaked(scene, tables);
	mm_kunit_expect_balanced(test);
	expect_state(scene, "after pages", before);
	KUNIT_EXPECT_FALSE(test, folio_mapped(page_folio(scene->dst_page[0])));
	run_finalize(scene);
	expect_state(scene, "after finalize", before);
	KUNIT_EXPECT_FALSE(test, PageLocked(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, page_ref_count(scene->dst_page[0]), 1);
	if (row->undo)
		row->undo(scene);
	if (row->fails)
		KUNIT_EXPECT_EQ_MSG(test, mm_kunit_count(row->fails), 1U,
				    "%s was not asked for",
				    mm_kunit_event_name(row->fails));
}

/**
 * expect_same_destination() - run the row, and find the destination unused
 * @test: the running case, whose parameter is a &struct abort_case
 *
 * A destination that was not used is as the driver gave it, by contract 4.5.
 */
void expect_same_destination(struct kunit *test)
{
	const struct abort_case *row = test->param_value;
	struct migrate_scene *scene = offer(test, row->dst_issue);
	struct mm_kunit_state before = {}, after = {};

	if (row->meanwhile)
		row->meanwhile(scene);
	mm_kunit_folio_snapshot(scene->dst_page[0], &before.folio);
	run_pages_of_row(scene);
	mm_kunit_folio_snapshot(scene->dst_page[0], &after.folio);
	mm_kunit_expect_state(test, "destination", &after, &before);
	run_finalize(scene);
	if (row->undo)
		row->undo(scene);
}

/* What another thread does at the last moment. */
struct late_store {
	struct migrate_scene *scene;
	bool done;
};

static void store(void *context, const struct mm_kunit_event *event)
{
	struct late_store *late = context;

	if (late->done)
		return;
	late->done = true;
	migrate_store_locked(late->scene);
}

static void expect_page_of_store(struct migrate_scene *scene)
{
	struct mm_kunit_state got;

	mm_kunit_snapshot(&scene->pages[0], NULL, &got);
	KUNIT_EXPECT_EQ(scene->test, got.pte.kind, (long)PTE_PRESENT);
	KUNIT_EXPECT_EQ(scene->test, got.pte.write, 1L);
	KUNIT_EXPECT_NE(scene->test, got.pte.pfn,
			(long)page_to_pfn(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(scene->test, got.anon_pages,
			(long)mm_kunit_given_pages(scene->pages[0].given));
}

/**
 * expect_late_store_kept() - run the row, with a store right before the lock
 * @test: the running case, whose parameter is a &struct abort_case
 * @lock: of the entry, EV_LOCK_PTE or EV_LOCK_PMD
 *
 * What was seen without the lock may be gone.
 */
void expect_late_store_kept(struct kunit *test, enum mm_kunit_event_kind lock)
{
	struct migrate_scene *scene = offer(test, NULL);
	struct late_store late = { .scene = scene };
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(lock), .run = store, .context = &late,
	};

	if (scene->pages[0].given->huge)
		mm_kunit_allow_huge(&scene->space, true);
	mm_kunit_hook(&hook);
	run_pages(scene);
	mm_kunit_hook(NULL);
	KUNIT_EXPECT_TRUE(test, late.done);
	KUNIT_EXPECT_FALSE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	expect_page_of_store(scene);
	run_finalize(scene);
	expect_page_of_store(scene);
}
