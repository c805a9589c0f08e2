/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ways that a page can go, for rows that say nothing but what it is.
 */
#ifndef _MM_TESTS_MIGRATE_FATE_H
#define _MM_TESTS_MIGRATE_FATE_H

#include "migrate_outcome.h"

/**
 * enum migrate_fate - what is done to a page that can be migrated
 * @FATE_TAKEN: migrate_vma_setup() alone, which has to take it
 * @FATE_MOVED: it is given a destination
 * @FATE_KEPT: it is given none
 * @FATE_PUT_BACK: somebody holds a reference, so setup maps it again
 */
enum migrate_fate {
	FATE_TAKEN,
	FATE_MOVED,
	FATE_KEPT,
	FATE_PUT_BACK,
};

/**
 * struct migrate_kind - a row about a page that can be migrated
 * @name: what it is
 * @when: the kernels it is for
 * @mapping: what its space maps
 * @given: the page
 */
struct migrate_kind {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
};

void migrate_begin_kind(struct kunit *test, enum migrate_fate fate);
void migrate_expect_fate(struct kunit *test, const struct mm_kunit_given *given,
			 enum migrate_fate fate);
void migrate_expect_fate_of_row(struct kunit *test, enum migrate_fate fate);

#endif /* _MM_TESTS_MIGRATE_FATE_H */
