// SPDX-License-Identifier: GPL-2.0
/*
 * ksmd merges the pages, as it does for everybody: it is told to run through
 * its files in sysfs, mounted where no path leads, and stopped again.
 */
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/mount.h>

#include "ksm.h"

/* Two rounds find a page that does not change; how long they take varies. */
#define PATIENCE_MS	2000

static struct vfsmount *sysfs;

static int write_file(const char *path, const char *text)
{
	struct file *file = file_open_root_mnt(sysfs, path, O_WRONLY, 0);
	loff_t at = 0;
	ssize_t written;

	if (IS_ERR(file))
		return PTR_ERR(file);
	written = kernel_write(file, text, strlen(text), &at);
	fput(file);
	flush_delayed_fput();
	return written < 0 ? written : 0;
}

static int mount_sysfs(void)
{
	struct file_system_type *type;
	struct vfsmount *mnt;

	if (sysfs)
		return 0;
	type = get_fs_type("sysfs");
	if (!type)
		return -ENODEV;
	mnt = kern_mount(type);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	sysfs = mnt;
	return write_file("kernel/mm/ksm/sleep_millisecs", "0");
}

static int offer(struct mm_kunit_space *space)
{
	unsigned long size = space->vma->vm_end - space->vma->vm_start;

	return do_madvise(space->mm, space->vma->vm_start, size,
			  MADV_MERGEABLE);
}

static bool is_merged(struct mm_kunit_space *space, unsigned long addr)
{
	pte_t pte = mm_kunit_read_pte(space, addr);

	return pte_present(pte) &&
	       folio_test_ksm(page_folio(pfn_to_page(pte_pfn(pte))));
}

/**
 * mm_kunit_merge() - have KSM merge two pages of the same content
 * @one: an address space that maps anonymous memory
 * @other: another one, at the same address
 * @addr: user virtual address of the page in both
 *
 * No other page may have the content of another: it would be merged, too.
 *
 * Context: may sleep for a while.
 * Return: 0, -ETIMEDOUT if ksmd did not do it, or another negative error.
 */
int mm_kunit_merge(struct mm_kunit_space *one, struct mm_kunit_space *other,
		   unsigned long addr)
{
	int waited, err = mount_sysfs();

	if (!err)
		err = offer(one);
	if (!err)
		err = offer(other);
	if (!err)
		err = write_file("kernel/mm/ksm/run", "1");
	if (err)
		return err;
	for (waited = 0; waited < PATIENCE_MS; waited++) {
		if (is_merged(one, addr) && is_merged(other, addr))
			break;
		usleep_range(1000, 2000);
	}
	/* Waits for a round that has begun. */
	err = write_file("kernel/mm/ksm/run", "0");
	return err || waited < PATIENCE_MS ? err : -ETIMEDOUT;
}

/**
 * mm_kunit_merge_off() - have KSM forget what it merged
 *
 * To be called when the spaces are gone. Nothing happens without a merge.
 */
void mm_kunit_merge_off(void)
{
	if (!sysfs)
		return;
	write_file("kernel/mm/ksm/run", "2");
	write_file("kernel/mm/ksm/run", "0");
	write_file("kernel/mm/ksm/sleep_millisecs", "20");
	kern_unmount(sysfs);
	sysfs = NULL;
}
