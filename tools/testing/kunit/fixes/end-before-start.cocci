// SPDX-License-Identifier: GPL-2.0
// what: refuse a range that ends before it starts, as is meant
// fixes: Documentation/mdkunit/finds/end-before-start.rst
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
identifier args, nr_pages;
@@
migrate_vma_setup(struct migrate_vma *args)
{
- long nr_pages = (args->end - args->start) >> PAGE_SHIFT;
+ long nr_pages = (long)(args->end - args->start) >> PAGE_SHIFT;
  ...
}
