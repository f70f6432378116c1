# SPDX-License-Identifier: MIT
"""See pycrate_asn1dir.py in the folder above."""
TYPE_UINT = 0


def pack_val(*values):
    raise NotImplementedError("pycrate is not installed")
