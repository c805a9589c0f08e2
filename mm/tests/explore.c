// SPDX-License-Identifier: GPL-2.0
/*
 * One schedule: it starts from the page that the row describes and ends with
 * what the unit promises of a page that it took, or did not take. Then
 * everything is taken back; that the page is as it was given is claimed at the
 * start of the next schedule.
 */
#include "explore.h"
#include "mm_kunit/order.h"

#define STORES	2

static void build(struct exploration *this)
{
	/* Still there when others have freed it. */
	this->on = this->unit->build(this->x.test, &this->row->given,
				     this->row->actors & CALLERS);
}

/* The models take a PMD for a PTE: only x86_64 has both, in one format. */
static pte_t *entry_of(struct mm_kunit_space *space, unsigned long addr,
		       bool huge)
{
	pmd_t *pmd = pmd_off(space->mm, addr);

	return huge ? (pte_t *)pmd : pte_offset_kernel(pmd, addr);
}

/* What another scene has changed: the models look at the page of this one. */
static void attach(struct exploration *this)
{
	struct mm_kunit_page *page = this->on.page;
	bool huge = page->given->huge;

	this->memory = (struct mm_kunit_weak_memory) {
		.ptep = entry_of(page->space, page->addr, huge),
		.page = page->page,
		.weak = this->row->weak,
		.flush_orders = this->row->flush_orders,
	};
	this->gup = (struct mm_kunit_gup) {
		.mm = page->space->mm,
		.addr = page->addr,
		.write = this->row->actors & (WRITE_PIN | WRITE_REF),
		.plain = this->row->actors & WRITE_REF,
		.huge = huge,
		.without = this->row->gup_without,
		.memory = &this->memory,
	};
	this->cpu = (struct mm_kunit_cpu) {
		.test = this->x.test,
		.page = page,
		.ptep = this->memory.ptep,
		.stores = STORES,
		.ignores_flush = this->row->ignores_flush,
	};
	this->caller.page = page;
	this->caller.next = 0;
	mm_kunit_gup_begin(&this->gup);
	mm_kunit_cpu_begin(&this->cpu);
}

static void remember_entries(struct exploration *this)
{
	struct mm_kunit_page *page = this->on.page;

	this->given_pte = *this->memory.ptep;
	if (page->sharer.mm)
		this->given_sharer = *entry_of(&page->sharer, page->addr,
					       page->given->huge);
}

static void expect_as_given(struct exploration *this)
{
	struct mm_kunit_page *page = this->on.page;
	struct mm_kunit_state got;

	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(this->x.test, "start", &got, this->on.given);
	mm_kunit_expect_equal(this->x.test,
			      mm_kunit_pte_val(*this->memory.ptep) ==
			      mm_kunit_pte_val(this->given_pte), true,
			      "PTE at the start is as it was given");
}

/**
 * explore_begin() - before each schedule
 * @this: the page is claimed to be as it was given
 */
void explore_begin(struct exploration *this)
{
	attach(this);
	if (this->row->actors & CALLERS)
		remember_entries(this);
	else
		expect_as_given(this);
	mmap_read_lock(this->on.page->space->mm);
}

/**
 * explore_run() - run the unit
 * @this: after explore_begin()
 * @hook: what to do in between
 */
void explore_run(struct exploration *this, const struct mm_kunit_hook *hook)
{
	mm_kunit_events_start(this->clear);
	mm_kunit_hook(hook);
	mm_kunit_leave_out(this->row->unit_without);
	this->unit->run(this->x.test);
	mm_kunit_events_stop();
}

static void begin(void *context)
{
	explore_begin(context);
}

static void run(void *context)
{
	struct exploration *this = context;

	explore_run(this, mm_kunit_explorer_hook(&this->x));
}

static void effect(void *context, const struct mm_kunit_event *event)
{
	struct exploration *this = context;

	mm_kunit_memory_effect(&this->memory, event);
	mm_kunit_cpu_effect(&this->cpu, event);
}

static void check(void *context)
{
	struct exploration *this = context;

	if (this->gup.pinned && !this->gup.plain &&
	    !PageAnonExclusive(this->memory.page))
		mm_kunit_broken(this->x.test, "a page is pinned and not exclusive");
}

static void write_entry(struct mm_kunit_space *space, unsigned long addr,
			pte_t *entry, pte_t pte)
{
	if ((pte_t *)pmd_off(space->mm, addr) == entry)
		set_pte(entry, pte);
	else
		mm_kunit_write_pte(space, addr, pte);
}

static void restore_page(struct exploration *this)
{
	struct mm_kunit_page *page = this->on.page;
	struct folio *folio = page_folio(page->page);

	if (page->given->exclusive)
		SetPageAnonExclusive(page->page);
	if (!page->given->dirty)
		folio_clear_dirty(folio);
	if (page->given->lazyfree)
		folio_clear_swapbacked(folio);
	write_entry(page->space, page->addr, this->memory.ptep,
		    this->given_pte);
	if (page->sharer.mm)
		write_entry(&page->sharer, page->addr,
			    entry_of(&page->sharer, page->addr,
				     page->given->huge), this->given_sharer);
}

/* What a store makes of the entry, as if it had been given so. */
static void count_stores(struct exploration *this,
			 struct mm_kunit_pte_state *given)
{
	given->dirty |= this->cpu.made_dirty;
	given->young |= this->cpu.made_young;
}

/**
 * explore_end() - after each schedule
 * @this: whose page becomes again what it was
 *
 * Return: whether the unit took it; always false beside CALLERS.
 */
bool explore_end(struct exploration *this)
{
	struct explored *on = &this->on;
	struct mm_kunit_pte_state given = on->given->pte;
	bool taken, held = this->gup.pinned;

	mmap_read_unlock(on->page->space->mm);
	mm_kunit_memory_pins_arrive(&this->memory);
	mm_kunit_gup_unpin(&this->gup);
	if (this->row->actors & CALLERS) {
		mm_kunit_expect_order(this->x.test);
		this->unit->clear(this->x.test);
		build(this);
		return false;
	}
	mm_kunit_cpu_end(&this->cpu);
	count_stores(this, &on->given->pte);
	taken = this->unit->end(this->x.test, held);
	on->given->pte = given;
	restore_page(this);
	return taken;
}

static void end(void *context)
{
	explore_end(context);
}

static const u64 hook_points =
	BIT_ULL(EV_READ_PTE) | BIT_ULL(EV_TRYLOCK_FOLIO) |
	BIT_ULL(EV_CLEAR_PTE) | BIT_ULL(EV_CLEAR_FLUSH_PTE) |
	BIT_ULL(EV_BARRIER) | BIT_ULL(EV_CHECK_PINNED) |
	BIT_ULL(EV_CLEAR_EXCLUSIVE) | BIT_ULL(EV_BARRIER_AFTER_ATOMIC) |
	BIT_ULL(EV_MARK_DIRTY) | BIT_ULL(EV_SET_PTE) | BIT_ULL(EV_FLUSH_TLB) |
	BIT_ULL(EV_UNLOCK_FOLIO) | BIT_ULL(EV_NOTIFIER_END) |
	BIT_ULL(EV_READ_REFS) | BIT_ULL(EV_DEFER_FLUSH) |
	BIT_ULL(EV_FLUSH_BATCH) | BIT_ULL(EV_LOCK_PMD) |
	BIT_ULL(EV_UNLOCK_PMD) | BIT_ULL(EV_CLEAR_PMD) |
	BIT_ULL(EV_CLEAR_FLUSH_PMD) | BIT_ULL(EV_SET_PMD);

/**
 * explore_new() - build the page, and get ready
 * @test: the running case
 * @row: the page, and who acts
 * @unit: what they meet
 *
 * Return: the exploration, freed with the case; @clear is to be set.
 */
struct exploration *explore_new(struct kunit *test,
				const struct explore_case *row,
				const struct explore_unit *unit)
{
	struct exploration *this = kunit_kzalloc(test, sizeof(*this),
						 GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, this);
	this->row = row;
	this->unit = unit;
	this->x.test = test;
	this->x.context = this;
	this->x.begin = begin;
	this->x.run = run;
	this->x.effect = effect;
	this->x.check = check;
	this->x.end = end;
	this->x.hooks = hook_points;
	build(this);
	attach(this);
	remember_entries(this);
	return this;
}
