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

/**
 * struct by_page_case - a row about a huge page that is mapped by PTEs
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: the huge page
 * @mixed: every other page of it is not exclusive, others have had it
 * @first: of its pages the first that is mapped
 */
struct by_page_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	bool mixed;
	unsigned long first;
};

void rmap_run(struct sibling_scene *scene, const struct rmap_run *run);
void rmap_run_row(struct kunit *test, const struct rmap_run *run);
void rmap_run_by_page(struct kunit *test, const struct by_page_case *row);

#endif /* _MM_TESTS_RMAP_RUN_H */
