/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows about huge pages: what a whole PMD maps, and what becomes of it when it
 * is split on the way.
 */
#ifndef _MM_TESTS_MIGRATE_HUGE_H
#define _MM_TESTS_MIGRATE_HUGE_H

#include "migrate_outcome.h"

#define HUGE_PAGES	((unsigned long)PTRS_PER_PTE)

/**
 * struct migrate_huge_case - a row about one PMD
 * @name: what it says, as a test name
 * @when: the kernels it is for, if not all that have huge pages
 * @flags: of &struct migrate_vma, %MIGRATE_VMA_SELECT_SYSTEM if 0
 * @first: first page of the range, counted from the start of the PMD
 * @npages: its length, 0 for the whole PMD
 * @given: what the PMD maps; .huge is implied
 * @expect: the claim
 */
struct migrate_huge_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned long flags;
	unsigned long first;
	unsigned long npages;
	struct mm_kunit_given given;
	struct migrate_expect expect;
};

void begin_huge_row(struct kunit *test, const char *name,
		    const struct mm_kunit_when *when);
void begin_whole_pmd_row(struct kunit *test, const char *name,
			 const struct mm_kunit_when *when);
struct migrate_scene *build_huge_case(struct kunit *test);
struct page *give_small_page(struct migrate_scene *scene, unsigned long i,
			     struct page *src);
void look_by_page(struct migrate_scene *scene);
void expect_by_page(struct migrate_scene *scene,
		    const struct migrate_expect *expect);
void expect_nothing_taken(struct migrate_scene *scene, unsigned long npages);
void expect_left_by_page(struct migrate_scene *scene);
void expect_splits(struct migrate_scene *scene);

#endif /* _MM_TESTS_MIGRATE_HUGE_H */
