// SPDX-License-Identifier: GPL-2.0
// what: nothing orders the second look at the PTE and that at PageAnonExclusive
// symptom: GUP-fast pins a page that KSM has made shared
// reverts: 088b8aa537c2
// since: 6.12
// unseen: GUP-fast is a model in every case; mdkunit litmus calls its model out of date: ordering.rst
// file: mm/internal.h

@@
@@
- smp_rmb();
