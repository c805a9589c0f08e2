// SPDX-License-Identifier: GPL-2.0
// what: keep a reference on a page that somebody has locked
// since: 6.1
// visible: um, x86_64
// file: mm/migrate_device.c

@@
symbol folio, fault_folio, mpfn;
@@
(
	if (fault_folio == folio || folio_trylock(folio)) {
		...
	} else {
-		folio_put(folio);
		mpfn = 0;
	}
|
	if (folio_trylock(folio)) {
		...
	} else {
-		folio_put(folio);
		mpfn = 0;
	}
)
