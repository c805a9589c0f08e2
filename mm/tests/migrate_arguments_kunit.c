// SPDX-License-Identifier: GPL-2.0
/*
 * migrate_vma_setup(): what it refuses, and that it then has done nothing.
 */
#include <linux/fs.h>
#include <linux/hugetlb.h>

#include "migrate_known_issues.h"
#include "migrate_outcome.h"

static const struct mm_kunit_given one_page = {
	.pte = { .write = 1, .dirty = 1 }, .exclusive = 1,
};

static const struct mm_kunit_given one_locked_page = {
	.pte = { .write = 1, .dirty = 1 }, .exclusive = 1, .locked = 1,
};

/* A change to arguments that would have been accepted. */
struct arguments_case {
	const char *name;
	struct mm_kunit_when when;
	void (*spoil)(struct migrate_vma *args);
	bool locked;
};

static void no_vma(struct migrate_vma *args)
{
	args->vma = NULL;
}

static void no_src(struct migrate_vma *args)
{
	args->src = NULL;
}

static void no_dst(struct migrate_vma *args)
{
	args->dst = NULL;
}

static void empty_range(struct migrate_vma *args)
{
	args->start += PAGE_SIZE;
	args->end = args->start;
}

static void end_before_start(struct migrate_vma *args)
{
	args->end = args->start;
	args->start += PAGE_SIZE;
}

static void end_before_start_within_vma(struct migrate_vma *args)
{
	args->start += 2 * PAGE_SIZE;
	args->end = args->start - PAGE_SIZE;
}

static void start_below_vma(struct migrate_vma *args)
{
	args->start -= PAGE_SIZE;
}

static void start_behind_vma(struct migrate_vma *args)
{
	args->start = args->vma->vm_end;
	args->end = args->start + PAGE_SIZE;
}

static void end_behind_vma(struct migrate_vma *args)
{
	args->end = args->vma->vm_end + PAGE_SIZE;
}

static void range_below_vma(struct migrate_vma *args)
{
	args->start -= 2 * PAGE_SIZE;
	args->end = args->start + PAGE_SIZE;
}

static void fault_page_of_system_memory(struct migrate_vma *args)
{
	struct migrate_scene *scene = container_of(args, struct migrate_scene,
						   args);

	args->fault_page = scene->pages[0].page;
}

/* contract 1.1 and 1.4: each of these is -EINVAL, with arrays and range untouched. */
static const struct arguments_case refused_arguments[] = {
	{ "without_a_vma", .spoil = no_vma },
	{ "without_a_src_array", .spoil = no_src },
	{ "without_a_dst_array", .spoil = no_dst },
	{ "empty_range", .spoil = empty_range },
	{ "end_before_start", .spoil = end_before_start },
	{ "end_before_start_within_the_vma",
	  .when = { .known_issue = &end_before_start_issue },
	  .spoil = end_before_start_within_vma },
	{ "start_below_the_vma", .spoil = start_below_vma },
	{ "start_behind_the_vma", .spoil = start_behind_vma },
	{ "end_behind_the_vma", .spoil = end_behind_vma },
	{ "range_below_the_vma", .spoil = range_below_vma },
	{ "fault_page_of_system_memory",
	  .spoil = fault_page_of_system_memory },
	{ "locked_fault_page_of_system_memory",
	  .spoil = fault_page_of_system_memory, .locked = true },
};

MM_KUNIT_ROWS(refused_arguments);

static void expect_untouched(struct migrate_scene *scene)
{
	static const struct migrate_expect skipped = { SKIPPED };
	struct migrate_vma *args = &scene->args;
	int i;

	for (i = 0; i < SCENE_ENTRIES; i++) {
		KUNIT_ASSERT_EQ(scene->test, scene->src.entry[i], SCENE_POISON);
		KUNIT_ASSERT_EQ(scene->test, scene->dst.entry[i], SCENE_POISON);
	}

	/* Poison is what "untouched" means here, 0 is what the outcome says. */
	scene->src.entry[0] = 0;
	scene->dst.entry[0] = 0;
	args->src = scene->src.entry;
	args->dst = scene->dst.entry;
	args->start = scene->pages[0].addr;
	args->end = args->start + PAGE_SIZE;
	expect_outcome(scene, 0, &skipped);
}

/* Test that unusable arguments are refused before anything is done. */
static void refused(struct kunit *test)
{
	const struct arguments_case *row = test->param_value;
	struct migrate_scene *scene;
	struct migrate_vma before;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, row->locked ? &one_locked_page : &one_page,
			      1);
	row->spoil(&scene->args);
	scene->args.cpages = SCENE_POISON;
	scene->args.npages = SCENE_POISON;
	before = scene->args;
	KUNIT_EXPECT_EQ(test, run_setup(scene), -EINVAL);
	KUNIT_EXPECT_EQ(test, memcmp(&before, &scene->args, sizeof(before)), 0);
	expect_untouched(scene);
}

/* Mappings whose pages are not ordinary memory. */
struct vma_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned long flag;
};

/* contract 1.2: a mapping of something else than memory is refused. */
static const struct vma_case refused_vmas[] = {
	{ "io_mapping", .flag = VM_IO },
	{ "pfn_mapping", .flag = VM_PFNMAP },
	{ "mixed_mapping", .flag = VM_MIXEDMAP },
	{ "mapping_that_may_not_expand", .flag = VM_DONTEXPAND },
	{ "hugetlb_mapping", .when = { .needs = NEEDS_HUGETLB },
	  .flag = VM_HUGETLB },
};

MM_KUNIT_ROWS(refused_vmas);

/* contract 1.2: likewise a file on memory that has no page cache. */
static const struct vma_case refused_files[] = {
	{ "shared_mapping_of_a_dax_file", .when = { .needs = NEEDS_DAX } },
};

MM_KUNIT_ROWS(refused_files);

/* Test that special and hugetlb mappings are refused. */
static void refused_vma(struct kunit *test)
{
	const struct vma_case *row = test->param_value;
	struct vm_area_struct special;
	struct migrate_scene *scene;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, &one_page, 1);

	/* A copy: the real one has to be taken down as what it is. */
	memcpy(&special, scene->args.vma, sizeof(special));
	mm_kunit_vm_flags_init(&special, special.vm_flags | row->flag);
	scene->args.vma = &special;
	KUNIT_EXPECT_EQ(test, run_setup(scene), -EINVAL);
	expect_untouched(scene);
}

/* Test that a mapping of a DAX file is refused. */
static void refused_file(struct kunit *test)
{
	static const struct mm_kunit_given file_page = {
		.maps = MAPS_FILE_PAGE, .pte = { .write = 1, .dirty = 1 },
	};
	const struct vma_case *row = test->param_value;
	struct migrate_scene *scene = test->priv;
	struct inode *inode;

	mm_kunit_row_begin(test, row->name, &row->when);
	migrate_build_space(test, MAPPING_SHMEM_SHARED);
	migrate_build_pages(test, &file_page, 1);
	inode = file_inode(scene->space.vma->vm_file);
	inode->i_flags |= S_DAX;
	KUNIT_EXPECT_EQ(test, run_setup(scene), -EINVAL);
	inode->i_flags &= ~S_DAX;
	expect_untouched(scene);
}

/*
 *   page          0            1
 *         |-----^------|------------|
 *               start               end = start + 1 page and a bit
 *
 * (end - start) >> PAGE_SHIFT is 1, so that is what the arrays hold.
 */
static const struct mm_kunit_given two_pages[] = {
	{ .pte = { .young = 1 }, .exclusive = 1 },
	{ .pte = { .young = 1 }, .exclusive = 1 },
};

/* contract 1.3 and 1.6: no entry beyond the caller's count, whatever the alignment. */
static const struct unaligned_case {
	const char *name;
	struct mm_kunit_when when;
	unsigned long start;
	unsigned long end;
} unaligned_ranges[] = {
	{ "start_within_a_page", { .known_issue = &unaligned_range },
	  .start = 0x10, .end = 2 * PAGE_SIZE },
	{ "end_within_a_page", {},
	  .start = 0, .end = PAGE_SIZE + 0x10 },
	{ "both_by_the_same_offset", {},
	  .start = 0x10, .end = PAGE_SIZE + 0x10 },
	{ "start_further_in_than_end", { .known_issue = &unaligned_range },
	  .start = 0x20, .end = 2 * PAGE_SIZE + 0x10 },
};

MM_KUNIT_ROWS(unaligned_ranges);

/* Test that a range of one page and a bit fills one entry. */
static void unaligned_range_fits(struct kunit *test)
{
	const struct unaligned_case *row = test->param_value;
	struct migrate_scene *scene;
	int i;

	mm_kunit_row_begin(test, row->name, &row->when);
	scene = migrate_build(test, two_pages, ARRAY_SIZE(two_pages));
	scene->args.start = scene->space.start + row->start;
	scene->args.end = scene->space.start + row->end;
	KUNIT_EXPECT_EQ(test, run_setup(scene), 0);
	KUNIT_EXPECT_EQ(test, scene->args.npages, 1UL);
	KUNIT_EXPECT_EQ(test, scene->args.start, scene->space.start);
	KUNIT_EXPECT_EQ(test, scene->args.end, scene->space.start + PAGE_SIZE);
	for (i = 1; i < SCENE_ENTRIES; i++) {
		KUNIT_EXPECT_EQ(test, scene->src.entry[i], SCENE_POISON);
		KUNIT_EXPECT_EQ(test, scene->dst.entry[i], SCENE_POISON);
	}
}

/* The arguments of migrate_vma_setup(). */
static struct kunit_case arguments_cases[] = {
	KUNIT_CASE_PARAM(refused, refused_arguments_gen_params),
	KUNIT_CASE_PARAM(refused_vma, refused_vmas_gen_params),
	KUNIT_CASE_PARAM(refused_file, refused_files_gen_params),
	KUNIT_CASE_PARAM(unaligned_range_fits, unaligned_ranges_gen_params),
	{}
};

static struct kunit_suite arguments_suite = {
	.name = "migrate_device_arguments",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = arguments_cases,
};

kunit_test_suite(arguments_suite);
