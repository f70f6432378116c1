# SPDX-License-Identifier: MIT
"""What a record for each message costs beside records as the device gave them.

split.py TOOLS DIAGTAPD [CAPTURE...]

Of each capture (made up, where none is named): bytes of pcap; records that
diagtapd --convert writes a second; and the processor time of tshark for the
list, with the dissector and without its start.  Both forms in turn, medians of
ROUNDS.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
FORMS = 'container', 'message'
MOST_BYTES = 1.2
# Messages in a container, at least: how much more time tshark may take.
MOST_TIME = (5, 1.4), (0, 1.05)

DISSECTOR = os.path.join(os.path.dirname(__file__),
                         '../../dissector/diagtap.lua')


def spent(command):
    """Processor seconds of a command: other programs change little."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user +
            after.children_system - before.children_system)


def made_up(tools, folder):
    """A dense capture, and one with a container for each frame."""
    make = os.path.join(tools, '..', 'make_capture')
    dense, thin = (os.path.join(folder, name) for name in ('dense', 'thin'))
    with open(dense, 'wb') as out:
        subprocess.run([make, 'containers', '6000', '3'], stdout=out, check=True)
    with open(thin, 'wb') as out:
        subprocess.run([make, 'logs', '6000', '3'], stdout=out, check=True)
    return dense, thin


def start_up(folder):
    """Processor seconds of tshark for a capture without records."""
    empty = os.path.join(folder, 'empty.pcap')
    with open(empty, 'wb') as file:
        file.write(bytes.fromhex('d4c3b2a1020004000000000000000000'
                                 '0000040093000000'))
    return statistics.median(list_of(empty) for _ in range(ROUNDS))


def list_of(path):
    return spent(['tshark', '-n', '-X', 'lua_script:' + DISSECTOR, '-r', path])


def records(path):
    with open(path, 'rb') as file:
        data = file.read()
    at, count = 24, 0
    while at < len(data):
        at += 16 + int.from_bytes(data[at + 8:at + 12], 'little')
        count += 1
    return count


def measure(diagtapd, capture, folder):
    out = {form: os.path.join(folder, form + '.pcap') for form in FORMS}
    converted = {form: [] for form in FORMS}
    listed = {form: [] for form in FORMS}
    for _ in range(ROUNDS):
        for form in FORMS:
            begin = time.perf_counter()
            subprocess.run([diagtapd, '--convert', capture, out[form],
                            '--split', form], stderr=subprocess.DEVNULL,
                           check=False)
            converted[form].append(time.perf_counter() - begin)
            listed[form].append(list_of(out[form]))
    return out, converted, listed


def report(diagtapd, capture, folder):
    out, converted, listed = measure(diagtapd, capture, folder)
    count = {form: records(out[form]) for form in FORMS}
    size = {form: os.path.getsize(out[form]) for form in FORMS}
    start = start_up(folder)
    taken = {form: statistics.median(listed[form]) - start for form in FORMS}
    each = count['message'] / count['container']
    print(f'{os.path.basename(capture)}: {count["message"]} messages, '
          f'{each:.1f} in a container')
    for form in FORMS:
        pace = count[form] / statistics.median(converted[form])
        print(f'  {form:9}  {size[form]:>10} bytes  {pace:>9.0f} records/s '
              f'written  {taken[form]:.2f} s in tshark '
              f'({count["message"] / taken[form]:.0f} messages/s)')
    more = size['message'] / size['container']
    longer = taken['message'] / taken['container']
    most = next(share for least, share in MOST_TIME if each >= least)
    good = more <= MOST_BYTES and longer <= most
    print(f'  ratio      {more:.2f} bytes (at most {MOST_BYTES}), '
          f'{longer:.2f} time of tshark (at most {most})'
          f'{"" if good else "  MISSED"}')
    return good


def main():
    tools, diagtapd, *captures = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        captures = captures or made_up(tools, folder)
        good = [report(diagtapd, capture, folder) for capture in captures]
    return 0 if all(good) else 1


if __name__ == '__main__':
    sys.exit(main())
