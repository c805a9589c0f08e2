// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_pages() at an address without a page, where it can't or must
 * not put the destination there: everything stays as it is.
 */
#include "migrate_abort.h"
#include "migrate_known_issues.h"

static void swap_out_to(struct migrate_scene *scene, pte_t pte)
{
	KUNIT_EXPECT_EQ(scene->test, 0,
			mm_kunit_write_pte(&scene->space, scene->args.start,
					   pte));
}

static void swap_out(struct migrate_scene *scene)
{
	swap_out_to(scene, swp_entry_to_pte(swp_entry(0, 0x4321)));
}

/* To where the entry, taken for a present one, maps the zero page. */
static void swap_out_like_zero_page(struct migrate_scene *scene)
{
	unsigned long zero = page_to_pfn(ZERO_PAGE(scene->args.start));
	unsigned int shift;
	pte_t pte;

	for (shift = 0; shift < PAGE_SHIFT; shift++) {
		pte = swp_entry_to_pte(swp_entry(0, zero << shift));
		if (pte_pfn(pte) == zero)
			break;
	}
	swap_out_to(scene, pte);
}

static void put_marker(struct migrate_scene *scene)
{
	swap_out_to(scene, mm_kunit_marker());
}

static void forget_swap(struct migrate_scene *scene)
{
	mm_kunit_write_pte(&scene->space, scene->args.start, __pte(0));
}

static void other_begins(struct migrate_scene *scene)
{
	pte_t pte;

	write_fault(scene);
	pte = mm_kunit_read_pte(&scene->space, scene->args.start);
	other_migrates(page_folio(pfn_to_page(pte_pfn(pte))));
}

static void other_ends(struct migrate_scene *scene)
{
	pte_t pte = mm_kunit_read_pte(&scene->space, scene->args.start);
	mm_kunit_entry_t entry = mm_kunit_entry_from_pte(pte);

	if (!pte_present(pte) && mm_kunit_is_migration(entry))
		other_has_migrated(page_folio(pfn_to_page(mm_kunit_entry_pfn(entry))));
}

/* A copy: the real one has to be taken down as what it is. */
static void become_file_mapping(struct migrate_scene *scene)
{
	static const struct vm_operations_struct some_ops;
	struct vm_area_struct *vma;

	vma = kunit_kzalloc(scene->test, sizeof(*vma), GFP_KERNEL);
	if (!vma) {
		KUNIT_FAIL(scene->test, "out of memory");
		return;
	}
	memcpy(vma, scene->args.vma, sizeof(*vma));
	vma->vm_ops = &some_ops;
	scene->args.vma = vma;
}

/* contract 4.6: a failed allocation leaves the address as it was. */
static const struct abort_case failed_allocations[] = {
	{ "directory_of_the_fourth_level",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_P4D },
	{ "directory_of_the_third_level",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_PUD },
	{ "directory_of_the_second_level",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_PMD },
	{ "page_table",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_PTE },
	{ "anon_vma",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_ANON_VMA },
	{ "charge_without_a_page_table",
	  .given = { MAPS_NO_TABLE }, .fails = EV_ALLOC_CHARGE },
	{ "charge_for_a_hole",
	  .given = { MAPS_HOLE }, .fails = EV_ALLOC_CHARGE },
	{ "charge_for_the_zero_page",
	  .given = { MAPS_ZERO_PAGE }, .fails = EV_ALLOC_CHARGE },
};

/* contract 4.6: what came to the address after setup stays there. */
static const struct abort_case filled_addresses[] = {
	{ "fault_filled_the_hole", .given = { MAPS_HOLE },
	  .meanwhile = write_fault, .dst_issue = &charged_on_abort },
	{ "fault_filled_the_hole_without_a_page_table",
	  .given = { MAPS_NO_TABLE },
	  .meanwhile = write_fault, .dst_issue = &charged_on_abort },
	{ "fault_replaced_the_zero_page", .given = { MAPS_ZERO_PAGE },
	  .meanwhile = write_fault, .dst_issue = &charged_on_abort },
	{ "page_that_came_is_swapped_out", .given = { MAPS_HOLE },
	  .meanwhile = swap_out, .undo = forget_swap,
	  .dst_issue = &charged_on_abort },
	{ "page_that_came_is_swapped_out_where_the_zero_page_would_be",
	  .given = { MAPS_HOLE },
	  .meanwhile = swap_out_like_zero_page, .undo = forget_swap,
	  .dst_issue = &charged_on_abort },
	{ "marker_came_to_the_hole",
	  .when = { .since = KERNEL(6, 6) }, .given = { MAPS_HOLE },
	  .meanwhile = put_marker, .undo = forget_swap,
	  .dst_issue = &charged_on_abort },
	{ "page_that_came_is_migrated_by_another", .given = { MAPS_HOLE },
	  .meanwhile = other_begins, .undo = other_ends,
	  .dst_issue = &charged_on_abort },
	{ "huge_page_filled_the_hole",
	  .when = { .needs = NEEDS_THP },
	  .given = { MAPS_NO_TABLE }, .meanwhile = huge_fault },
};

/* contract 4.6: where the kernel may not populate, it does not. */
static const struct abort_case forbidden_addresses[] = {
	{ "hole_in_an_mm_that_the_oom_reaper_empties", .given = { MAPS_HOLE },
	  .meanwhile = become_unstable, .undo = become_stable,
	  .dst_issue = &charged_on_abort },
	{ "zero_page_in_an_mm_that_the_oom_reaper_empties",
	  .given = { MAPS_ZERO_PAGE },
	  .meanwhile = become_unstable, .undo = become_stable,
	  .dst_issue = &charged_on_abort },
	{ "hole_that_userfaultfd_waits_for",
	  .when = { .needs = NEEDS_USERFAULTFD }, .given = { MAPS_HOLE },
	  .meanwhile = register_uffd, .undo = unregister_uffd,
	  .dst_issue = &charged_on_abort },
	{ "zero_page_where_userfaultfd_waits",
	  .when = { .needs = NEEDS_USERFAULTFD }, .given = { MAPS_ZERO_PAGE },
	  .meanwhile = register_uffd, .undo = unregister_uffd,
	  .dst_issue = &charged_on_abort },
	{ "hole_in_a_file_mapping", .given = { MAPS_HOLE },
	  .meanwhile = become_file_mapping },
};

/* contract 4.6: and so does what comes right before the lock is taken. */
static const struct abort_case late_stores[] = {
	{ "into_the_hole", .given = { MAPS_HOLE } },
	{ "to_the_zero_page", .given = { MAPS_ZERO_PAGE } },
};

MM_KUNIT_ROWS(failed_allocations);
MM_KUNIT_ROWS(late_stores);
MM_KUNIT_ROWS(filled_addresses);
MM_KUNIT_ROWS(forbidden_addresses);

/* Test that a failed allocation is nothing worse than no migration. */
static void failed_allocation(struct kunit *test)
{
	expect_not_populated(test);
}

/* Test that what is seen with the lock held counts, and nothing else. */
static void late_store(struct kunit *test)
{
	expect_late_store_kept(test, EV_LOCK_PTE);
}

/* Test that what a fault put there first is not replaced. */
static void filled_address(struct kunit *test)
{
	expect_not_populated(test);
}

/* Test that nothing is put where the kernel may not. */
static void forbidden_address(struct kunit *test)
{
	expect_not_populated(test);
}

/* Test that the page is as the driver gave it if an allocation failed. */
static void same_destination_without_memory(struct kunit *test)
{
	expect_same_destination(test);
}

/* Test that the page is as the driver gave it if a fault came first. */
static void same_destination_of_filled_address(struct kunit *test)
{
	expect_same_destination(test);
}

/* Test that the page is as the driver gave it if it may not be used. */
static void same_destination_of_forbidden_address(struct kunit *test)
{
	expect_same_destination(test);
}

/* contract 4.3 and 4.6: what is behind it does not depend on it. */
static void pages_behind_a_filled_address(struct kunit *test)
{
	static const struct mm_kunit_given pages[] = {
		{ MAPS_HOLE }, { .pte = { .write = 1 }, .exclusive = 1 },
		{ MAPS_HOLE },
	};
	struct migrate_scene *scene;
	unsigned int i;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, pages, ARRAY_SIZE(pages));
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	write_fault(scene);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		give_destination(scene, i);
	run_pages(scene);
	run_finalize(scene);
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		struct folio *folio = page_folio(scene->dst_page[i]);

		mm_kunit_expect_equal(test, folio_mapcount(folio), i > 0,
				      "mappings of destination %u", i);
		mm_kunit_expect_equal(test, !folio->mapping, !i,
				      "destination %u without a mapping", i);
	}
}

static bool has_row(enum mm_kunit_event_kind kind)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(failed_allocations); i++) {
		if (failed_allocations[i].fails == kind)
			return true;
	}
	return false;
}

/* Test that no allocation of an insertion is missing in the table above. */
static void every_allocation_has_a_row(struct kunit *test)
{
	static const struct mm_kunit_given nothing = { MAPS_NO_TABLE };
	enum mm_kunit_event_kind kind;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, NULL, NULL);
	scene = migrate_build(test, &nothing, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	run_pages(scene);
	for (kind = EV_ALLOC_P4D; kind < MM_KUNIT_EVENT_KINDS; kind++) {
		if (mm_kunit_count(kind) && !has_row(kind))
			KUNIT_FAIL(test, "nothing says what happens without %s\n",
				   mm_kunit_event_name(kind));
	}
	KUNIT_EXPECT_EQ(test, mm_kunit_count(EV_ALLOC_PTE), 1U);
}

/* Addresses that migrate_vma_pages() can't populate. */
static struct kunit_case insert_abort_cases[] = {
	KUNIT_CASE_PARAM(failed_allocation, failed_allocations_gen_params),
	KUNIT_CASE_PARAM(late_store, late_stores_gen_params),
	KUNIT_CASE_PARAM(filled_address, filled_addresses_gen_params),
	KUNIT_CASE_PARAM(forbidden_address, forbidden_addresses_gen_params),
	KUNIT_CASE_PARAM(same_destination_without_memory,
			 failed_allocations_gen_params),
	KUNIT_CASE_PARAM(same_destination_of_filled_address,
			 filled_addresses_gen_params),
	KUNIT_CASE_PARAM(same_destination_of_forbidden_address,
			 forbidden_addresses_gen_params),
	KUNIT_CASE(pages_behind_a_filled_address),
	KUNIT_CASE(every_allocation_has_a_row),
	{}
};

static struct kunit_suite insert_abort_suite = {
	.name = "migrate_device_insert_abort",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = insert_abort_cases,
};

kunit_test_suite(insert_abort_suite);
