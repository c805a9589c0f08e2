// SPDX-License-Identifier: GPL-2.0
// what: carry soft-dirty and uffd-wp over to the page that KSM shares
// fixes: Documentation/mdkunit/finds/bits-lost-in-merge.rst
// until: 7.2
// visible: x86_64
// file: mm/ksm.c

@@
symbol newpte, orig_pte;
@@
replace_page(...)
{
	<...
	flush_cache_page(...);
+	if (pte_soft_dirty(orig_pte))
+		newpte = pte_mksoft_dirty(newpte);
+	if (pte_uffd_wp(orig_pte))
+		newpte = pte_mkuffd_wp(newpte);
	...>
}
