# SPDX-License-Identifier: MIT
"""fleet.py - messages of made-up devices, in the form of docs/wire.md.

    fleet.py PORT streams GROUP...        makes the streams and the bucket
    fleet.py PORT report KEY JSON         a report of a device: GROUP.DEVICE
    fleet.py PORT readers STREAM          prints how many read the stream
    fleet.py PORT delete STREAM           deletes the first, the last and each third
    fleet.py PORT delete STREAM last-N    deletes the message N before the last
    fleet.py PORT remove STREAM           deletes the stream
    fleet.py - numbers FILE               the numbers of the containers in a pcap
    fleet.py PORT send SUBJECT BOOT SEQ COUNT [KEY=VALUE...]
                                          a message: COUNT containers after SEQ * COUNT

A container is a DIAG command "version" (0x00) in a frame of its own kind: what the
record carries is its device's subject and number, so that a test finds it again.
"""
import json
import struct
import sys
import time

from nats import Nats

FILE = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 147)
NS = 10 ** 9


def record(when, payload):
    """A record of pcap: path 0x0100, no a, no b, the container."""
    body = struct.pack("<HBB", 0x0100, 0, 0) + payload
    return struct.pack("<IIII", when // NS, when % NS // 1000, len(body),
                       len(body)) + body


def container(name, number):
    """Bytes that tell where they come from."""
    return b"\x00" + f"{name}#{number}".encode() + b"\x7e"


def message(subject, boot, seq, count, **changes):
    """Headers and payload of a message."""
    now = time.time_ns()
    device, tap = subject.split(".")[2:4]
    first = changes.pop("first", seq * count)
    begun = now + changes.pop("ahead", 0)
    payload = FILE + b"".join(
        record(begun + i * 1000000, container(device, first + i))
        for i in range(count))
    headers = {
        "Nats-Msg-Id": f"{device}.{boot}.{tap}.{seq}",
        "Dtap-Version": 1, "Dtap-Boot": boot, "Dtap-Seq": seq,
        "Dtap-First": first, "Dtap-Count": count, "Dtap-Lost": "0 0",
        "Dtap-Begun": begun, "Dtap-Ended": begun + (count - 1) * 1000000,
        "Dtap-Offset": 0, "Dtap-Sent": begun + count * 1000000,
    }
    if changes.pop("id", "") == "none":
        del headers["Nats-Msg-Id"]
    headers.update({"Dtap-" + k: v for k, v in changes.items()})
    return list(headers.items()), payload


def make_streams(nats, groups):
    for group in groups:
        nats.api(f"STREAM.CREATE.DIAG-{group}", {
            "name": f"DIAG-{group}", "subjects": [f"diag.{group}.>"],
            "storage": "file", "discard": "old", "duplicate_window": 60 * NS})
    nats.api("STREAM.CREATE.KV_devices", {
        "name": "KV_devices", "subjects": ["$KV.devices.>"], "storage": "file",
        "max_msgs_per_subject": 1, "max_age": 100 * NS, "discard": "new",
        "allow_rollup_hdrs": True, "allow_direct": True, "duplicate_window": 60 * NS})


def numbers(path):
    """Each container's number, and "loss" for each loss record; as far as it is whole."""
    data = open(path, "rb").read()
    at, found = len(FILE), []
    while at + 16 <= len(data):
        size, = struct.unpack_from("<I", data, at + 8)
        body = data[at + 16:at + 16 + size]
        at += 16 + size
        if len(body) < size:
            break
        found.append("loss" if body[:2] == b"\xff\x01"
                     else body.split(b"#")[1].rstrip(b"\x7e").decode())
    return " ".join(found)


def main(port, what, *words):
    if what == "numbers":
        print(numbers(*words))
        return
    nats = Nats(int(port))
    if what == "streams":
        make_streams(nats, words)
    elif what == "report":
        nats.store("$KV.devices." + words[0], words[1].encode())
    elif what == "readers":
        print(nats.api("STREAM.INFO." + words[0])["state"]["consumer_count"])
    elif what == "delete":
        state = nats.api("STREAM.INFO." + words[0])["state"]
        first, last = state["first_seq"], state["last_seq"]
        chosen = {last, *range(first, last, 3)}
        if words[1:]:
            chosen = {last - int(words[1].split("-")[1])}
        for seq in sorted(chosen):
            nats.api("STREAM.MSG.DELETE." + words[0], {"seq": seq})
    elif what == "remove":
        nats.api("STREAM.DELETE." + words[0])
    elif what == "send":
        subject, boot, seq, count = words[:4]
        changes = {k: int(v) if v.lstrip("-").isdigit() else v
                   for k, v in (w.split("=", 1) for w in words[4:])}
        headers, payload = message(subject, boot, int(seq), int(count), **changes)
        print(json.dumps(nats.store(subject, payload, headers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
