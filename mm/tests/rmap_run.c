// SPDX-License-Identifier: GPL-2.0
#include "mm_kunit/order.h"
#include "rmap_run.h"

/**
 * rmap_run() - take the mappings away, and check the order of events
 * @scene: as built; what is cleared with TTU_BATCH_FLUSH is not flushed after
 * @run: how
 *
 * Contract 10.14 and 10.18 hold for every page and in whatever state it is left.
 */
void rmap_run(struct sibling_scene *scene, const struct rmap_run *run)
{
	struct kunit *test = scene->test;

	mm_kunit_events_start(run->clear);
	mm_kunit_hook(run->hook);
	mm_kunit_fail_allocation(run->failing);
	mm_kunit_defer_flushes(run->flags & TTU_BATCH_FLUSH);
	run->unmap(scene->folio, run->flags);

	mm_kunit_expect_flush_before_unlock(test);
	mm_kunit_expect_clear_before_share(test);
	mm_kunit_expect_clear_before_refs(test);
	mm_kunit_expect_cache_flush_before_clear(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	mm_kunit_expect_addresses(test);
}

/**
 * rmap_run_row() - run the function on a row and compare
 * @test: its case, whose parameter is a &struct sibling_case
 * @run: how, but for the flags that the row adds
 */
void rmap_run_row(struct kunit *test, const struct rmap_run *run)
{
	const struct sibling_case *row = test->param_value;
	struct sibling_scene *scene = sibling_build(test);
	struct rmap_run with_flags = *run;

	with_flags.flags |= row->flags;
	rmap_run(scene, &with_flags);
	unit_rmap_flush();
	mm_kunit_expect_batch_flushed(test);
	sibling_expect(scene, row->expect);
}
