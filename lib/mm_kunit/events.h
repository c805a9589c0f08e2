/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a unit under observation did, in order, and a way to act in between.
 *
 * A unit is a second compilation of an unmodified source file whose calls to
 * chosen primitives are replaced by the functions of interpose.h. Each of them
 * reports here before it calls the genuine primitive (hooks run then) and
 * after it (the event is recorded then).
 *
 * Recording is done by the thread that started it and by nobody else, so it
 * needs no lock and may be used under the page-table lock.
 */
#ifndef _MM_KUNIT_EVENTS_H
#define _MM_KUNIT_EVENTS_H

#include <kunit/test.h>
#include <linux/mm.h>

enum mm_kunit_event_kind {
	EV_NOTHING,
	EV_LOCK_PTE,			/* page-table lock taken */
	EV_UNLOCK_PTE,
	EV_READ_PTE,
	EV_FLUSH_CACHE,
	EV_CLEAR_PTE,			/* ptep_get_and_clear() */
	EV_CLEAR_FLUSH_PTE,		/* ptep_clear_flush() */
	EV_SHARE,			/* PageAnonExclusive asked to be cleared */
	EV_BARRIER,			/* smp_mb(), and so on: interpose_early.h */
	EV_CHECK_PINNED,
	EV_CLEAR_EXCLUSIVE,
	EV_BARRIER_AFTER_ATOMIC,
	EV_MARK_DIRTY,
	EV_MARK_UPTODATE,		/* with the write barrier in it */
	EV_SET_PTE,
	EV_FLUSH_TLB,
	EV_TLB_FLUSHED,			/* seen by a second TLB, see watch.h */
	EV_LOCK_PMD,
	EV_UNLOCK_PMD,
	EV_CLEAR_PMD,			/* pmdp_huge_get_and_clear() */
	EV_CLEAR_FLUSH_PMD,		/* pmdp_invalidate() */
	EV_SET_PMD,
	EV_MIGRATE_PMD,			/* set_pmd_migration_entry() */
	EV_DEPOSIT,			/* page table kept for a split */
	EV_DEFER_FLUSH,			/* left to the next flush of a batch */
	EV_FLUSH_BATCH,
	EV_LAZY_ENABLE,
	EV_LAZY_DISABLE,
	EV_TRYLOCK_FOLIO,
	EV_LOCK_FOLIO,
	EV_UNLOCK_FOLIO,
	EV_SPLIT_FOLIO,
	EV_GET_FOLIO,
	EV_PUT_FOLIO,			/* also by putting it back on the LRU */
	EV_ISOLATE_LRU,			/* with a reference, if it returns true */
	EV_ADD_LRU,			/* unevictable, if the VMA is locked */
	EV_DRAIN_LRU,			/* the batches of all CPUs */
	EV_TRY_TO_MIGRATE,
	EV_REMOVE_MIGRATION_PTES,
	EV_NOTIFIER_START,
	EV_NOTIFIER_END,
	EV_ALLOC_P4D,			/* only where there is none yet */
	EV_ALLOC_PUD,
	EV_ALLOC_PMD,
	EV_ALLOC_PTE,
	EV_ALLOC_ANON_VMA,
	EV_ALLOC_CHARGE,
	EV_ALLOC_PAGE,
	EV_DUP_SWAP,			/* one more entry for a swap slot */
	EV_PUT_SWAP,
	EV_READ_REFS,			/* folio_ref_count() */
	MM_KUNIT_EVENT_KINDS
};

/* What a range is flushed of. */
#define EVERY_PFN	(-1L)

/**
 * struct mm_kunit_event - one call of a primitive
 * @kind: which primitive
 * @addr: first user virtual address concerned, 0 if none
 * @end: first address behind the range (@addr + PAGE_SIZE for one PTE)
 * @ptep: the entry of a PTE event
 * @pte: value read, cleared or set
 * @pmdp: the entry of a PMD event
 * @pmd: value cleared, set or, before it is replaced, found
 * @ptl: the lock of a lock or unlock event
 * @folio: the folio of a folio event
 * @to: the folio that is mapped in its place
 * @mm: whom a charge is for
 * @result: what the primitive returned, 0 if it returns nothing; of the clear
 *	of a PMD, whether it was present; of a cache flush the page frame that
 *	it was told, or %EVERY_PFN; of try_to_migrate() and
 *	remove_migration_ptes() their flags; of an addition to the LRU, whether
 *	the folio was a file's or anonymous before
 */
struct mm_kunit_event {
	enum mm_kunit_event_kind kind;
	unsigned long addr;
	unsigned long end;
	pte_t *ptep;
	pte_t pte;
	pmd_t *pmdp;
	pmd_t pmd;
	spinlock_t *ptl;
	struct folio *folio;
	struct folio *to;
	struct mm_struct *mm;
	long result;
};

/**
 * struct mm_kunit_hook - what to do right before a primitive runs
 * @before: the primitives that trigger the hook, a mask of BIT_ULL(kind)
 * @run: called in the context of the unit: a PTL may be held, so it must not
 *	sleep and must not use KUNIT_ASSERT
 * @context: passed to @run
 */
struct mm_kunit_hook {
	u64 before;
	void (*run)(void *context, const struct mm_kunit_event *event);
	void *context;
};

/*
 * Which primitive the unit's clears of a PTE are carried out with. The source
 * decides by default; the others replace every clear, so that a case can ask
 * what the code would be worth with the other primitive.
 */
enum mm_kunit_clear {
	CLEAR_AS_WRITTEN,
	CLEAR_ALWAYS_FLUSHES,		/* ptep_clear_flush() everywhere */
	CLEAR_NEVER_FLUSHES,		/* ptep_get_and_clear() everywhere */
	CLEAR_FLUSHES_LATE,		/* likewise, flushed before the unlock */
	CLEAR_BEHIND_SHARE,		/* a flaw, to be seen */
};

/**
 * struct mm_kunit_put_off - what a clear has left to be done later
 * @mm: the address space, NULL if there is nothing to do
 * @vma: where the flush is missing, or NULL
 * @addr: user virtual address
 * @size: of what the entry maps
 * @ptep: the entry that is still there, or NULL
 */
struct mm_kunit_put_off {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	unsigned long addr;
	unsigned long size;
	pte_t *ptep;
};

void mm_kunit_events_forget(void);
void mm_kunit_events_start(enum mm_kunit_clear clear);
void mm_kunit_events_stop(void);
void mm_kunit_hook(const struct mm_kunit_hook *hook);
void mm_kunit_fail_allocation(enum mm_kunit_event_kind kind);
void mm_kunit_leave_out(u64 kinds);
void mm_kunit_defer_flushes(bool defer);

unsigned int mm_kunit_events(const struct mm_kunit_event **events);
unsigned int mm_kunit_count(enum mm_kunit_event_kind kind);
struct page *mm_kunit_last_allocated(void);
const char *mm_kunit_event_name(enum mm_kunit_event_kind kind);
void mm_kunit_print_events(struct kunit *test, unsigned int about);

/* For interpose.h. */
void mm_kunit_before(const struct mm_kunit_event *event);
void mm_kunit_after(const struct mm_kunit_event *event);
enum mm_kunit_clear mm_kunit_clear_variant(void);
void mm_kunit_put_off(const struct mm_kunit_put_off *put_off);
struct mm_kunit_put_off mm_kunit_take_put_off(void);
bool mm_kunit_may_allocate(enum mm_kunit_event_kind kind);
void mm_kunit_note_allocated(struct page *page);
bool mm_kunit_may_charge(struct mm_struct *mm);
bool mm_kunit_left_out(enum mm_kunit_event_kind kind);
bool mm_kunit_flushes_are_deferred(void);

#endif /* _MM_KUNIT_EVENTS_H */
