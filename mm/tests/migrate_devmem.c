// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <linux/userfaultfd_k.h>

#include "migrate_devmem.h"
#include "mm_kunit/order.h"

static const enum memory_type memory_types[] = {
	MEMORY_DEVICE_PRIVATE, MEMORY_DEVICE_COHERENT, MEMORY_DEVICE_GENERIC,
};

/**
 * devmem_suite_init() - the .suite_init of a suite with devices
 * @suite: the suite
 *
 * Return: 0 or -errno.
 */
int devmem_suite_init(struct kunit_suite *suite)
{
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(memory_types); i++) {
		err = mm_kunit_device_create(memory_types[i]);
		if (err)
			return err;
	}
	return 0;
}

/**
 * devmem_suite_exit() - the .suite_exit that goes with it
 * @suite: the suite
 */
void devmem_suite_exit(struct kunit_suite *suite)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(memory_types); i++)
		mm_kunit_device_destroy(memory_types[i]);
}

static bool is_coherent(const struct mm_kunit_given *given)
{
	return given->maps == MAPS_COHERENT ||
	       given->maps == MAPS_SHARED_COHERENT;
}

/**
 * devmem_select() - say what a driver asks for
 * @scene: as built; becomes a call of whoever owns its device memory
 * @flags: of &struct migrate_vma, 0 for all
 */
void devmem_select(struct migrate_scene *scene, unsigned long flags)
{
	enum memory_type type = is_coherent(scene->pages[0].given) ?
				MEMORY_DEVICE_COHERENT : MEMORY_DEVICE_PRIVATE;

	scene->args.flags = flags ?: DEVMEM_SELECT_ALL;
	scene->args.pgmap_owner = mm_kunit_device(type)->pgmap.owner;
}

/**
 * build_devmem_case() - make what the running row of a table describes
 * @test: its case, whose parameter is a &struct devmem_case
 *
 * Return: the scene, taken down when the case is over.
 */
struct migrate_scene *build_devmem_case(struct kunit *test)
{
	const struct devmem_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	devmem_select(scene, row->select);
	if (row->foreign)
		scene->args.pgmap_owner = scene;
	if (row->ownerless)
		scene->args.pgmap_owner = NULL;
	return scene;
}

/* What is not inherited has nobody to tell. */
static bool is_watched(struct mm_kunit_space *child)
{
	return child->vma->vm_flags & VM_UFFD_RWP;
}

/**
 * devmem_expect_fork_shares() - fork, and find neither entry to be exclusive
 * @scene: after run_setup(), which took its only page
 */
void devmem_expect_fork_shares(struct migrate_scene *scene)
{
	struct mm_kunit_page *page = &scene->pages[0];
	struct kunit *test = scene->test;
	struct mm_kunit_state want;

	mm_kunit_snapshot(page, page->page, &want);
	KUNIT_EXPECT_EQ(test, want.pte.kind, (long)PTE_MIGRATION);
	KUNIT_EXPECT_EQ(test, mm_kunit_space_fork(&page->sharer, &scene->space),
			0);
	want.pte.write = 0;
	want.pte.exclusive = 0;
	want.sharer = want.pte;
	want.sharer.uffd = is_watched(&page->sharer);
	devmem_expect_now(scene, &want);
}

/**
 * devmem_expect_now() - compare the page with what is claimed
 * @scene: of one page
 * @want: its state
 */
void devmem_expect_now(struct migrate_scene *scene,
		       const struct mm_kunit_state *want)
{
	struct mm_kunit_state now;

	mm_kunit_snapshot(&scene->pages[0], scene->pages[0].page, &now);
	mm_kunit_expect_state(scene->test, "page 0", &now, want);
}

/**
 * devmem_expect_forked() - after a fork both have a read-only entry
 * @scene: as built
 */
void devmem_expect_forked(struct migrate_scene *scene)
{
	struct mm_kunit_state want = scene->given[0];

	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_space_fork(&scene->pages[0].sharer,
					    &scene->space));
	want.pte.write = 0;
	want.sharer = want.pte;
	want.sharer.uffd = is_watched(&scene->pages[0].sharer);
	want.folio.refs++;
	want.folio.mapcount++;
	want.folio.exclusive = 0;
	devmem_expect_now(scene, &want);
}

/* UFFDIO_WRITEPROTECT. */
static void uffd_protect(struct migrate_scene *scene, unsigned long size,
			 bool protect)
{
#if MM_KUNIT_HAS_UFFD_WP_RANGE
	mmap_write_lock(scene->space.mm);
	mm_kunit_vm_flags_mod(scene->space.vma, VM_UFFD_WP, 0);
	uffd_wp_range(scene->space.vma, scene->args.start, size, protect);
	mm_kunit_vm_flags_mod(scene->space.vma, 0, VM_UFFD_WP);
	mmap_write_unlock(scene->space.mm);
#endif
}

/**
 * devmem_expect_uffd_protects() - userfaultfd's bit comes and goes
 * @scene: as built, on a kernel since 6.5
 * @size: bytes from the start of its range
 */
void devmem_expect_uffd_protects(struct migrate_scene *scene,
				 unsigned long size)
{
	struct mm_kunit_state want = scene->given[0];

	uffd_protect(scene, size, true);
	want.pte.write = 0;
	want.pte.uffd = 1;
	devmem_expect_now(scene, &want);
	uffd_protect(scene, size, false);
	want.pte.uffd = 0;
	devmem_expect_now(scene, &want);
}

/**
 * devmem_give() - do a driver's part for one page
 * @scene: after run_setup()
 * @index: of the page
 * @to: where the page is to go
 */
void devmem_give(struct migrate_scene *scene, unsigned int index,
		 enum devmem_destination to)
{
	switch (to) {
	case TO_NOWHERE:
		break;
	case TO_SYSTEM:
		give_destination(scene, index);
		break;
	case TO_DEVICE:
		give_device_destination(scene, index, MEMORY_DEVICE_PRIVATE);
		break;
	case TO_COHERENT:
		give_device_destination(scene, index, MEMORY_DEVICE_COHERENT);
		break;
	case TO_GENERIC:
		give_device_destination(scene, index, MEMORY_DEVICE_GENERIC);
		break;
	}
}

/**
 * devmem_move() - run a migration from setup to finalize
 * @scene: as built
 * @to: where each of its pages is to go
 */
void devmem_move(struct migrate_scene *scene, const enum devmem_destination *to)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	for (i = 0; i < scene->nr; i++)
		devmem_give(scene, i, to[i]);
	run_pages(scene);
	run_finalize(scene);
}

/**
 * migrate_devmem_row() - run a row's migration, compare, and look at order
 * @scene: as built; its case's parameter is a &struct devmem_case
 */
void migrate_devmem_row(struct migrate_scene *scene)
{
	const struct devmem_case *row = scene->test->param_value;

	devmem_move(scene, &row->to);
	expect_outcome(scene, 0, &row->expect);
	mm_kunit_expect_flush_before_unlock(scene->test);
	mm_kunit_expect_clear_before_share(scene->test);
	mm_kunit_expect_balanced(scene->test);
}

/* A fault holds locks, so that the case can't be left for want of memory. */
static void answer_with(struct migrate_scene *scene, enum devmem_destination to)
{
	if (to == TO_SYSTEM)
		KUNIT_EXPECT_TRUE(scene->test, offer_destination(scene, 0));
	else
		devmem_give(scene, 0, to);
}

static vm_fault_t answer(struct vm_fault *vmf, void *context)
{
	struct devmem_fault *fault = context;
	struct migrate_scene *scene = fault->scene;

	fault->calls++;
	fault->page = vmf->page;
	fault->refs = page_ref_count(vmf->page);
	fault->locked = PageLocked(vmf->page);
	if (fault->error)
		return fault->error;

	scene->args.vma = vmf->vma;
	scene->args.fault_page = fault->without_fault_page ? NULL : vmf->page;
	devmem_select(scene, MIGRATE_VMA_SELECT_DEVICE_PRIVATE |
			     (scene->args.flags & MIGRATE_VMA_SELECT_COMPOUND));
	fault->ret = run_setup_locked(scene);
	if (fault->ret)
		return VM_FAULT_SIGBUS;
	if (scene->args.src[0] & MIGRATE_PFN_MIGRATE)
		answer_with(scene, fault->to);
	run_pages_locked(scene);
	run_finalize_locked(scene);
	return fault->silent || scene->args.src[0] & MIGRATE_PFN_MIGRATE ?
	       0 : VM_FAULT_SIGBUS;
}

/**
 * devmem_answer_faults() - have a driver answer the faults of a case
 * @fault: what it does, and what it saw; kept until the case is over
 * @scene: as built, of one page
 */
void devmem_answer_faults(struct devmem_fault *fault,
			  struct migrate_scene *scene)
{
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);

	fault->scene = scene;
	device->fault = answer;
	device->context = fault;
}

static void let_go(struct work_struct *work)
{
	struct devmem_holder *holder = container_of(to_delayed_work(work),
						    struct devmem_holder, work);

	WRITE_ONCE(holder->has_let_go, true);
	unlock_page(holder->page);
}

/**
 * devmem_hold() - have another thread lock a page for a jiffy
 * @holder: kept until devmem_wait_for()
 * @page: the page
 *
 * Context: may sleep.
 */
void devmem_hold(struct devmem_holder *holder, struct page *page)
{
	holder->page = page;
	holder->has_let_go = false;
	lock_page(page);
	INIT_DELAYED_WORK_ONSTACK(&holder->work, let_go);
	schedule_delayed_work(&holder->work, 1);
}

/**
 * devmem_wait_for() - until the page is unlocked
 * @holder: after devmem_hold()
 *
 * Context: may sleep.
 */
void devmem_wait_for(struct devmem_holder *holder)
{
	flush_delayed_work(&holder->work);
	destroy_delayed_work_on_stack(&holder->work);
}
