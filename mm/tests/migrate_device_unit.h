/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mm/migrate_device.c under observation: the way in for the cases.
 */
#ifndef _MM_TESTS_MIGRATE_DEVICE_UNIT_H
#define _MM_TESTS_MIGRATE_DEVICE_UNIT_H

#include <linux/migrate.h>

/**
 * struct migrate_calls - one compilation of mm/migrate_device.c
 * @setup: its migrate_vma_setup()
 * @pages: its migrate_vma_pages()
 * @finalize: its migrate_vma_finalize()
 */
struct migrate_calls {
	int (*setup)(struct migrate_vma *args);
	void (*pages)(struct migrate_vma *migrate);
	void (*finalize)(struct migrate_vma *migrate);
};

/* The entry points, of the unit's own compilation. */
int unit_migrate_vma_setup(struct migrate_vma *args);
void unit_migrate_vma_pages(struct migrate_vma *migrate);
void unit_migrate_vma_finalize(struct migrate_vma *migrate);

/* Its static functions. */
void unit_migrate_vma_collect(struct migrate_vma *migrate);
void unit_migrate_vma_unmap(struct migrate_vma *migrate);

#endif /* _MM_TESTS_MIGRATE_DEVICE_UNIT_H */
