// SPDX-License-Identifier: GPL-2.0
/*
 * mm/migrate_device.c, compiled a second time under observation.
 *
 * The entry points get other names before any header declares them, and the
 * primitives are redirected once every header has been read; then the source
 * is included as it is.
 */
#define migrate_vma_setup		unit_migrate_vma_setup
#define migrate_vma_pages		unit_migrate_vma_pages
#define migrate_vma_finalize		unit_migrate_vma_finalize
#define migrate_device_pages		unit_migrate_device_pages
#define migrate_device_finalize		unit_migrate_device_finalize
#define migrate_device_range		unit_migrate_device_range
#define migrate_device_pfns		unit_migrate_device_pfns
#define migrate_device_coherent_page	unit_migrate_device_coherent_page
#define migrate_device_coherent_folio	unit_migrate_device_coherent_folio

#include "mm_kunit/interpose_early.h"

#include <linux/export.h>
#include <linux/memremap.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/mmu_notifier.h>
#include <linux/oom.h>
#include <linux/pagemap.h>
#include <linux/pagewalk.h>
#include <asm/pgalloc.h>
#include <linux/rmap.h>
#include <linux/swapops.h>
#include <asm/tlbflush.h>
#include "../internal.h"

#include "mm_kunit/interpose.h"
#include "mm_kunit/interpose_alloc.h"

#undef EXPORT_SYMBOL
#define EXPORT_SYMBOL(symbol)

#include "../migrate_device.c"

#include "migrate_device_unit.h"

void unit_migrate_vma_collect(struct migrate_vma *migrate)
{
	migrate_vma_collect(migrate);
}

void unit_migrate_vma_unmap(struct migrate_vma *migrate)
{
	migrate_vma_unmap(migrate);
}
