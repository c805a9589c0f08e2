// SPDX-License-Identifier: GPL-2.0
// what: lose the uffd-wp bit of a PTE that is taken
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c

@@
expression e;
@@
- pte_swp_mkuffd(e)
+ e

@@
expression e;
@@
- pte_swp_mkuffd_wp(e)
+ e
