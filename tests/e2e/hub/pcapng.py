# SPDX-License-Identifier: MIT
"""pcapng.py - compares captures record by record.

    pcapng.py same MERGED LIVE HOW   the records of LIVE are in MERGED, one behind the
                                     other, byte for byte.  HOW: "part": others may be
                                     before and behind them; "tail": before them only;
                                     "all": there are no others; "head": others may be
                                     before them, and MERGED may end earlier
    pcapng.py taps MERGED            name, records and lost containers of each interface
"""
import struct
import sys


def pcap(path):
    """Time in us, original length and bytes of each record of classic pcap."""
    data = open(path, "rb").read()
    at = 24
    while at + 16 <= len(data):
        sec, us, size, original = struct.unpack_from("<IIII", data, at)
        yield sec * 10 ** 6 + us, original, data[at + 16:at + 16 + size]
        at += 16 + size


def pcapng(path):
    """The same with the name of the interface in front."""
    data = open(path, "rb").read()
    at, names = 0, []
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        body = data[at + 8:at + length - 4]
        assert struct.unpack_from("<I", data, at + length - 4)[0] == length
        if kind == 1:
            assert body[8:10] == b"\x02\x00"
            size, = struct.unpack_from("<H", body, 10)
            names.append(body[12:12 + size].decode())
        elif kind == 6:
            number, high, low, size, original = struct.unpack_from("<IIIII", body)
            yield (names[number], (high << 32) + low, original,
                   body[20:20 + size])
        at += length


def same(merged, live, how):
    found = [record[1:] for record in pcapng(merged)]
    wanted = list(pcap(live))
    start = found.index(wanted[0])
    if how == "all" and start != 0:
        sys.exit(f"{start} records before the first one")
    found = found[start:]
    if how == "part":
        found = found[:len(wanted)]
    if how == "head":
        wanted = wanted[:len(found)]
    for number, pair in enumerate(zip(found, wanted)):
        if pair[0] != pair[1]:
            sys.exit(f"record {number} of {len(wanted)} differs: {pair}")
    if len(found) != len(wanted):
        sys.exit(f"{len(found)} records, not {len(wanted)}")


def taps(merged):
    counts = {}
    for name, _, _, body in pcapng(merged):
        count = counts.setdefault(name, [0, 0])
        if body[:2] == b"\xff\x01":
            count[1] += struct.unpack_from("<Q", body, 3)[0]
        else:
            count[0] += 1
    for name, (records, lost) in counts.items():
        print(name, records, lost)


if __name__ == "__main__":
    {"same": same, "taps": taps}[sys.argv[1]](*sys.argv[2:])
