// SPDX-License-Identifier: GPL-2.0
/*
 * All bits of a PTE with each other, for each kind of page, on all ways that a
 * migration can take. A row is a kind of page; it runs once for each
 * combination that can be.
 */
#include "migrate_fate.h"
#include "migrate_known_issues.h"
#include "migrate_scenario.h"

#define BITS	5

/* contract 2.3, 2.4, 4.1 and 4.2: write, dirty and young don't meddle. */
static const struct migrate_kind kinds[] = {
	{ "exclusive_page", .given = { .exclusive = 1 } },
	{ "page_that_is_not_exclusive", .given = {} },
	{ "page_that_a_fork_shares", .given = { .maps = MAPS_SHARED_ANON } },
	{ "page_of_a_shared_file_mapping",
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE } },
	{ "page_of_a_private_file_mapping",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE } },
	{ "private_copy",
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .exclusive = 1 } },
};

/* contract 2.3, 2.4, 4.1 and 4.2: nor do soft-dirty and uffd-wp. */
static const struct migrate_kind watched_kinds[] = {
	{ "exclusive_page",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .given = { .exclusive = 1 } },
	{ "page_that_is_not_exclusive",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .given = {} },
	{ "page_that_a_fork_shares",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .given = { .maps = MAPS_SHARED_ANON } },
	{ "page_of_a_shared_file_mapping",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .mapping = MAPPING_SHMEM_SHARED,
	  .given = { .maps = MAPS_FILE_PAGE } },
	{ "page_of_a_private_file_mapping",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .maps = MAPS_FILE_PAGE } },
	{ "private_copy",
	  .when = { .needs = NEEDS_WATCHED_PTES },
	  .mapping = MAPPING_SHMEM_PRIVATE,
	  .given = { .exclusive = 1 } },
};

MM_KUNIT_ROWS(kinds);
MM_KUNIT_ROWS(watched_kinds);

static bool is_watched(const struct mm_kunit_given *given)
{
	return given->pte.soft_dirty || given->pte.uffd;
}

/* A combination that has to be changed before it can be built is none. */
static bool set_bits(struct migrate_range *range, unsigned int bits)
{
	struct mm_kunit_given *given = &range->page[0].given;
	struct mm_kunit_given wanted;
	unsigned int bit;

	for (bit = 0; bit < BITS; bit++)
		migrate_set_field(given, &migrate_pte_fields[bit],
				  !!(bits & BIT(bit)));
	wanted = *given;
	migrate_settle(range);
	return !memcmp(given, &wanted, sizeof(wanted));
}

static bool says_which(struct kunit *test, const struct mm_kunit_given *given)
{
	if (READ_ONCE(test->status) == KUNIT_SUCCESS)
		return false;
	kunit_info(test, "with write %d, dirty %d, young %d, soft_dirty %d, uffd %d\n",
		   given->pte.write, given->pte.dirty, given->pte.young,
		   given->pte.soft_dirty, given->pte.uffd);
	return true;
}

static void expect_all_bits(struct kunit *test, enum migrate_fate fate,
			    bool watched)
{
	const struct migrate_kind *row = test->param_value;
	struct migrate_range *range;
	unsigned int bits, tried = 0;

	migrate_begin_kind(test, fate);
	range = kunit_kzalloc(test, sizeof(*range), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, range);
	range->mapping = row->mapping;
	range->nr = 1;
	for (bits = 0; bits < BIT(BITS); bits++) {
		range->page[0].given = row->given;
		range->page[0].given.extra_refs = fate == FATE_PUT_BACK;
		if (!set_bits(range, bits) ||
		    is_watched(&range->page[0].given) != watched)
			continue;
		migrate_expect_fate(test, &range->page[0].given, fate);
		migrate_scene_clear(test->priv);
		tried++;
		if (says_which(test, &range->page[0].given))
			return;
	}
	KUNIT_EXPECT_GT(test, tried, 1U);
}

/* Test that setup hands the page out with all bits. */
static void taken(struct kunit *test)
{
	expect_all_bits(test, FATE_TAKEN, false);
}

/* Test that the page arrives at its destination with all bits. */
static void moved(struct kunit *test)
{
	expect_all_bits(test, FATE_MOVED, false);
}

/* Test that the page has all bits again if the driver has no use for it. */
static void kept(struct kunit *test)
{
	expect_all_bits(test, FATE_KEPT, false);
}

/* Test that the page has all bits again if somebody else uses it. */
static void put_back(struct kunit *test)
{
	expect_all_bits(test, FATE_PUT_BACK, false);
}

/* Test that soft-dirty and uffd-wp are handed out with all other bits. */
static void taken_watched(struct kunit *test)
{
	expect_all_bits(test, FATE_TAKEN, true);
}

/* Test that they arrive with all other bits. */
static void moved_watched(struct kunit *test)
{
	expect_all_bits(test, FATE_MOVED, true);
}

/* Test that they are back if the driver has no use for the page. */
static void kept_watched(struct kunit *test)
{
	expect_all_bits(test, FATE_KEPT, true);
}

/* Test that they are back if somebody else uses the page. */
static void put_back_watched(struct kunit *test)
{
	expect_all_bits(test, FATE_PUT_BACK, true);
}

/* Every combination of the bits of a PTE. */
#define BITS_CASES \
	KUNIT_CASE_PARAM(taken, kinds_gen_params), \
	KUNIT_CASE_PARAM(moved, kinds_gen_params), \
	KUNIT_CASE_PARAM(kept, kinds_gen_params), \
	KUNIT_CASE_PARAM(put_back, kinds_gen_params), \
	KUNIT_CASE_PARAM(taken_watched, watched_kinds_gen_params), \
	KUNIT_CASE_PARAM(moved_watched, watched_kinds_gen_params), \
	KUNIT_CASE_PARAM(kept_watched, watched_kinds_gen_params), \
	KUNIT_CASE_PARAM(put_back_watched, watched_kinds_gen_params), \
	{}

static struct kunit_case bits_cases[] = { BITS_CASES };

static struct kunit_suite bits_suite = {
	.name = "migrate_device_bits",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = bits_cases,
};

kunit_test_suite(bits_suite);
