/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Others who act on one page while a unit does: a processor that stores to it
 * through its TLB, and mm code that waits for the page-table lock.
 */
#ifndef _MM_KUNIT_ACTORS_H
#define _MM_KUNIT_ACTORS_H

#include "explore.h"
#include "page.h"

/**
 * struct mm_kunit_cpu - a processor that stores to a page
 * @test: the running case
 * @page: the page
 * @ptep: its entry
 * @stores: how many it makes, after it loaded the translation
 * @ignores_flush: its TLB is broken
 * @left: stores that it has still to make
 * @landed: stores that it made
 * @made_young: it set that bit of the entry
 * @made_dirty: likewise
 *
 * As the hardware does, it sets the dirty bit of the entry with its first
 * store through a translation, and if the entry is gone by then, it faults.
 * Later stores do not look at the entry: they need the flush. A flush that is
 * left to a batch may come after the unlock, but has to come.
 */
struct mm_kunit_cpu {
	struct kunit *test;
	const struct mm_kunit_page *page;
	pte_t *ptep;
	unsigned int stores;
	bool ignores_flush;
	unsigned int left;
	unsigned int landed;
	bool made_young;
	bool made_dirty;

	/* private: */
	bool loaded;
	bool cached;
	bool cached_dirty;
	bool deferred;
	bool too_late;
};

enum mm_kunit_readiness mm_kunit_cpu_ready(void *cpu, bool locked);
void mm_kunit_cpu_step(void *cpu);
void mm_kunit_cpu_begin(struct mm_kunit_cpu *cpu);
void mm_kunit_cpu_effect(struct mm_kunit_cpu *cpu,
			 const struct mm_kunit_event *event);
void mm_kunit_cpu_end(const struct mm_kunit_cpu *cpu);

/* What takes the page-table lock, and mmap_lock like the unit, for reading. */
enum mm_kunit_caller_kind {
	CALLER_FAULTS,		/* stores to the address */
	CALLER_ZAPS,		/* MADV_DONTNEED */
	CALLER_MIGRATES,	/* takes the page away, and puts it back */
};

/**
 * struct mm_kunit_caller - mm code in another thread
 * @kind: what it does
 * @page: to which page
 * @next: its next step
 */
struct mm_kunit_caller {
	enum mm_kunit_caller_kind kind;
	const struct mm_kunit_page *page;
	unsigned int next;
};

enum mm_kunit_readiness mm_kunit_caller_ready(void *caller, bool locked);
void mm_kunit_caller_step(void *caller);

#endif /* _MM_KUNIT_ACTORS_H */
