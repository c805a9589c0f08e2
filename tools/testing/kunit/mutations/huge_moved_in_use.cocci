// SPDX-License-Identifier: GPL-2.0
// what: move a huge page that is in use
// since: 6.19
// visible: x86_64
// file: mm/migrate_device.c

@@
expression m, n, f, x;
@@
__migrate_device_pages(...)
{
<...
- r = folio_migrate_mapping(m, n, f, x);
+ r = folio_migrate_mapping(m, n, f, folio_test_large(f) ? folio_ref_count(f) - 1 : x);
...>
}
