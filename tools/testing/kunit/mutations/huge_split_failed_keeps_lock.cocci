// SPDX-License-Identifier: GPL-2.0
// what: leave a huge page locked that can't be split
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
symbol ret, folio, fault_folio;
@@
migrate_vma_collect_huge_pmd(...)
{
<...
  ret = split_folio(folio);
- if (fault_folio != folio)
+ if (fault_folio != folio && !ret)
	folio_unlock(folio);
...>
}
