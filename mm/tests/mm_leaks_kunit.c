// SPDX-License-Identifier: GPL-2.0
/*
 * What kmemleak makes of the suites before this one, which is linked last.
 *
 * Nothing but a write to its file in debugfs has kmemleak scan, and it takes
 * text from user memory only: a page of a synthetic address space serves.
 */
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mount.h>
#include <linux/uaccess.h>

#include "mm_kunit/compat.h"
#include "mm_kunit/row.h"
#include "mm_kunit/space.h"

/* kmemleak leaves out what is younger than five seconds. */
#define OLD_ENOUGH_MS	5500
/* Enough to name what leaks first, and who allocated it. */
#define REPORT_SIZE	800

/**
 * struct leak_check - kmemleak's file, and memory to talk to it
 * @space: its first page is the buffer
 * @mount: of debugfs
 * @file: the file
 */
struct leak_check {
	struct mm_kunit_space space;
	struct vfsmount *mount;
	struct file *file;
};

static int open_kmemleak(struct leak_check *check)
{
	struct file_system_type *type = get_fs_type("debugfs");
	struct file *file;

	if (!type)
		return -ENODEV;
	check->mount = kern_mount(type);
	if (IS_ERR(check->mount))
		return PTR_ERR(check->mount);
	file = file_open_root_mnt(check->mount, "kmemleak", O_RDWR, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	check->file = file;
	return 0;
}

static ssize_t ask(struct leak_check *check, const char *command)
{
	char __user *buffer = (char __user *)check->space.start;
	size_t size = strlen(command);
	ssize_t ret = -EFAULT;
	loff_t pos = 0;

	kthread_use_mm(check->space.mm);
	if (!copy_to_user(buffer, command, size))
		ret = vfs_write(check->file, buffer, size, &pos);
	kthread_unuse_mm(check->space.mm);
	return ret;
}

static ssize_t read_report(struct leak_check *check, char *report)
{
	char __user *buffer = (char __user *)check->space.start;
	loff_t pos = 0;
	ssize_t ret;

	kthread_use_mm(check->space.mm);
	ret = vfs_read(check->file, buffer, REPORT_SIZE, &pos);
	if (ret > 0 && copy_from_user(report, buffer, ret))
		ret = -EFAULT;
	kthread_unuse_mm(check->space.mm);
	return ret;
}

static int leak_check_init(struct kunit *test)
{
	struct leak_check *check;

	check = kunit_kzalloc(test, sizeof(*check), GFP_KERNEL);
	if (!check)
		return -ENOMEM;
	test->priv = check;
	return 0;
}

static void leak_check_exit(struct kunit *test)
{
	struct leak_check *check = test->priv;

	if (check && check->file)
		fput(check->file);
	/* This waits for the last fput(), without which nothing is unmounted. */
	if (check)
		mm_kunit_space_destroy(&check->space);
	if (check && !IS_ERR_OR_NULL(check->mount))
		kern_unmount(check->mount);
	mm_kunit_row_end(test);
}

/* Test that no object of the suites is left that nothing points to. */
static void nothing_is_left_behind(struct kunit *test)
{
	struct leak_check *check = test->priv;
	char *report;

	mm_kunit_row_begin(test, NULL, NULL);
	report = kunit_kzalloc(test, REPORT_SIZE + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, report);
	KUNIT_ASSERT_EQ(test, 0, mm_kunit_space_create(&check->space,
						       MAPPING_ANON));
	KUNIT_ASSERT_EQ(test, 0, open_kmemleak(check));

	msleep(OLD_ENOUGH_MS);
	/* The first scan only takes the checksums that the second compares. */
	KUNIT_ASSERT_GT(test, ask(check, "scan"), (ssize_t)0);
	KUNIT_ASSERT_GT(test, ask(check, "scan"), (ssize_t)0);
	KUNIT_ASSERT_GE(test, read_report(check, report), (ssize_t)0);
	KUNIT_EXPECT_STREQ(test, report, "");
}

/* Leaks of slab objects, with CONFIG_DEBUG_KMEMLEAK. */
static struct kunit_case leak_cases[] = {
	MM_KUNIT_CASE_SLOW(nothing_is_left_behind),
	{}
};

static struct kunit_suite leak_suite = {
	.name = "mm_leaks",
	.init = leak_check_init,
	.exit = leak_check_exit,
	.test_cases = leak_cases,
};

kunit_test_suite(leak_suite);
