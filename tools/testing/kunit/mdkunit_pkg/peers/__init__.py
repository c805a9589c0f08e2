# SPDX-License-Identifier: GPL-2.0
"""What mdkunit peer is made of."""
