# SPDX-License-Identifier: GPL-2.0
"""As much of kernelci-core as a KUnit job calls."""
