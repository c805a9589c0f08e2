/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One page, whose mappings a function other than migrate_vma_setup() works on:
 * the siblings that keep the same rules (contract, section 10).
 */
#ifndef _MM_TESTS_SIBLING_SCENE_H
#define _MM_TESTS_SIBLING_SCENE_H

#include "mm_kunit/events.h"
#include "mm_kunit/page.h"
#include "mm_kunit/row.h"
#include "mm_kunit/snapshot.h"

/**
 * enum sibling_outcome - what has become of the mappings of the page
 * @KEPT: they are as given, to the bit; the folio is so too, but may have been
 *	marked dirty if one of them is
 * @KEPT_LAZY: what KEPT says, but the folio may be swap-backed or not
 * @KEPT_DIRTIED: what KEPT says, and the folio is swap-backed
 * @MIGRATING: migration entries with the bits of the PTEs they replace; the
 *	folio has lost their references, AE and mlock, and is dirty if one was
 * @SWAPPED: entries of the folio's swap slot, with soft-dirty, uffd-wp and AE;
 *	the folio as with MIGRATING, the space counts a swap entry for a page
 * @GONE: nothing; the folio as with MIGRATING, the space counts a page less
 * @PROTECTED: read-only and clean, else as given; the folio is not exclusive,
 *	and dirty if it or its PTE was
 */
enum sibling_outcome {
	KEPT,
	KEPT_LAZY,
	KEPT_DIRTIED,
	MIGRATING,
	SWAPPED,
	GONE,
	PROTECTED,
};

/**
 * struct sibling_case - a row
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @mapping: what the space maps
 * @given: the page
 * @flags: TTU flags beyond those that the test is about
 * @expect: the claim
 */
struct sibling_case {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	unsigned int flags;
	enum sibling_outcome expect;
};

/**
 * struct sibling_scene - the page and its surroundings
 * @test: the running case
 * @space: where it is mapped
 * @page: the page
 * @folio: its folio, locked and referenced for the function that is called
 * @moved_to: the folio that took its place, locked and referenced likewise
 * @slot: where in swap the folio is, if it is in the swap cache
 * @given: its state as built, with that lock and reference
 */
struct sibling_scene {
	struct kunit *test;
	struct mm_kunit_space space;
	struct mm_kunit_page page;
	struct folio *folio;
	struct folio *moved_to;
	long slot;
	struct mm_kunit_state given;
};

int sibling_scene_init(struct kunit *test);
void sibling_scene_exit(struct kunit *test);
struct sibling_scene *sibling_build(struct kunit *test);
struct sibling_scene *
sibling_build_page(struct kunit *test, enum mm_kunit_mapping mapping,
		   const struct mm_kunit_given *given);
void sibling_map_again(struct sibling_scene *scene);
void sibling_expect(struct sibling_scene *scene, enum sibling_outcome outcome);

#endif /* _MM_TESTS_SIBLING_SCENE_H */
