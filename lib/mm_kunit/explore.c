// SPDX-License-Identifier: GPL-2.0
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "explore.h"

#define UNIT	'u'

struct options {
	char sign[MM_KUNIT_ACTORS + 1];
	unsigned int nr;
};

static const struct mm_kunit_actor *
find_actor(const struct mm_kunit_exploration *x, char sign)
{
	unsigned int i;

	for (i = 0; i < x->nr_actors; i++) {
		if (x->actors[i].sign == sign)
			return &x->actors[i];
	}
	return NULL;
}

static bool is_ready(const struct mm_kunit_exploration *x, char sign)
{
	const struct mm_kunit_actor *actor = find_actor(x, sign);

	if (sign == UNIT)
		return !x->unit_done;
	return actor && actor->ready(actor->state, x->locked) == ACTOR_READY;
}

/* Whether somebody else may have the turn, or only what nobody decides. */
static bool may_preempt(const struct mm_kunit_exploration *x)
{
	return !is_ready(x, x->current_turn) ||
	       x->preempted < x->preemptions;
}

static void list_options(const struct mm_kunit_exploration *x,
			 struct options *options)
{
	bool all = may_preempt(x);
	unsigned int i;

	options->nr = 0;
	if (!x->unit_done && (all || x->current_turn == UNIT))
		options->sign[options->nr++] = UNIT;
	for (i = 0; i < x->nr_actors; i++) {
		const struct mm_kunit_actor *actor = &x->actors[i];

		if ((all || actor->free || x->current_turn == actor->sign) &&
		    is_ready(x, actor->sign))
			options->sign[options->nr++] = actor->sign;
	}
}

/* The choices of the last schedule are taken again as far as they are given. */
static char choose(struct mm_kunit_exploration *x,
		   const struct options *options)
{
	unsigned int at = x->choices++;

	if (at >= x->given) {
		x->choice[at].taken = 0;
		x->choice[at].options = options->nr;
	} else if (x->choice[at].options != options->nr) {
		mm_kunit_broken(x->test, "the state is not made anew: choice %u had %u options, has %u",
				at, x->choice[at].options, options->nr);
		x->choice[at].options = options->nr;
		x->choice[at].taken = min_t(u8, x->choice[at].taken,
					    options->nr - 1);
	}
	return options->sign[x->choice[at].taken];
}

/* From "3u2g": three hook points of the unit, two steps of actor g. */
static char named_turn(const char *name, unsigned int turn)
{
	unsigned int times;

	for (; *name; name++) {
		for (times = 0; isdigit(*name); name++)
			times = 10 * times + *name - '0';
		if (turn < times)
			break;
		turn -= times;
	}
	return *name;
}

static char replayed(struct mm_kunit_exploration *x,
		     const struct options *options)
{
	char sign = named_turn(x->replay, x->turns);

	if (!sign)
		return options->sign[0];
	if (!is_ready(x, sign)) {
		mm_kunit_broken(x->test, "turn %u of %s: %c has nothing to do",
				x->turns, x->replay, sign);
		return options->sign[0];
	}
	return sign;
}

static void take_turn(struct mm_kunit_exploration *x, char sign)
{
	const struct mm_kunit_actor *actor = find_actor(x, sign);

	if (x->turns < MM_KUNIT_TURNS)
		x->turn[x->turns++] = sign;
	if (actor && actor->free)
		return;
	if (sign != x->current_turn && is_ready(x, x->current_turn))
		x->preempted++;
	x->current_turn = sign;
}

/* Let others act until it is the unit's turn, or nobody has a step left. */
static void let_others_act(struct mm_kunit_exploration *x)
{
	struct options options;
	char sign;

	for (;;) {
		list_options(x, &options);
		if (!options.nr || x->choices == MM_KUNIT_TURNS)
			return;
		if (x->replay)
			sign = replayed(x, &options);
		else if (options.nr == 1)
			sign = options.sign[0];
		else
			sign = choose(x, &options);
		take_turn(x, sign);
		if (sign == UNIT)
			return;
		find_actor(x, sign)->step(find_actor(x, sign)->state);
		x->check(x->context);
	}
}

static void at_hook_point(void *context, const struct mm_kunit_event *event)
{
	struct mm_kunit_exploration *x = context;

	x->points++;
	x->check(x->context);
	let_others_act(x);
	if (x->effect)
		x->effect(x->context, event);
	if (event->kind == EV_LOCK_PTE)
		x->locked = true;
	else if (event->kind == EV_UNLOCK_PTE)
		x->locked = false;
}

/**
 * mm_kunit_explorer_hook() - what the unit has to be run with
 * @x: the exploration
 *
 * Return: the hook, for the @run of @x to give to mm_kunit_hook().
 */
const struct mm_kunit_hook *
mm_kunit_explorer_hook(struct mm_kunit_exploration *x)
{
	x->hook = (struct mm_kunit_hook) {
		.before = x->hooks | BIT_ULL(EV_LOCK_PTE) |
			  BIT_ULL(EV_UNLOCK_PTE),
		.run = at_hook_point,
		.context = x,
	};
	return &x->hook;
}

static void print_name(struct mm_kunit_exploration *x)
{
	unsigned int i, times, len = 0;

	for (i = 0; i < x->turns; i += times) {
		for (times = 1; i + times < x->turns &&
		     x->turn[i + times] == x->turn[i]; times++)
			;
		len += scnprintf(x->name + len, sizeof(x->name) - len, "%u%c",
				 times, x->turn[i]);
	}
}

static void run_schedule(struct mm_kunit_exploration *x)
{
	x->choices = 0;
	x->turns = 0;
	x->current_turn = 0;
	x->preempted = 0;
	x->points = 0;
	x->locked = false;
	x->unit_done = false;
	mm_kunit_trial_begin(&x->trial);
	x->begin(x->context);
	x->run(x->context);
	x->unit_done = true;
	x->check(x->context);
	let_others_act(x);
	x->end(x->context);
	if (x->choices < x->given)
		mm_kunit_broken(x->test, "the state is not made anew: %u choices, and %u before",
				x->choices, x->given);
	if (x->choices == MM_KUNIT_TURNS || x->turns == MM_KUNIT_TURNS)
		mm_kunit_broken(x->test, "more than %u turns", MM_KUNIT_TURNS);
	mm_kunit_trial_end();
}

static void count_schedule(struct mm_kunit_exploration *x)
{
	x->schedules++;
	x->hook_points = max(x->hook_points, x->points);
	if (!x->trial.broken || x->violations++)
		return;
	print_name(x);
	strscpy(x->reason, x->trial.first, sizeof(x->reason));
}

/* Take the next option of the last choice that has one. */
static bool next_schedule(struct mm_kunit_exploration *x)
{
	unsigned int at = x->choices;

	while (at--) {
		if (x->choice[at].taken + 1 < x->choice[at].options) {
			x->choice[at].taken++;
			x->given = at + 1;
			return true;
		}
	}
	return false;
}

/**
 * mm_kunit_explore() - run every schedule
 * @x: filled in but for the results, which this sets
 *
 * Does not fail the case: whether a violation is one is the caller's to say.
 *
 * Context: may sleep.
 */
void mm_kunit_explore(struct mm_kunit_exploration *x)
{
	x->schedules = 0;
	x->violations = 0;
	x->hook_points = 0;
	x->given = 0;
	do {
		run_schedule(x);
		count_schedule(x);
		cond_resched();
	} while (!x->replay && !(x->first_only && x->violations) &&
		 next_schedule(x));
}
