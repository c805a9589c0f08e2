/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A migration in a synthetic address space: built, run phase by phase and
 * taken down again, whatever a case leaves behind.
 */
#ifndef _MM_TESTS_MIGRATE_SCENE_H
#define _MM_TESTS_MIGRATE_SCENE_H

#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/migrate.h>

#include "mm_kunit/device.h"
#include "mm_kunit/events.h"
#include "mm_kunit/page.h"
#include "mm_kunit/row.h"
#include "mm_kunit/snapshot.h"
#include "mm_kunit/trial.h"

/* Pages that one scene describes; its range may be wider. */
#define SCENE_PAGES 8
/* Entries of the src and dst arrays that the caller knows of. */
#define SCENE_ENTRIES (MM_KUNIT_SPACE_PMDS * PTRS_PER_PTE)
/* Entries before and behind them that nobody may touch. */
#define SCENE_GUARDS 4

/* Has the flags that pages clears: one that it clears out there is missed. */
#define SCENE_GUARD	REPEAT_BYTE(0x1e)
#define SCENE_POISON	REPEAT_BYTE(0x6b)

enum migrate_phase {
	BUILT,
	COLLECTED,
	UNMAPPED,		/* migrate_vma_setup() returned */
	PAGES_MOVED,
	FINALIZED,
};

struct migrate_array {
	unsigned long before[SCENE_GUARDS];
	unsigned long entry[SCENE_ENTRIES];
	unsigned long behind[SCENE_GUARDS];
};

/**
 * struct migrate_scene - one migration
 * @test: the running case
 * @space: the address space that pages migrate in
 * @pages: what it holds
 * @at: where, in pages from the start of @space
 * @given: the state of @pages as built
 * @nr: how many of @pages are used
 * @kept: a reference is held on the page
 * @dst_page: destinations that were given to migrate_vma_pages()
 * @args: of migrate_vma_setup(), over @src and @dst
 * @src: guarded array
 * @dst: guarded array
 * @src_before: what was in @src before the last phase that may not change it
 * @dst_before: likewise
 * @phase: the last phase that was run
 * @calls: the compilation that is run
 */
struct migrate_scene {
	struct kunit *test;
	struct mm_kunit_space space;
	struct mm_kunit_page pages[SCENE_PAGES];
	unsigned long at[SCENE_PAGES];
	struct mm_kunit_state given[SCENE_PAGES];
	unsigned int nr;
	bool kept[SCENE_PAGES];
	struct page *dst_page[SCENE_PAGES];
	struct migrate_vma args;
	struct migrate_array src;
	struct migrate_array dst;
	unsigned long src_before[SCENE_ENTRIES];
	unsigned long dst_before[SCENE_ENTRIES];
	enum migrate_phase phase;
	const struct migrate_calls *calls;
};

int migrate_scene_init(struct kunit *test);
#ifdef CONFIG_DEVICE_MIGRATION
int migrate_scene_init_kernel(struct kunit *test);
#endif
void migrate_scene_exit(struct kunit *test);
void migrate_scene_clear(struct migrate_scene *scene);
void migrate_start_over(struct migrate_scene *scene);

void migrate_build_space(struct kunit *test, enum mm_kunit_mapping mapping);
void migrate_build_pages(struct kunit *test, const struct mm_kunit_given *given,
			 unsigned int nr);
struct migrate_scene *migrate_build(struct kunit *test,
				    const struct mm_kunit_given *given,
				    unsigned int nr);
void migrate_place(struct migrate_scene *scene, unsigned long at,
		   const struct mm_kunit_given *given);
void migrate_build_placed(struct migrate_scene *scene, unsigned long start,
			  unsigned long end);
bool migrate_in_range(const struct migrate_scene *scene, unsigned int index);
unsigned long migrate_entry(const struct migrate_scene *scene,
			    unsigned int index);

void run_collect(struct migrate_scene *scene);
void run_collect_clearing_with(struct migrate_scene *scene,
			       enum mm_kunit_clear clear,
			       const struct mm_kunit_hook *hook);
int run_setup(struct migrate_scene *scene);
int run_setup_clearing_with(struct migrate_scene *scene,
			    enum mm_kunit_clear clear,
			    const struct mm_kunit_hook *hook);
int run_setup_locked(struct migrate_scene *scene);
bool offer_destination(struct migrate_scene *scene, unsigned int index);
void give_destination(struct migrate_scene *scene, unsigned int index);
void give_device_destination(struct migrate_scene *scene, unsigned int index,
			     enum memory_type type);
void run_pages(struct migrate_scene *scene);
void run_pages_locked(struct migrate_scene *scene);
void run_finalize(struct migrate_scene *scene);
void run_finalize_locked(struct migrate_scene *scene);
void migrate_array_fill(struct migrate_array *array);
void migrate_array_expect_guards(struct kunit *test, const char *name,
				 const struct migrate_array *array);
void migrate_arrays_remember(struct migrate_scene *scene);
void migrate_arrays_expect_kept(struct migrate_scene *scene,
				unsigned long first);
void migrate_store_locked(struct migrate_scene *scene);
void migrate_keep_page(struct migrate_scene *scene, unsigned int index);

#endif /* _MM_TESTS_MIGRATE_SCENE_H */
