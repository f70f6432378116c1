# SPDX-License-Identifier: MIT
# fleet_messages.py - what messages of an uplink say, and whether it is right
# (docs/wire.md, "The uplink").
import json
import os
import struct
import subprocess


class Message:
    def __init__(self, subject, headers, data):
        self.subject = subject
        self.headers = headers
        self.tap = subject.split(".")[3]
        self.boot = headers["Dtap-Boot"]
        self.seq = int(headers["Dtap-Seq"])
        self.first = int(headers["Dtap-First"])
        self.count = int(headers["Dtap-Count"])
        self.lost = int(headers["Dtap-Lost"].split(" ")[0])
        if headers.get("Content-Encoding") == "zstd":
            data = subprocess.run(["zstd", "-dc"], input=data, check=True,
                                  stdout=subprocess.PIPE).stdout
        self.data = data


def read_folder(folder):
    """The messages that scripted_nats.py stored, in its order."""
    messages = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            path = os.path.join(folder, name[:-5])
            with open(path + ".json") as file:
                headers = json.load(file)
            with open(path + ".data", "rb") as file:
                messages.append(Message(headers.pop("subject"), headers,
                                        file.read()))
    return messages


def records(message):
    """(time, path, a) of each record; the message must be a whole pcap file."""
    data = message.data
    magic, _, _, _, _, _, linktype = struct.unpack_from("<IHHiIII", data)
    if (magic, linktype) != (0xa1b2c3d4, 147):
        raise SystemExit("a message is no pcap file: %x" % magic)
    at = 24
    while at < len(data):
        seconds, micros, size, _ = struct.unpack_from("<IIII", data, at)
        path, a = struct.unpack_from("<HB", data, at + 16)
        yield (seconds * 10**9 + micros * 1000, path,
               data[at + 19:at + 19 + a])
        at += 16 + size
    if at != len(data):
        raise SystemExit("a record is cut")


def check_message(message):
    device = message.subject.split(".")[2]
    wanted = "%s.%s.%s.%d" % (device, message.boot, message.tap, message.seq)
    if message.headers["Nats-Msg-Id"] != wanted:
        raise SystemExit("id %s" % message.headers["Nats-Msg-Id"])
    all_records = list(records(message))
    times = [record[0] for record in all_records]
    begun, ended = (int(message.headers[name])
                    for name in ("Dtap-Begun", "Dtap-Ended"))
    if (begun, ended) != (times[0], times[-1]):
        raise SystemExit("%s: %d to %d, not %d to %d" %
                         (wanted, begun, ended, times[0], times[-1]))
    if message.lost > 0:
        _, path, label = all_records[0]
        if path != 0x01ff or struct.unpack("<Q", label[:8])[0] != message.lost:
            raise SystemExit("%s: no loss record of %d" %
                             (wanted, message.lost))


def check(messages, missing=()):
    """Each boot and tap: numbers without gaps but those that are missing, and
    containers without gaps but those that are lost.  Returns the sums of
    containers and of losses."""
    rows = {}
    for message in messages:
        check_message(message)
        rows.setdefault((message.boot, message.tap), []).append(message)
    for row in rows.values():
        row.sort(key=lambda message: message.seq)
        numbers = [message.seq for message in row]
        wanted = [i for i in range(numbers[-1] + 1) if i not in missing]
        if numbers != wanted:
            raise SystemExit("numbers %s" % numbers)
        for before, after in zip(row, row[1:]):
            gap = after.first - before.first - before.count - after.lost
            if gap != 0 and before.seq + 1 == after.seq:
                raise SystemExit("%d containers are missing before %d" %
                                 (gap, after.seq))
        if row[0].seq == 0 and row[0].first != row[0].lost:
            raise SystemExit("the first container is %d" % row[0].first)
    return (sum(message.count for message in messages),
            sum(message.lost for message in messages))
