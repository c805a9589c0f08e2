/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What becomes of a page, and all that this implies.
 */
#ifndef _MM_TESTS_MIGRATE_OUTCOME_H
#define _MM_TESTS_MIGRATE_OUTCOME_H

#include "migrate_scene.h"

/**
 * enum migrate_outcome - the bundles of checks that a row names
 * @SKIPPED: src is 0, everything is as it was given
 * @OFFERED: nothing is there: src is MIGRATE alone, everything is as given
 * @SELECTED: src is the page, valid and to be migrated. Every mapping that
 *	the phase removes has become a migration entry with the bits of the
 *	PTE it replaces; the page is locked and no longer exclusive; a PTE's
 *	dirty bit is the folio's. After migrate_vma_setup() no mapping is left,
 *	one reference is held and the page is off the LRU
 * @RESTORED: src is 0, or after finalize still the page, but not MIGRATE; the
 *	page is mapped, referenced, locked and on the LRU as given; the dirty
 *	bits of its PTEs are the folio's too
 * @REFUSED: what RESTORED says, of a page that migrate_vma_setup() put back:
 *	src is 0 after every later phase as well
 * @MIGRATED: what RESTORED says, of the destination; the source is unmapped,
 *	unlocked and was released
 * @POPULATED: the destination is mapped where nothing was: exclusive,
 *	writable, dirty, counted and on the LRU
 * @DROPPED: somebody took the mapping away while the page was being migrated:
 *	nothing is mapped or counted; the page, and its destination if it has
 *	one, are unlocked and were released
 */
enum migrate_outcome {
	SKIPPED,
	OFFERED,
	SELECTED,
	RESTORED,
	REFUSED,
	MIGRATED,
	POPULATED,
	DROPPED,
};

/**
 * struct migrate_expect - what a row claims
 * @outcome: the bundle
 * @mpfn: flags of the src entry beyond those that @outcome implies
 */
struct migrate_expect {
	enum migrate_outcome outcome;
	unsigned long mpfn;
};

/**
 * struct migrate_beside - what happens to other pages of the space
 * @populated: how many addresses are filled
 * @deposited: how many page tables are kept for a later split
 * @new_tables: page tables may be made for them
 */
struct migrate_beside {
	unsigned int populated;
	unsigned int deposited;
	bool new_tables;
};

/**
 * struct migrate_case - a row about one page
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @mapping: what its space maps
 * @given: the page
 * @expect: the claim
 */
struct migrate_case {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	struct migrate_expect expect;
};

void migrate_remapped(struct mm_kunit_pte_state *pte,
		      struct mm_kunit_folio_state *folio);
struct migrate_scene *build_case(struct kunit *test);
void migrate_expect_entries(struct migrate_scene *scene, unsigned int index,
			    const struct migrate_expect *expect);
void expect_outcome(struct migrate_scene *scene, unsigned int index,
		    const struct migrate_expect *expect);
void expect_outcome_beside(struct migrate_scene *scene, unsigned int index,
			   const struct migrate_expect *expect,
			   const struct migrate_beside *beside);
void expect_counts(struct migrate_scene *scene,
		   const struct migrate_expect *expect);

#endif /* _MM_TESTS_MIGRATE_OUTCOME_H */
