// SPDX-License-Identifier: GPL-2.0
// what: collect reads soft-dirty and uffd bits of a device-private entry as if it were present
// symptom: soft-dirty and write protection are lost, or made up, on the way back from the device
// reverts: ebdf8321eeeb
// since: 6.1
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier pte, swp_pte;
@@
migrate_vma_collect_pmd(...)
{
<...
  swp_pte = swp_entry_to_pte(...);
- if (pte_present(pte)) {
  if (pte_soft_dirty(pte))
	swp_pte = pte_swp_mksoft_dirty(swp_pte);
(
  if (pte_uffd(pte))
	swp_pte = pte_swp_mkuffd(swp_pte);
|
  if (pte_uffd_wp(pte))
	swp_pte = pte_swp_mkuffd_wp(swp_pte);
)
- } else { ... }
...>
}
