// SPDX-License-Identifier: GPL-2.0
/*
 * The arrays of a migration: what is around them is nobody's, and most of what
 * is in them is not for each phase to change.
 */
#include "migrate_outcome.h"

/**
 * migrate_array_fill() - make an array that no phase has seen
 * @array: one of a scene
 */
void migrate_array_fill(struct migrate_array *array)
{
	memset_l(array->before, SCENE_GUARD, SCENE_GUARDS);
	memset_l(array->entry, SCENE_POISON, SCENE_ENTRIES);
	memset_l(array->behind, SCENE_GUARD, SCENE_GUARDS);
}

/**
 * migrate_array_expect_guards() - nobody wrote around an array
 * @test: the running case
 * @name: of the array
 * @array: the same
 */
void migrate_array_expect_guards(struct kunit *test, const char *name,
				 const struct migrate_array *array)
{
	int i;

	for (i = 0; i < SCENE_GUARDS; i++) {
		mm_kunit_expect_equal(test, array->before[i], SCENE_GUARD,
				      "%s[%d]", name, i - SCENE_GUARDS);
		mm_kunit_expect_equal(test, array->behind[i], SCENE_GUARD,
				      "%s[%d]", name, i + (int)SCENE_ENTRIES);
	}
}

/**
 * migrate_arrays_remember() - before a phase that leaves entries alone
 * @scene: whose
 */
void migrate_arrays_remember(struct migrate_scene *scene)
{
	memcpy(scene->src_before, scene->src.entry, sizeof(scene->src_before));
	memcpy(scene->dst_before, scene->dst.entry, sizeof(scene->dst_before));
}

static void expect_same(struct kunit *test, const char *name,
			const unsigned long *now, const unsigned long *before,
			unsigned long first)
{
	unsigned long i;

	if (!memcmp(now + first, before + first,
		    (SCENE_ENTRIES - first) * sizeof(*now)))
		return;
	for (i = first; i < SCENE_ENTRIES; i++)
		mm_kunit_expect_equal(test, now[i], before[i],
				      "%s[%lu], which is not to change", name,
				      i);
}

/**
 * migrate_arrays_expect_kept() - nor did the phase change them
 * @scene: since migrate_arrays_remember()
 * @first: first entry of src that has to be as it was; all of dst has to
 */
void migrate_arrays_expect_kept(struct migrate_scene *scene,
				unsigned long first)
{
	expect_same(scene->test, "src", scene->src.entry, scene->src_before,
		    first);
	expect_same(scene->test, "dst", scene->dst.entry, scene->dst_before, 0);
}

/**
 * migrate_in_range() - whether a page is in the range to migrate
 * @scene: as built
 * @index: of the page
 *
 * Return: true if src and dst have an entry for it.
 */
bool migrate_in_range(const struct migrate_scene *scene, unsigned int index)
{
	unsigned long addr = scene->pages[index].addr;

	return addr >= scene->args.start && addr < scene->args.end;
}

/**
 * migrate_entry() - which entry of src and dst is for a page
 * @scene: as built
 * @index: of the page, which is in the range
 *
 * Return: the index of the entry.
 */
unsigned long migrate_entry(const struct migrate_scene *scene,
			    unsigned int index)
{
	return (scene->pages[index].addr - scene->args.start) >> PAGE_SHIFT;
}

static unsigned long want_mpfn(struct migrate_scene *scene, unsigned int index,
			       const struct migrate_expect *expect)
{
	struct page *page = scene->pages[index].page;

	switch (expect->outcome) {
	case OFFERED:
	case POPULATED:
		return MIGRATE_PFN_MIGRATE | expect->mpfn;
	case SELECTED:
	case MIGRATED:
		return migrate_pfn(page_to_pfn(page)) | MIGRATE_PFN_MIGRATE |
		       expect->mpfn;
	case DROPPED:
		return migrate_pfn(page_to_pfn(page)) | expect->mpfn |
		       (scene->dst_page[index] ? MIGRATE_PFN_MIGRATE : 0);
	case RESTORED:
		if (scene->phase >= PAGES_MOVED)
			return migrate_pfn(page_to_pfn(page)) | expect->mpfn;
		break;
	case REFUSED:
	case SKIPPED:
		break;
	}
	return 0;
}

/**
 * migrate_expect_entries() - compare the entries of one page
 * @scene: after the phase that the row is about
 * @index: of the page, which is in the range
 * @expect: what is claimed of it
 */
void migrate_expect_entries(struct migrate_scene *scene, unsigned int index,
			    const struct migrate_expect *expect)
{
	unsigned long i, entry = migrate_entry(scene, index);

	mm_kunit_expect_equal(scene->test, scene->args.src[entry],
			      want_mpfn(scene, index, expect), "src[%lu]",
			      entry);
	if (!scene->dst_page[index])
		mm_kunit_expect_equal(scene->test, scene->args.dst[entry], 0,
				      "dst[%lu]", entry);
	/* One entry stands for all pages of a PMD. */
	for (i = 1; i < mm_kunit_given_pages(scene->pages[index].given); i++) {
		mm_kunit_expect_equal(scene->test, scene->args.src[entry + i],
				      0, "src[%lu]", entry + i);
		mm_kunit_expect_equal(scene->test, scene->args.dst[entry + i],
				      0, "dst[%lu]", entry + i);
	}
}
