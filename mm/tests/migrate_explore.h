/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page that is collected while others pin it, store to it, zap it, fault or
 * migrate: in every order, or in those with few preemptions.
 */
#ifndef _MM_TESTS_MIGRATE_EXPLORE_H
#define _MM_TESTS_MIGRATE_EXPLORE_H

#include "migrate_scene.h"
#include "mm_kunit/actors.h"
#include "mm_kunit/gup_model.h"

/* Who acts beside the unit; the letters are those of a schedule's name. */
#define READ_PIN	BIT(0)		/* g: GUP-fast, FOLL_PIN */
#define WRITE_PIN	BIT(1)		/* g: with FOLL_WRITE */
#define CPU_STORES	BIT(2)		/* c: through its TLB */
#define FAULT		BIT(3)		/* f */
#define ZAP		BIT(4)		/* z: MADV_DONTNEED */
#define MIGRATION	BIT(5)		/* m: another */

/**
 * struct explore_case - a row about one page
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: the page
 * @actors: mask of who acts, of CALLERS at most one
 * @gup_without: mask of GUP_*, what GUP-fast lacks
 * @unit_without: mask of BIT(kind), what the unit lacks
 * @ignores_flush: the TLB of the processor that stores is broken
 * @weak: stores become visible late
 * @seen: the row is about a flaw, which some schedule has to show
 */
struct explore_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	unsigned int actors;
	unsigned int gup_without;
	unsigned long unit_without;
	bool ignores_flush;
	bool weak;
	bool seen;
};

/**
 * struct explore_unit - a function that takes the page's entry away
 * @run: call it, with mmap_lock held for reading
 * @end: what it promises of the state it leaves; then take that back
 */
struct explore_unit {
	void (*run)(struct migrate_scene *scene);
	void (*end)(struct migrate_scene *scene, bool pinned);
};

extern const struct explore_unit explore_collect;
extern const struct explore_unit explore_share;

void explore_row(struct kunit *test, const struct explore_unit *unit);
void explore_row_fully(struct kunit *test, const struct explore_unit *unit);

#endif /* _MM_TESTS_MIGRATE_EXPLORE_H */
