/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Other names for the entry points of mm/migrate_device.c.
 *
 * For what compiles that file once more: #define UNIT_PREFIX, include this
 * before any header declares them, then migrate_device_headers.h, then what
 * replaces primitives, then the file.
 */
#define UNIT_PASTE(prefix, name)	prefix ## name
#define UNIT_NAME(prefix, name)		UNIT_PASTE(prefix, name)

#define migrate_vma_setup	UNIT_NAME(UNIT_PREFIX, migrate_vma_setup)
#define migrate_vma_pages	UNIT_NAME(UNIT_PREFIX, migrate_vma_pages)
#define migrate_vma_finalize	UNIT_NAME(UNIT_PREFIX, migrate_vma_finalize)
#define migrate_device_pages	UNIT_NAME(UNIT_PREFIX, migrate_device_pages)
#define migrate_device_finalize	UNIT_NAME(UNIT_PREFIX, migrate_device_finalize)
#define migrate_device_range	UNIT_NAME(UNIT_PREFIX, migrate_device_range)
#define migrate_device_pfns	UNIT_NAME(UNIT_PREFIX, migrate_device_pfns)
#define migrate_device_coherent_page \
	UNIT_NAME(UNIT_PREFIX, migrate_device_coherent_page)
#define migrate_device_coherent_folio \
	UNIT_NAME(UNIT_PREFIX, migrate_device_coherent_folio)
