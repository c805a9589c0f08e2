/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A page whose entry a unit takes away while others pin it, store to it, zap
 * it, fault or migrate: in every order, or in those with few preemptions.
 */
#ifndef _MM_TESTS_EXPLORE_H
#define _MM_TESTS_EXPLORE_H

#include "mm_kunit/actors.h"
#include "mm_kunit/gup_model.h"
#include "mm_kunit/row.h"
#include "mm_kunit/snapshot.h"

/* Who acts beside the unit; the letters are those of a schedule's name. */
#define READ_PIN	BIT(0)		/* g: GUP-fast, FOLL_PIN */
#define WRITE_PIN	BIT(1)		/* g: with FOLL_WRITE */
#define WRITE_REF	BIT(2)		/* g: FOLL_GET and FOLL_WRITE */
#define CPU_STORES	BIT(3)		/* c: through its TLB */
#define FAULT		BIT(4)		/* f */
#define ZAP		BIT(5)		/* z: MADV_DONTNEED */
#define MIGRATION	BIT(6)		/* m: another */

/* These change more than the page: each schedule gets a new address space. */
#define CALLERS		(FAULT | ZAP | MIGRATION)

/**
 * struct explore_case - a row about one page
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: the page
 * @actors: mask of who acts, of CALLERS at most one
 * @gup_without: mask of GUP_*, what GUP-fast lacks
 * @unit_without: mask of BIT_ULL(kind), what the unit lacks
 * @behind_share: the unit clears the entry behind the share step
 * @ignores_flush: the TLB of the processor that stores is broken
 * @weak: stores become visible late
 * @preemptions: how many it takes to show the flaw, if more than is usual
 * @flush_orders: a TLB flush is a barrier then
 * @needs_flush: a flaw has to show where a clear that flushes does not any more
 * @needs_early_flush: likewise, and where the flush comes later
 * @slow: run on request only
 * @seen: the row is about a flaw, which some schedule has to show
 */
struct explore_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	unsigned int actors;
	unsigned int gup_without;
	u64 unit_without;
	bool behind_share;
	bool ignores_flush;
	bool weak;
	unsigned int preemptions;
	bool flush_orders;
	bool needs_flush;
	bool needs_early_flush;
	bool slow;
	bool seen;
};

/**
 * struct explored - what a unit has built
 * @page: the page
 * @given: its state as built
 */
struct explored {
	struct mm_kunit_page *page;
	struct mm_kunit_state *given;
};

/**
 * struct explore_unit - a function that takes the page's entry away
 * @name: of the function, and how it flushes
 * @build: make the page; @keep: it outlives all of its mappings
 * @run: call the function, with mmap_lock held for reading
 * @end: what it promises of the state it leaves, where @held says that GUP-fast
 *	has the page; take that back. Returns whether it had taken the page
 * @clear: take down what @build made; NULL if nobody may change more than the
 *	page
 * @flush_in_clear: its clear of an entry is the only flush
 * @and_then: another that meets the same page, once this one is through
 */
struct explore_unit {
	const char *name;
	struct explored (*build)(struct kunit *test,
				 const struct mm_kunit_given *given, bool keep);
	void (*run)(struct kunit *test);
	bool (*end)(struct kunit *test, bool held);
	void (*clear)(struct kunit *test);
	bool flush_in_clear;
	const struct explore_unit *and_then;
};

/**
 * struct exploration - one page, one unit and who acts beside it
 * @x: how it is explored
 * @on: the page
 * @row: what is asked
 * @unit: of whom
 * @clear: the primitive that entries are cleared with
 * @memory: what GUP-fast sees of the entry and the page
 * @gup: GUP-fast
 */
struct exploration {
	struct mm_kunit_exploration x;
	struct explored on;
	const struct explore_case *row;
	const struct explore_unit *unit;
	enum mm_kunit_clear clear;
	struct mm_kunit_weak_memory memory;
	struct mm_kunit_gup gup;

	/* private: */
	unsigned int written;
	pte_t given_pte;
	pte_t given_sharer;
	struct mm_kunit_cpu cpu;
	struct mm_kunit_caller caller;
};

extern const struct explore_unit explore_collect;
extern const struct explore_unit explore_share;
extern const struct explore_unit explore_migrate;
extern const struct explore_unit explore_migrate_batch;
extern const struct explore_unit explore_unmap;
extern const struct explore_unit explore_unmap_batch;

void explore_row(struct kunit *test, const struct explore_unit *unit);
void explore_row_late(struct kunit *test, const struct explore_unit *unit);
void explore_row_fully(struct kunit *test, const struct explore_unit *unit);

struct exploration *explore_new(struct kunit *test,
				const struct explore_case *row,
				const struct explore_unit *unit);
void explore_begin(struct exploration *this);
void explore_run(struct exploration *this, const struct mm_kunit_hook *hook);
bool explore_end(struct exploration *this);

/* Before which primitives of the unit GUP-fast acts: see explore_play.c. */
enum play_point { PLAY_CLEAR, PLAY_ASK, PLAY_SET, PLAY_POINTS };

/* The steps of GUP-fast, in this order. */
#define READ_PTE	1
#define AND_GRAB	2	/* ... and take the reference */
#define ALL_STEPS	6

/**
 * struct play_case - a row about one order
 * @name: what it says
 * @of: the page, and whether GUP-fast wants to write
 * @steps: how many steps it takes before PLAY_CLEAR, PLAY_ASK and PLAY_SET;
 *	the rest comes after the unit
 * @pinned: whether it succeeds
 * @kept: whether the unit leaves the page as it was
 */
struct play_case {
	const char *name;
	struct explore_case of;
	unsigned int steps[PLAY_POINTS];
	bool pinned;
	bool kept;
};

void explore_play(struct kunit *test, const struct explore_unit *unit,
		  enum mm_kunit_clear clear);
void explore_play_variants(struct kunit *test, const struct explore_unit *unit);

#endif /* _MM_TESTS_EXPLORE_H */
