# SPDX-License-Identifier: GPL-2.0
"""What the operators know of the memory management's vocabulary."""

from __future__ import annotations

# Source -> functions (globs) under observation, which are changed, and whose
# lines are counted. The first source is the default.
TARGETS: dict[str, tuple[str, ...]] = {
    "mm/migrate_device.c": ("*",),
    "mm/rmap.c": ("try_to_migrate_one", "try_to_unmap_one"),
    "mm/migrate.c": ("remove_migration_pte", "folio_migrate_mapping", "__folio_migrate_mapping"),
    "mm/ksm.c": ("write_protect_page",),
    "include/linux/rmap.h": ("*_try_share_anon_rmap*",),
}

# What else rows of the suite run: faults, forks and zaps of what migrates. Not
# under observation, but a row may be good for nothing else.
AROUND: dict[str, tuple[str, ...]] = {
    "mm/memory.c": ("do_swap_page", "copy_nonpresent_pte", "copy_present_ptes", "__copy_present_ptes",
                    "zap_nonpresent_ptes", "zap_present_folio_ptes"),
    "mm/mprotect.c": ("change_pte_range", "change_softleaf_pte", "change_present_ptes"),
    "mm/huge_memory.c": ("set_pmd_migration_entry", "remove_migration_pmd", "copy_huge_pmd", "zap_huge_pmd",
                         "copy_huge_non_present_pmd", "do_huge_pmd_device_private", "zap_huge_pmd_folio",
                         "change_non_present_huge_pmd"),
    "mm/memremap.c": ("free_zone_device_folio", "zone_device_page_init"),
}

# Checks, statistics and messages: what goes on without them is the same,
# unless the kernel is broken already. Hints to processors that neither
# platform has are of that kind, too.
ARID = (
    "VM_BUG_ON", "VM_BUG_ON_*", "VM_WARN_ON*", "WARN_ON*", "WARN_ONCE", "BUG_ON", "BUILD_BUG*", "pr_*", "trace_*",
    "count_*", "lockdep_assert_*", "mmap_assert_*", "might_sleep", "cond_resched", "update_mmu_cache*",
)

# Call -> what to do instead; $1 is the first argument, $* all of them.
CALLS: dict[str, tuple[str, ...]] = {
    "folio_get": ("folio_put($*)",),
    "folio_put": ("folio_get($*)",),
    "get_page": ("put_page($*)",),
    "put_page": ("get_page($*)",),
    "folio_unlock": ("folio_get($*)",),
    "folio_trylock": ("folio_test_locked($*)", "true"),
    "trylock_page": ("PageLocked($*)", "true"),
    "ptep_clear_flush": ("ptep_get_and_clear($1->vm_mm, $2, $3)", "ptep_get($3)"),
    "ptep_get_and_clear": ("ptep_get($3)",),
    "pmdp_invalidate": ("pmdp_huge_get_and_clear($1->vm_mm, $2, $3)",),
    "flush_tlb_range": ("flush_tlb_range($1, $2, $2 + PAGE_SIZE)", "flush_tlb_range($1, $2 + PAGE_SIZE, $3)"),
    "make_writable_migration_entry": ("make_readable_migration_entry($*)",
                                      "make_readable_exclusive_migration_entry($*)"),
    "make_readable_exclusive_migration_entry": ("make_readable_migration_entry($*)",
                                                "make_writable_migration_entry($*)"),
    "make_readable_migration_entry": ("make_readable_exclusive_migration_entry($*)",
                                      "make_writable_migration_entry($*)"),
    "make_migration_entry_young": ("make_migration_entry_dirty($*)", "$1"),
    "make_migration_entry_dirty": ("make_migration_entry_young($*)", "$1"),
    "make_writable_device_private_entry": ("make_readable_device_private_entry($*)",),
    "make_readable_device_private_entry": ("make_writable_device_private_entry($*)",),
    "pte_young": ("pte_dirty($*)",),
    "pte_dirty": ("pte_young($*)",),
    "pte_write": ("pte_dirty($*)",),
    "pte_soft_dirty": ("pte_swp_soft_dirty($*)",),
    "pte_swp_soft_dirty": ("pte_soft_dirty($*)",),
    "pte_uffd": ("pte_swp_uffd($*)",),
    "pte_swp_uffd": ("pte_uffd($*)",),
    "pte_uffd_wp": ("pte_swp_uffd_wp($*)",),
    "pte_swp_uffd_wp": ("pte_uffd_wp($*)",),
    "pte_swp_mksoft_dirty": ("$1",),
    "pte_swp_mkuffd": ("$1",),
    "pte_swp_mkuffd_wp": ("$1",),
    "pte_mkwrite": ("$1",),
    "pte_mkdirty": ("$1",),
    "pmd_mkwrite": ("$1",),
    "pmd_mkdirty": ("$1",),
    "pte_mkyoung": ("$1",),
    "pte_present": ("!pte_none($*)",),
    "pte_none": ("!pte_present($*)",),
    "is_zero_pfn": ("!is_zero_pfn($*)",),
    "inc_mm_counter": ("dec_mm_counter($*)",),
    "add_mm_counter": ("add_mm_counter($1, $2, -($3))", "inc_mm_counter($1, $2)"),
    "mmu_notifier_invalidate_range_start": ("mmu_notifier_invalidate_range_end($*)",),
    "mmu_notifier_invalidate_range_end": ("mmu_notifier_invalidate_range_start($*)",),
    "folio_is_device_private": ("folio_is_device_coherent($*)", "folio_is_zone_device($*)"),
    "folio_is_device_coherent": ("folio_is_device_private($*)", "folio_is_zone_device($*)"),
    "folio_is_zone_device": ("folio_is_device_private($*)",),
    "is_zone_device_page": ("is_device_private_page($*)",),
    "is_device_private_page": ("is_device_coherent_page($*)",),
    "is_device_coherent_page": ("is_device_private_page($*)", "is_zone_device_page($*)"),
    "softleaf_is_device_private": ("softleaf_is_migration($*)",),
    "folio_putback_lru": ("folio_put($*)",),
    "folio_add_lru": ("folio_get($*)",),
    "folio_nr_pages": ("1",),
    "folio_copy": ("folio_copy($2, $1)",),
    "lru_add_drain_all": ("lru_add_drain()",),
    "migrate_vma_collect_hole": ("migrate_vma_collect_skip($1, $2, $4)",),
    "pte_offset_map_lock": ("NULL",),
}

# What to put in the place of a constant.
CONSTANTS: dict[str, str] = {
    "MIGRATE_PFN_VALID": "MIGRATE_PFN_MIGRATE", "MIGRATE_PFN_MIGRATE": "MIGRATE_PFN_VALID",
    "MIGRATE_PFN_WRITE": "MIGRATE_PFN_MIGRATE", "MIGRATE_PFN_COMPOUND": "MIGRATE_PFN_WRITE",
    "MIGRATE_VMA_SELECT_SYSTEM": "MIGRATE_VMA_SELECT_DEVICE_PRIVATE",
    "MIGRATE_VMA_SELECT_DEVICE_PRIVATE": "MIGRATE_VMA_SELECT_DEVICE_COHERENT",
    "MIGRATE_VMA_SELECT_DEVICE_COHERENT": "MIGRATE_VMA_SELECT_SYSTEM",
    "MIGRATE_VMA_SELECT_COMPOUND": "MIGRATE_VMA_SELECT_SYSTEM",
    "true": "false", "false": "true",
    "MMU_NOTIFY_MIGRATE": "MMU_NOTIFY_CLEAR", "RMAP_EXCLUSIVE": "RMAP_NONE", "MM_ANONPAGES": "MM_FILEPAGES",
    "EINVAL": "EBUSY", "EBUSY": "EINVAL", "EAGAIN": "EINVAL", "ENOMEM": "EINVAL", "ENOENT": "EINVAL",
    "VM_WRITE": "VM_READ", "VM_SPECIAL": "VM_PFNMAP",
    "PAGE_SIZE": "(2 * PAGE_SIZE)", "PAGE_SHIFT": "(PAGE_SHIFT + 1)", "PAGE_MASK": "(PAGE_MASK << 1)",
    "HPAGE_PMD_NR": "(HPAGE_PMD_NR - 1)", "HPAGE_PMD_SIZE": "PAGE_SIZE", "HPAGE_PMD_ORDER": "(HPAGE_PMD_ORDER - 1)",
    "MIGRATE_PFN_SHIFT": "(MIGRATE_PFN_SHIFT + 1)",
}

# Names of one type that stand for opposite things.
NAMES: dict[str, str] = {
    "src": "dst", "dst": "src", "src_pfns": "dst_pfns", "dst_pfns": "src_pfns", "src_pfn": "dst_pfn",
    "dst_pfn": "src_pfn", "page": "newpage", "newpage": "page", "folio": "newfolio", "newfolio": "folio",
    "dfolio": "folio", "start": "end", "end": "start", "vm_start": "vm_end", "vm_end": "vm_start",
    "cpages": "npages", "npages": "cpages", "fault_folio": "folio", "fault_page": "page",
    "new_fault_folio": "fault_folio", "orig_pte": "entry",
}

OPERATORS: dict[str, tuple[str, ...]] = {
    "+": ("-",), "-": ("+",), "*": ("/",), "<<": (">>",), ">>": ("<<",), "<": ("<=",), "<=": ("<",), ">": (">=",),
    ">=": (">",), "==": ("!=",), "!=": ("==",), "&": ("|",), "+=": ("-=",), "-=": ("+=",), "|=": ("=", "&="),
    "&=": ("=", "|="), "<<=": (">>=",), ">>=": ("<<=",),
}
# What of the text of an argument says that it is an address.
ADDRESS = ("addr", "start", "end")
