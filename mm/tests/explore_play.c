// SPDX-License-Identifier: GPL-2.0
/*
 * GUP-fast before, during and after a unit clears an entry, by name.
 *
 *	unit:     ... clear ... ask for pins ... set another entry ...
 *	             ^         ^                ^                     ^
 *	GUP-fast: PLAY_CLEAR  PLAY_ASK         PLAY_SET              end
 */
#include "explore.h"

struct play {
	struct exploration *on;
	const struct play_case *row;
};

static void act(struct mm_kunit_gup *gup, unsigned int steps)
{
	while (steps-- && gup->next != GUP_DONE)
		mm_kunit_gup_step(gup);
}

static void gup_acts(void *context, const struct mm_kunit_event *event)
{
	struct play *play = context;
	enum play_point point = PLAY_SET;

	if (event->kind == EV_CHECK_PINNED)
		point = PLAY_ASK;
	else if (event->kind != EV_SET_PTE && event->kind != EV_SET_PMD)
		point = PLAY_CLEAR;
	act(&play->on->gup, play->row->steps[point]);
}

static void play_once(struct play *play, enum mm_kunit_clear clear)
{
	const struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_CLEAR_PTE) | BIT_ULL(EV_CLEAR_FLUSH_PTE) |
			  BIT_ULL(EV_CLEAR_PMD) | BIT_ULL(EV_CLEAR_FLUSH_PMD) |
			  BIT_ULL(EV_CHECK_PINNED) | BIT_ULL(EV_SET_PTE) |
			  BIT_ULL(EV_SET_PMD),
		.run = gup_acts,
		.context = play,
	};
	struct exploration *on = play->on;
	bool pinned;

	on->clear = clear;
	explore_begin(on);
	explore_run(on, &hook);
	act(&on->gup, ALL_STEPS);
	pinned = on->gup.pinned;
	mm_kunit_expect_equal(on->x.test, pinned, play->row->pinned,
			      "%s: pinned, clear %d", on->unit->name, clear);
	mm_kunit_expect_equal(on->x.test, !explore_end(on), play->row->kept,
			      "%s: kept, clear %d", on->unit->name, clear);
}

static void play_variants(struct play *play)
{
	play_once(play, CLEAR_AS_WRITTEN);
	play_once(play, CLEAR_ALWAYS_FLUSHES);
	play_once(play, CLEAR_NEVER_FLUSHES);
	if (play->on->unit->flush_in_clear)
		play_once(play, CLEAR_FLUSHES_LATE);
}

static struct play prepare(struct kunit *test, const struct explore_unit *unit)
{
	const struct play_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->of.when);
	return (struct play) { explore_new(test, &row->of, unit), row };
}

/**
 * explore_play() - run one order
 * @test: its case, whose parameter is a &struct play_case
 * @unit: what GUP-fast meets
 * @clear: the primitive that entries are cleared with
 */
void explore_play(struct kunit *test, const struct explore_unit *unit,
		  enum mm_kunit_clear clear)
{
	struct play play = prepare(test, unit);

	play_once(&play, clear);
}

/**
 * explore_play_variants() - the same with each primitive, one after the other
 * @test: see explore_play()
 * @unit: likewise
 */
void explore_play_variants(struct kunit *test, const struct explore_unit *unit)
{
	struct play play = prepare(test, unit);

	for (; play.on->unit; play.on->unit = play.on->unit->and_then)
		play_variants(&play);
}
