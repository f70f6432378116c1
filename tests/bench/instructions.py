#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""instructions.py [--record] PROGRAM FIGURES MADE_WITH

Counts the instructions that the core spends on a container and on a block for
one subscriber, and the DIAG port on a frame for one client.  Fails where one has
grown by more than a tenth over the figure committed in FIGURES.  Instructions,
unlike seconds, are the same on a busy machine; but not with another compiler or
C library, so what the figures were MADE_WITH is committed too, and with anything
else the test is skipped.
"""
import os
import re
import subprocess
import sys

import callgrind

TOLERANCE = 1.10
FUNCTIONS = {'container': 'publish_containers',
             'subscriber_block': 'take_blocks',
             'port_client_frame': 'offer_frames'}
HEAD = '''\
# Instructions of the core, in a release build; docs/performance.md explains them.
# If a change needs more and is worth it, the target record_instructions writes
# this file again.  Say in the commit what the change is good for.
'''


def skip(why):
    print('skipped: ' + why)
    sys.exit(77)


def count(program, function):
    """The instructions within a function, and what the program printed."""
    run = subprocess.run(
        [*callgrind.command('/dev/null', '--toggle-collect=' + function),
         program],
        capture_output=True, text=True, check=True, timeout=120)
    collected = re.search(r'Collected : (\d+)', run.stderr)
    return int(collected.group(1)), [int(n) for n in run.stdout.split()]


def read(path):
    figures = {}
    with open(path) as lines:
        for line in lines:
            if not line.startswith('#'):
                name, value = line.rstrip('\n').split(': ', 1)
                figures[name] = value
    return figures


def write(path, made_with, measured):
    with open(path, 'w') as out:
        out.write(HEAD + 'made_with: %s\n' % made_with)
        for name, value in measured.items():
            out.write('%s: %.1f\n' % (name, value))


def compare(figures, measured):
    """True if no number has grown."""
    good = True
    for name, value in measured.items():
        committed = float(figures[name])
        print('%s: %.1f instructions, %.1f committed (x %.2f)' % (
            name, value, committed, value / committed))
        if value > committed * TOLERANCE:
            print('FAILED: %s has grown by more than a tenth' % name)
            good = False
        elif value * TOLERANCE < committed:
            print('%s has shrunk: record it' % name)
    return good


def main():
    record = '--record' in sys.argv
    program, path, made_with = [a for a in sys.argv[1:] if a != '--record']
    made_with += ', ' + os.confstr('CS_GNU_LIBC_VERSION')
    if not callgrind.is_here():
        skip('no valgrind here')
    if not record and read(path)['made_with'] != made_with:
        skip('the figures were made with %s, this is %s' % (
            read(path)['made_with'], made_with))
    measured = {}
    for at, (name, function) in enumerate(FUNCTIONS.items()):
        instructions, units = count(program, function)
        measured[name] = instructions / units[at]
    if record:
        write(path, made_with, measured)
    sys.exit(0 if compare(read(path), measured) else 1)


main()
