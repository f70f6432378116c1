# SPDX-License-Identifier: MIT
"""A capture of HDLC frames that a test makes itself: a phone that measures two
cells, attaches with its IMSI, is rejected, and is redirected to GSM."""

import struct

BEGIN_MS = 1767323045000  # 2026-01-02T03:04:05Z
EPOCH_MS = 315964800000


def crc16(data):
    """CRC-16/X-25, the check sequence of HDLC: ISO/IEC 13239."""
    crc = 0xffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc ^ 0xffff


def frame(packet):
    whole = packet + struct.pack("<H", crc16(packet))
    return whole.replace(b"\x7d", b"\x7d\x5d").replace(b"\x7e", b"\x7d\x5e") + b"\x7e"


def log(ms, code, body):
    size = 12 + len(body)
    ticks = round((BEGIN_MS + ms - EPOCH_MS) / 1.25) << 16
    return frame(struct.pack("<BBHHHQ", 0x10, 0, size, size, code, ticks) + body)


def lte_rrc(ms, channel, pdu):
    """0xb0c0, version 20: PCI 7, EARFCN 1300."""
    pdu = bytes.fromhex(pdu)
    return log(ms, 0xb0c0, struct.pack("<BBBBHIHBIH", 20, 14, 0x30, 1, 7, 1300, 0x1000,
                                       channel, 0, len(pdu)) + pdu)


def emm(ms, is_up, pdu):
    return log(ms, 0xb0ed if is_up else 0xb0ec, bytes([1, 9, 5, 0]) + bytes.fromhex(pdu))


def levels(ms, serving, neighbour):
    """0xb179, version 4: RSRP of PCI 7 and of PCI 8, in dBm; RSRQ is -10 and -15."""
    def raw(value, zero):
        return round((value + zero) * 16)
    body = bytearray(28 + 12)
    body[0], body[24] = 4, 1
    struct.pack_into("<IHHH", body, 8, 1300, 7, 0, raw(serving, 180))
    struct.pack_into("<H", body, 20, raw(-10, 30))
    struct.pack_into("<HHHH", body, 28, 8, raw(neighbour, 180), 0, raw(-15, 30))
    return log(ms, 0xb179, bytes(body))


BCCH, DL_DCCH, UL_CCCH = 2, 7, 8  # of version 20

ATTACH_REQUEST = "074112080910102143658709" + "02f0f0" + "0004" + "0201d011"


def capture():
    """Rows 1 to 17: see the numbers behind the lines."""
    pieces = [lte_rrc(0, BCCH, "404004030005000006381820100180")]  # 1: 001-01, TAC 5, cell 99
    pieces += [levels(1000 * n, -90 - n, -110 + n) for n in range(1, 11)]  # 2 to 11
    pieces += [
        emm(12000, True, ATTACH_REQUEST),         # 12
        lte_rrc(12020, UL_CCCH, "500000000006"),  # 13
        lte_rrc(12100, DL_DCCH, "0800183a2078"),  # 14: attach reject, cause 15, in RRC
        emm(12101, False, "07440f"),              # 15
        lte_rrc(15000, DL_DCCH, "28223b3800"),    # 16: release to GSM, ARFCN 871
        lte_rrc(15100, BCCH, "404004030005000006381820100180"),  # 17
    ]
    return b"".join(pieces)
