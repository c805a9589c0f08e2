// SPDX-License-Identifier: GPL-2.0
// what: nothing orders the pin of GUP-fast and its second look at the PTE
// symptom: GUP-fast pins a page that becomes shared
// reverts: 088b8aa537c2
// since: 6.1
// unseen: GUP-fast is a model in every case; mdkunit litmus calls its model out of date: ordering.rst
// file: mm/gup.c

@@
@@
- smp_mb__after_atomic();
