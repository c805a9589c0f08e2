# SPDX-License-Identifier: GPL-2.0
"""No storage: artifacts stay where they are."""


class StorageFactory:
    @classmethod
    def from_yaml(cls, name, config):
        return None
