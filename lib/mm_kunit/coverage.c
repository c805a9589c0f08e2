// SPDX-License-Identifier: GPL-2.0
/*
 * Prints how often each arc of the instrumented objects was taken, when the
 * machine goes down: by then every suite has run, whatever was selected.
 *
 * CONFIG_GCOV_KERNEL would instrument the whole kernel and want user space to
 * read the result; here it is one object or two, and the log is enough.
 * mdkunit coverage turns the lines into .gcda files for gcov.
 */
#include <linux/init.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/reboot.h>

#include "coverage.h"

#define ARCS_PER_LINE	32
/* An arc that was taken more often tells no more. */
#define MOST		0xffffffffLL

void __gcov_merge_add(long long *values, unsigned int number)
{
}

static void print_arcs(const struct arc_counts *arcs)
{
	char line[ARCS_PER_LINE * 9 + 1];
	unsigned int arc, used = 0;

	for (arc = 0; arc < arcs->number; arc++) {
		used += snprintf(line + used, sizeof(line) - used, " %llx",
				 arcs->values[arc] < MOST ?
				 arcs->values[arc] : MOST);
		if (arc % ARCS_PER_LINE == ARCS_PER_LINE - 1 ||
		    arc == arcs->number - 1) {
			pr_info("mm_kunit: coverage: arcs%s\n", line);
			used = 0;
		}
	}
}

static void print_object(const struct counted_object *object)
{
	const struct counted_function *function;
	unsigned int i;

#if __GNUC__ >= 12
	unsigned int checksum = object->checksum;
#else
	unsigned int checksum = 0;
#endif

	pr_info("mm_kunit: coverage: object %x %x %x %u %s\n", object->version,
		object->stamp, checksum, object->nr_functions,
		object->filename);

	for (i = 0; i < object->nr_functions; i++) {
		function = object->functions[i];
		/* The copy of a comdat function that the linker dropped. */
		if (!function || function->object != object)
			continue;
		pr_info("mm_kunit: coverage: function %x %x %x %u\n",
			function->ident, function->lineno_checksum,
			function->cfg_checksum, function->arcs.number);
		print_arcs(&function->arcs);
	}
}

static int print_coverage(struct notifier_block *block, unsigned long action,
			  void *data)
{
	struct counted_object **object;

	for (object = __start_gcov_info; object < __stop_gcov_info; object++)
		print_object(*object);
	pr_info("mm_kunit: coverage: end\n");
	return NOTIFY_DONE;
}

static struct notifier_block at_shutdown = { .notifier_call = print_coverage };

static int __init coverage_init(void)
{
	return register_reboot_notifier(&at_shutdown);
}
late_initcall(coverage_init);
