/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _MM_TESTS_MIGRATE_NO_VMA_H
#define _MM_TESTS_MIGRATE_NO_VMA_H

#include "migrate_scene.h"

int call_coherent(struct migrate_scene *scene, bool no_memory,
		  const struct mm_kunit_hook *hook);
int run_coherent(struct migrate_scene *scene, bool no_memory);

#endif /* _MM_TESTS_MIGRATE_NO_VMA_H */
