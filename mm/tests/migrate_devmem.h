/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Migrations to and from device memory.
 */
#ifndef _MM_TESTS_MIGRATE_DEVMEM_H
#define _MM_TESTS_MIGRATE_DEVMEM_H

#include <linux/workqueue.h>

#include "migrate_outcome.h"

/* Where a driver moves a page to. */
enum devmem_destination {
	TO_NOWHERE,
	TO_SYSTEM,
	TO_DEVICE,
	TO_COHERENT,
	TO_GENERIC,
};

/**
 * struct devmem_case - a row about one page
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @mapping: what its space maps
 * @given: the page
 * @select: MIGRATE_VMA_SELECT_ flags, 0 for all of them
 * @foreign: the call is by a driver that does not own the device memory
 * @ownerless: the call is by a driver that owns none
 * @to: where the page is to go
 * @expect: the claim
 */
struct devmem_case {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	unsigned long select;
	bool foreign;
	bool ownerless;
	enum devmem_destination to;
	struct migrate_expect expect;
};

#define DEVMEM_SELECT_ALL \
	(MIGRATE_VMA_SELECT_SYSTEM | MIGRATE_VMA_SELECT_DEVICE_PRIVATE | \
	 MIGRATE_VMA_SELECT_DEVICE_COHERENT)

/**
 * struct devmem_fault - a driver that is asked for a page that is on a device
 * @scene: where the page is mapped
 * @without_fault_page: it does not say which page the fault is about
 * @to: where the page goes; from %TO_NOWHERE follows an error
 * @silent: it says that all is well, wherever the page is
 * @error: what to return without doing anything, if not 0
 * @calls: how often it was asked
 * @page: the page, the last time
 * @refs: its references
 * @locked: whether it was locked
 * @ret: what migrate_vma_setup() returned
 */
struct devmem_fault {
	struct migrate_scene *scene;
	bool without_fault_page;
	enum devmem_destination to;
	bool silent;
	vm_fault_t error;
	unsigned int calls;
	struct page *page;
	long refs;
	bool locked;
	int ret;
};

/**
 * struct devmem_holder - somebody who has a page locked for a while
 * @work: lets go of it
 * @page: the page
 * @has_let_go: whether it is unlocked again
 */
struct devmem_holder {
	struct delayed_work work;
	struct page *page;
	bool has_let_go;
};

int devmem_suite_init(struct kunit_suite *suite);
void devmem_suite_exit(struct kunit_suite *suite);

struct migrate_scene *build_devmem_case(struct kunit *test);
void devmem_select(struct migrate_scene *scene, unsigned long flags);
void devmem_expect_fork_shares(struct migrate_scene *scene);
void devmem_expect_now(struct migrate_scene *scene,
		       const struct mm_kunit_state *want);
void devmem_expect_forked(struct migrate_scene *scene);
void devmem_expect_uffd_protects(struct migrate_scene *scene,
				 unsigned long size);
void devmem_give(struct migrate_scene *scene, unsigned int index,
		 enum devmem_destination to);
void devmem_move(struct migrate_scene *scene,
		 const enum devmem_destination *to);
void migrate_devmem_row(struct migrate_scene *scene);
void devmem_answer_faults(struct devmem_fault *fault,
			  struct migrate_scene *scene);
void devmem_hold(struct devmem_holder *holder, struct page *page);
void devmem_wait_for(struct devmem_holder *holder);

#endif /* _MM_TESTS_MIGRATE_DEVMEM_H */
