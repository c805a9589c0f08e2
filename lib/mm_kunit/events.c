// SPDX-License-Identifier: GPL-2.0
#include <linux/sched.h>

#include "events.h"

/* Far more than a scenario of two PMDs with an entry each needs. */
#define MAX_EVENTS 16384
#define PRINTED_BEFORE 20
#define PRINTED_AFTER 40

static struct {
	struct task_struct *owner;
	enum mm_kunit_clear clear;
	const struct mm_kunit_hook *hook;
	enum mm_kunit_event_kind failing;
	struct page *allocated;
	u64 left_out;
	bool defer;
	struct mm_kunit_put_off put_off;
	bool in_hook;
	unsigned int nr;
	unsigned int lost;
	struct mm_kunit_event events[MAX_EVENTS];
} recorder;

static const char * const event_names[MM_KUNIT_EVENT_KINDS] = {
	[EV_NOTHING]			= "nothing",
	[EV_LOCK_PTE]			= "lock_pte",
	[EV_UNLOCK_PTE]			= "unlock_pte",
	[EV_READ_PTE]			= "read_pte",
	[EV_FLUSH_CACHE]		= "flush_cache_page",
	[EV_CLEAR_PTE]			= "ptep_get_and_clear",
	[EV_CLEAR_FLUSH_PTE]		= "ptep_clear_flush",
	[EV_SHARE]			= "try_share_anon_rmap",
	[EV_BARRIER]			= "smp_mb",
	[EV_CHECK_PINNED]		= "folio_maybe_dma_pinned",
	[EV_CLEAR_EXCLUSIVE]		= "ClearPageAnonExclusive",
	[EV_BARRIER_AFTER_ATOMIC]	= "smp_mb__after_atomic",
	[EV_MARK_DIRTY]			= "folio_mark_dirty",
	[EV_MARK_UPTODATE]		= "folio_mark_uptodate",
	[EV_SET_PTE]			= "set_pte_at",
	[EV_FLUSH_TLB]			= "flush_tlb_range",
	[EV_TLB_FLUSHED]		= "(TLB flushed)",
	[EV_LOCK_PMD]			= "pmd_lock",
	[EV_UNLOCK_PMD]			= "unlock_pmd",
	[EV_CLEAR_PMD]			= "pmdp_get_and_clear",
	[EV_CLEAR_FLUSH_PMD]		= "pmdp_invalidate",
	[EV_SET_PMD]			= "set_pmd_at",
	[EV_MIGRATE_PMD]		= "set_pmd_migration",
	[EV_DEPOSIT]			= "pgtable_deposit",
	[EV_DEFER_FLUSH]		= "tlbbatch_add_pending",
	[EV_FLUSH_BATCH]		= "tlbbatch_flush",
	[EV_LAZY_ENABLE]		= "lazy_mmu_enable",
	[EV_LAZY_DISABLE]		= "lazy_mmu_disable",
	[EV_TRYLOCK_FOLIO]		= "folio_trylock",
	[EV_LOCK_FOLIO]			= "folio_lock",
	[EV_UNLOCK_FOLIO]		= "folio_unlock",
	[EV_SPLIT_FOLIO]		= "split_folio",
	[EV_GET_FOLIO]			= "folio_get",
	[EV_PUT_FOLIO]			= "folio_put",
	[EV_ISOLATE_LRU]		= "folio_isolate_lru",
	[EV_ADD_LRU]			= "folio_add_lru",
	[EV_TRY_TO_MIGRATE]		= "try_to_migrate",
	[EV_DRAIN_LRU]			= "lru_add_drain_all",
	[EV_REMOVE_MIGRATION_PTES]	= "remove_migration_ptes",
	[EV_NOTIFIER_START]		= "notifier_start",
	[EV_NOTIFIER_END]		= "notifier_end",
	[EV_ALLOC_P4D]			= "p4d_alloc",
	[EV_ALLOC_PUD]			= "pud_alloc",
	[EV_ALLOC_PMD]			= "pmd_alloc",
	[EV_ALLOC_PTE]			= "pte_alloc",
	[EV_ALLOC_ANON_VMA]		= "anon_vma_prepare",
	[EV_ALLOC_CHARGE]		= "mem_cgroup_charge",
	[EV_ALLOC_PAGE]			= "alloc_page",
	[EV_DUP_SWAP]			= "swap_duplicate",
	[EV_PUT_SWAP]			= "swap_free",
	[EV_READ_REFS]			= "folio_ref_count",
};

/**
 * mm_kunit_events_forget() - nothing was recorded
 *
 * For who begins: a claim about events that were never started must not be
 * judged by those of an earlier case.
 */
void mm_kunit_events_forget(void)
{
	recorder.nr = 0;
	recorder.lost = 0;
}

/**
 * mm_kunit_events_start() - forget what was recorded and record from now on
 * @clear: primitive that the unit's PTE clears are carried out with
 */
void mm_kunit_events_start(enum mm_kunit_clear clear)
{
	mm_kunit_events_forget();
	recorder.hook = NULL;
	recorder.failing = EV_NOTHING;
	recorder.allocated = NULL;
	recorder.left_out = 0;
	recorder.defer = false;
	recorder.put_off.mm = NULL;
	recorder.clear = clear;
	recorder.owner = current;
}

/**
 * mm_kunit_events_stop() - stop recording and remove the hook
 *
 * What was recorded can still be read.
 */
void mm_kunit_events_stop(void)
{
	recorder.owner = NULL;
	recorder.hook = NULL;
	recorder.failing = EV_NOTHING;
	recorder.clear = CLEAR_AS_WRITTEN;
}

/**
 * mm_kunit_hook() - run something right before chosen primitives
 * @hook: owned by the caller, in use until mm_kunit_events_stop()
 *
 * Context: after mm_kunit_events_start(), by the same thread.
 */
void mm_kunit_hook(const struct mm_kunit_hook *hook)
{
	recorder.hook = hook;
}

/**
 * mm_kunit_fail_allocation() - let one kind of allocation fail from now on
 * @kind: one of EV_ALLOC_* or EV_DUP_SWAP; none fails any more with EV_NOTHING
 *
 * Only what the unit itself asks for fails, until mm_kunit_events_stop().
 *
 * Context: after mm_kunit_events_start(), by the same thread.
 */
void mm_kunit_fail_allocation(enum mm_kunit_event_kind kind)
{
	recorder.failing = kind;
}

/**
 * mm_kunit_leave_out() - have the unit go without chosen primitives
 * @kinds: mask of BIT_ULL(kind); of EV_BARRIER, EV_BARRIER_AFTER_ATOMIC,
 *	EV_CHECK_PINNED (nothing is pinned), EV_MARK_DIRTY, EV_FLUSH_TLB,
 *	EV_FLUSH_BATCH and EV_TRY_TO_MIGRATE (nothing is unmapped)
 *
 * For a case that has to see what goes wrong without them. They are neither
 * recorded nor hooked then, until mm_kunit_events_stop().
 *
 * Context: after mm_kunit_events_start(), by the same thread.
 */
void mm_kunit_leave_out(u64 kinds)
{
	recorder.left_out = kinds;
}

/**
 * mm_kunit_defer_flushes() - let the address space look used by other CPUs
 * @defer: whether, until the next mm_kunit_events_start()
 *
 * A unit that is asked to batch TLB flushes does so only then.
 *
 * Context: after mm_kunit_events_start(), by the same thread.
 */
void mm_kunit_defer_flushes(bool defer)
{
	recorder.defer = defer;
}

/**
 * mm_kunit_events() - what was recorded since mm_kunit_events_start()
 * @events: set to the first event; valid until the next start
 *
 * Return: the number of events.
 */
unsigned int mm_kunit_events(const struct mm_kunit_event **events)
{
	*events = recorder.events;
	return recorder.nr;
}

/**
 * mm_kunit_count() - how often a primitive was called
 * @kind: the primitive
 *
 * Return: the number of its events.
 */
unsigned int mm_kunit_count(enum mm_kunit_event_kind kind)
{
	unsigned int i, nr = 0;

	for (i = 0; i < recorder.nr; i++)
		nr += recorder.events[i].kind == kind;
	return nr;
}

/**
 * mm_kunit_event_name() - the primitive's name in the kernel
 * @kind: the primitive
 *
 * Return: a constant string.
 */
const char *mm_kunit_event_name(enum mm_kunit_event_kind kind)
{
	return event_names[kind];
}

/**
 * mm_kunit_print_events() - print the recorded order, for a case that failed
 * @test: where to print
 * @about: the event that is printed with those around it; a console loses
 *	some of what is printed without end
 */
void mm_kunit_print_events(struct kunit *test, unsigned int about)
{
	unsigned int i = about < PRINTED_BEFORE ? 0 : about - PRINTED_BEFORE;

	for (; i < recorder.nr && i < about + PRINTED_AFTER; i++) {
		const struct mm_kunit_event *event = &recorder.events[i];

		kunit_info(test, "%3u %-22s addr %lx end %lx result %ld\n", i,
			   event_names[event->kind], event->addr, event->end,
			   event->result);
	}
	if (recorder.lost)
		kunit_info(test, "%u more were not recorded\n", recorder.lost);
}

static bool recording(void)
{
	return recorder.owner == current && !recorder.in_hook;
}

/**
 * mm_kunit_before() - a unit is about to call a primitive
 * @event: what is known of the call
 */
void mm_kunit_before(const struct mm_kunit_event *event)
{
	const struct mm_kunit_hook *hook = recorder.hook;

	if (!recording() || !hook || !(hook->before & BIT_ULL(event->kind)))
		return;
	recorder.in_hook = true;
	hook->run(hook->context, event);
	recorder.in_hook = false;
}

/**
 * mm_kunit_after() - a unit has called a primitive
 * @event: the call and its result
 */
void mm_kunit_after(const struct mm_kunit_event *event)
{
	if (!recording())
		return;
	if (recorder.nr == MAX_EVENTS) {
		recorder.lost++;
		return;
	}
	recorder.events[recorder.nr++] = *event;
}

/**
 * mm_kunit_clear_variant() - how the running case wants PTEs to be cleared
 *
 * Return: what was given to mm_kunit_events_start().
 */
enum mm_kunit_clear mm_kunit_clear_variant(void)
{
	return recorder.owner == current ? recorder.clear : CLEAR_AS_WRITTEN;
}

/**
 * mm_kunit_put_off() - a clear leaves something to be done later
 * @put_off: what; there is nothing else to be done
 */
void mm_kunit_put_off(const struct mm_kunit_put_off *put_off)
{
	recorder.put_off = *put_off;
}

/**
 * mm_kunit_take_put_off() - it is done now
 *
 * Return: what, with @mm NULL if there is nothing.
 */
struct mm_kunit_put_off mm_kunit_take_put_off(void)
{
	struct mm_kunit_put_off put_off = {};

	if (recording())
		swap(put_off, recorder.put_off);
	return put_off;
}

static bool may_have(struct mm_kunit_event event)
{
	mm_kunit_before(&event);
	if (recording() && recorder.failing == event.kind)
		event.result = -ENOMEM;
	mm_kunit_after(&event);
	return !event.result;
}

/**
 * mm_kunit_may_allocate() - a unit is about to allocate
 * @kind: what
 *
 * Return: whether it gets it.
 */
bool mm_kunit_may_allocate(enum mm_kunit_event_kind kind)
{
	return may_have((struct mm_kunit_event) { .kind = kind });
}

/**
 * mm_kunit_note_allocated() - a unit has allocated a page
 * @page: the page, or NULL
 */
void mm_kunit_note_allocated(struct page *page)
{
	if (recorder.owner == current)
		recorder.allocated = page;
}

/**
 * mm_kunit_last_allocated() - the page that the unit allocated last
 *
 * Return: since mm_kunit_events_start(), NULL if it did not. It may be free.
 */
struct page *mm_kunit_last_allocated(void)
{
	return recorder.allocated;
}

/**
 * mm_kunit_may_charge() - a unit is about to charge a folio
 * @mm: to whose memory cgroup
 *
 * Return: whether it is let.
 */
bool mm_kunit_may_charge(struct mm_struct *mm)
{
	return may_have((struct mm_kunit_event) { .kind = EV_ALLOC_CHARGE,
						  .mm = mm });
}

/**
 * mm_kunit_left_out() - a unit is about to call a primitive that it may lack
 * @kind: the primitive
 *
 * Return: whether the running case wants it left out.
 */
bool mm_kunit_left_out(enum mm_kunit_event_kind kind)
{
	return recording() && recorder.left_out & BIT_ULL(kind);
}

/**
 * mm_kunit_flushes_are_deferred() - whether other CPUs are to be flushed
 *
 * Return: what was given to mm_kunit_defer_flushes().
 */
bool mm_kunit_flushes_are_deferred(void)
{
	return recorder.owner == current && recorder.defer;
}
