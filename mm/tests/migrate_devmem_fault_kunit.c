// SPDX-License-Identifier: GPL-2.0
/*
 * The processor touches a page that is on a device: migrate_to_ram(), and
 * migrate_vma_setup() with the fault page.
 */
#include "migrate_devmem.h"
#include "migrate_known_issues.h"

#define OWN_PAGE	{ .maps = MAPS_DEVICE, .pte = { .write = 1 }, \
			  .exclusive = 1 }

/**
 * struct fault_case - a row about one fault
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @given: the page, which is on a device
 * @at: which page of a huge one is touched
 * @write: a store, else a load
 * @driver: what the driver does
 * @ret: 0 or -EFAULT
 * @expect: the claim
 */
struct fault_case {
	const char *name;
	struct mm_kunit_when when;
	struct mm_kunit_given given;
	unsigned long at;
	bool write;
	struct devmem_fault driver;
	int ret;
	struct migrate_expect expect;
};

/* contract 8.4: a fault brings the page back, with all its mapping said. */
static const struct fault_case answered_faults[] = {
	{ "load_from_a_writable_page",
	  .given = OWN_PAGE, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "store_to_a_writable_page",
	  .given = OWN_PAGE, .write = true, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "load_from_an_exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .driver = { .to = TO_SYSTEM }, .expect = { MIGRATED } },
	{ "store_to_an_exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 },
	  .write = true, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED } },
	{ "load_from_a_page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE }, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED } },
	{ "load_from_a_page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .driver = { .to = TO_SYSTEM }, .expect = { MIGRATED } },
	{ "store_to_a_page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .write = true, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED } },
	{ "load_from_a_page_of_a_dirty_folio",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 },
	  .driver = { .to = TO_SYSTEM }, .expect = { MIGRATED } },
	{ "load_from_a_soft_dirty_uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .soft_dirty = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .driver = { .to = TO_SYSTEM }, .expect = { MIGRATED } },
	{ "load_from_a_page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .no_access = 1, .uffd = 1 },
		     .exclusive = 1 },
	  .driver = { .to = TO_SYSTEM }, .expect = { MIGRATED } },
};

/* contract 4.2 and 8.4: a fault that fails leaves the page on its device. */
static const struct fault_case failed_faults[] = {
	{ "driver_returns_sigbus",
	  .given = OWN_PAGE, .driver = { .error = VM_FAULT_SIGBUS },
	  .ret = -EFAULT, .expect = { SKIPPED } },
	{ "driver_returns_oom_for_a_store",
	  .given = OWN_PAGE, .write = true,
	  .driver = { .error = VM_FAULT_OOM },
	  .ret = -EFAULT, .expect = { SKIPPED } },
	{ "driver_returns_sigbus_for_a_shared_page",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .driver = { .error = VM_FAULT_SIGBUS },
	  .ret = -EFAULT, .expect = { SKIPPED } },
	{ "driver_has_no_memory_for_a_writable_page",
	  .given = OWN_PAGE, .driver = { .to = TO_NOWHERE },
	  .ret = -EFAULT, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "driver_has_no_memory_for_a_shared_page",
	  .given = { .maps = MAPS_SHARED_DEVICE },
	  .driver = { .to = TO_NOWHERE },
	  .ret = -EFAULT, .expect = { RESTORED } },
	{ "driver_has_no_memory_for_now",
	  .given = OWN_PAGE, .driver = { .to = TO_NOWHERE, .silent = true },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "driver_does_not_name_the_fault_page",
	  .when = { .since = KERNEL(6, 15) },
	  .given = OWN_PAGE,
	  .driver = { .to = TO_SYSTEM, .without_fault_page = true },
	  .ret = -EFAULT, .expect = { SKIPPED } },
	{ "somebody_else_has_a_reference",
	  .when = { .known_issue = &stray_device_reference },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .driver = { .to = TO_SYSTEM },
	  .ret = -EFAULT, .expect = { REFUSED } },
	{ "somebody_else_has_two_references",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 2 },
	  .driver = { .to = TO_SYSTEM },
	  .ret = -EFAULT, .expect = { REFUSED } },
};

#define SINCE_HUGE	.when = { .since = KERNEL(6, 19), .needs = NEEDS_THP }

/* contract 8.4, 9.2 and 9.3: a fault on a PMD brings all of it back. */
static const struct fault_case answered_huge_faults[] = {
	{ "load_from_a_writable_pmd", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .pte = { .write = 1 },
		     .exclusive = 1 },
	  .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND | MIGRATE_PFN_WRITE } },
	{ "load_from_the_middle_of_a_pmd", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 },
	  .at = 5, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "store_to_an_exclusive_read_only_pmd", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 },
	  .write = true, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "store_to_a_pmd_that_a_fork_shares", SINCE_HUGE,
	  .given = { .maps = MAPS_SHARED_DEVICE, .huge = 1 },
	  .write = true, .driver = { .to = TO_SYSTEM },
	  .expect = { MIGRATED, MIGRATE_PFN_COMPOUND } },
	{ "driver_has_no_memory_for_a_pmd", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1 },
	  .driver = { .to = TO_NOWHERE }, .ret = -EFAULT,
	  .expect = { RESTORED, MIGRATE_PFN_COMPOUND } },
	{ "somebody_else_has_two_references_on_a_huge_page", SINCE_HUGE,
	  .given = { .maps = MAPS_DEVICE, .huge = 1, .exclusive = 1,
		     .extra_refs = 2 },
	  .driver = { .to = TO_SYSTEM }, .ret = -EFAULT,
	  .expect = { REFUSED } },
};

MM_KUNIT_ROWS(answered_faults);
MM_KUNIT_ROWS(answered_huge_faults);
MM_KUNIT_ROWS(failed_faults);

static void fault_in(struct kunit *test)
{
	const struct fault_case *row = test->param_value;
	struct devmem_fault driver = row->driver;
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build(test, &row->given, 1);
	devmem_answer_faults(&driver, scene);
	scene->src.entry[0] = 0;
	scene->dst.entry[0] = 0;
	KUNIT_EXPECT_EQ(test, mm_kunit_fault(&scene->space,
					     scene->args.start + row->at * PAGE_SIZE,
					     row->write), row->ret);
	KUNIT_EXPECT_EQ(test, driver.calls, 1);
	KUNIT_EXPECT_PTR_EQ(test, driver.page, scene->pages[0].page);
	KUNIT_EXPECT_EQ(test, driver.refs, scene->given[0].folio.refs + 1);
	KUNIT_EXPECT_EQ(test, driver.locked, MM_KUNIT_FAULT_LOCKS_PAGE);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that the driver is asked once, with the page held for it. */
static void answered_fault(struct kunit *test)
{
	fault_in(test);
}

/* Test that the same holds of a PMD. */
static void answered_huge_fault(struct kunit *test)
{
	fault_in(test);
}

/* Test that an error is passed on, and nothing else remains of the fault. */
static void failed_fault(struct kunit *test)
{
	fault_in(test);
}

/* contract 8.4: what the fault holds, lock and reference, is no hindrance. */
static const struct devmem_case fault_pages_taken[] = {
	{ "writable_page",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .locked = 1, .extra_refs = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "page_that_a_fork_shares",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_SHARED_DEVICE, .locked = 1,
		     .extra_refs = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "writable_page_to_coherent_memory",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .locked = 1, .extra_refs = 1 },
	  .to = TO_COHERENT, .expect = { MIGRATED, MIGRATE_PFN_WRITE } },
	{ "page_that_stays",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .locked = 1, .extra_refs = 1 },
	  .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "shared_page_that_stays",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_SHARED_DEVICE, .locked = 1,
		     .extra_refs = 1 },
	  .expect = { RESTORED } },
	{ "page_that_is_not_locked_yet",
	  .when = { .until = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .to = TO_SYSTEM, .expect = { MIGRATED } },
	{ "page_that_is_not_locked_yet_to_coherent_memory",
	  .when = { .until = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .to = TO_COHERENT, .expect = { MIGRATED } },
	{ "page_that_is_not_locked_yet_and_stays",
	  .when = { .until = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .extra_refs = 1 },
	  .expect = { RESTORED } },
};

/* contract 2.4: what else is held on the fault page, is. */
static const struct devmem_case fault_pages_refused[] = {
	{ "page_with_an_extra_reference",
	  .when = { .since = KERNEL(6, 15),
		    .known_issue = &stray_device_reference },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1,
		     .extra_refs = 2 },
	  .expect = { RESTORED } },
	{ "writable_page_with_two_extra_references",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .pte = { .write = 1 },
		     .exclusive = 1, .locked = 1, .extra_refs = 3 },
	  .expect = { RESTORED } },
	{ "page_with_so_many_that_it_may_be_pinned",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1,
		     .gup_pins = 1, .extra_refs = 1 },
	  .expect = { SKIPPED } },
	{ "shared_page_with_two_extra_references",
	  .when = { .since = KERNEL(6, 15) },
	  .given = { .maps = MAPS_SHARED_DEVICE, .locked = 1,
		     .extra_refs = 3 },
	  .expect = { RESTORED } },
};

/* contract 1.4: what can't be the page of a fault is refused as such. */
static const struct devmem_case fault_pages_that_are_none[] = {
	{ "device_page_that_is_not_locked",
	  .when = { .since = KERNEL(6, 15) },
	  .given = OWN_PAGE, .expect = { SKIPPED } },
	{ "page_of_system_memory",
	  .given = { .exclusive = 1, .locked = 1 }, .expect = { SKIPPED } },
	{ "page_of_coherent_memory",
	  .given = { .maps = MAPS_COHERENT, .exclusive = 1, .locked = 1 },
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(fault_pages_taken);
MM_KUNIT_ROWS(fault_pages_refused);
MM_KUNIT_ROWS(fault_pages_that_are_none);

static struct migrate_scene *build_fault_page(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);

	scene->args.fault_page = scene->pages[0].page;
	return scene;
}

/* Test that the caller keeps its lock and its reference, and no more. */
static void fault_page_taken(struct kunit *test)
{
	migrate_devmem_row(build_fault_page(test));
}

/* Test that a fault page that is used is mapped again, and stays locked. */
static void fault_page_refused(struct kunit *test)
{
	struct migrate_scene *scene = build_fault_page(test);
	const struct devmem_case *row = test->param_value;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	expect_outcome(scene, 0, &row->expect);
}

/* contract 2.4: what a fault holds is no excuse for another page. */
static void page_beside_the_fault_page(struct kunit *test)
{
	static const struct mm_kunit_given pages[] = {
		{ .maps = MAPS_DEVICE, .exclusive = 1, .locked = 1,
		  .extra_refs = 1 },
		{ .exclusive = 1, .extra_refs = 1 },
	};
	static const struct mm_kunit_when when = { .since = KERNEL(6, 15) };
	static const struct migrate_expect refused = { REFUSED };
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, NULL, &when);
	scene = migrate_build(test, pages, ARRAY_SIZE(pages));
	devmem_select(scene, DEVMEM_SELECT_ALL);
	scene->args.fault_page = scene->pages[0].page;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	expect_outcome(scene, 1, &refused);
}

/* Test that nothing is done where the fault page can't be one. */
static void fault_page_that_is_none(struct kunit *test)
{
	struct migrate_scene *scene = build_fault_page(test);
	const struct devmem_case *row = test->param_value;

	KUNIT_EXPECT_EQ(test, run_setup(scene), -EINVAL);
	KUNIT_EXPECT_EQ(test, scene->src.entry[0], SCENE_POISON);
	KUNIT_EXPECT_EQ(test, scene->dst.entry[0], SCENE_POISON);
	scene->src.entry[0] = 0;
	scene->dst.entry[0] = 0;
	expect_outcome(scene, 0, &row->expect);
}

/* CPU faults on device-private memory. */
static struct kunit_case fault_cases[] = {
	KUNIT_CASE_PARAM(answered_fault, answered_faults_gen_params),
	KUNIT_CASE_PARAM(answered_huge_fault,
			 answered_huge_faults_gen_params),
	KUNIT_CASE_PARAM(failed_fault, failed_faults_gen_params),
	KUNIT_CASE_PARAM(fault_page_taken, fault_pages_taken_gen_params),
	KUNIT_CASE_PARAM(fault_page_refused, fault_pages_refused_gen_params),
	KUNIT_CASE(page_beside_the_fault_page),
	KUNIT_CASE_PARAM(fault_page_that_is_none,
			 fault_pages_that_are_none_gen_params),
	{}
};

static struct kunit_suite fault_suite = {
	.name = "migrate_device_fault",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = fault_cases,
};

kunit_test_suites(&fault_suite);
