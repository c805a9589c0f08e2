// SPDX-License-Identifier: GPL-2.0
/*
 * Faults on device-private memory that do not get to the driver: somebody else
 * was faster, has the page, or the wrong lock is held.
 */
#include "migrate_devmem.h"
#include "migrate_known_issues.h"

static const struct migrate_expect left_alone = { SKIPPED };

static struct migrate_scene *build(struct kunit *test,
				   struct devmem_fault *driver,
				   const struct mm_kunit_given *given)
{
	struct migrate_scene *scene = migrate_build(test, given, 1);

	devmem_answer_faults(driver, scene);
	memset(scene->src.entry, 0,
	       mm_kunit_given_pages(given) * sizeof(*scene->src.entry));
	memset(scene->dst.entry, 0,
	       mm_kunit_given_pages(given) * sizeof(*scene->dst.entry));
	return scene;
}

struct fault_race_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
};

/* contract 8.9: who can't have the page waits for it, and tries again. */
static const struct fault_race_case held_pages[] = {
	{ "small_page", { .since = KERNEL(7, 3) },
	  { .maps = MAPS_DEVICE, .exclusive = 1 } },
	{ "huge_page", { .since = KERNEL(6, 19), .needs = NEEDS_PMD_ENTRIES,
			 .known_issue = &spins_on_busy_huge_page },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

/* contract 8.9: the driver wants the mmap_lock; the other one is given back. */
static const struct fault_race_case under_vma_lock[] = {
	{ "small_page", { .since = KERNEL(6, 19), .needs = NEEDS_VMA_LOCK },
	  { .maps = MAPS_DEVICE, .exclusive = 1 } },
	{ "huge_page", { .since = KERNEL(6, 19), .needs = NEEDS_VMA_LOCK },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

/* contract 8.8 and 8.9: the fault's reference may be the last one. */
static const struct fault_race_case lost_pages[] = {
	{ "small_page", {}, { .maps = MAPS_DEVICE, .exclusive = 1 } },
	{ "huge_page", { .since = KERNEL(6, 19), .needs = NEEDS_PMD_ENTRIES },
	  { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 } },
};

MM_KUNIT_ROWS(held_pages);
MM_KUNIT_ROWS(lost_pages);
MM_KUNIT_ROWS(under_vma_lock);

/* Test that a fault does not spin until its page is unlocked. */
static void fault_on_a_page_that_another_has(struct kunit *test)
{
	const struct fault_race_case *row = test->param_value;
	struct devmem_fault driver = { .to = TO_SYSTEM };
	struct migrate_scene *scene;
	struct devmem_holder holder;
	bool waited;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = build(test, &driver, &row->given);
	devmem_hold(&holder, scene->pages[0].page);
	KUNIT_EXPECT_EQ(test, mm_kunit_fault(&scene->space, scene->args.start,
					     false), 0);
	waited = READ_ONCE(holder.has_let_go);
	KUNIT_EXPECT_TRUE(test, waited);
	devmem_wait_for(&holder);
	KUNIT_EXPECT_EQ(test, driver.calls, 0);
	expect_outcome(scene, 0, &left_alone);
}

static bool goes_back_at_once(struct migrate_scene *scene, pte_t entry)
{
	struct vm_fault vmf = {
		.vma = scene->space.vma,
		.address = scene->args.start,
		.real_address = scene->args.start,
		.flags = FAULT_FLAG_REMOTE,
		.orig_pte = entry,
		.pmd = pmd_off(scene->space.mm, scene->args.start),
	};
	vm_fault_t ret;

	mmap_read_lock(scene->space.mm);
	vmf.pte = pte_offset_map(vmf.pmd, vmf.address);
	ret = do_swap_page(&vmf);
	mmap_read_unlock(scene->space.mm);
	return !ret;
}

/* contract 8.9: an entry that is not there any more is nobody's business. */
static void fault_that_lost_a_race(struct kunit *test)
{
	static const struct mm_kunit_given own_page = {
		.maps = MAPS_DEVICE, .pte = { .write = 1 }, .exclusive = 1,
	};
	struct devmem_fault driver = { .to = TO_SYSTEM };
	struct migrate_scene *scene;
	pte_t entry;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = build(test, &driver, &own_page);
	entry = mm_kunit_read_pte(&scene->space, scene->args.start);
	mm_kunit_write_pte(&scene->space, scene->args.start, __pte(0));
	KUNIT_EXPECT_TRUE(test, goes_back_at_once(scene, entry));
	mm_kunit_write_pte(&scene->space, scene->args.start, entry);
	KUNIT_EXPECT_EQ(test, driver.calls, 0);
	expect_outcome(scene, 0, &left_alone);
}

static vm_fault_t lose_the_page(struct vm_fault *vmf, void *context)
{
	struct migrate_scene *scene = context;

	mm_kunit_dontneed(&scene->space, scene->args.start);
	return 0;
}

/* Test that what goes back to its device in the end of a fault is unlocked. */
static void fault_on_a_page_that_goes_away(struct kunit *test)
{
	struct mm_kunit_device *device = mm_kunit_device(MEMORY_DEVICE_PRIVATE);
	const struct fault_race_case *row = test->param_value;
	struct migrate_scene *scene;
	unsigned int freed;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, &row->given, 1);
	device->fault = lose_the_page;
	device->context = scene;
	freed = device->freed;
	KUNIT_EXPECT_EQ(test, mm_kunit_fault(&scene->space, scene->args.start,
					     false), 0);
	KUNIT_EXPECT_EQ(test, device->freed, freed + 1);
	scene->pages[0].page = NULL;
}

#if MM_KUNIT_HAS_VMA_REFCOUNT
/* How many more read the VMA after a fault that began with its lock. */
static int readers_left_by_fault(struct mm_kunit_space *space,
				 unsigned long addr, vm_fault_t *ret)
{
	struct vm_area_struct *vma = space->vma;
	int before = refcount_read(&vma->vm_refcnt), left;

	if (!lock_vma_under_rcu(space->mm, addr))
		return -EAGAIN;
	*ret = handle_mm_fault(vma, addr,
			       FAULT_FLAG_REMOTE | FAULT_FLAG_VMA_LOCK, NULL);
	left = refcount_read(&vma->vm_refcnt) - before;
	if (left > 0)
		vma_end_read(vma);
	return left;
}
#else
static int readers_left_by_fault(struct mm_kunit_space *space,
				 unsigned long addr, vm_fault_t *ret)
{
	return -EOPNOTSUPP;
}
#endif

/* Test that the lock of the VMA is not left behind. */
static void fault_under_the_vma_lock(struct kunit *test)
{
	const struct fault_race_case *row = test->param_value;
	struct devmem_fault driver = { .to = TO_SYSTEM };
	struct migrate_scene *scene;
	vm_fault_t ret = 0;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = build(test, &driver, &row->given);
	KUNIT_EXPECT_EQ(test, readers_left_by_fault(&scene->space,
						    scene->args.start, &ret), 0);
	KUNIT_EXPECT_TRUE(test, ret & VM_FAULT_RETRY);
	KUNIT_EXPECT_EQ(test, driver.calls, 0);
	expect_outcome(scene, 0, &left_alone);
}

/* CPU faults on device-private memory that wait, or go back empty-handed. */
static struct kunit_case fault_race_cases[] = {
	KUNIT_CASE_PARAM(fault_on_a_page_that_another_has,
			 held_pages_gen_params),
	KUNIT_CASE(fault_that_lost_a_race),
	KUNIT_CASE_PARAM(fault_on_a_page_that_goes_away,
			 lost_pages_gen_params),
	KUNIT_CASE_PARAM(fault_under_the_vma_lock, under_vma_lock_gen_params),
	{}
};

static struct kunit_suite fault_race_suite = {
	.name = "migrate_device_fault_race",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = fault_race_cases,
};

kunit_test_suites(&fault_race_suite);
