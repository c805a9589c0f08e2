// SPDX-License-Identifier: GPL-2.0
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "faults.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "mm_kunit."

static unsigned int fault;
module_param(fault, uint, 0444);
MODULE_PARM_DESC(fault, "number of the allocation of each row that fails; default: 0, none");

static unsigned int fault_verbose;
module_param(fault_verbose, uint, 0444);
MODULE_PARM_DESC(fault_verbose, "2 has the kernel print where that was; default: 0");

/* Whose allocations are being counted. */
static struct task_struct *counted;
static bool failed;

/*
 * What the value of a file of debugfs is kept in, which is what its creator
 * handed over. Writing to the file takes user space.
 */
static void *value_of(struct dentry *dir, const char *name)
{
	struct dentry *dentry = debugfs_lookup(name, dir);
	void *value;

	if (!dentry)
		panic("mm_kunit: debugfs has no %s for mm_kunit.fault=",
		      name);
	value = d_inode(dentry)->i_private;
	dput(dentry);
	return value;
}

/* Without this only allocations that must not sleep would ever fail. */
static struct dentry *open_up(const char *name)
{
	struct dentry *dir = debugfs_lookup(name, NULL);

	if (!dir)
		panic("mm_kunit: debugfs has no %s for mm_kunit.fault=",
		      name);
	*(bool *)value_of(dir, "ignore-gfp-wait") = false;
	*(unsigned long *)value_of(dir, "verbose") = fault_verbose;
	return dir;
}

static void open_up_all(void)
{
	static bool done;
	struct dentry *pages;

	if (done)
		return;
	done = true;
	dput(open_up("failslab"));
	pages = open_up("fail_page_alloc");
	*(bool *)value_of(pages, "ignore-gfp-highmem") = false;
	*(u32 *)value_of(pages, "min-order") = 0;
	dput(pages);
}

/* The task may be gone: teardown has one of its own. */
static unsigned int stop_counting(void)
{
	unsigned int left = READ_ONCE(counted->fail_nth);

	WRITE_ONCE(counted->fail_nth, 0);
	put_task_struct(counted);
	counted = NULL;
	if (!left)
		failed = true;
	return fault - left;
}

/**
 * mm_kunit_faults_begin() - count the allocations of this task from here on
 *
 * The one that mm_kunit.fault= gives the number of fails, and no other.
 *
 * Context: may sleep. May be called again for the next part of a row.
 */
void mm_kunit_faults_begin(void)
{
	if (!fault)
		return;
	open_up_all();
	if (counted)
		stop_counting();
	counted = get_task_struct(current);
	WRITE_ONCE(current->fail_nth, fault);
}

/**
 * mm_kunit_faults_end() - say what became of the allocations
 *
 * For whoever reads the log: what a row expects need not hold when an
 * allocation failed.
 */
void mm_kunit_faults_end(void)
{
	unsigned int made;

	if (!counted)
		return;
	made = stop_counting();
	if (failed)
		pr_info("mm_kunit: allocation %u was made to fail\n", fault);
	else
		pr_info("mm_kunit: %u allocations, none made to fail\n", made);
	failed = false;
}
