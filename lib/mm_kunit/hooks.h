/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hooks for more than one suite: what others may do between two primitives.
 */
#ifndef _MM_KUNIT_HOOKS_H
#define _MM_KUNIT_HOOKS_H

#include "events.h"

extern const struct mm_kunit_hook mm_kunit_walker_sets_dirty;

#endif /* _MM_KUNIT_HOOKS_H */
