// SPDX-License-Identifier: GPL-2.0
/*
 * What collect costs a page, with a flush for each and with one for all.
 *
 * mdkunit bench reads the lines that begin with "bench" and draws them.
 */
#include <linux/cpumask.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mman.h>
#include <linux/moduleparam.h>
#include <linux/sort.h>
#include <linux/timex.h>

#include "migrate_bench.h"
#include "migrate_device_unit.h"
#include "migrate_scene.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

/* Pages that each measurement goes over, in rounds of its size. */
#define PAGES_IN_ALL	8192UL
#define FEWEST_ROUNDS	3UL
#define MOST_PAGES	65536UL

static bool bench;
module_param(bench, bool, 0444);
MODULE_PARM_DESC(bench, "run the measurements, which take a minute or two");

static const unsigned long sizes[] = { 1, 8, 64, 512, 4096, 16384, MOST_PAGES };

/**
 * struct bench_range - what is migrated again and again
 * @test: the running case
 * @mm: in use by this thread
 * @args: over the whole mapping, with arrays of %MOST_PAGES entries
 * @took: by compilation, one entry for each round
 */
struct bench_range {
	struct kunit *test;
	struct mm_struct *mm;
	struct migrate_vma args;
	u64 *took[2];
};

/*
 * The machine that is booted may have a clock that only ticks: what counts
 * cycles is put into relation to it over the whole run.
 */
static u64 now(void)
{
	return get_cycles() ?: ktime_get_ns();
}

/* In units of now(). Everything is mapped again afterwards, as it was. */
static u64 time_collect(struct bench_range *range, unsigned long pages,
			const struct bench_code *code)
{
	struct migrate_vma args = range->args;
	u64 before, took;

	args.end = args.start + pages * PAGE_SIZE;
	memset(args.src, 0, pages * sizeof(*args.src));
	memset(args.dst, 0, pages * sizeof(*args.dst));
	mmap_read_lock(range->mm);
	before = now();
	code->collect(&args);
	took = now() - before;
	/* Else something else was timed. */
	KUNIT_EXPECT_EQ(range->test, args.cpages, pages);
	code->unmap(&args);
	code->finalize(&args);
	mmap_read_unlock(range->mm);
	cond_resched();
	return took;
}

static int shorter_first(const void *one, const void *other)
{
	u64 a = *(const u64 *)one, b = *(const u64 *)other;

	return a < b ? -1 : a > b;
}

/*
 * What disturbs a measurement makes it longer, so the slowest tenth does not
 * count. Of the rest the mean, as the clock may be coarser than one page.
 */
static u64 typical(u64 *took, unsigned long rounds)
{
	unsigned long i, kept = rounds - DIV_ROUND_UP(rounds, 10);
	u64 sum = 0;

	sort(took, rounds, sizeof(*took), shorter_first, NULL);
	for (i = 0; i < kept; i++)
		sum += took[i];
	return div64_ul(sum, kept);
}

static void measure(struct bench_range *range, const char *beside,
		    unsigned long pages)
{
	static const struct bench_code * const codes[] = {
		&bench_as_written, &bench_batched };
	unsigned long round, rounds = max(PAGES_IN_ALL / pages, FEWEST_ROUNDS);
	unsigned int i;

	/* In turns, so that both see the same disturbances. */
	for (round = 0; round < rounds; round++) {
		for (i = 0; i < ARRAY_SIZE(codes); i++)
			range->took[i][round] = time_collect(range, pages,
							     codes[i]);
		/* Whoever waits for output takes silence for a hang. */
		if (pages == MOST_PAGES)
			kunit_info(range->test, "round %lu\n", round);
	}
	for (i = 0; i < ARRAY_SIZE(codes); i++)
		kunit_info(range->test, "bench %s %lu %s %llu\n", beside,
			   pages, codes[i]->name,
			   typical(range->took[i], rounds));
}

static int use_mm(void *mm)
{
	kthread_use_mm(mm);
	while (!kthread_should_stop())
		cond_resched();
	kthread_unuse_mm(mm);
	return 0;
}

/* A second processor that uses the mm has to be told of each flush. */
static struct task_struct *start_user(struct bench_range *range)
{
	unsigned int here = raw_smp_processor_id();
	struct task_struct *task;

	task = kthread_create(use_mm, range->mm, "mm_kunit");
	if (IS_ERR(task))
		return NULL;
	kthread_bind(task, cpumask_any_but(cpu_online_mask, here));
	wake_up_process(task);
	return task;
}

static void fill(struct bench_range *range, unsigned long addr)
{
	struct vm_area_struct *vma = NULL;
	vm_fault_t fault = 0;
	unsigned long i;

	mmap_read_lock(range->mm);
	if (!IS_ERR_VALUE(addr))
		vma = vma_lookup(range->mm, addr);
	for (i = 0; vma && i < MOST_PAGES && !(fault & VM_FAULT_ERROR); i++)
		fault = handle_mm_fault(vma, addr + i * PAGE_SIZE,
					FAULT_FLAG_WRITE | FAULT_FLAG_REMOTE,
					NULL);
	mmap_read_unlock(range->mm);
	range->args.vma = fault & VM_FAULT_ERROR ? NULL : vma;
	range->args.start = addr;
}

static void *allocate(struct kunit *test, unsigned long nr)
{
	void *array = kunit_kcalloc(test, nr, sizeof(u64), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, array);
	return array;
}

static void prepare(struct bench_range *range, struct kunit *test)
{
	struct migrate_scene *scene = test->priv;
	unsigned long addr;

	range->test = test;
	range->mm = scene->space.mm;
	range->args.flags = MIGRATE_VMA_SELECT_SYSTEM;
	range->args.src = allocate(test, MOST_PAGES);
	range->args.dst = allocate(test, MOST_PAGES);
	range->took[0] = allocate(test, PAGES_IN_ALL);
	range->took[1] = allocate(test, PAGES_IN_ALL);
	kthread_use_mm(range->mm);
	addr = vm_mmap(NULL, 0, MOST_PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, 0);
	fill(range, addr);
	kthread_unuse_mm(range->mm);
	KUNIT_ASSERT_NOT_NULL(test, range->args.vma);
}

static void measure_all(struct bench_range *range, const char *beside)
{
	u64 clock, ticks;
	unsigned int i;

	kthread_use_mm(range->mm);
	clock = ktime_get_ns();
	ticks = now();
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		measure(range, beside, sizes[i]);
	ticks = now() - ticks;
	clock = ktime_get_ns() - clock;
	kunit_info(range->test, "bench_clock %s %llu ticks %llu ns\n", beside,
		   ticks, clock);
	kthread_unuse_mm(range->mm);
}

/* Test that all pages are collected, and say what it costs. */
static void cost_of_collect(struct kunit *test)
{
	struct bench_range range = {};
	struct task_struct *user;

	if (!bench)
		kunit_skip(test, "takes long: ask for it with mm_kunit.bench=1");
	migrate_build_space(test, MAPPING_ANON);
	prepare(&range, test);
	measure_all(&range, "alone");
	if (num_online_cpus() < 2)
		return;
	user = start_user(&range);
	KUNIT_ASSERT_NOT_NULL(test, user);
	measure_all(&range, "beside_user");
	kthread_stop(user);
}

/* How long, not whether. */
static struct kunit_case bench_cases[] = {
	MM_KUNIT_CASE_SLOW(cost_of_collect),
	{}
};

static struct kunit_suite bench_suite = {
	.name = "migrate_device_bench",
	.init = migrate_scene_init,
	.exit = migrate_scene_exit,
	.test_cases = bench_cases,
};

kunit_test_suite(bench_suite);
