// SPDX-License-Identifier: GPL-2.0
/*
 * try_to_migrate() and try_to_unmap() for explorations: what each promises in
 * the end, and how the page is mapped again.
 */
#include "explore.h"
#include "mm_kunit/order.h"
#include "rmap_unit.h"
#include "sibling_scene.h"

static struct explored build(struct kunit *test,
			     const struct mm_kunit_given *given, bool keep)
{
	struct sibling_scene *scene = sibling_build_page(test, MAPPING_ANON,
							 given);

	return (struct explored) { &scene->page, &scene->given };
}

/* For reclaim a page is in the swap cache or may be dropped. */
static struct explored build_for_reclaim(struct kunit *test,
					 const struct mm_kunit_given *given,
					 bool keep)
{
	struct mm_kunit_given *swapped = kunit_kzalloc(test, sizeof(*swapped),
						       GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, swapped);
	*swapped = *given;
	swapped->swap_cache = !given->lazyfree;
	return build(test, swapped, keep);
}

static void migrate(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	unit_rmap_try_to_migrate(scene->folio, 0);
}

static void migrate_in_a_batch(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	mm_kunit_defer_flushes(true);
	unit_rmap_try_to_migrate(scene->folio, TTU_BATCH_FLUSH);
	unit_rmap_flush();
}

static void unmap(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	unit_rmap_try_to_unmap(scene->folio, 0);
}

static void unmap_in_a_batch(struct kunit *test)
{
	struct sibling_scene *scene = test->priv;

	mm_kunit_defer_flushes(true);
	unit_rmap_try_to_unmap(scene->folio, TTU_BATCH_FLUSH);
	unit_rmap_flush();
}

/* A lazyfree page that is kept stays so unless it was written to. */
static enum sibling_outcome outcome(const struct sibling_scene *scene,
				    enum sibling_outcome taken_as)
{
	bool lazyfree = scene->page.given->lazyfree;

	if (folio_mapped(scene->folio))
		return lazyfree ? KEPT_LAZY : KEPT;
	return taken_as == SWAPPED && lazyfree ? GONE : taken_as;
}

static bool end_of_removal(struct kunit *test, bool held,
			   enum sibling_outcome taken_as)
{
	struct sibling_scene *scene = test->priv;
	bool taken = !folio_mapped(scene->folio);
	enum sibling_outcome became = outcome(scene, taken_as);

	if (taken && held)
		mm_kunit_broken(test, "a page is pinned and taken");
	if (became == GONE && scene->given.pte.dirty)
		mm_kunit_broken(test, "a page that was written to is dropped");
	sibling_expect(scene, became);
	mm_kunit_expect_clear_before_share(test);
	mm_kunit_expect_clear_before_refs(test);
	mm_kunit_expect_batch_flushed(test);
	mm_kunit_expect_balanced(test);
	mm_kunit_expect_notified(test);
	if (taken)
		sibling_map_again(scene);
	return taken;
}

static bool end_of_migrate(struct kunit *test, bool held)
{
	return end_of_removal(test, held, MIGRATING);
}

static bool end_of_unmap(struct kunit *test, bool held)
{
	return end_of_removal(test, held, SWAPPED);
}

const struct explore_unit explore_migrate_batch = {
	.name = "try_to_migrate, batched",
	.build = build,
	.run = migrate_in_a_batch,
	.end = end_of_migrate,
};

const struct explore_unit explore_migrate = {
	.name = "try_to_migrate",
	.build = build,
	.run = migrate,
	.end = end_of_migrate,
	.flush_in_clear = true,
	.and_then = MM_KUNIT_HAS_MIGRATE_BATCH ? &explore_migrate_batch : NULL,
};

const struct explore_unit explore_unmap_batch = {
	.name = "try_to_unmap, batched",
	.build = build_for_reclaim,
	.run = unmap_in_a_batch,
	.end = end_of_unmap,
};

/* Later kernels clear some entries at once, and flush behind that. */
const struct explore_unit explore_unmap = {
	.name = "try_to_unmap",
	.build = build_for_reclaim,
	.run = unmap,
	.end = end_of_unmap,
	.flush_in_clear = !MM_KUNIT_HAS_CLEAR_PTES,
	.and_then = MM_KUNIT_HAS_UNMAP_BATCH ? &explore_unmap_batch : NULL,
};
