// SPDX-License-Identifier: GPL-2.0
// what: take no more pages than the caller's src and dst arrays hold
// fixes: Documentation/mdkunit/finds/unaligned-range.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier args, nr_pages;
@@
migrate_vma_setup(struct migrate_vma *args)
{
	long nr_pages = ...;
	...
	args->start &= PAGE_MASK;
- args->end &= PAGE_MASK;
+ args->end = args->start + (nr_pages << PAGE_SHIFT);
	...
}
