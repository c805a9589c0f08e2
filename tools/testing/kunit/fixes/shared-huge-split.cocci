// SPDX-License-Identifier: GPL-2.0
// what: unmap a huge page from all other address spaces page by page
// fixes: Documentation/mdkunit/finds/shared-huge-split.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
expression folio;
@@
migrate_device_unmap(...)
{
<...
- try_to_migrate(folio, 0);
+ try_to_migrate(folio, TTU_SPLIT_HUGE_PMD);
...>
}
