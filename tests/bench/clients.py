# SPDX-License-Identifier: MIT
"""Messages that Wireshark decodes of a capture: through us, scat and QCSuper.

clients.py TOOLS DIAGTAPD QCSUPER SCAT BITSTRING CAPTURE...

The captures hold HDLC frames, as QMDL does.  The folders are those of
script/test-clients.  QCSuper reads DLF only: it gets the logs of a capture in
that form, and radios of multi-radio packets are taken off for it.

All captures are read as one file.  Of each kind of message: how many logs it has
whose check sequence is right, and how many messages tshark decodes of what each
program wrote, malformed ones apart.  Then the processor seconds of the program
and of tshark's list.  Every program in turn, medians of ROUNDS.
"""
import os
import statistics
import struct
import subprocess
import sys
import tempfile

ROUNDS = 3
HERE = os.path.dirname(os.path.abspath(__file__))
STUB = os.path.join(HERE, '..', 'clients', 'stub')
PYTHON = '/usr/bin/python3'  # Debian's modules are this one's

# Log codes whose bodies are messages, by what Wireshark calls these: all that
# the captures have of these kinds.
KINDS = {
    'LTE RRC': (('lte_rrc',), {0xb0c0}),
    'NR RRC': (('nr-rrc',), {0xb821}),
    'NAS': (('nas-eps', 'nas-5gs'),
            {0xb0e0, 0xb0e1, 0xb0e2, 0xb0e3, 0xb0ea, 0xb0eb, 0xb0ec, 0xb0ed}),
}


# What stands around a message; the last is that of scat's plugin.
ENVELOPES = 'exported_pdu', 'gsmtap', 'gsmtap_extra'


def crc16(data):
    crc = 0xffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc ^ 0xffff


def unescape(frame):
    first, *others = frame.split(b'}')
    return first + b''.join(bytes([it[0] ^ 0x20]) + it[1:] for it in others if it)


def logs(capture):
    """The logs of a capture, from their second length on."""
    with open(capture, 'rb') as file:
        frames = file.read().split(b'~')
    for frame in map(unescape, frames):
        packet, check = frame[:-2], frame[-2:]
        if len(frame) < 3 or crc16(packet) != int.from_bytes(check, 'little'):
            continue
        if packet[0] == 0x98:
            packet = packet[8:]
        if packet[:1] == b'\x10' and len(packet) >= 16:
            yield packet[4:4 + struct.unpack_from('<H', packet, 4)[0]]


def in_file(capture):
    codes = [struct.unpack_from('<H', log, 2)[0] for log in logs(capture)]
    return {kind: sum(code in known for code in codes)
            for kind, (_, known) in KINDS.items()}


def to_dlf(capture, path):
    with open(path, 'wb') as out:
        for log in logs(capture):
            out.write(log)


class Programs:
    """Of each: a command that writes `out`, its variables, tshark's options."""

    def __init__(self, diagtapd, qcsuper, scat, bitstring):
        paths = map(os.path.abspath, (diagtapd, qcsuper, scat, bitstring))
        self.diagtapd, self.qcsuper, self.scat, self.bitstring = paths

    def ours(self, linktype):
        return lambda capture, dlf, out: (
            [self.diagtapd, '--convert', capture, out,
             '--linktype=' + linktype], {}, [])

    def of_qcsuper(self, capture, dlf, out):
        return ([PYTHON, os.path.join(self.qcsuper, 'qcsuper.py'), '--dlf-read',
                 dlf, '--decrypt-nas', '--pcap-dump', out],
                {'DONT_INSTALL_WIRESHARK_PLUGIN': '1', 'PYTHONPATH': STUB}, [])

    def of_scat(self, *options):
        return lambda capture, dlf, out: (
            [PYTHON, '-m', 'scat.main', '-t', 'qc', '-d', capture, '-F', out],
            {'PYTHONPATH': f'{self.bitstring}:{self.scat}/src'}, options)

    def all(self):
        plugin = f'lua_script:{self.scat}/wireshark/scat.lua'
        return {'upper_pdu': self.ours('upper_pdu'),
                'gsmtap': self.ours('gsmtap'),
                'scat': self.of_scat(),
                'scat, its plugin': self.of_scat('-X', plugin),
                'QCSuper': self.of_qcsuper}


def run(command, variables=None):
    """What it wrote, and its processor seconds: other programs change little."""
    before = os.times()
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False,
                          capture_output=True,
                          env={**os.environ, **(variables or {})})
    after = os.times()
    return done, (after.children_user - before.children_user +
                  after.children_system - before.children_system)


def kind_of(protocols):
    """Of the message itself, not of one that is within it."""
    outer = max((i for i, name in enumerate(protocols) if name in ENVELOPES),
                default=-1)
    for kind, (names, _) in KINDS.items():
        if protocols[outer + 1:outer + 2] in [[name] for name in names]:
            return kind
    return None


def decoded(path, options):
    """Messages of each kind that tshark decodes; those that it cannot."""
    done, _ = run(['tshark', '-n', *options, '-r', path, '-T', 'fields', '-e',
                   'frame.protocols'])
    counts = dict.fromkeys(KINDS, 0)
    bad = 0
    for line in done.stdout.decode().splitlines():
        protocols = line.split(':')
        kind = kind_of(protocols)
        if kind and '_ws.malformed' in protocols:
            bad += 1
        elif kind:
            counts[kind] += 1
    return counts, bad


def joined(captures, folder):
    """The captures as one file; scat wants this end of its name."""
    path = os.path.join(folder, 'all.qmdl')
    with open(path, 'wb') as out:
        for capture in captures:
            with open(capture, 'rb') as data:
                out.write(data.read())
    return path


def measure(programs, capture, folder):
    """Of each program, what tshark decodes, and the seconds of each round."""
    dlf, out = (os.path.join(folder, name) for name in ('all.dlf', 'all.pcap'))
    to_dlf(capture, dlf)
    counts, taken = {}, {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, command in programs.items():
            words, variables, options = command(capture, dlf, out)
            _, writing = run(words, variables)
            _, listing = run(['tshark', '-n', *options, '-r', out])
            taken[name].append((writing, listing))
            counts[name] = counts.get(name) or decoded(out, options)
            os.remove(out)
    return counts, taken


def row(name, counts, bad):
    kinds = ', '.join(f'{number} {kind}' for kind, number in counts.items())
    return f'{name:16} {kinds}, {bad} malformed'


def main():
    programs = Programs(*sys.argv[2:6]).all()
    with tempfile.TemporaryDirectory() as folder:
        capture = joined(sys.argv[6:], folder)
        print(row('in the captures', in_file(capture), 0))
        counts, taken = measure(programs, capture, folder)
    for name, (number, bad) in counts.items():
        writing, listing = map(statistics.median, zip(*taken[name]))
        print(f'{row(name, number, bad)}; {writing:.2f} s, '
              f'then {listing:.2f} s in tshark')


if __name__ == '__main__':
    main()
