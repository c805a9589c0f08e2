// SPDX-License-Identifier: GPL-2.0
/*
 * What try_to_unmap() and try_to_migrate() leave to a batch, and what may
 * happen between the clear of a PTE and the decision about its page.
 */
#include "mm_kunit/hooks.h"
#include "mm_kunit/order.h"
#include "rmap_run.h"

struct batch_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	struct rmap_run run;
};

/* contract 10.16: a batch knows its address spaces, and if writes may follow. */
static const struct batch_case batches[] = {
	{ "dirty_page_that_is_unmapped",
	  .when = { .needs = NEEDS_TLB_BATCH },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 },
	  .run = { unit_rmap_try_to_unmap, TTU_BATCH_FLUSH } },
	{ "dirty_page_that_is_migrated",
	  .when = { .since = KERNEL(6, 3), .needs = NEEDS_TLB_BATCH },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .run = { unit_rmap_try_to_migrate, TTU_BATCH_FLUSH } },
	{ "dirty_page_that_is_pinned",
	  .when = { .since = KERNEL(6, 3), .needs = NEEDS_TLB_BATCH },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .gup_pins = 1 },
	  .run = { unit_rmap_try_to_migrate, TTU_BATCH_FLUSH } },
};

/* contract 10.15 and 10.27: dirty is taken from what the clear returned. */
static const struct batch_case late_pages[] = {
	{ "page_that_is_migrated",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .run = { unit_rmap_try_to_migrate } },
	{ "page_that_is_migrated_in_a_batch",
	  .when = { .since = KERNEL(6, 3) },
	  .given = { .pte = { .write = 1 }, .exclusive = 1 },
	  .run = { unit_rmap_try_to_migrate, TTU_BATCH_FLUSH } },
	{ "page_that_is_swapped_out",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .swap_cache = 1 },
	  .run = { unit_rmap_try_to_unmap } },
	{ "page_that_is_swapped_out_in_a_batch",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .swap_cache = 1 },
	  .run = { unit_rmap_try_to_unmap, TTU_BATCH_FLUSH } },
	{ "lazyfree_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1,
		     .lazyfree = 1, .off_lru = 1 },
	  .run = { unit_rmap_try_to_unmap } },
};

MM_KUNIT_ROWS(batches);
MM_KUNIT_ROWS(late_pages);

static struct sibling_scene *build(struct kunit *test)
{
	const struct batch_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	return sibling_build_page(test, MAPPING_ANON, &row->given);
}

/* Test that a batch with a dirty PTE is flushed before I/O is started. */
static void flush_before_io(struct kunit *test)
{
	const struct batch_case *row = test->param_value;
	struct sibling_scene *scene = build(test);

	rmap_run(scene, &row->run);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_FLUSH_BATCH), 0U);
	unit_rmap_flush_dirty();
	mm_kunit_expect_batch_flushed(test);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_FLUSH_BATCH), 1U);
}

/* Test that who changes the address space next flushes what was put off. */
static void flush_before_the_next_change(struct kunit *test)
{
	const struct batch_case *row = test->param_value;
	struct sibling_scene *scene = build(test);

	rmap_run(scene, &row->run);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_FLUSH_TLB), 0U);
	unit_rmap_flush_pending(scene->space.mm);
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_FLUSH_TLB), 1U);
	unit_rmap_flush();
}

/* Test that a page that is written to at the last moment is not lost. */
static void dirty_set_right_before_the_clear(struct kunit *test)
{
	const struct batch_case *row = test->param_value;
	struct sibling_scene *scene = build(test);
	struct rmap_run run = row->run;

	run.hook = &mm_kunit_walker_sets_dirty;
	KUNIT_ASSERT_FALSE(test, folio_test_dirty(scene->folio));
	rmap_run(scene, &run);
	unit_rmap_flush();
	KUNIT_EXPECT_TRUE_MSG(test, folio_test_dirty(scene->folio),
			      "the dirty bit is lost");
}

/* A driver that wrote to the page marks it dirty and drops its reference. */
static void writer_is_done(void *context, const struct mm_kunit_event *event)
{
	struct sibling_scene *scene = context;

	if (scene->given.folio.dirty)
		return;
	scene->given.folio.dirty = 1;
	folio_set_dirty(scene->folio);
	folio_put(scene->folio);
}

/* Test that a reference that is dropped late does not hide what it wrote. */
static void lazyfree_page_written_by_a_driver(struct kunit *test)
{
	static const struct mm_kunit_given lazyfree = {
		.exclusive = 1, .lazyfree = 1, .off_lru = 1,
	};
	struct mm_kunit_hook hook = {
		.before = BIT_ULL(EV_READ_REFS), .run = writer_is_done,
	};
	struct rmap_run run = { unit_rmap_try_to_unmap, .hook = &hook };
	struct sibling_scene *scene;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = sibling_build_page(test, MAPPING_ANON, &lazyfree);
	hook.context = scene;
	folio_get(scene->folio);
	rmap_run(scene, &run);
	mm_kunit_events_stop();
	KUNIT_EXPECT_TRUE(test, scene->given.folio.dirty);
	sibling_expect(scene, KEPT_DIRTIED);
}

/* Batches, and what others do in the middle. */
static struct kunit_case rmap_batch_cases[] = {
	KUNIT_CASE_PARAM(flush_before_io, batches_gen_params),
	KUNIT_CASE_PARAM(flush_before_the_next_change, batches_gen_params),
	KUNIT_CASE_PARAM(dirty_set_right_before_the_clear,
			 late_pages_gen_params),
	KUNIT_CASE(lazyfree_page_written_by_a_driver),
	{}
};

static struct kunit_suite rmap_batch_suite = {
	.name = "rmap_batch",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = rmap_batch_cases,
};

kunit_test_suite(rmap_batch_suite);
