// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_pages() at an address without a page: the destination is mapped
 * there, also if the address changed after setup, as long as it is free.
 */
#include "migrate_abort.h"
#include "migrate_known_issues.h"
#include "mm_kunit/order.h"

/* A change, between setup and pages, to an address that was offered. */
struct insert_case {
	const char *name;
	struct mm_kunit_given given;
	void (*meanwhile)(struct migrate_scene *scene);
	struct mm_kunit_when when;
};

static void read_fault(struct migrate_scene *scene)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_fault(&scene->space, scene->args.start,
				       false));
}

static void drop(struct migrate_scene *scene)
{
	mm_kunit_zap(&scene->space, scene->args.start, PAGE_SIZE);
}

static void fault_and_drop(struct migrate_scene *scene)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_fault(&scene->space, scene->args.start, true));
	drop(scene);
}

static void watch_writes(struct migrate_scene *scene)
{
	mm_kunit_change_flags(&scene->space, VM_UFFD_WP, 0);
}

static void become_droppable(struct migrate_scene *scene)
{
	mm_kunit_change_flags(&scene->space, VM_DROPPABLE, 0);
}

/* contract 4.3 and 4.12: an address that holds no page by now is populated. */
static const struct insert_case free_addresses[] = {
	{ "load_put_the_zero_page_into_the_hole", { MAPS_HOLE }, read_fault },
	{ "load_put_the_zero_page_where_no_table_was",
	  { MAPS_NO_TABLE }, read_fault },
	{ "hole_in_locked_memory", { MAPS_HOLE, .mlocked = 1 } },
	{ "zero_page_in_locked_memory", { MAPS_ZERO_PAGE, .mlocked = 1 } },
	{ "hole_that_nobody_may_touch", { MAPS_HOLE, .pte = { .no_access = 1 } } },
	{ "zero_page_that_nobody_may_touch",
	  { MAPS_ZERO_PAGE, .pte = { .no_access = 1 } } },
	{ "hole_where_userfaultfd_waits_for_writes", { MAPS_HOLE },
	  watch_writes, .when = { .needs = NEEDS_UFFD_WP } },
	{ "hole_in_memory_that_may_be_dropped", { MAPS_HOLE },
	  become_droppable, .when = { .since = KERNEL(6, 12) } },
	{ "zero_page_was_dropped", { MAPS_ZERO_PAGE }, drop },
	{ "page_came_and_was_dropped", { MAPS_HOLE }, fault_and_drop },
};

/* contract 4.3: what may not be written to is not mapped writable. */
static const struct insert_case read_only_addresses[] = {
	{ "hole", { MAPS_HOLE } },
	{ "zero_page", { MAPS_ZERO_PAGE } },
};

/* contract 3.2, 3.3, 3.7 and 3.8: the zero page goes as any other page that was mapped. */
static const struct insert_case mapped_addresses[] = {
	{ "zero_page_from_before_collect", { MAPS_ZERO_PAGE } },
	{ "zero_page_from_after_collect", { MAPS_HOLE }, read_fault },
};

/* contract 4.11: who waits for a write hears of it. */
static const struct insert_case protected_addresses[] = {
	{ "zero_page_that_userfaultfd_protects",
	  { MAPS_ZERO_PAGE, .pte = { .uffd = 1 } },
	  .when = { .needs = NEEDS_UFFD_WP,
		    .known_issue = &unprotected_insertion } },
	{ "zero_page_whose_accesses_userfaultfd_hears_of",
	  { MAPS_ZERO_PAGE, .pte = { .no_access = 1, .uffd = 1 } },
	  .when = { .needs = NEEDS_UFFD_RWP,
		    .known_issue = &unprotected_insertion } },
};

/* An address by its page of a space that begins a PMD before another PUD. */
struct edge_case {
	const char *name;
	unsigned long page;
};

/* contract 4.3: the page is where it was asked for, whatever table that is in. */
static const struct edge_case edge_addresses[] = {
	{ "last_page_of_a_table_of_the_second_level", PTRS_PER_PTE - 1 },
	{ "first_page_of_a_table_of_the_second_level", PTRS_PER_PTE },
};

MM_KUNIT_ROWS(free_addresses);
MM_KUNIT_ROWS(edge_addresses);
MM_KUNIT_ROWS(read_only_addresses);
MM_KUNIT_ROWS(mapped_addresses);
MM_KUNIT_ROWS(protected_addresses);

static struct migrate_scene *build_row(struct kunit *test)
{
	const struct insert_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &row->when);
	return migrate_build(test, &row->given, 1);
}

static void insert(struct migrate_scene *scene)
{
	const struct insert_case *row = scene->test->param_value;

	KUNIT_EXPECT_EQ(scene->test, run_setup(scene), 0);
	give_destination(scene, 0);
	if (row->meanwhile)
		row->meanwhile(scene);
	run_pages(scene);
	KUNIT_EXPECT_EQ(scene->test, scene->args.src[0], MIGRATE_PFN_MIGRATE);
}

static void expect_populated(struct migrate_scene *scene)
{
	static const struct migrate_expect populated = { POPULATED };

	run_finalize(scene);
	/* Whatever tables were made are not what this is about. */
	scene->given[0].table_bytes = mm_pgtables_bytes(scene->space.mm);
	expect_outcome(scene, 0, &populated);
}

/* Test that a page is put where there still is none. */
static void free_address(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);

	insert(scene);
	mm_kunit_expect_content_before_pte(test);
	mm_kunit_expect_no_sleep_under_lock(test);
	expect_populated(scene);
}

/* Test that a page finds its way through all levels of the tables. */
static void edge_address(struct kunit *test)
{
	static const struct mm_kunit_given nothing = { MAPS_NO_TABLE };
	const struct edge_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, row->name, NULL);
	KUNIT_ASSERT_EQ(test, 0,
			mm_kunit_space_create_at(&scene->space, MAPPING_ANON,
						 2 * PUD_SIZE - PMD_SIZE));
	migrate_place(scene, row->page, &nothing);
	migrate_build_placed(scene, row->page, row->page + 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	run_pages(scene);
	expect_populated(scene);
}

/* Test that nothing becomes writable in a read-only mapping. */
static void read_only_address(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);
	struct mm_kunit_state got;

	mm_kunit_change_flags(&scene->space, 0, VM_WRITE);
	insert(scene);
	run_finalize(scene);
	mm_kunit_snapshot(&scene->pages[0], scene->dst_page[0], &got);
	KUNIT_EXPECT_EQ(test, got.pte.kind, (long)PTE_PRESENT);
	KUNIT_EXPECT_EQ(test, got.pte.pfn,
			(long)page_to_pfn(scene->dst_page[0]));
	KUNIT_EXPECT_EQ(test, got.pte.write, 0L);
	KUNIT_EXPECT_EQ(test, got.folio.exclusive, 1L);
	KUNIT_EXPECT_EQ(test, got.anon_pages, scene->given[0].anon_pages + 1);
}

/* Test that no stale translation of the zero page is left behind. */
static void mapped_address(struct kunit *test)
{
	struct migrate_scene *scene = build_row(test);

	insert(scene);
	KUNIT_EXPECT_GT_MSG(test, mm_kunit_count(EV_CLEAR_PTE) +
				  mm_kunit_count(EV_CLEAR_FLUSH_PTE), 0U,
			    "the entry was overwritten");
	mm_kunit_expect_order(test);
}

/* Test that a destination does not hide the next write from userfaultfd. */
static void protected_address(struct kunit *test)
{
	expect_still_protected(build_row(test));
}

/* Addresses that migrate_vma_pages() populates. */
static struct kunit_case insert_cases[] = {
	KUNIT_CASE_PARAM(free_address, free_addresses_gen_params),
	KUNIT_CASE_PARAM(edge_address, edge_addresses_gen_params),
	KUNIT_CASE_PARAM(read_only_address, read_only_addresses_gen_params),
	KUNIT_CASE_PARAM(mapped_address, mapped_addresses_gen_params),
	KUNIT_CASE_PARAM(protected_address, protected_addresses_gen_params),
	{}
};

static struct kunit_suite insert_suite = {
	.name = "migrate_device_insert",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = insert_cases,
};

kunit_test_suite(insert_suite);
