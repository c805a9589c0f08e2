// SPDX-License-Identifier: GPL-2.0
/*
 * Between the phases of a migration others do what mmap_lock, held for read,
 * lets them do: they zap, fault, exit, and migrate themselves.
 */
#include <linux/mm.h>
#include <linux/mmap_lock.h>

#include "migrate_device_unit.h"
#include "migrate_outcome.h"

#define OWN_PAGE	{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define MOVED		{ MIGRATED, MIGRATE_PFN_WRITE }
#define KEPT		{ RESTORED, MIGRATE_PFN_WRITE }
#define GONE		{ DROPPED, MIGRATE_PFN_WRITE }

enum moment {
	AFTER_SETUP,
	AFTER_PAGES,
	BEFORE_COLLECT,		/* the last moment before, with mmap_lock held */
	BEFORE_UNMAP,		/* collect is through */
	BEFORE_REMAP,		/* in finalize, or where unmap gives up */
};

/**
 * struct interference_case - a row about one page, and somebody else
 * @name: what it says, as a test name
 * @when: the kernels it is for
 * @mapping: what its space maps
 * @given: the page
 * @act: what somebody else does
 * @at: when
 * @stays: the driver has no destination
 * @expect: the claim
 */
struct interference_case {
	const char *name;
	struct mm_kunit_when when;
	enum mm_kunit_mapping mapping;
	struct mm_kunit_given given;
	void (*act)(struct migrate_scene *scene);
	enum moment at;
	bool stays;
	struct migrate_expect expect;
};

/* MADV_DONTNEED of the page; like all that follow, with mmap_lock held. */
static void zap(struct migrate_scene *scene)
{
	mm_kunit_zap_range(scene->space.vma, scene->pages[0].addr, PAGE_SIZE);
}

/* The process that a fork made exits, and its mapping with it. */
static void child_exits(struct migrate_scene *scene)
{
	struct mm_kunit_state *given = &scene->given[0];

	/* It has a task of its own, which knows nothing of our lock. */
	mmap_read_unlock(scene->space.mm);
	mm_kunit_space_destroy(&scene->pages[0].sharer);
	mmap_read_lock(scene->space.mm);
	/* What is unmapped has told the folio already. */
	if (scene->phase >= UNMAPPED)
		given->folio.dirty |= given->sharer.dirty;
	given->sharer = (struct mm_kunit_pte_state) {};
	given->folio.mapcount--;
	given->folio.refs--;
}

/* A store to an address without a page; who finds that page there keeps it. */
static void store(struct migrate_scene *scene)
{
	migrate_store_locked(scene);
	mm_kunit_snapshot(&scene->pages[0], NULL, &scene->given[0]);
}

/* Another driver wants the page, and can't have it. */
static void migrate(struct migrate_scene *scene)
{
	unsigned long src = SCENE_POISON, dst = SCENE_POISON;
	struct migrate_vma args = scene->args;

	args.src = &src;
	args.dst = &dst;
	args.fault_page = NULL;
	KUNIT_EXPECT_EQ(scene->test, scene->calls->setup(&args), 0);
	KUNIT_EXPECT_EQ(scene->test, args.cpages, 0UL);
	KUNIT_EXPECT_EQ(scene->test, src, 0UL);
	scene->calls->pages(&args);
	scene->calls->finalize(&args);
}

/* contract 4.9: a mapping that went away does not come back. */
static const struct interference_case zapped_pages[] = {
	{ "before_pages_page_moves",
	  .given = OWN_PAGE, .act = zap, .at = AFTER_SETUP, .expect = GONE },
	{ "before_pages_page_stays",
	  .given = OWN_PAGE, .act = zap, .at = AFTER_SETUP, .stays = true,
	  .expect = GONE },
	{ "after_pages_page_moves",
	  .given = OWN_PAGE, .act = zap, .at = AFTER_PAGES, .expect = GONE },
	{ "after_pages_page_stays",
	  .given = OWN_PAGE, .act = zap, .at = AFTER_PAGES, .stays = true,
	  .expect = GONE },
	{ "before_it_is_mapped_again",
	  .given = OWN_PAGE, .act = zap, .at = BEFORE_REMAP, .stays = true,
	  .expect = GONE },
	{ "before_the_destination_is_mapped",
	  .given = OWN_PAGE, .act = zap, .at = BEFORE_REMAP,
	  .expect = GONE },
	{ "private_copy_of_a_file_page",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = OWN_PAGE, .act = zap, .at = AFTER_SETUP, .expect = GONE },
	{ "read_only_page_before_pages",
	  .given = { .exclusive = 1 }, .act = zap, .at = AFTER_SETUP,
	  .expect = { DROPPED } },
};

/* contract 2.7 and 4.1: who is left keeps the page, moved or not. */
static const struct interference_case childless_pages[] = {
	{ "before_pages_page_moves",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = AFTER_SETUP, .expect = { MIGRATED } },
	{ "before_pages_page_stays",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = AFTER_SETUP, .stays = true, .expect = { RESTORED } },
	{ "after_pages_page_moves",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = AFTER_PAGES, .expect = { MIGRATED } },
	{ "after_pages_page_stays",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = AFTER_PAGES, .stays = true, .expect = { RESTORED } },
	{ "before_its_mapping_is_removed",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = BEFORE_UNMAP, .expect = { MIGRATED } },
	{ "before_it_is_mapped_again",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = child_exits,
	  .at = BEFORE_REMAP, .stays = true, .expect = { RESTORED } },
};

/* contract 4.6: an address that was filled meanwhile is left alone. */
static const struct interference_case filled_holes[] = {
	{ "hole",
	  .given = { MAPS_HOLE }, .act = store, .at = AFTER_SETUP,
	  .expect = { SKIPPED } },
	{ "hole_without_a_page_table",
	  .given = { MAPS_NO_TABLE }, .act = store, .at = AFTER_SETUP,
	  .expect = { SKIPPED } },
	{ "zero_page",
	  .given = { MAPS_ZERO_PAGE }, .act = store, .at = AFTER_SETUP,
	  .expect = { SKIPPED } },
	{ "hole_without_a_destination",
	  .given = { MAPS_HOLE }, .act = store, .at = AFTER_SETUP,
	  .stays = true, .expect = { SKIPPED } },
	{ "page_that_is_zapped_before_collect",
	  .given = { MAPS_ZERO_PAGE }, .act = zap, .at = BEFORE_COLLECT,
	  .expect = { POPULATED } },
};

/* contract 2.4: what is being migrated is not migrated twice. */
static const struct interference_case contested_pages[] = {
	{ "before_pages_page_moves",
	  .given = OWN_PAGE, .act = migrate, .at = AFTER_SETUP,
	  .expect = MOVED },
	{ "before_pages_page_stays",
	  .given = OWN_PAGE, .act = migrate, .at = AFTER_SETUP,
	  .stays = true, .expect = KEPT },
	{ "after_pages_page_moves",
	  .given = OWN_PAGE, .act = migrate, .at = AFTER_PAGES,
	  .expect = MOVED },
	{ "shared_page_before_pages",
	  .given = { .maps = MAPS_SHARED_ANON }, .act = migrate,
	  .at = AFTER_SETUP, .expect = { MIGRATED } },
};

MM_KUNIT_ROWS(zapped_pages);
MM_KUNIT_ROWS(childless_pages);
MM_KUNIT_ROWS(filled_holes);
MM_KUNIT_ROWS(contested_pages);

struct interference {
	struct migrate_scene *scene;
	const struct interference_case *row;
	bool done;
};

static void act_once(void *context, const struct mm_kunit_event *event)
{
	struct interference *other = context;

	if (other->done)
		return;
	other->done = true;
	other->row->act(other->scene);
}

static u64 hooked(enum moment at)
{
	switch (at) {
	case BEFORE_COLLECT:
		return BIT_ULL(EV_NOTIFIER_START);
	case BEFORE_UNMAP:
		return BIT_ULL(EV_TRY_TO_MIGRATE);
	case BEFORE_REMAP:
		return BIT_ULL(EV_REMOVE_MIGRATION_PTES);
	case AFTER_SETUP:
	case AFTER_PAGES:
		break;
	}
	return 0;
}

static void act_between(struct interference *other, enum moment now)
{
	struct mm_struct *mm = other->scene->space.mm;

	if (other->row->at != now)
		return;
	mmap_read_lock(mm);
	act_once(other, NULL);
	mmap_read_unlock(mm);
}

static void interfere(struct kunit *test)
{
	const struct interference_case *row = test->param_value;
	struct interference other = { .row = row };
	struct mm_kunit_hook hook = {
		.before = hooked(row->at), .run = act_once, .context = &other,
	};
	struct migrate_scene *scene = test->priv;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, row->mapping);
	migrate_build_pages(test, &row->given, 1);
	other.scene = scene;
	KUNIT_EXPECT_EQ(test, run_setup_clearing_with(scene, CLEAR_AS_WRITTEN,
						      &hook), 0);
	act_between(&other, AFTER_SETUP);
	if (!row->stays)
		give_destination(scene, 0);
	run_pages(scene);
	act_between(&other, AFTER_PAGES);
	run_finalize(scene);
	KUNIT_EXPECT_TRUE(test, other.done);
	expect_outcome(scene, 0, &row->expect);
}

/* Test that nothing is mapped where somebody zapped the page. */
static void zapped_page(struct kunit *test)
{
	interfere(test);
}

/* Test that a mapping that is gone is not missed. */
static void childless_page(struct kunit *test)
{
	interfere(test);
}

/* Test that a page that got there first stays there. */
static void filled_hole(struct kunit *test)
{
	interfere(test);
}

/* Test that of two migrations the second finds nothing. */
static void contested_page(struct kunit *test)
{
	interfere(test);
}

/* Migrations that others get in the way of. */
static struct kunit_case interference_cases[] = {
	KUNIT_CASE_PARAM(zapped_page, zapped_pages_gen_params),
	KUNIT_CASE_PARAM(childless_page, childless_pages_gen_params),
	KUNIT_CASE_PARAM(filled_hole, filled_holes_gen_params),
	KUNIT_CASE_PARAM(contested_page, contested_pages_gen_params),
	{}
};

static struct kunit_suite interference_suite = {
	.name = "migrate_device_interference",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = interference_cases,
};

kunit_test_suite(interference_suite);
