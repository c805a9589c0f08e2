// SPDX-License-Identifier: GPL-2.0
/*
 * A row: who acts beside the unit, and all schedules of them, with each of the
 * primitives that the unit's entries can be cleared with.
 *
 * mm_kunit.schedule= runs a single one, by the name that a failure prints.
 */
#include <linux/moduleparam.h>

#include "explore.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

static char *only_schedule;
module_param_named(schedule, only_schedule, charp, 0444);
MODULE_PARM_DESC(schedule, "name of the only schedule that explorations run");

static bool all_schedules;
module_param(all_schedules, bool, 0444);
MODULE_PARM_DESC(all_schedules, "explore schedules with any number of preemptions, too");

static const char takes_long[] =
	"takes long: ask for it with mm_kunit.all_schedules=1";

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

	if (actors & (READ_PIN | WRITE_PIN | WRITE_REF))
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

/* What comes out is the same with each, or the row says so. */
static const struct {
	enum mm_kunit_clear clear;
	const char *name;
} variants[] = {
	{ CLEAR_AS_WRITTEN, "as written" },
	{ CLEAR_ALWAYS_FLUSHES, "ptep_clear_flush" },
	{ CLEAR_NEVER_FLUSHES, "ptep_get_and_clear" },
	{ CLEAR_FLUSHES_LATE, "ptep_get_and_clear, flushed late" },
	{ CLEAR_BEHIND_SHARE, "cleared behind the share step" },
};

/* Another name for what the last schedule, with CLEAR_AS_WRITTEN, has done. */
static bool is_as_written(enum mm_kunit_clear clear)
{
	unsigned int flushing = mm_kunit_count(EV_CLEAR_FLUSH_PTE) +
				mm_kunit_count(EV_CLEAR_FLUSH_PMD);
	unsigned int plain = mm_kunit_count(EV_CLEAR_PTE) +
			     mm_kunit_count(EV_CLEAR_PMD);

	if (clear == CLEAR_ALWAYS_FLUSHES)
		return flushing && !plain;
	return clear == CLEAR_NEVER_FLUSHES && plain && !flushing;
}

static bool is_asked_for(const struct exploration *this,
			 enum mm_kunit_clear clear)
{
	if (this->written & BIT(clear))
		return false;
	if (this->row->behind_share || clear == CLEAR_BEHIND_SHARE)
		return this->row->behind_share && clear == CLEAR_BEHIND_SHARE;
	return clear != CLEAR_FLUSHES_LATE || this->unit->flush_in_clear;
}

static bool has_flaw(const struct exploration *this)
{
	const struct explore_case *row = this->row;

	if (row->seen)
		return true;
	if (!this->unit->flush_in_clear)
		return false;
	if (this->clear == CLEAR_FLUSHES_LATE)
		return row->needs_early_flush;
	return this->clear == CLEAR_NEVER_FLUSHES &&
	       (row->needs_flush || row->needs_early_flush);
}

static void report(struct exploration *this, const char *variant)
{
	struct mm_kunit_exploration *x = &this->x;

	kunit_info(x->test, "%s, %s, %s: %u schedules, up to %u hook points, %u with a violation\n",
		   this->unit->name, this->row->name, variant, x->schedules,
		   x->hook_points, x->violations);
	if (x->violations && has_flaw(this))
		kunit_info(x->test, "the first is %s: %s\n", x->name, x->reason);
	else if (x->violations)
		KUNIT_FAIL(x->test, "%s, %s, mm_kunit.schedule=%s: %s\n",
			   this->unit->name, variant, x->name, x->reason);
	else if (has_flaw(this) && !x->replay)
		KUNIT_FAIL(x->test, "%s, %s: no schedule shows the flaw\n",
			   this->unit->name, variant);
	if (x->replay)
		mm_kunit_print_events(x->test, 0);
}

/* Beside others who change more than the page no schedule is like another. */
static void note_written(struct exploration *this)
{
	enum mm_kunit_clear clear;

	this->written = 0;
	if (this->row->actors & CALLERS)
		return;
	for (clear = CLEAR_ALWAYS_FLUSHES; clear <= CLEAR_NEVER_FLUSHES; clear++)
		this->written |= is_as_written(clear) ? BIT(clear) : 0;
}

static void explore_unit(struct exploration *this)
{
	unsigned int i;

	this->written = 0;
	for (i = 0; i < ARRAY_SIZE(variants); i++) {
		this->clear = variants[i].clear;
		if (!is_asked_for(this, this->clear))
			continue;
		this->x.first_only = has_flaw(this) && !all_schedules;
		mm_kunit_explore(&this->x);
		report(this, variants[i].name);
		if (this->clear == CLEAR_AS_WRITTEN)
			note_written(this);
	}
}

static struct exploration *prepare(struct kunit *test,
				   const struct explore_unit *unit,
				   unsigned int preemptions)
{
	struct exploration *this = explore_new(test, test->param_value, unit);

	this->x.preemptions = preemptions;
	this->x.replay = only_schedule;
	add_actors(this);
	return this;
}

static void explore_as_written(struct kunit *test,
			       const struct explore_unit *unit,
			       unsigned int preemptions)
{
	struct exploration *this = prepare(test, unit, preemptions);

	this->clear = CLEAR_AS_WRITTEN;
	mm_kunit_explore(&this->x);
	report(this, "as written");
}

static void explore(struct kunit *test, const struct explore_unit *unit,
		    unsigned int preemptions)
{
	struct exploration *this = prepare(test, unit, preemptions);

	for (; this->unit; this->unit = this->unit->and_then)
		explore_unit(this);
}

/**
 * explore_row() - run the schedules of a row that have few preemptions
 * @test: its case, whose parameter is a &struct explore_case
 * @unit: what the actors meet
 *
 * Runs them with each primitive that a PTE can be cleared with, those that the
 * source has once, and prints the counts. Fails the case if a claim is broken in
 * a schedule; where a flaw has to show, if none is, and stops at the first.
 */
void explore_row(struct kunit *test, const struct explore_unit *unit)
{
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	/* Stores in flight make many schedules of each. */
	if (row->weak && !row->preemptions)
		explore(test, unit, 1);
	else
		explore(test, unit, MM_KUNIT_FEW_PREEMPTIONS);
}

/**
 * explore_row_late() - explore_row(), for one that takes long by default
 * @test: see explore_row()
 * @unit: likewise
 *
 * By default only as the source has it, and not with what comes and then; a row
 * with .slow not at all. All of it with mm_kunit.all_schedules=1.
 */
void explore_row_late(struct kunit *test, const struct explore_unit *unit)
{
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	if (row->slow && !all_schedules)
		mm_kunit_row_skip(test, row->name, takes_long);
	if (all_schedules)
		explore(test, unit, 1);
	else
		explore_as_written(test, unit, 1);
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
		mm_kunit_row_skip(test, row->name, takes_long);
	explore(test, unit, MM_KUNIT_ALL_SCHEDULES);
}
