# SPDX-License-Identifier: GPL-2.0
"""Configurations that hold nothing; a job expects these two loaded."""

from . import api, storage
