/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All orders in which a unit and others may act on the same page.
 *
 * Before each primitive that the unit calls (a hook point) others may take
 * steps: GUP-fast, a page walker, another migration. A schedule says who goes
 * next, from the first hook point until all have finished. Each is run on the
 * real page tables and folios, from the same state, in one thread: a step is
 * what another processor could do right there. No threads, no sleeping, no
 * luck.
 *
 * A preemption takes the turn from somebody who could go on. What goes wrong
 * at all goes wrong with few of them as a rule, so they are bounded.
 */
#ifndef _MM_KUNIT_EXPLORE_H
#define _MM_KUNIT_EXPLORE_H

#include "events.h"
#include "trial.h"

#define MM_KUNIT_ACTORS			6
#define MM_KUNIT_TURNS			256
#define MM_KUNIT_FEW_PREEMPTIONS	2
#define MM_KUNIT_ALL_SCHEDULES		MM_KUNIT_TURNS

enum mm_kunit_readiness {
	ACTOR_READY,
	ACTOR_WAITS,		/* for what another has to do first */
	ACTOR_DONE,
};

/**
 * struct mm_kunit_actor - somebody who acts while the unit runs
 * @sign: the letter that it has in the name of a schedule, not 'u'
 * @free: its steps are nobody's decision, such as a store that becomes
 *	visible: they are no preemption
 * @ready: whether there is a next step; @locked says whether the unit holds
 *	the page-table lock. Changes nothing
 * @step: take it. May not sleep if the unit holds the lock, may not ASSERT
 * @state: passed to both
 */
struct mm_kunit_actor {
	char sign;
	bool free;
	enum mm_kunit_readiness (*ready)(void *state, bool locked);
	void (*step)(void *state);
	void *state;
};

/**
 * struct mm_kunit_exploration - what to explore, and what was found
 * @test: the running case
 * @actors: who acts beside the unit
 * @nr_actors: how many
 * @hooks: the hook points, a mask of BIT_ULL(kind)
 * @preemptions: how many a schedule may have
 * @first_only: whether to stop at the first violation
 * @replay: the name of the only schedule to run, or NULL for all
 * @begin: make the state that each schedule starts from; a claim that is
 *	broken here counts as one of the schedule
 * @run: run the unit
 * @effect: what the primitive of a hook point means to the models, called
 *	after the actors' steps, before the primitive
 * @check: what has to hold at each hook point and after each step
 * @end: what has to hold when all have finished, and what is to be undone
 * @context: passed to all of them
 * @schedules: how many were run
 * @hook_points: the most that a schedule had
 * @violations: in how many schedules a claim was broken
 * @name: the first of these
 * @reason: the first claim that it broke
 *
 * The callbacks report with mm_kunit_broken().
 */
struct mm_kunit_exploration {
	struct kunit *test;
	struct mm_kunit_actor actors[MM_KUNIT_ACTORS];
	unsigned int nr_actors;
	u64 hooks;
	unsigned int preemptions;
	bool first_only;
	const char *replay;
	void (*begin)(void *context);
	void (*run)(void *context);
	void (*effect)(void *context, const struct mm_kunit_event *event);
	void (*check)(void *context);
	void (*end)(void *context);
	void *context;

	unsigned int schedules;
	unsigned int hook_points;
	unsigned int violations;
	char name[MM_KUNIT_TURNS];
	char reason[128];

	/* private: the running schedule, and the way to the next one */
	struct mm_kunit_hook hook;
	struct mm_kunit_trial trial;
	struct {
		u8 taken;
		u8 options;
	} choice[MM_KUNIT_TURNS];
	unsigned int choices;
	unsigned int given;
	char turn[MM_KUNIT_TURNS];
	unsigned int turns;
	char current_turn;
	unsigned int preempted;
	unsigned int points;
	bool locked;
	bool unit_done;
};

void mm_kunit_explore(struct mm_kunit_exploration *x);
const struct mm_kunit_hook *
mm_kunit_explorer_hook(struct mm_kunit_exploration *x);

#endif /* _MM_KUNIT_EXPLORE_H */
