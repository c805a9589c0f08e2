// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate() and try_to_unmap() against everybody who may act on a page
 * without the page-table lock.
 */
#include "explore.h"
#include "sibling_scene.h"

#define WRITABLE	{ .pte = { .write = 1 }, .exclusive = 1 }
#define DIRTY		{ .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }
#define LAZYFREE \
	{ .pte = { .write = 1 }, .exclusive = 1, .lazyfree = 1, .off_lru = 1 }
#define LAZYFREE_READ_ONLY \
	{ .exclusive = 1, .lazyfree = 1, .off_lru = 1 }

/* contract 10.12, 10.22: a page that may be pinned while exclusive is kept. */
static const struct explore_case pages[] = {
	{ "read_pin_of_a_writable_page", {}, WRITABLE, READ_PIN },
	{ "write_pin_of_a_writable_page", {}, WRITABLE, WRITE_PIN },
	{ "read_pin_of_a_read_only_page", {}, READ_ONLY, READ_PIN },
	{ "read_pin_of_a_shared_page", {}, SHARED, READ_PIN },
	{ "stores_to_a_writable_page", {}, WRITABLE, CPU_STORES,
	  .needs_flush = true },
	{ "stores_to_a_dirty_page", {}, DIRTY, CPU_STORES,
	  .needs_flush = true },
};

MM_KUNIT_ROWS(pages);

/* contract 10.24, 10.28: so is one that is to be dropped and is wanted. */
static const struct explore_case lazyfree_pages[] = {
	{ "read_pin_of_a_writable_page", {}, LAZYFREE, READ_PIN },
	{ "plain_reference_on_a_writable_page", {}, LAZYFREE, WRITE_REF },
	{ "read_pin_of_a_read_only_page", {}, LAZYFREE_READ_ONLY, READ_PIN },
	{ "stores_to_a_writable_page", {}, LAZYFREE, CPU_STORES,
	  .needs_flush = true },
};

MM_KUNIT_ROWS(lazyfree_pages);

/* contract 10.11 to 10.16: flaws that the models have to show. */
static const struct explore_case flaws[] = {
	{ "no_question_for_pins", {}, WRITABLE, READ_PIN,
	  .unit_without = BIT_ULL(EV_CHECK_PINNED), .seen = true },
	{ "dirty_bit_that_is_lost", {}, WRITABLE, CPU_STORES,
	  .unit_without = BIT_ULL(EV_MARK_DIRTY), .seen = true },
	{ "tlb_that_is_not_flushed", {}, WRITABLE, CPU_STORES,
	  .ignores_flush = true, .seen = true },
};

MM_KUNIT_ROWS(flaws);

/* contract 10.12: and these, which reclaim has in common. */
static const struct explore_case more_flaws[] = {
	{ "shared_before_it_is_cleared", {}, WRITABLE, READ_PIN,
	  .behind_share = true, .seen = true },
	{ "read_only_page_shared_before_it_is_cleared", {}, READ_ONLY, READ_PIN,
	  .behind_share = true, .seen = true },
	{ "gup_that_trusts_its_first_look_at_the_pte", {}, WRITABLE, READ_PIN,
	  .gup_without = GUP_TRUSTS_PTE, .seen = true },
	{ "gup_that_trusts_a_read_only_page", {}, SHARED, READ_PIN,
	  .gup_without = GUP_TRUSTS_PAGE, .seen = true },
};

MM_KUNIT_ROWS(more_flaws);

/* contract 10.16: nor may a batch be forgotten. */
static const struct explore_case lost_batches_of_migrate[] = {
	{ "batch_that_is_not_flushed",
	  { .since = KERNEL(6, 3), .needs = NEEDS_TLB_BATCH }, DIRTY,
	  CPU_STORES, .unit_without = BIT_ULL(EV_FLUSH_BATCH), .seen = true },
};

/* contract 10.27: the same of reclaim. */
static const struct explore_case lost_batches_of_unmap[] = {
	{ "batch_that_is_not_flushed", { .needs = NEEDS_TLB_BATCH }, DIRTY,
	  CPU_STORES, .unit_without = BIT_ULL(EV_FLUSH_BATCH), .seen = true },
};

MM_KUNIT_ROWS(lost_batches_of_migrate);
MM_KUNIT_ROWS(lost_batches_of_unmap);

static void begin(struct kunit *test, enum mm_kunit_feature needs)
{
	const struct mm_kunit_when when = { .needs = needs };
	const struct explore_case *row = test->param_value;

	mm_kunit_row_begin(test, row->name, &when);
}

/* Test that try_to_migrate() and GUP-fast never both have the page. */
static void migrate(struct kunit *test)
{
	explore_row(test, &explore_migrate);
}

/* Test that try_to_unmap() and GUP-fast never both have the page. */
static void unmap(struct kunit *test)
{
	begin(test, NEEDS_SWAP);
	explore_row(test, &explore_unmap);
}

/* Test the same with no schedule left out. */
static void migrate_in_all_schedules(struct kunit *test)
{
	explore_row_fully(test, &explore_migrate);
}

/* Test the same with no schedule left out. */
static void unmap_in_all_schedules(struct kunit *test)
{
	begin(test, NEEDS_SWAP);
	explore_row_fully(test, &explore_unmap);
}

/* Test that a page that somebody got hold of is not dropped. */
static void drop(struct kunit *test)
{
	explore_row(test, &explore_unmap);
}

/* Test that a flaw of try_to_migrate() shows in some schedule. */
static void flaw_in_migrate(struct kunit *test)
{
	explore_row(test, &explore_migrate);
}

/* Test that these do, too. */
static void other_flaw_in_migrate(struct kunit *test)
{
	explore_row(test, &explore_migrate);
}

/* Test that a flaw of try_to_unmap() does. */
static void flaw_in_unmap(struct kunit *test)
{
	begin(test, NEEDS_SWAP);
	explore_row(test, &explore_unmap);
}

/* Test that a batch of try_to_migrate() is missed. */
static void batch_of_migrate(struct kunit *test)
{
	explore_row(test, &explore_migrate_batch);
}

/* Test that one of try_to_unmap() is. */
static void batch_of_unmap(struct kunit *test)
{
	begin(test, NEEDS_SWAP);
	explore_row(test, &explore_unmap_batch);
}

/* What each does with a page in every order, with each way to flush. */
static struct kunit_case explore_cases[] = {
	KUNIT_CASE_PARAM(migrate, pages_gen_params),
	KUNIT_CASE_PARAM(unmap, pages_gen_params),
	KUNIT_CASE_PARAM(migrate_in_all_schedules, pages_gen_params),
	KUNIT_CASE_PARAM(unmap_in_all_schedules, pages_gen_params),
	KUNIT_CASE_PARAM(drop, lazyfree_pages_gen_params),
	KUNIT_CASE_PARAM(flaw_in_migrate, flaws_gen_params),
	KUNIT_CASE_PARAM(other_flaw_in_migrate, more_flaws_gen_params),
	KUNIT_CASE_PARAM(flaw_in_unmap, flaws_gen_params),
	KUNIT_CASE_PARAM(batch_of_migrate, lost_batches_of_migrate_gen_params),
	KUNIT_CASE_PARAM(batch_of_unmap, lost_batches_of_unmap_gen_params),
	{}
};

static struct kunit_suite explore_suite = {
	.name = "rmap_explore",
	.init = sibling_scene_init,
	.exit = sibling_scene_exit,
	.test_cases = explore_cases,
};

kunit_test_suite(explore_suite);
