// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>
#include <asm/tlb.h>

#include "compat.h"
#include "space.h"

/**
 * mm_kunit_change_flags() - change what is said of a mapping, and no entry
 * @space: whose mapping it is
 * @set: VM_ flags to set
 * @clear: and those to clear
 * Context: mmap_lock is not held.
 */
void mm_kunit_change_flags(struct mm_kunit_space *space, vm_flags_t set, vm_flags_t clear)
{
	mmap_write_lock(space->mm);
	mm_kunit_vm_flags_mod(space->vma, set, clear);
	mmap_write_unlock(space->mm);
}

static void protect(struct mm_kunit_space *space, vm_flags_t set,
		    vm_flags_t clear)
{
	struct vm_area_struct *vma = space->vma;
	struct mmu_gather tlb;

	mmap_write_lock(space->mm);
	mm_kunit_vma_start_write(vma);
	mm_kunit_vm_flags_mod(vma, set, clear);
	vma_set_page_prot(vma);
	tlb_gather_mmu(&tlb, space->mm);
	mm_kunit_change_protection(&tlb, vma);
	tlb_finish_mmu(&tlb);
	mmap_write_unlock(space->mm);
}

/**
 * mm_kunit_mprotect() - change what a process may do with its memory
 * @space: the address space
 * @write: whether it may be written to
 */
void mm_kunit_mprotect(struct mm_kunit_space *space, bool write)
{
	protect(space, write ? VM_WRITE : 0, write ? 0 : VM_WRITE);
}

/**
 * mm_kunit_forbid_access() - have nobody touch the memory, as PROT_NONE does
 * @space: the address space
 */
void mm_kunit_forbid_access(struct mm_kunit_space *space)
{
	protect(space, 0, VM_READ | VM_WRITE | VM_EXEC);
}
