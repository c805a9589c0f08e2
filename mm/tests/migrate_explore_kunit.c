// SPDX-License-Identifier: GPL-2.0
/*
 * Collect against everybody who may act on a page at the same time.
 */
#include "explore.h"
#include "migrate_scene.h"

#define WRITABLE	{ .pte = { .write = 1 }, .exclusive = 1 }
#define READ_ONLY	{ .exclusive = 1 }
#define SHARED		{ .maps = MAPS_SHARED_ANON }

/* contract 3.6: no pin of a page that was taken, whoever comes first. */
static const struct explore_case pins[] = {
	{ "read_pin_of_a_writable_page", .given = WRITABLE,
	  .actors = READ_PIN },
	{ "write_pin_of_a_writable_page", .given = WRITABLE,
	  .actors = WRITE_PIN },
	{ "read_pin_of_a_read_only_page", .given = READ_ONLY,
	  .actors = READ_PIN },
};

MM_KUNIT_ROWS(pins);

/* Test that no pin gets through, whatever the PTE is cleared with. */
static void pin(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* Test that none does, and that no schedule was left out. */
static void pin_in_all_schedules(struct kunit *test)
{
	explore_row_fully(test, &explore_collect);
}

/* Test that none does where the page is shared, and its PTE comes back. */
static void pin_of_a_page_mapped_again(struct kunit *test)
{
	explore_row(test, &explore_share);
}

/* contract 3.6: no pin at all of a page that is not exclusive. */
static const struct explore_case shared_pins[] = {
	{ "read_pin_of_a_shared_page", .given = SHARED, .actors = READ_PIN },
	{ "write_pin_of_a_shared_page", .given = SHARED, .actors = WRITE_PIN },
};

MM_KUNIT_ROWS(shared_pins);

/* Test that a pin of it fails and leaves nothing behind. */
static void pin_of_a_shared_page(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* contract 2.5, 3.2: a store is dirty in the end, or it never happens. */
static const struct explore_case stores[] = {
	{ "writable_page", .given = WRITABLE, .actors = CPU_STORES },
	{ "writable_dirty_page",
	  .given = { .pte = { .write = 1, .dirty = 1 }, .exclusive = 1 },
	  .actors = CPU_STORES },
	{ "dirty_folio",
	  .given = { .pte = { .write = 1 }, .exclusive = 1, .dirty = 1 },
	  .actors = CPU_STORES },
	{ "page_that_is_pinned_meanwhile", .given = WRITABLE,
	  .actors = READ_PIN | CPU_STORES },
};

MM_KUNIT_ROWS(stores);

/* Test that no store is lost or late. */
static void store(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* contract 6.6: whatever others do to the page, nothing is leaked. */
static const struct explore_case callers[] = {
	{ "fault_on_a_read_only_page", .given = READ_ONLY, .actors = FAULT },
	{ "fault_on_a_shared_page", .given = SHARED, .actors = FAULT },
	{ "zap_of_an_exclusive_page", .given = WRITABLE, .actors = ZAP },
	{ "zap_of_a_shared_page", .given = SHARED, .actors = ZAP },
	{ "migration_of_an_exclusive_page", .given = WRITABLE,
	  .actors = MIGRATION },
	{ "migration_of_a_shared_page", .given = SHARED,
	  .actors = MIGRATION },
	{ "zap_of_a_page_that_is_pinned", .given = WRITABLE,
	  .actors = ZAP | READ_PIN },
};

MM_KUNIT_ROWS(callers);

/* Test that whoever gets the page-table lock first, all ends well. */
static void other_caller(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* contract 3.6, 2.5, 3.2: flaws that the models have to show. */
static const struct explore_case flaws[] = {
	{ "gup_that_trusts_its_first_look_at_the_pte", .given = WRITABLE,
	  .actors = READ_PIN, .gup_without = GUP_TRUSTS_PTE, .seen = true },
	{ "gup_that_trusts_a_read_only_page", .given = SHARED,
	  .actors = READ_PIN, .gup_without = GUP_TRUSTS_PAGE, .seen = true },
	{ "collect_that_does_not_ask_for_pins", .given = WRITABLE,
	  .actors = READ_PIN, .unit_without = BIT_ULL(EV_CHECK_PINNED),
	  .seen = true },
	{ "collect_that_loses_the_dirty_bit", .given = WRITABLE,
	  .actors = CPU_STORES, .unit_without = BIT_ULL(EV_MARK_DIRTY),
	  .seen = true },
	{ "tlb_that_is_not_flushed", .given = WRITABLE,
	  .actors = CPU_STORES, .ignores_flush = true, .seen = true },
};

MM_KUNIT_ROWS(flaws);

/* Test that a flaw shows in some schedule, so that none would go unseen. */
static void flaw_is_seen(struct kunit *test)
{
	explore_row(test, &explore_collect);
}

/* All orders with few preemptions, in sequence; all at all on request. */
static struct kunit_case explore_cases[] = {
	KUNIT_CASE_PARAM(pin, pins_gen_params),
	KUNIT_CASE_PARAM(pin_in_all_schedules, pins_gen_params),
	KUNIT_CASE_PARAM(pin_of_a_page_mapped_again, pins_gen_params),
	KUNIT_CASE_PARAM(pin_of_a_shared_page, shared_pins_gen_params),
	KUNIT_CASE_PARAM(store, stores_gen_params),
	KUNIT_CASE_PARAM(other_caller, callers_gen_params),
	KUNIT_CASE_PARAM(flaw_is_seen, flaws_gen_params),
	{}
};

static struct kunit_suite explore_suite = {
	.name = "migrate_device_explore",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = explore_cases,
};

kunit_test_suite(explore_suite);
