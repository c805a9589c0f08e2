// SPDX-License-Identifier: GPL-2.0
/*
 * What else happens to device-private memory that is mapped: forks, changes
 * of protection, zaps and exits. And when it goes back to its device.
 */
#include "migrate_devmem.h"

#define OWN_PAGE	{ .maps = MAPS_DEVICE, .pte = { .write = 1 }, \
			  .exclusive = 1 }

static unsigned int pages_freed(void)
{
	return mm_kunit_device(MEMORY_DEVICE_PRIVATE)->freed;
}

/* contract 8.3: what a fork and a change of protection leave of an entry. */
static const struct devmem_case mapped_pages[] = {
	{ "writable_page", .given = OWN_PAGE },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 } },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE } },
	{ "soft_dirty_read_only_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .maps = MAPS_DEVICE, .pte = { .soft_dirty = 1 },
		     .exclusive = 1 } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .pte = { .uffd = 1 },
		     .exclusive = 1 } },
	{ "page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .maps = MAPS_DEVICE,
		     .pte = { .no_access = 1, .uffd = 1 },
		     .exclusive = 1 } },
};

MM_KUNIT_ROWS(mapped_pages);

/* Test that after a fork both have a read-only entry, of a shared page. */
static void forked_page(struct kunit *test)
{
	devmem_expect_forked(build_devmem_case(test));
}

/* Test that a page that may not be written to has a read-only entry. */
static void write_protected_page(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	struct mm_kunit_state want = scene->given[0];

	mm_kunit_mprotect(&scene->space, false);
	want.pte.write = 0;
	devmem_expect_now(scene, &want);
	/* It takes a fault to make it writable again. */
	mm_kunit_mprotect(&scene->space, true);
	devmem_expect_now(scene, &want);
}

/* Test that who migrates it then finds it as the change left it. */
static void write_protected_page_moves(struct kunit *test)
{
	static const enum devmem_destination to_system = TO_SYSTEM;
	static const struct migrate_expect moved = { MIGRATED };
	struct migrate_scene *scene = build_devmem_case(test);

	mm_kunit_mprotect(&scene->space, false);
	mm_kunit_snapshot(&scene->pages[0], scene->pages[0].page,
			  &scene->given[0]);
	devmem_move(scene, &to_system);
	expect_outcome(scene, 0, &moved);
}

/* contract 8.3: who waits for a write to a page waits for it on a device, too. */
static const struct devmem_case watched_pages[] = {
	{ "writable_page",
	  .when = { .since = KERNEL(6, 5), .needs = NEEDS_UFFD_WP },
	  .given = OWN_PAGE },
	{ "exclusive_read_only_page",
	  .when = { .since = KERNEL(6, 5), .needs = NEEDS_UFFD_WP },
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 } },
};

MM_KUNIT_ROWS(watched_pages);

/* Test that userfaultfd's bit comes and goes, whatever the entry says. */
static void uffd_protected_page(struct kunit *test)
{
	devmem_expect_uffd_protects(build_devmem_case(test), PAGE_SIZE);
}

/* contract 2.3: an entry that two have says of neither that it is his alone. */
static const struct devmem_case shared_meanwhile[] = {
	{ "writable_page",
	  .given = { .pte = { .write = 1 }, .exclusive = 1 } },
	{ "soft_dirty_dirty_young_page",
	  .when = { .needs = NEEDS_SOFT_DIRTY },
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1,
			      .soft_dirty = 1 }, .exclusive = 1 } },
	{ "uffd_wp_page",
	  .when = { .needs = NEEDS_UFFD_WP },
	  .given = { .pte = { .uffd = 1 }, .exclusive = 1 } },
	{ "page_whose_accesses_userfaultfd_hears_of",
	  .when = { .needs = NEEDS_UFFD_RWP },
	  .given = { .pte = { .no_access = 1, .uffd = 1 }, .exclusive = 1 } },
	{ "exclusive_read_only_page", .given = { .exclusive = 1 } },
	{ "exclusive_read_only_page_of_a_device",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 } },
};

MM_KUNIT_ROWS(shared_meanwhile);

/* Test that a fork shares what is being migrated. */
static void page_forked_meanwhile(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_expect_fork_shares(scene);
}

/* Test that who may not write any more still has the page for himself. */
static void page_protected_meanwhile(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	struct mm_kunit_state want;

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	mm_kunit_snapshot(&scene->pages[0], scene->pages[0].page, &want);
	KUNIT_EXPECT_EQ(test, want.pte.kind, (long)PTE_MIGRATION);
	mm_kunit_mprotect(&scene->space, false);
	want.pte.write = 0;
	want.pte.exclusive = 1;
	devmem_expect_now(scene, &want);
}

/* A file that loses its page has it unmapped, but for private copies. */
static void cut_file_off(struct migrate_scene *scene)
{
	struct vm_area_struct *vma = scene->space.vma;

	unmap_mapping_pages(vma->vm_file->f_mapping,
			    linear_page_index(vma, scene->args.start), 1,
			    false);
}

/* contract 4.9: a page that a file loses comes back to nobody. */
static void file_page_cut_off_meanwhile(struct kunit *test)
{
	static const struct mm_kunit_given page = { .maps = MAPS_FILE_PAGE };
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, NULL, NULL);
	migrate_build_space(test, MAPPING_SHMEM_SHARED);
	migrate_build_pages(test, &page, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_TRUE(test, scene->args.src[0] & MIGRATE_PFN_MIGRATE);
	cut_file_off(scene);
	KUNIT_EXPECT_TRUE(test, pte_none(mm_kunit_read_pte(&scene->space,
							   scene->args.start)));
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_SHMEMPAGES), 0L);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
}

/* contract 8.8: the last put gives the page back, and no other one does. */
static const struct devmem_case freed_pages[] = {
	{ "writable_page", .given = OWN_PAGE },
	{ "exclusive_read_only_page",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1 } },
	{ "page_that_is_not_exclusive",
	  .given = { .maps = MAPS_DEVICE } },
	{ "dirty_folio",
	  .given = { .maps = MAPS_DEVICE, .exclusive = 1, .dirty = 1 } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_DEVICE } },
	{ "private_copy_of_a_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE, .given = OWN_PAGE },
};

MM_KUNIT_ROWS(freed_pages);

static void expect_freed(struct kunit *test, unsigned int nr)
{
	KUNIT_EXPECT_EQ(test, pages_freed(), nr);
}

/* The case lets go of a page that is none of its business any more. */
static void forget_source(struct migrate_scene *scene)
{
	scene->pages[0].page = NULL;
}

/* Test that a page is freed when it is zapped where it was mapped last. */
static void zapped_page(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	struct mm_kunit_page *page = &scene->pages[0];

	mm_kunit_zap(&scene->space, page->addr, PAGE_SIZE);
	if (page->sharer.mm) {
		expect_freed(test, 0);
		mm_kunit_zap(&page->sharer, page->addr, PAGE_SIZE);
	}
	expect_freed(test, 1);
	KUNIT_EXPECT_EQ(test, mm_kunit_rss(scene->space.mm, MM_ANONPAGES), 0L);
	forget_source(scene);
}

/* Test that a page is freed when the last process that maps it is gone. */
static void page_of_a_process_that_exits(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);
	struct mm_kunit_page *page = &scene->pages[0];

	mm_kunit_space_destroy(&scene->space);
	if (page->sharer.mm) {
		expect_freed(test, 0);
		mm_kunit_space_destroy(&page->sharer);
	}
	expect_freed(test, 1);
}

/* Test that a page that moved away is freed by finalize, at once. */
static void page_that_moved_away(struct kunit *test)
{
	struct migrate_scene *scene = build_devmem_case(test);

	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	devmem_give(scene, 0, TO_SYSTEM);
	run_pages(scene);
	expect_freed(test, 0);
	scene->kept[0] = true;
	run_finalize(scene);
	expect_freed(test, 1);
	scene->kept[0] = false;
	forget_source(scene);
}

/* contract 8.3: what a process wrote stays its own, whatever the file loses. */
static void private_copy_of_a_file_that_shrinks(struct kunit *test)
{
	static const struct mm_kunit_given copy = OWN_PAGE;
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, NULL, NULL);
	migrate_build_space(test, MAPPING_SHMEM_PRIVATE);
	migrate_build_pages(test, &copy, 1);
	cut_file_off(scene);
	devmem_expect_now(scene, &scene->given[0]);
	expect_freed(test, 0);
}

/* contract 4.7 and 8.8: a destination that is not used is freed as well. */
static const struct devmem_case refused_destinations[] = {
	{ "file_page_does_not_go_to_private_memory",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE,
		     .pte = { .write = 1, .dirty = 1 } },
	  .to = TO_DEVICE, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "private_file_page_does_not_go_to_private_memory",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE },
	  .to = TO_DEVICE, .expect = { RESTORED } },
	{ "file_page_does_not_go_to_coherent_memory",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .to = TO_COHERENT, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
};

/* contract 8.7: memory of other kinds holds no pages of processes. */
static const struct devmem_case foreign_destinations[] = {
	{ "exclusive_writable_page",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .to = TO_GENERIC, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON },
	  .to = TO_GENERIC, .expect = { RESTORED } },
	{ "file_page",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 } },
	  .to = TO_GENERIC, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "page_on_a_device",
	  .given = OWN_PAGE,
	  .to = TO_GENERIC, .expect = { RESTORED, MIGRATE_PFN_WRITE } },
	{ "hole",
	  .given = { MAPS_HOLE }, .to = TO_GENERIC, .expect = { SKIPPED } },
	{ "zero_page",
	  .given = { MAPS_ZERO_PAGE }, .to = TO_GENERIC,
	  .expect = { SKIPPED } },
};

MM_KUNIT_ROWS(refused_destinations);
MM_KUNIT_ROWS(foreign_destinations);

/* Test that pages refuses what device memory is not for. */
static void refused_destination(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* Test that pages refuses memory that is no device's to lend. */
static void foreign_destination(struct kunit *test)
{
	migrate_devmem_row(build_devmem_case(test));
}

/* contract 8.5 and 8.7: what each destination is decides, not what one was. */
static void destinations_of_two_kinds(struct kunit *test)
{
	static const struct mm_kunit_given pages[] = {
		{ .pte = { .write = 1 }, .exclusive = 1 },
		{ .maps = MAPS_FILE_PAGE },
		{ .pte = { .write = 1 }, .exclusive = 1 },
	};
	static const struct migrate_expect moved = {
		MIGRATED, MIGRATE_PFN_WRITE
	}, refused = { RESTORED };
	static const enum devmem_destination to[] = {
		TO_SYSTEM, TO_DEVICE, TO_DEVICE,
	};
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, NULL, NULL);
	migrate_build_space(test, MAPPING_SHMEM_PRIVATE);
	migrate_build_pages(test, pages, ARRAY_SIZE(pages));
	devmem_move(scene, to);
	expect_outcome(scene, 0, &moved);
	expect_outcome(scene, 1, &refused);
	expect_outcome(scene, 2, &moved);
}

/* Device-private memory from the first mapping to the last. */
static struct kunit_case life_cases[] = {
	KUNIT_CASE_PARAM(forked_page, mapped_pages_gen_params),
	KUNIT_CASE_PARAM(write_protected_page, mapped_pages_gen_params),
	KUNIT_CASE_PARAM(write_protected_page_moves, mapped_pages_gen_params),
	KUNIT_CASE_PARAM(page_forked_meanwhile, shared_meanwhile_gen_params),
	KUNIT_CASE_PARAM(page_protected_meanwhile, shared_meanwhile_gen_params),
	KUNIT_CASE(file_page_cut_off_meanwhile),
	KUNIT_CASE_PARAM(uffd_protected_page, watched_pages_gen_params),
	KUNIT_CASE_PARAM(zapped_page, freed_pages_gen_params),
	KUNIT_CASE_PARAM(page_of_a_process_that_exits, freed_pages_gen_params),
	KUNIT_CASE_PARAM(page_that_moved_away, freed_pages_gen_params),
	KUNIT_CASE(private_copy_of_a_file_that_shrinks),
	KUNIT_CASE_PARAM(refused_destination, refused_destinations_gen_params),
	KUNIT_CASE_PARAM(foreign_destination, foreign_destinations_gen_params),
	KUNIT_CASE(destinations_of_two_kinds),
	{}
};

static struct kunit_suite life_suite = {
	.name = "migrate_device_life",
	.suite_init = devmem_suite_init,
	.suite_exit = devmem_suite_exit,
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = life_cases,
};

kunit_test_suites(&life_suite);
