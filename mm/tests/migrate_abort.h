/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rows about addresses, or whole PMDs, that migrate_vma_pages() can't or must
 * not populate.
 */
#ifndef _MM_TESTS_MIGRATE_ABORT_H
#define _MM_TESTS_MIGRATE_ABORT_H

#include "migrate_outcome.h"

/**
 * struct abort_case - a row about an address that is not populated
 * @name: what happens between setup and pages, or what fails
 * @when: the kernels it is for
 * @given: the address, which setup offers
 * @fails: allocation of migrate_vma_pages() that fails
 * @meanwhile: what happens after setup
 * @undo: takes it back
 * @dst_issue: defect that makes the destination change
 */
struct abort_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	enum mm_kunit_event_kind fails;
	void (*meanwhile)(struct migrate_scene *scene);
	void (*undo)(struct migrate_scene *scene);
	const struct mm_kunit_known_issue *dst_issue;
};

void write_fault(struct migrate_scene *scene);
void huge_fault(struct migrate_scene *scene);
void other_migrates(struct folio *folio);
void other_has_migrated(struct folio *folio);
void become_unstable(struct migrate_scene *scene);
void become_stable(struct migrate_scene *scene);
void register_uffd(struct migrate_scene *scene);
void unregister_uffd(struct migrate_scene *scene);
void expect_still_protected(struct migrate_scene *scene);

void expect_not_populated(struct kunit *test);
void expect_same_destination(struct kunit *test);
void expect_late_store_kept(struct kunit *test, enum mm_kunit_event_kind lock);

#endif /* _MM_TESTS_MIGRATE_ABORT_H */
