// SPDX-License-Identifier: GPL-2.0
/*
 * Pages in every state that leaves them free to go, each on all ways that a
 * migration can take.
 */
#include <linux/pagemap.h>
#include <linux/workqueue.h>

#include "migrate_fate.h"
#include "migrate_known_issues.h"

/* contract 2.3, 2.4, 4.1 and 4.2: flags and swap cache go where the page goes. */
static const struct migrate_kind states[] = {
	{ "dirty_page_in_the_swap_cache",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
		     .swap_cache = 1 } },
	{ "page_in_the_swap_cache_that_is_not_exclusive",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .dirty = 1, .swap_cache = 1 } },
	{ "page_in_the_swap_cache_that_a_fork_shares",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .maps = MAPS_SHARED_ANON, .dirty = 1, .swap_cache = 1 } },
	{ "clean_page_in_the_swap_cache",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .exclusive = 1, .swap_cache = 1 } },
	{ "private_copy_in_the_swap_cache",
	  .when = { .needs = NEEDS_SWAP },
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .swap_cache = 1 } },
	{ "active_page",
	  .given = { .exclusive = 1, .active = 1 } },
	{ "referenced_page",
	  .given = { .exclusive = 1, .referenced = 1 } },
	{ "page_of_the_workingset",
	  .given = { .exclusive = 1, .workingset = 1 } },
	{ "active_referenced_file_page",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .active = 1, .referenced = 1 } },
	{ "page_in_an_lru_batch",
	  .given = { .exclusive = 1, .in_lru_batch = 1 } },
	{ "active_page_in_an_lru_batch",
	  .given = { .exclusive = 1, .active = 1, .in_lru_batch = 1 } },
	{ "page_with_every_flag",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .dirty = 1, .young = 1 },
		     .exclusive = 1, .dirty = 1, .active = 1, .referenced = 1,
		     .workingset = 1, .swap_cache = 1, .in_lru_batch = 1 } },
};

/* contract 2.3, 2.4 and 4.2: a page may be taken while it is written. */
static const struct migrate_kind written[] = {
	{ "page_that_is_swapped_out",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1,
		     .swap_cache = 1, .writeback = 1 } },
	{ "page_that_is_swapped_out_and_shared",
	  .when = { .needs = NEEDS_SWAP },
	  .given = { .maps = MAPS_SHARED_ANON, .swap_cache = 1,
		     .writeback = 1 } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .writeback = 1 } },
	{ "page_of_a_private_file_mapping",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE, .writeback = 1 } },
};

/* contract 2.3, 2.4, 4.1, 4.2 and 2.7: a page that KSM merged goes likewise. */
static const struct migrate_kind merged[] = {
	{ "page",
	  .when = { .needs = NEEDS_KSM },
	  .given = { .maps = MAPS_KSM_PAGE } },
	{ "young_page_of_a_dirty_folio",
	  .when = { .needs = NEEDS_KSM },
	  .given = { .maps = MAPS_KSM_PAGE, .pte = { .young = 1 },
		     .dirty = 1 } },
	{ "active_page_of_the_workingset",
	  .when = { .needs = NEEDS_KSM },
	  .given = { .maps = MAPS_KSM_PAGE, .active = 1, .workingset = 1 } },
};

/* contract 2.3, 2.4, 4.1 and 4.2: who has locked it, and only he, keeps it locked. */
static const struct migrate_kind mlocked[] = {
	{ "page", .given = { .exclusive = 1, .mlocked = 1 } },
	{ "page_that_a_fork_shares",
	  .given = { .maps = MAPS_SHARED_ANON, .mlocked = 1 } },
	{ "page_of_a_file",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE, .pte = { .write = 1 },
		     .mlocked = 1 } },
	{ "writable_page_of_two_processes",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_SHARED_FILE_PAGE, .pte = { .write = 1 },
		     .mlocked = 1 } },
};

/* contract 4.10: it moves when that is over, or it stays. */
static const struct migrate_kind written_and_wanted[] = {
	{ "page_that_is_swapped_out",
	  .when = { .needs = NEEDS_SWAP, .known_issue = &bug_on_writeback },
	  .given = { .pte = { .write = 1, .young = 1 }, .exclusive = 1,
		     .swap_cache = 1, .writeback = 1 } },
	{ "page_that_is_swapped_out_and_shared",
	  .when = { .needs = NEEDS_SWAP, .known_issue = &bug_on_writeback },
	  .given = { .maps = MAPS_SHARED_ANON, .swap_cache = 1,
		     .writeback = 1 } },
};

MM_KUNIT_ROWS(states);
MM_KUNIT_ROWS(written);
MM_KUNIT_ROWS(merged);
MM_KUNIT_ROWS(mlocked);
MM_KUNIT_ROWS(written_and_wanted);

/* Test that setup hands the page out as it is. */
static void taken(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_TAKEN);
}

/* Test that the page arrives at its destination as it was. */
static void moved(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_MOVED);
}

/* Test that the page is back as it was if the driver has no use for it. */
static void kept(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_KEPT);
}

/* Test that the page is back as it was if somebody else uses it. */
static void put_back(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_PUT_BACK);
}

/* Test that setup takes a merged page away from both spaces. */
static void taken_from_ksm(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_TAKEN);
}

/* Test that both spaces map the destination of a merged page. */
static void moved_from_ksm(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_MOVED);
}

/* Test that both spaces map it again if the driver has no use for it. */
static void kept_by_ksm(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_KEPT);
}

/* Test that both spaces map it again if somebody else uses it. */
static void put_back_by_ksm(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_PUT_BACK);
}

/* Test that a page that nobody maps is not mlocked either. */
static void taken_from_locked_memory(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_TAKEN);
}

/* Test that its destination is mlocked. */
static void moved_in_locked_memory(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_MOVED);
}

/* Test that it is mlocked again if the driver has no use for it. */
static void kept_in_locked_memory(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_KEPT);
}

/* Test that it is mlocked again if somebody else uses it. */
static void put_back_into_locked_memory(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_PUT_BACK);
}

/* Test that setup hands a page out that is being written. */
static void taken_while_written(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_TAKEN);
}

/* Test that it goes back if the driver has no use for it. */
static void kept_while_written(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_KEPT);
}

/* Test that it goes back if somebody else uses it. */
static void put_back_while_written(struct kunit *test)
{
	migrate_expect_fate_of_row(test, FATE_PUT_BACK);
}

/* The disk is done, for whoever waits. */
struct slow_disk {
	struct delayed_work work;
	struct folio *folio;
};

static void end_writeback(struct work_struct *work)
{
	struct slow_disk *disk = container_of(to_delayed_work(work),
					      struct slow_disk, work);

	folio_end_writeback(disk->folio);
}

static void run_pages_during_writeback(struct migrate_scene *scene)
{
	struct slow_disk disk = {
		.folio = page_folio(scene->pages[0].page),
	};

	INIT_DELAYED_WORK_ONSTACK(&disk.work, end_writeback);
	schedule_delayed_work(&disk.work, HZ / 10);
	run_pages(scene);
	cancel_delayed_work_sync(&disk.work);
	destroy_delayed_work_on_stack(&disk.work);
	scene->given[0].folio.writeback = folio_test_writeback(disk.folio);
}

/* Test that neither the page nor the kernel is lost. */
static void given_a_destination_while_written(struct kunit *test)
{
	const struct migrate_kind *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct migrate_expect expect = {
		.mpfn = row->given.pte.write ? MIGRATE_PFN_WRITE : 0,
	};

	migrate_begin_kind(test, FATE_KEPT);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	give_destination(scene, 0);
	run_pages_during_writeback(scene);
	expect.outcome = scene->args.src[0] & MIGRATE_PFN_MIGRATE ? MIGRATED :
								    RESTORED;
	run_finalize(scene);
	expect_outcome(scene, 0, &expect);
}

/* Pages that can be migrated, whatever else is to be said of them. */
#define STATES_CASES \
	KUNIT_CASE_PARAM(taken, states_gen_params), \
	KUNIT_CASE_PARAM(moved, states_gen_params), \
	KUNIT_CASE_PARAM(kept, states_gen_params), \
	KUNIT_CASE_PARAM(put_back, states_gen_params), \
	KUNIT_CASE_PARAM(taken_from_ksm, merged_gen_params), \
	KUNIT_CASE_PARAM(moved_from_ksm, merged_gen_params), \
	KUNIT_CASE_PARAM(kept_by_ksm, merged_gen_params), \
	KUNIT_CASE_PARAM(put_back_by_ksm, merged_gen_params), \
	KUNIT_CASE_PARAM(taken_from_locked_memory, mlocked_gen_params), \
	KUNIT_CASE_PARAM(moved_in_locked_memory, mlocked_gen_params), \
	KUNIT_CASE_PARAM(kept_in_locked_memory, mlocked_gen_params), \
	KUNIT_CASE_PARAM(put_back_into_locked_memory, mlocked_gen_params), \
	KUNIT_CASE_PARAM(taken_while_written, written_gen_params), \
	KUNIT_CASE_PARAM(kept_while_written, written_gen_params), \
	KUNIT_CASE_PARAM(put_back_while_written, written_gen_params), \
	KUNIT_CASE_PARAM(given_a_destination_while_written, \
			 written_and_wanted_gen_params), \
	{}

static struct kunit_case states_cases[] = { STATES_CASES };

static struct kunit_suite states_suite = {
	.name = "migrate_device_states",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = states_cases,
};

kunit_test_suite(states_suite);

#ifdef CONFIG_DEVICE_MIGRATION
static struct kunit_case kernel_states_cases[] = { STATES_CASES };

static struct kunit_suite kernel_states_suite = {
	.name = "migrate_device_states_kernel",
	.init = migrate_scene_init_kernel,
	.exit = migrate_scene_exit,
	.test_cases = kernel_states_cases,
};

kunit_test_suite(kernel_states_suite);
#endif
