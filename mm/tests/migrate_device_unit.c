// SPDX-License-Identifier: GPL-2.0
/*
 * mm/migrate_device.c, compiled a second time under observation.
 *
 * The entry points get other names before any header declares them, and the
 * primitives are redirected once every header has been read; then the source
 * is included as it is.
 */
#define UNIT_PREFIX unit_

#include "migrate_device_names.h"
#include "mm_kunit/interpose_early.h"
#include "migrate_device_headers.h"
#include "mm_kunit/interpose.h"
#include "mm_kunit/interpose_calls.h"
#include "mm_kunit/interpose_alloc.h"
#include "mm_kunit/interpose_huge.h"
#include "mm_kunit/interpose_refs.h"

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
