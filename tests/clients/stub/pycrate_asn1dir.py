# SPDX-License-Identifier: MIT
"""Stands in for pycrate, which QCSuper imports and needs for 3G SIBs only."""


class _Anything(type):
    """A class that has every attribute: a class like itself."""

    def __getattr__(cls, name):
        return cls


class RRC3G(metaclass=_Anything):
    pass
