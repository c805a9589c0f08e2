// SPDX-License-Identifier: GPL-2.0
// what: a device page that is freed stays exclusive
// symptom: the next user of the page finds it exclusive
// reverts: 6c287605fd56
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/memremap.c

@@
@@
- __ClearPageAnonExclusive(...);
+ ;
