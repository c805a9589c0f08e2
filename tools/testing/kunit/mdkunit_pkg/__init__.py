# SPDX-License-Identifier: GPL-2.0
"""The runner of the migrate_device KUnit suite."""
