/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A synthetic address space: one mapping in an mm that no user process runs in.
 */
#ifndef _MM_KUNIT_SPACE_H
#define _MM_KUNIT_SPACE_H

#include <kunit/test.h>
#include <linux/mm.h>

/* Whole PMDs in the mapping of a space, all of them empty at first. */
#define MM_KUNIT_SPACE_PMDS 3

/* What the one mapping of a space is of. */
enum mm_kunit_mapping {
	MAPPING_ANON,
	MAPPING_SHMEM_SHARED,
	MAPPING_SHMEM_PRIVATE,
};

/**
 * struct mm_kunit_space - an mm with one mapping
 * @mm: one reference is held
 * @vma: readable and writable, without huge pages
 * @start: first address of @vma, aligned to PMD_SIZE
 */
struct mm_kunit_space {
	struct mm_struct *mm;
	struct vm_area_struct *vma;
	unsigned long start;
};

int mm_kunit_space_create(struct mm_kunit_space *space,
			  enum mm_kunit_mapping mapping);
int mm_kunit_space_create_at(struct mm_kunit_space *space,
			     enum mm_kunit_mapping mapping,
			     unsigned long start);
int mm_kunit_space_fork(struct mm_kunit_space *child,
			struct mm_kunit_space *parent);
void mm_kunit_space_destroy(struct mm_kunit_space *space);

int mm_kunit_fault(struct mm_kunit_space *space, unsigned long addr,
		   bool write);
void mm_kunit_allow_huge(struct mm_kunit_space *space, bool huge);
int mm_kunit_pin(struct mm_kunit_space *space, unsigned long addr,
		 unsigned int flags, struct page **page);
void mm_kunit_change_flags(struct mm_kunit_space *space, vm_flags_t set,
			   vm_flags_t clear);
int mm_kunit_unmap_below(struct mm_kunit_space *space, unsigned long addr);
void mm_kunit_mprotect(struct mm_kunit_space *space, bool write);
void mm_kunit_forbid_access(struct mm_kunit_space *space);
void mm_kunit_zap(struct mm_kunit_space *space, unsigned long addr,
		  unsigned long size);
void mm_kunit_dontneed(struct mm_kunit_space *space, unsigned long addr);

pte_t mm_kunit_read_pte(struct mm_kunit_space *space, unsigned long addr);
int mm_kunit_write_pte(struct mm_kunit_space *space, unsigned long addr,
		       pte_t pte);

#endif /* _MM_KUNIT_SPACE_H */
