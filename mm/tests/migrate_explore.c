// SPDX-License-Identifier: GPL-2.0
/*
 * Each schedule starts from the page that the row describes and ends with
 * what the unit promises of a page that it took, or did not take. Then
 * everything is taken back; that the page is as it was given is claimed at the
 * start of the next schedule.
 *
 * mm_kunit.schedule= runs a single one, by the name that a failure prints.
 */
#include <linux/moduleparam.h>

#include "migrate_explore.h"
#include "mm_kunit/order.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* These change more than the page: each schedule gets a new address space. */
#define CALLERS	(FAULT | ZAP | MIGRATION)

#define STORES	2

static char *only_schedule;
module_param_named(schedule, only_schedule, charp, 0444);
MODULE_PARM_DESC(schedule, "name of the only schedule that explorations run");

static bool all_schedules;
module_param(all_schedules, bool, 0444);
MODULE_PARM_DESC(all_schedules, "explore schedules with any number of preemptions, too");

struct exploration {
	struct mm_kunit_exploration x;
	struct migrate_scene *scene;
	const struct explore_case *row;
	const struct explore_unit *unit;
	enum mm_kunit_clear clear;
	pte_t given_pte;
	struct mm_kunit_weak_memory memory;
	struct mm_kunit_gup gup;
	struct mm_kunit_cpu cpu;
	struct mm_kunit_caller caller;
};

static struct mm_kunit_page *the_page(struct exploration *this)
{
	return &this->scene->pages[0];
}

static void build(struct exploration *this)
{
	migrate_build(this->x.test, &this->row->given, 1);
	/* Still there when others have freed it. */
	if (this->row->actors & CALLERS)
		migrate_keep_page(this->scene, 0);
}

/* What another scene has changed: the models look at the page of this one. */
static void attach(struct exploration *this)
{
	struct mm_kunit_page *page = the_page(this);
	pmd_t *pmd = pmd_off(page->space->mm, page->addr);

	this->memory = (struct mm_kunit_weak_memory) {
		.ptep = pte_offset_kernel(pmd, page->addr),
		.page = page->page,
		.weak = this->row->weak,
	};
	this->gup = (struct mm_kunit_gup) {
		.mm = page->space->mm,
		.addr = page->addr,
		.write = this->row->actors & WRITE_PIN,
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

static void expect_as_given(struct exploration *this)
{
	struct mm_kunit_page *page = the_page(this);
	struct mm_kunit_state got;

	mm_kunit_snapshot(page, page->page, &got);
	mm_kunit_expect_state(this->x.test, "start", &got,
			      &this->scene->given[0]);
	mm_kunit_expect_equal(this->x.test,
			      mm_kunit_pte_val(*this->memory.ptep),
			      mm_kunit_pte_val(this->given_pte),
			      "PTE at the start");
}

static void begin(void *context)
{
	struct exploration *this = context;

	attach(this);
	if (this->row->actors & CALLERS)
		this->given_pte = *this->memory.ptep;
	else
		expect_as_given(this);
	mmap_read_lock(this->scene->space.mm);
}

static void run(void *context)
{
	struct exploration *this = context;

	mm_kunit_events_start(this->clear);
	mm_kunit_hook(mm_kunit_explorer_hook(&this->x));
	mm_kunit_leave_out(this->row->unit_without);
	this->unit->run(this->scene);
	mm_kunit_events_stop();
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

	if (this->gup.pinned && !PageAnonExclusive(this->memory.page))
		mm_kunit_broken(this->x.test, "a page is pinned and not exclusive");
}

static void restore_page(struct exploration *this)
{
	struct mm_kunit_page *page = the_page(this);
	struct folio *folio = page_folio(page->page);

	if (page->given->exclusive)
		SetPageAnonExclusive(page->page);
	if (!page->given->dirty)
		folio_clear_dirty(folio);
	mm_kunit_write_pte(page->space, page->addr, this->given_pte);
}

/* What a store makes of the entry, as if it had been given so. */
static void count_stores(struct exploration *this,
			 struct mm_kunit_pte_state *given)
{
	given->dirty |= this->cpu.made_dirty;
	given->young |= this->cpu.made_young;
}

static void end(void *context)
{
	struct exploration *this = context;
	struct migrate_scene *scene = this->scene;
	struct mm_kunit_pte_state given = scene->given[0].pte;
	bool pinned = this->gup.pinned;

	mmap_read_unlock(scene->space.mm);
	mm_kunit_memory_pins_arrive(&this->memory);
	mm_kunit_gup_unpin(&this->gup);
	if (this->row->actors & CALLERS) {
		mm_kunit_expect_order(this->x.test);
		migrate_scene_clear(scene);
		build(this);
		return;
	}
	count_stores(this, &scene->given[0].pte);
	this->unit->end(scene, pinned);
	scene->given[0].pte = given;
	restore_page(this);
}

static void add_actor(struct exploration *this, char sign,
		      enum mm_kunit_readiness (*ready)(void *state, bool locked),
		      void (*step)(void *state), void *state)
{
	this->x.actors[this->x.nr_actors++] = (struct mm_kunit_actor) {
		.sign = sign, .ready = ready, .step = step, .state = state,
	};
}

static void add_caller(struct exploration *this, char sign,
		       enum mm_kunit_caller_kind kind)
{
	this->caller.kind = kind;
	add_actor(this, sign, mm_kunit_caller_ready, mm_kunit_caller_step,
		  &this->caller);
}

static void add_actors(struct exploration *this)
{
	unsigned int actors = this->row->actors;

	if (actors & (READ_PIN | WRITE_PIN))
		add_actor(this, 'g', mm_kunit_gup_ready, mm_kunit_gup_step,
			  &this->gup);
	if (actors & CPU_STORES)
		add_actor(this, 'c', mm_kunit_cpu_ready, mm_kunit_cpu_step,
			  &this->cpu);
	if (actors & FAULT)
		add_caller(this, 'f', CALLER_FAULTS);
	if (actors & ZAP)
		add_caller(this, 'z', CALLER_ZAPS);
	if (actors & MIGRATION)
		add_caller(this, 'm', CALLER_MIGRATES);
	if (this->row->weak)
		mm_kunit_memory_actors(&this->memory, &this->x);
}

static struct exploration *new_exploration(struct kunit *test,
					   const struct explore_unit *unit)
{
	struct exploration *this = kunit_kzalloc(test, sizeof(*this),
						 GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, this);
	this->scene = test->priv;
	this->row = test->param_value;
	this->unit = unit;
	this->x.test = test;
	this->x.context = this;
	this->x.begin = begin;
	this->x.run = run;
	this->x.effect = effect;
	this->x.check = check;
	this->x.end = end;
	this->x.hooks = BIT(EV_READ_PTE) | BIT(EV_TRYLOCK_FOLIO) |
			BIT(EV_CLEAR_PTE) | BIT(EV_CLEAR_FLUSH_PTE) |
			BIT(EV_BARRIER) | BIT(EV_CHECK_PINNED) |
			BIT(EV_CLEAR_EXCLUSIVE) | BIT(EV_BARRIER_AFTER_ATOMIC) |
			BIT(EV_MARK_DIRTY) | BIT(EV_SET_PTE) |
			BIT(EV_FLUSH_TLB) | BIT(EV_UNLOCK_FOLIO) |
			BIT(EV_NOTIFIER_END);
	return this;
}

/* What comes out is the same with each, or the contract says too much. */
static const struct {
	enum mm_kunit_clear clear;
	const char *name;
} variants[] = {
	{ CLEAR_AS_WRITTEN, "as written" },
	{ CLEAR_ALWAYS_FLUSHES, "ptep_clear_flush" },
	{ CLEAR_NEVER_FLUSHES, "ptep_get_and_clear" },
};

static void report(struct exploration *this, const char *variant)
{
	struct mm_kunit_exploration *x = &this->x;

	kunit_info(x->test, "%s, %s: %u schedules, up to %u hook points, %u with a violation\n",
		   this->row->name, variant, x->schedules, x->hook_points,
		   x->violations);
	if (x->violations && this->row->seen)
		kunit_info(x->test, "the first is %s: %s\n", x->name, x->reason);
	else if (x->violations)
		KUNIT_FAIL(x->test, "%s, mm_kunit.schedule=%s: %s\n", variant,
			   x->name, x->reason);
	else if (this->row->seen && !x->replay)
		KUNIT_FAIL(x->test, "%s: no schedule shows the flaw\n",
			   variant);
	if (x->replay)
		mm_kunit_print_events(x->test, 0);
}

static void explore(struct kunit *test, const struct explore_unit *unit,
		    unsigned int preemptions)
{
	struct exploration *this = new_exploration(test, unit);
	unsigned int i;

	this->x.preemptions = preemptions;
	this->x.first_only = this->row->seen && !all_schedules;
	this->x.replay = only_schedule;
	add_actors(this);
	build(this);
	attach(this);
	this->given_pte = *this->memory.ptep;
	for (i = 0; i < ARRAY_SIZE(variants); i++) {
		this->clear = variants[i].clear;
		mm_kunit_explore(&this->x);
		report(this, variants[i].name);
	}
}

/**
 * explore_row() - run the schedules of a row that have few preemptions
 * @test: its case, whose parameter is a &struct explore_case
 * @unit: what the actors meet
 *
 * Runs them with each primitive that a PTE can be cleared with, and prints the
 * counts. Fails the case if a claim is broken in a schedule; for a row with
 * .seen, if none is, and stops at the first.
 */
void explore_row(struct kunit *test, const struct explore_unit *unit)
{
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	/* Stores in flight make many schedules of each. */
	explore(test, unit, row->weak ? 1 : MM_KUNIT_FEW_PREEMPTIONS);
}

/**
 * explore_row_fully() - the same with any number of preemptions
 * @test: see explore_row()
 * @unit: likewise
 *
 * Skips the row unless mm_kunit.all_schedules=1 says that it may take long.
 */
void explore_row_fully(struct kunit *test, const struct explore_unit *unit)
{
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	if (!all_schedules)
		mm_kunit_row_skip(test, row->name, "takes long: ask for it with mm_kunit.all_schedules=1");
	explore(test, unit, MM_KUNIT_ALL_SCHEDULES);
}
