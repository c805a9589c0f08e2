// SPDX-License-Identifier: GPL-2.0
#include <linux/pagemap.h>
#include <linux/rmap.h>

#include "actors.h"
#include "compat.h"

/* Steps of a caller that migrates; the others have one. */
enum { LOCK_FOLIO, UNMAP_FOLIO, REMAP_FOLIO, CALLER_DONE };

static bool maps_page(const struct mm_kunit_cpu *cpu)
{
	pte_t pte = *cpu->ptep;

	/* A PMD in the middle of a split is present to all but hardware. */
	return pte_access_permitted(pte, false) &&
	       pte_pfn(pte) == page_to_pfn(cpu->page->page);
}

/* Hardware knows nothing of soft-dirty, which pte_mkdirty() sets as well. */
static pte_t set_by_hardware(pte_t pte)
{
	pte_t dirty = mm_kunit_pte_stored_to(pte_mkyoung(pte));

	return pte_soft_dirty(pte) ? dirty : pte_clear_soft_dirty(dirty);
}

static bool may_store(const struct mm_kunit_cpu *cpu)
{
	return maps_page(cpu) && pte_write(*cpu->ptep);
}

static void load_translation(struct mm_kunit_cpu *cpu)
{
	cpu->loaded = true;
	if (!may_store(cpu)) {
		cpu->left = 0;
		return;
	}
	set_pte(cpu->ptep, pte_mkyoung(*cpu->ptep));
	cpu->made_young = true;
	cpu->cached = true;
	cpu->cached_dirty = pte_dirty(*cpu->ptep);
}

static void store(struct mm_kunit_cpu *cpu)
{
	if (!cpu->cached || !cpu->cached_dirty) {
		if (!may_store(cpu)) {
			cpu->left = 0;
			return;
		}
		set_pte(cpu->ptep, set_by_hardware(*cpu->ptep));
		cpu->made_young = true;
		cpu->made_dirty = true;
		cpu->cached = true;
		cpu->cached_dirty = true;
	}
	cpu->left--;
	cpu->landed++;
	if (cpu->too_late && !may_store(cpu))
		mm_kunit_broken(cpu->test, "written through a stale TLB entry, %s",
				cpu->deferred ? "the batch flushed" :
				"the page-table lock dropped");
}

/**
 * mm_kunit_cpu_ready() - see &struct mm_kunit_actor
 * @cpu: a &struct mm_kunit_cpu
 * @locked: it does not care
 *
 * Return: whether it stores once more.
 */
enum mm_kunit_readiness mm_kunit_cpu_ready(void *cpu, bool locked)
{
	return ((struct mm_kunit_cpu *)cpu)->left ? ACTOR_READY : ACTOR_DONE;
}

/**
 * mm_kunit_cpu_step() - see &struct mm_kunit_actor
 * @cpu: a &struct mm_kunit_cpu
 */
void mm_kunit_cpu_step(void *cpu)
{
	struct mm_kunit_cpu *model = cpu;

	if (model->loaded)
		store(model);
	else
		load_translation(model);
}

/**
 * mm_kunit_cpu_begin() - make ready for another schedule
 * @cpu: its TLB is empty afterwards
 */
void mm_kunit_cpu_begin(struct mm_kunit_cpu *cpu)
{
	cpu->left = cpu->stores;
	cpu->landed = 0;
	cpu->made_young = false;
	cpu->made_dirty = false;
	cpu->loaded = false;
	cpu->cached = false;
	cpu->deferred = false;
	cpu->too_late = false;
}

static bool is_covered(const struct mm_kunit_cpu *cpu,
		       const struct mm_kunit_event *event)
{
	return event->addr <= cpu->page->addr && event->end > cpu->page->addr;
}

static bool flushes(const struct mm_kunit_cpu *cpu,
		    const struct mm_kunit_event *event)
{
	switch (event->kind) {
	case EV_FLUSH_TLB:
	case EV_CLEAR_FLUSH_PTE:
	case EV_CLEAR_FLUSH_PMD:
		return is_covered(cpu, event);
	case EV_FLUSH_BATCH:
		return cpu->deferred;
	default:
		return false;
	}
}

/**
 * mm_kunit_cpu_effect() - the unit is about to call a primitive
 * @cpu: loses its translation to a flush of its address
 * @event: the call
 */
void mm_kunit_cpu_effect(struct mm_kunit_cpu *cpu,
			 const struct mm_kunit_event *event)
{
	if (event->kind == EV_DEFER_FLUSH && is_covered(cpu, event))
		cpu->deferred = true;
	if (event->kind == EV_FLUSH_BATCH ||
	    ((event->kind == EV_UNLOCK_PTE || event->kind == EV_UNLOCK_PMD) &&
	     !cpu->deferred))
		cpu->too_late = true;
	if (flushes(cpu, event) && !cpu->ignores_flush)
		cpu->cached = false;
}

/**
 * mm_kunit_cpu_end() - nobody acts any more
 * @cpu: has no translation that the entry does not have
 */
void mm_kunit_cpu_end(const struct mm_kunit_cpu *cpu)
{
	if (cpu->cached && !may_store(cpu))
		mm_kunit_broken(cpu->test, "a stale TLB entry is left");
}

static bool is_migration_entry_at(const struct mm_kunit_page *page)
{
	pte_t pte = mm_kunit_read_pte(page->space, page->addr);

	return !pte_none(pte) && !pte_present(pte) &&
	       mm_kunit_is_migration(mm_kunit_entry_from_pte(pte));
}

/**
 * mm_kunit_caller_ready() - see &struct mm_kunit_actor
 * @caller: a &struct mm_kunit_caller
 * @locked: it waits then, but for a step that needs no page table
 *
 * A fault waits for a migration as well.
 *
 * Return: whether there is a next step.
 */
enum mm_kunit_readiness mm_kunit_caller_ready(void *caller, bool locked)
{
	const struct mm_kunit_caller *model = caller;

	if (model->next == CALLER_DONE)
		return ACTOR_DONE;
	if (model->kind == CALLER_MIGRATES && model->next == LOCK_FOLIO)
		return ACTOR_READY;
	if (locked || (model->kind == CALLER_FAULTS &&
		       is_migration_entry_at(model->page)))
		return ACTOR_WAITS;
	return ACTOR_READY;
}

static void migrate_step(struct mm_kunit_caller *caller)
{
	struct folio *folio = page_folio(caller->page->page);

	switch (caller->next++) {
	case LOCK_FOLIO:
		if (folio_trylock(folio))
			folio_get(folio);
		else
			caller->next = CALLER_DONE;
		break;
	case UNMAP_FOLIO:
		try_to_migrate(folio, 0);
		break;
	case REMAP_FOLIO:
		remove_migration_ptes(folio, folio, 0);
		folio_unlock(folio);
		folio_put(folio);
		break;
	}
}

/**
 * mm_kunit_caller_step() - see &struct mm_kunit_actor
 * @caller: a &struct mm_kunit_caller
 *
 * Context: mmap_lock is held for reading, the page-table lock is not, but for
 * a step that needs no page table.
 */
void mm_kunit_caller_step(void *caller)
{
	struct mm_kunit_caller *model = caller;
	const struct mm_kunit_page *page = model->page;

	switch (model->kind) {
	case CALLER_FAULTS:
		handle_mm_fault(page->space->vma, page->addr,
				FAULT_FLAG_WRITE | FAULT_FLAG_REMOTE, NULL);
		break;
	case CALLER_ZAPS:
		mm_kunit_zap_range(page->space->vma, page->addr, PAGE_SIZE);
		break;
	case CALLER_MIGRATES:
		migrate_step(model);
		return;
	}
	model->next = CALLER_DONE;
}
