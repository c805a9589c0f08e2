// SPDX-License-Identifier: GPL-2.0
// what: leave a small page alone that is refused a COMPOUND destination
// fixes: Documentation/mdkunit/finds/moved-to-compound.rst
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
identifier src_pfns, dst_pfns, i;
@@
	if (...) {
		...
	} else if (... && (dst_pfns[i] & MIGRATE_PFN_COMPOUND) && ...) {
		src_pfns[i] &= ~MIGRATE_PFN_MIGRATE;
+		goto next;
	}
