// SPDX-License-Identifier: GPL-2.0
/*
 * GUP-fast before, during and after collect clears a PTE, by name.
 *
 *	collect:  ... clear PTE ... ask for pins ... set migration entry ...
 *	             ^             ^                ^                       ^
 *	GUP-fast:  CLEAR          ASK              SET                     END
 *
 * Every order there is: see migrate_explore_kunit.c.
 */
#include "migrate_outcome.h"
#include "mm_kunit/gup_model.h"
#include "mm_kunit/order.h"

/* The steps of GUP-fast, in this order. */
#define READ_PTE	1
#define AND_GRAB	2	/* ... and take the reference */
#define ALL		6

enum { CLEAR, ASK, SET, POINTS };

/**
 * struct gup_case - a row about one page
 * @name: what it says
 * @given: the page
 * @write: FOLL_WRITE
 * @steps: how many steps GUP-fast takes before CLEAR, ASK and SET; the rest
 *	comes after collect
 * @pinned: whether it succeeds
 * @outcome: of collect, whose mpfn has the write bit if @given is writable
 */
struct gup_case {
	const char *name;
	struct mm_kunit_given given;
	bool write;
	unsigned int steps[POINTS];
	bool pinned;
	enum migrate_outcome outcome;
};

#define WRITABLE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }

/* contract 3.6, 3.5: who is first has the page, whole. */
static const struct gup_case exclusive[] = {
	{ "pinned_for_reading_before_the_clear", READ_ONLY, .steps = { ALL },
	  .pinned = true, .outcome = SKIPPED },
	{ "pinned_for_writing_before_the_clear", WRITABLE, .write = true,
	  .steps = { ALL }, .pinned = true, .outcome = SKIPPED },
	{ "grabbed_before_the_clear", WRITABLE, .steps = { AND_GRAB },
	  .pinned = true, .outcome = SKIPPED },
	{ "grabbed_before_and_checked_behind_it", WRITABLE,
	  .steps = { AND_GRAB, ALL }, .outcome = SELECTED },
	{ "seen_before_and_grabbed_behind_it", WRITABLE, .write = true,
	  .steps = { READ_PTE, ALL }, .outcome = SELECTED },
	{ "read_only_seen_before_and_grabbed_behind_it", READ_ONLY,
	  .steps = { READ_PTE, ALL }, .outcome = SELECTED },
	{ "seen_before_and_grabbed_after_the_question", WRITABLE,
	  .steps = { READ_PTE, 0, ALL }, .outcome = SELECTED },
	{ "seen_before_and_grabbed_at_the_end", READ_ONLY,
	  .steps = { READ_PTE }, .outcome = SELECTED },
	{ "first_seen_behind_the_clear", WRITABLE, .steps = { 0, ALL },
	  .outcome = SELECTED },
	{ "first_seen_at_the_end", WRITABLE, .write = true,
	  .outcome = SELECTED },
};

MM_KUNIT_ROWS(exclusive);

/* contract 3.6, 2.7: a page that may be shared is never pinned, but taken. */
static const struct gup_case shared[] = {
	{ "wanted_for_reading_before_the_clear", SHARED, .steps = { ALL },
	  .outcome = SELECTED },
	{ "wanted_for_writing_before_the_clear", SHARED, .write = true,
	  .steps = { ALL }, .outcome = SELECTED },
	{ "grabbed_before_and_checked_behind_it", SHARED,
	  .steps = { AND_GRAB, 0, ALL }, .outcome = SELECTED },
	{ "seen_before_and_grabbed_behind_it", SHARED,
	  .steps = { READ_PTE, 0, ALL }, .outcome = SELECTED },
	{ "first_seen_at_the_end", SHARED, .outcome = SELECTED },
};

MM_KUNIT_ROWS(shared);

struct play {
	const struct gup_case *row;
	struct mm_kunit_gup gup;
	struct mm_kunit_weak_memory memory;
};

static void act(struct mm_kunit_gup *gup, unsigned int steps)
{
	while (steps-- && gup->next != GUP_DONE)
		mm_kunit_gup_step(gup);
}

static void gup_acts(void *context, const struct mm_kunit_event *event)
{
	struct play *play = context;
	unsigned int point = SET;

	if (event->kind == EV_CLEAR_PTE || event->kind == EV_CLEAR_FLUSH_PTE)
		point = CLEAR;
	else if (event->kind == EV_CHECK_PINNED)
		point = ASK;
	act(&play->gup, play->row->steps[point]);
}

static void begin(struct play *play, struct migrate_scene *scene)
{
	struct mm_kunit_page *page = &scene->pages[0];
	pmd_t *pmd = pmd_off(page->space->mm, page->addr);

	play->memory.ptep = pte_offset_kernel(pmd, page->addr);
	play->memory.page = page->page;
	play->gup.mm = page->space->mm;
	play->gup.addr = page->addr;
	play->gup.write = play->row->write;
	play->gup.memory = &play->memory;
	mm_kunit_gup_begin(&play->gup);
}

static void play_row(struct kunit *test, enum mm_kunit_clear clear)
{
	const struct gup_case *row = test->param_value;
	struct migrate_expect expect = { row->outcome };
	struct play play = { .row = row };
	struct mm_kunit_hook hook = {
		.before = BIT(EV_CLEAR_PTE) | BIT(EV_CLEAR_FLUSH_PTE) |
			  BIT(EV_CHECK_PINNED) | BIT(EV_SET_PTE),
		.run = gup_acts,
		.context = &play,
	};
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, NULL);
	scene = migrate_build(test, &row->given, 1);
	begin(&play, scene);
	run_collect_clearing_with(scene, clear, &hook);
	act(&play.gup, ALL);
	KUNIT_EXPECT_EQ(test, play.gup.pinned, row->pinned);
	mm_kunit_gup_unpin(&play.gup);
	if (row->given.pte.write && row->outcome == SELECTED)
		expect.mpfn = MIGRATE_PFN_WRITE;
	expect_outcome(scene, 0, &expect);
	mm_kunit_expect_order(test);
}

/* Test that an exclusive page is pinned or taken, as the source clears. */
static void exclusive_as_written(struct kunit *test)
{
	play_row(test, CLEAR_AS_WRITTEN);
}

/* Test that it is where each clear flushes by itself. */
static void exclusive_with_ptep_clear_flush(struct kunit *test)
{
	play_row(test, CLEAR_ALWAYS_FLUSHES);
}

/* Test that it is where the batched flush has to do. */
static void exclusive_with_ptep_get_and_clear(struct kunit *test)
{
	play_row(test, CLEAR_NEVER_FLUSHES);
}

/* Test that a shared page is taken and not pinned, as the source clears. */
static void shared_as_written(struct kunit *test)
{
	play_row(test, CLEAR_AS_WRITTEN);
}

/* Test that it is where each clear flushes by itself. */
static void shared_with_ptep_clear_flush(struct kunit *test)
{
	play_row(test, CLEAR_ALWAYS_FLUSHES);
}

/* Test that it is where the batched flush has to do. */
static void shared_with_ptep_get_and_clear(struct kunit *test)
{
	play_row(test, CLEAR_NEVER_FLUSHES);
}

/* GUP-fast at the points of collect that matter. */
static struct kunit_case gup_cases[] = {
	KUNIT_CASE_PARAM(exclusive_as_written, exclusive_gen_params),
	KUNIT_CASE_PARAM(exclusive_with_ptep_clear_flush, exclusive_gen_params),
	KUNIT_CASE_PARAM(exclusive_with_ptep_get_and_clear,
			 exclusive_gen_params),
	KUNIT_CASE_PARAM(shared_as_written, shared_gen_params),
	KUNIT_CASE_PARAM(shared_with_ptep_clear_flush, shared_gen_params),
	KUNIT_CASE_PARAM(shared_with_ptep_get_and_clear, shared_gen_params),
	{}
};

static struct kunit_suite gup_suite = {
	.name = "migrate_device_gup_fast",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = gup_cases,
};

kunit_test_suite(gup_suite);
