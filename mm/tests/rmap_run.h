/* SPDX-License-Identifier: GPL-2.0 */
/*
 * try_to_migrate() and try_to_unmap() of the unit, at once or in a batch.
 */
#ifndef _MM_TESTS_RMAP_RUN_H
#define _MM_TESTS_RMAP_RUN_H

#include "rmap_unit.h"
#include "sibling_scene.h"

/**
 * struct rmap_run - how to run the function
 * @unmap: the function
 * @flags: what to ask for
 * @clear: the primitive that PTEs are cleared with
 * @hook: what to do in between, or NULL
 * @failing: what can't be had, EV_NOTHING by default
 */
struct rmap_run {
	void (*unmap)(struct folio *folio, enum ttu_flags flags);
	unsigned int flags;
	enum mm_kunit_clear clear;
	const struct mm_kunit_hook *hook;
	enum mm_kunit_event_kind failing;
};

void rmap_run(struct sibling_scene *scene, const struct rmap_run *run);
void rmap_run_row(struct kunit *test, const struct rmap_run *run);

#endif /* _MM_TESTS_RMAP_RUN_H */
