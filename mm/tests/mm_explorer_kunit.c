// SPDX-License-Identifier: GPL-2.0
/*
 * The schedule explorer itself, on units and actors that only count.
 */
#include "mm_kunit/explore.h"

#define POINTS	4
#define STEPS	3
#define TURNS	(POINTS + STEPS)

struct toy {
	struct mm_kunit_exploration x;
	unsigned int points;	/* of the unit, in its running schedule */
	unsigned int steps;	/* of the actor, likewise */
	unsigned int all_steps;
	bool forgets;		/* to make the actor anew */
	bool order[TURNS];	/* true for a step of the actor */
	bool wanted[TURNS];	/* the order that breaks the claim */
	unsigned int turns;
	DECLARE_BITMAP(seen, BIT(TURNS));	/* each order as a number */
	bool seen_twice;
};

static enum mm_kunit_readiness toy_ready(void *state, bool locked)
{
	struct toy *toy = state;

	return toy->steps == toy->all_steps ? ACTOR_DONE : ACTOR_READY;
}

static void toy_turn(struct toy *toy, bool actor)
{
	if (toy->turns < TURNS)
		toy->order[toy->turns++] = actor;
}

static void toy_step(void *state)
{
	struct toy *toy = state;

	toy->steps++;
	toy_turn(toy, true);
}

static void toy_begin(void *context)
{
	struct toy *toy = context;

	toy->steps = 0;
	toy->turns = 0;
	if (toy->forgets)
		toy->all_steps ^= 2;
}

static void toy_run(void *context)
{
	static const struct mm_kunit_event point = { .kind = EV_READ_PTE };
	struct toy *toy = context;
	unsigned int i;

	mm_kunit_events_start(CLEAR_AS_WRITTEN);
	mm_kunit_hook(mm_kunit_explorer_hook(&toy->x));
	for (i = 0; i < POINTS; i++) {
		mm_kunit_before(&point);
		toy_turn(toy, false);
	}
	mm_kunit_events_stop();
}

static void toy_check(void *context)
{
}

static void toy_end(void *context)
{
	struct toy *toy = context;
	unsigned int i, number = 0;

	for (i = 0; i < toy->turns; i++)
		number = 2 * number + toy->order[i];
	if (__test_and_set_bit(number, toy->seen))
		toy->seen_twice = true;
	if (!memcmp(toy->order, toy->wanted, sizeof(toy->order)))
		mm_kunit_broken(toy->x.test, "this is the order");
}

static struct toy *new_toy(struct kunit *test, unsigned int preemptions)
{
	struct toy *toy = kunit_kzalloc(test, sizeof(*toy), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, toy);
	toy->all_steps = STEPS;
	toy->x = (struct mm_kunit_exploration) {
		.test = test,
		.actors = { { .sign = 'a', .ready = toy_ready,
			      .step = toy_step, .state = toy } },
		.nr_actors = 1,
		.hooks = BIT_ULL(EV_READ_PTE),
		.preemptions = preemptions,
		.begin = toy_begin,
		.run = toy_run,
		.check = toy_check,
		.end = toy_end,
		.context = toy,
	};
	return toy;
}

/* How often somebody had the turn taken who could have gone on. */
static unsigned int count_preemptions(unsigned int order)
{
	unsigned int i, nr = 0, left[2] = { POINTS, STEPS };
	bool last = order & 1;

	for (i = 0; i < TURNS; i++) {
		bool next = order >> i & 1;

		nr += next != last && left[last];
		left[next]--;
		last = next;
	}
	return nr;
}

static unsigned int count_orders(unsigned int preemptions)
{
	unsigned int order, nr = 0;

	for (order = 0; order < BIT(TURNS); order++)
		nr += hweight_long(order) == STEPS &&
		      count_preemptions(order) <= preemptions;
	return nr;
}

/* Test that with any bound as many schedules are run as there are. */
static void every_schedule_is_run_once(struct kunit *test)
{
	unsigned int preemptions;

	for (preemptions = 0; preemptions <= TURNS; preemptions++) {
		struct toy *toy = new_toy(test, preemptions);

		mm_kunit_explore(&toy->x);
		KUNIT_EXPECT_EQ(test, toy->x.schedules,
				count_orders(preemptions));
		KUNIT_EXPECT_FALSE(test, toy->seen_twice);
		KUNIT_EXPECT_EQ(test, toy->x.hook_points, (unsigned int)POINTS);
	}
	/* 7 turns, of which 3 are the actor's. */
	KUNIT_EXPECT_EQ(test, count_orders(TURNS), 35U);
}

/* Test that the one bad order is found, and found again by its name. */
static void bad_schedule_is_named(struct kunit *test)
{
	static const bool bad[TURNS] = { 0, 1, 1, 0, 0, 1, 0 };
	struct toy *toy = new_toy(test, MM_KUNIT_ALL_SCHEDULES);
	struct toy *again = new_toy(test, 0);

	memcpy(toy->wanted, bad, sizeof(bad));
	mm_kunit_explore(&toy->x);
	KUNIT_EXPECT_EQ(test, toy->x.violations, 1U);
	KUNIT_EXPECT_STREQ(test, toy->x.name, "1u2a2u1a1u");
	KUNIT_EXPECT_STREQ(test, toy->x.reason, "this is the order");

	memcpy(again->wanted, bad, sizeof(bad));
	again->x.replay = toy->x.name;
	mm_kunit_explore(&again->x);
	KUNIT_EXPECT_EQ(test, again->x.schedules, 1U);
	KUNIT_EXPECT_EQ(test, again->x.violations, 1U);
}

/* Test that a name that fits no schedule is refused. */
static void schedule_of_another_unit_is_refused(struct kunit *test)
{
	struct toy *toy = new_toy(test, 0);

	toy->x.replay = "1u4a";
	memset(toy->wanted, 1, sizeof(toy->wanted));
	mm_kunit_explore(&toy->x);
	KUNIT_EXPECT_EQ(test, toy->x.violations, 1U);
}

/* Test that a state that is not made anew is noticed. */
static void incomplete_reset_is_noticed(struct kunit *test)
{
	struct toy *toy = new_toy(test, MM_KUNIT_FEW_PREEMPTIONS);

	memset(toy->wanted, 1, sizeof(toy->wanted));
	toy->forgets = true;
	mm_kunit_explore(&toy->x);
	KUNIT_EXPECT_GT(test, toy->x.violations, 0U);
}

/* How schedules are enumerated, named and replayed. */
static struct kunit_case explorer_cases[] = {
	KUNIT_CASE(every_schedule_is_run_once),
	KUNIT_CASE(bad_schedule_is_named),
	KUNIT_CASE(schedule_of_another_unit_is_refused),
	KUNIT_CASE(incomplete_reset_is_noticed),
	{}
};

static struct kunit_suite explorer_suite = {
	.name = "mm_explorer",
	.test_cases = explorer_cases,
};

kunit_test_suite(explorer_suite);
