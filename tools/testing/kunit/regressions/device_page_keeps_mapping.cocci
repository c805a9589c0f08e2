// SPDX-License-Identifier: GPL-2.0
// what: a device page that is freed keeps its mapping
// symptom: the next user of the page finds it anonymous already
// reverts: 7ab0ad0e74f8
// since: 6.1
// visible: um, x86_64
// config: devmem
// file: mm/memremap.c

@@
symbol folio;
@@
- folio->mapping = NULL;
+ ;

@@
symbol page;
@@
- page->mapping = NULL;
+ ;
