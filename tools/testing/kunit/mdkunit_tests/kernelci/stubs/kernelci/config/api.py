# SPDX-License-Identifier: GPL-2.0
"""The API's configuration, which a job only passes on."""


class API:
    @classmethod
    def load_from_yaml(cls, config, name):
        return cls()
