// SPDX-License-Identifier: GPL-2.0
// what: wait for the lock of a huge page of a device, as for that of a small one
// fixes: Documentation/mdkunit/finds/spins-on-busy-huge-page.rst
// since: 7.3
// visible: x86_64
// file: mm/huge_memory.c

@@
symbol folio, ptl, entry;
statement S;
@@
do_huge_pmd_device_private(...)
{
	<...
	if (folio_trylock(folio)) S
	else {
-		spin_unlock(ptl);
+		softleaf_entry_wait_on_locked(entry, ptl);
	}
	...>
}
