// SPDX-License-Identifier: GPL-2.0
#include <linux/file.h>
#include <linux/highmem.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/shmem_fs.h>
#include <asm/tlbflush.h>

#include "compat.h"
#include "space.h"

/* At @addr, for nothing else is mapped yet, or anywhere if it is 0. */
static unsigned long map(struct mm_struct *mm, struct file *file,
			 unsigned long addr, unsigned long size,
			 unsigned long flags)
{
	kthread_use_mm(mm);
	addr = vm_mmap(file, addr, size, PROT_READ | PROT_WRITE, flags, 0);
	kthread_unuse_mm(mm);
	return addr;
}

static unsigned long map_shmem(struct mm_struct *mm, unsigned long addr,
			       unsigned long size, unsigned long flags)
{
	struct file *file = shmem_kernel_file_setup("mm_kunit", size,
						    MM_KUNIT_NO_VMA_FLAGS);

	if (IS_ERR(file))
		return PTR_ERR(file);
	addr = map(mm, file, addr, size, flags);
	fput(file);
	return addr;
}

static unsigned long map_memory(struct mm_struct *mm, unsigned long addr,
				unsigned long size,
				enum mm_kunit_mapping mapping)
{
	switch (mapping) {
	case MAPPING_SHMEM_SHARED:
		return map_shmem(mm, addr, size, MAP_SHARED);
	case MAPPING_SHMEM_PRIVATE:
		return map_shmem(mm, addr, size, MAP_PRIVATE);
	case MAPPING_ANON:
		break;
	}
	return map(mm, NULL, addr, size, MAP_PRIVATE | MAP_ANONYMOUS);
}

static struct mm_struct *new_mm(void)
{
	struct mm_struct *mm = mm_alloc();

	if (!mm)
		return NULL;
	mm->task_size = TASK_SIZE;
	arch_pick_mmap_layout(mm, &current->signal->rlim[RLIMIT_STACK]);
	return mm;
}

/*
 * The mapping is cut to whole PMDs, so that its ends are not in the page
 * table of a case unless the case wants it.
 */
static int trim_to_pmds(struct mm_struct *mm, unsigned long addr,
			unsigned long size, unsigned long *start)
{
	unsigned long first = ALIGN(addr, PMD_SIZE);
	unsigned long end = first + MM_KUNIT_SPACE_PMDS * PMD_SIZE;
	int err = 0;

	kthread_use_mm(mm);
	if (first > addr)
		err = vm_munmap(addr, first - addr);
	if (!err && addr + size > end)
		err = vm_munmap(end, addr + size - end);
	kthread_unuse_mm(mm);
	*start = first;
	return err;
}

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
/* The kernel begins with them turned off if it has less than 512 MiB. */
static void turn_on_huge_pages(void)
{
	set_bit(TRANSPARENT_HUGEPAGE_REQ_MADV_FLAG, &transparent_hugepage_flags);
	set_bit(TRANSPARENT_HUGEPAGE_USE_ZERO_PAGE_FLAG, &transparent_hugepage_flags);
}
#else
static void turn_on_huge_pages(void)
{
}
#endif

/**
 * mm_kunit_allow_huge() - let faults map huge pages, or not
 * @space: the address space
 * @huge: whether they may; they may not at first
 */
void mm_kunit_allow_huge(struct mm_kunit_space *space, bool huge)
{
	if (huge)
		turn_on_huge_pages();
	mm_kunit_change_flags(space, huge ? VM_HUGEPAGE : VM_NOHUGEPAGE,
			      huge ? VM_NOHUGEPAGE : VM_HUGEPAGE);
}

/**
 * mm_kunit_space_create_at() - make an empty address space, at an address
 * @space: filled in; to be given to mm_kunit_space_destroy() by the caller,
 *	whatever this returns
 * @mapping: what it maps
 * @start: of the mapping, aligned to PMD_SIZE; or 0 for where the kernel
 *	likes to put it
 *
 * Context: a kernel thread without an mm, as KUnit cases run in.
 * Return: 0, -ENOMEM, or -EEXIST where the kernel put it elsewhere.
 */
int mm_kunit_space_create_at(struct mm_kunit_space *space,
			     enum mm_kunit_mapping mapping,
			     unsigned long start)
{
	unsigned long size = (MM_KUNIT_SPACE_PMDS + 1) * PMD_SIZE;
	unsigned long addr;
	int err;

	space->mm = new_mm();
	if (!space->mm)
		return -ENOMEM;
	addr = map_memory(space->mm, start, size, mapping);
	if (IS_ERR_VALUE(addr))
		return addr;
	err = trim_to_pmds(space->mm, addr, size, &space->start);
	if (err)
		return err;
	if (start && space->start != start)
		return -EEXIST;

	mmap_read_lock(space->mm);
	space->vma = vma_lookup(space->mm, space->start);
	mmap_read_unlock(space->mm);
	mm_kunit_allow_huge(space, false);
	return 0;
}

/**
 * mm_kunit_space_create() - make an empty address space
 * @space: see mm_kunit_space_create_at()
 * @mapping: what it maps
 *
 * Context: a kernel thread without an mm, as KUnit cases run in.
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_space_create(struct mm_kunit_space *space,
			  enum mm_kunit_mapping mapping)
{
	return mm_kunit_space_create_at(space, mapping, 0);
}

static int fork_vma(struct mm_struct *mm, struct vm_area_struct *parent,
		    struct vm_area_struct **child)
{
	struct vm_area_struct *vma = vm_area_dup(parent);
	struct anon_vma *anon_vma;
	int err;

	if (!vma)
		return -ENOMEM;
	vma->vm_mm = mm;
	mm_kunit_vma_start_write(parent);
	err = anon_vma_fork(vma, parent);
	if (err) {
		vm_area_free(vma);
		return err;
	}

	/* insert_vm_struct() is for mappings that were never faulted. */
	anon_vma = vma->anon_vma;
	vma->anon_vma = NULL;
	err = insert_vm_struct(mm, vma);
	vma->anon_vma = anon_vma;
	if (err) {
		unlink_anon_vmas(vma);
		vm_area_free(vma);
		return err;
	}
	if (vma->vm_file)
		get_file(vma->vm_file);
	mm_kunit_vma_start_write(vma);
	/* Nobody inherits that memory is locked. */
	mm_kunit_vm_flags_mod(vma, 0, VM_LOCKED | VM_LOCKONFAULT);
	*child = vma;
	return copy_page_range(vma, parent);
}

/**
 * mm_kunit_space_fork() - share all pages of a space with a second one
 * @child: filled in; to be given to mm_kunit_space_destroy() by the caller,
 *	whatever this returns
 * @parent: a space whose mapping was written to
 *
 * Does for the one mapping what fork does for all: afterwards each page is
 * mapped by both, read-only and not exclusive.
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_space_fork(struct mm_kunit_space *child,
			struct mm_kunit_space *parent)
{
	int err;

	child->mm = new_mm();
	if (!child->mm)
		return -ENOMEM;

	mmap_write_lock(parent->mm);
	mmap_write_lock_nested(child->mm, SINGLE_DEPTH_NESTING);
	child->start = parent->start;
	child->mm->total_vm = parent->mm->total_vm;
	child->mm->data_vm = parent->mm->data_vm;
	err = fork_vma(child->mm, parent->vma, &child->vma);
	flush_tlb_mm(parent->mm);
	mmap_write_unlock(child->mm);
	mmap_write_unlock(parent->mm);
	return err;
}

/**
 * mm_kunit_space_destroy() - exit from a space, freeing all its pages
 * @space: empty afterwards; nothing happens if it is so already
 */
void mm_kunit_space_destroy(struct mm_kunit_space *space)
{
	if (space->mm)
		mmput(space->mm);
	/* A kernel thread's last fput() of a file is left to a work item. */
	flush_delayed_fput();
	memset(space, 0, sizeof(*space));
}

/**
 * mm_kunit_fault() - touch a page as a user process would
 * @space: the address space
 * @addr: user virtual address
 * @write: a store, else a load
 *
 * Return: 0, -EFAULT, or -EAGAIN, which the kernel was not told to say.
 */
int mm_kunit_fault(struct mm_kunit_space *space, unsigned long addr,
		   bool write)
{
	unsigned int flags = FAULT_FLAG_REMOTE | (write ? FAULT_FLAG_WRITE : 0);
	vm_fault_t ret;

	mmap_read_lock(space->mm);
	ret = handle_mm_fault(space->vma, addr, flags, NULL);
	mmap_read_unlock(space->mm);
	if (ret & VM_FAULT_RETRY)
		return -EAGAIN;
	return ret & VM_FAULT_ERROR ? -EFAULT : 0;
}

/**
 * mm_kunit_pin() - pin a page, as a driver does for DMA
 * @space: the address space
 * @addr: user virtual address
 * @flags: FOLL_WRITE, or 0 to read only
 * @page: set to the page, to be released with unpin_user_page()
 *
 * Return: 0 or -EFAULT.
 */
int mm_kunit_pin(struct mm_kunit_space *space, unsigned long addr,
		 unsigned int flags, struct page **page)
{
	long nr;

	mmap_read_lock(space->mm);
	nr = mm_kunit_pin_user_page(space->mm, addr, flags, page);
	mmap_read_unlock(space->mm);
	return nr == 1 ? 0 : -EFAULT;
}

/**
 * mm_kunit_zap() - drop pages as MADV_DONTNEED does
 * @space: the address space
 * @addr: first user virtual address, page-aligned
 * @size: in bytes, a multiple of PAGE_SIZE
 */
void mm_kunit_zap(struct mm_kunit_space *space, unsigned long addr,
		  unsigned long size)
{
	mmap_read_lock(space->mm);
	mm_kunit_zap_range(space->vma, addr, size);
	mmap_read_unlock(space->mm);
}

/**
 * mm_kunit_unmap_below() - unmap the beginning of a mapping, as munmap() does
 * @space: the address space; its @start stays
 * @addr: user virtual address where the mapping begins afterwards, page-aligned
 *
 * Return: 0 or -errno.
 */
int mm_kunit_unmap_below(struct mm_kunit_space *space, unsigned long addr)
{
	int err;

	kthread_use_mm(space->mm);
	mmap_write_lock(space->mm);
	err = do_munmap(space->mm, space->start, addr - space->start, NULL);
	space->vma = find_vma(space->mm, addr);
	mmap_write_unlock(space->mm);
	kthread_unuse_mm(space->mm);
	return err;
}

/**
 * mm_kunit_dontneed() - MADV_DONTNEED of a whole PMD, by another thread
 * @space: the address space
 * @addr: first user virtual address, aligned to PMD_SIZE
 *
 * May free the page table.
 *
 * Context: a kernel thread without an mm; mmap_lock is held for read. Where the
 * other thread takes it as well, that would be a recursion here, so that it is
 * dropped meanwhile.
 */
void mm_kunit_dontneed(struct mm_kunit_space *space, unsigned long addr)
{
	mmap_read_unlock(space->mm);
	kthread_use_mm(space->mm);
	do_madvise(space->mm, addr, PMD_SIZE, MADV_DONTNEED);
	kthread_unuse_mm(space->mm);
	mmap_read_lock(space->mm);
}

/**
 * mm_kunit_read_pte() - read one page-table entry
 * @space: the address space
 * @addr: user virtual address
 *
 * Return: the entry, a none entry where there is no page table.
 */
pte_t mm_kunit_read_pte(struct mm_kunit_space *space, unsigned long addr)
{
	pte_t pte = __pte(0), *ptep;
	spinlock_t *ptl;
	pmd_t *pmd = mm_find_pmd(space->mm, addr);

	/* Not every kernel looks at what it found. */
	if (!pmd || !pmd_present(*pmd) || pmd_trans_huge(*pmd))
		return pte;
	ptep = pte_offset_map_lock(space->mm, pmd, addr, &ptl);
	if (!ptep)
		return pte;
	pte = *ptep;
	pte_unmap_unlock(ptep, ptl);
	return pte;
}

/**
 * mm_kunit_write_pte() - replace one page-table entry
 * @space: the address space
 * @addr: user virtual address
 * @pte: the new entry; references and counters are the caller's business
 *
 * Return: 0 or -ENOMEM.
 */
int mm_kunit_write_pte(struct mm_kunit_space *space, unsigned long addr,
		       pte_t pte)
{
	spinlock_t *ptl;
	pte_t *ptep = get_locked_pte(space->mm, addr, &ptl);

	if (!ptep)
		return -ENOMEM;
	/* Not all processors may find one translation in place of another. */
	if (pte_present(ptep_get(ptep)))
		ptep_clear_flush(space->vma, addr, ptep);
	set_pte_at(space->mm, addr, ptep, pte);
	pte_unmap_unlock(ptep, ptl);
	return 0;
}
