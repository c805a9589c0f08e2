// SPDX-License-Identifier: GPL-2.0
/*
 * A swap area of a few pages in a file of a filesystem in memory, mounted
 * where no path leads. It is opened with the system call, so that everything
 * about it is the kernel's own; only how the file is laid out on a disk is made
 * up. Cases put pages into the swap cache and never have them written: whoever
 * tried would find no disk.
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/syscalls.h>

#include "compat.h"
#include "space.h"
#include "swap.h"

#define AREA_NAME	"/swap"
#define AREA_PAGES	256

#ifdef CONFIG_ARCH_HAS_SYSCALL_WRAPPER
#if defined(CONFIG_ARM64)
#define SYSTEM_CALL(call)	__arm64_sys_##call
#elif defined(CONFIG_RISCV)
#define SYSTEM_CALL(call)	__riscv_sys_##call
#elif defined(CONFIG_X86_32)
#define SYSTEM_CALL(call)	__ia32_sys_##call
#else
#define SYSTEM_CALL(call)	__x64_sys_##call
#endif
long SYSTEM_CALL(swapon)(const struct pt_regs *regs);
long SYSTEM_CALL(swapoff)(const struct pt_regs *regs);

/* The first argument is the name, all others are 0. */
static long call_system(long (*call)(const struct pt_regs *regs),
			const char __user *name)
{
	struct pt_regs regs = {};

#if defined(CONFIG_ARM64)
	/* Kernels differ in where they look for it. */
	regs.regs[0] = (unsigned long)name;
	regs.orig_x0 = (unsigned long)name;
#elif defined(CONFIG_RISCV)
	regs.orig_a0 = (unsigned long)name;
#elif defined(CONFIG_X86_32)
	regs.bx = (unsigned long)name;
#else
	regs.di = (unsigned long)name;
#endif
	return call(&regs);
}

#define CALL_SYSTEM(call, name, ...)	call_system(SYSTEM_CALL(call), name)
#else
#define CALL_SYSTEM(call, ...)	sys_##call(__VA_ARGS__)
#endif

static struct {
	struct vfsmount *mnt;
	struct file *file;
	const struct address_space_operations *genuine;
	struct address_space_operations ours;
} area;

static int whole_file(struct swap_info_struct *si, struct file *file,
		      sector_t *span)
{
	*span = si->pages;
	return add_swap_extent(si, 0, si->max, 0);
}

static int read_nothing(struct file *file, struct folio *folio)
{
	return -EIO;
}

static int write_header(struct file *file)
{
	union swap_header *header = kzalloc(PAGE_SIZE, GFP_KERNEL);
	loff_t at = 0;
	ssize_t written;

	if (!header)
		return -ENOMEM;
	header->info.version = 1;
	header->info.last_page = AREA_PAGES - 1;
	memcpy(header->magic.magic, "SWAPSPACE2", 10);
	written = kernel_write(file, header, PAGE_SIZE, &at);
	kfree(header);
	return written == PAGE_SIZE ? 0 : -EIO;
}

/* Kernel threads have a root of their own, in which there may be nothing. */
static int call_in_area(int (*call)(const char __user *name),
			const char __user *name)
{
	struct path root = { .mnt = area.mnt, .dentry = area.mnt->mnt_root };
	struct path before;
	int err = unshare_fs_struct();

	if (err)
		return err;
	get_fs_root(current->fs, &before);
	set_fs_root(current->fs, &root);
	err = call(name);
	set_fs_root(current->fs, &before);
	path_put(&before);
	return err;
}

/* System calls take the name from user memory, so it has to be in some. */
static int call_with_name(int (*call)(const char __user *name))
{
	struct mm_kunit_space space = {};
	int err = mm_kunit_space_create(&space, MAPPING_ANON);

	if (!err)
		err = mm_kunit_fault(&space, space.start, true);
	if (!err) {
		pte_t pte = mm_kunit_read_pte(&space, space.start);

		memcpy_to_page(pfn_to_page(pte_pfn(pte)), 0, AREA_NAME,
			       sizeof(AREA_NAME));
		kthread_use_mm(space.mm);
		err = call_in_area(call, (const char __user *)space.start);
		kthread_unuse_mm(space.mm);
	}
	mm_kunit_space_destroy(&space);
	return err;
}

static int swap_on(const char __user *name)
{
	return CALL_SYSTEM(swapon, name, 0);
}

static int swap_off(const char __user *name)
{
	return CALL_SYSTEM(swapoff, name);
}

static void close_area(void)
{
	if (area.file) {
		area.file->f_mapping->a_ops = area.genuine;
		fput(area.file);
		flush_delayed_fput();
	}
	kern_unmount(area.mnt);
	area.file = NULL;
	area.mnt = NULL;
}

/* From here on it is taken for a file on a disk. */
static void lay_out(struct file *file)
{
	area.file = file;
	area.genuine = file->f_mapping->a_ops;
	area.ours = *area.genuine;
	area.ours.read_folio = read_nothing;
	area.ours.swap_activate = whole_file;
	file->f_mapping->a_ops = &area.ours;
}

static int open_file(void)
{
	struct file *file = file_open_root_mnt(area.mnt, AREA_NAME,
					       O_CREAT | O_RDWR, 0600);
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = write_header(file);
	if (!err)
		err = vfs_truncate(&file->f_path,
				   (loff_t)AREA_PAGES * PAGE_SIZE);
	lay_out(file);
	return err;
}

static int open_area(void)
{
	struct file_system_type *type = get_fs_type("ramfs");
	struct vfsmount *mnt;
	int err;

	if (!type)
		return -ENODEV;
	mnt = kern_mount(type);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	area.mnt = mnt;
	err = open_file();
	if (!err)
		err = call_with_name(swap_on);
	if (err)
		close_area();
	return err;
}

/**
 * mm_kunit_swap_out() - do the first half of what reclaim does with a page
 * @folio: anonymous and locked; in the swap cache afterwards, and still
 *	mapped
 *
 * The first call makes a swap area.
 *
 * Context: a kernel thread without an mm, as KUnit cases run in.
 * Return: 0 or a negative error.
 */
int mm_kunit_swap_out(struct folio *folio)
{
	int err = area.mnt ? 0 : open_area();

	return err ? err : mm_kunit_add_to_swap(folio);
}

/**
 * mm_kunit_swap_off() - give the swap area back
 *
 * No page may be in its swap cache any more. Nothing happens without one.
 *
 * Context: as for mm_kunit_swap_out().
 */
void mm_kunit_swap_off(void)
{
	if (!area.mnt)
		return;
	call_with_name(swap_off);
	close_area();
}
