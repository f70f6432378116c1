# SPDX-License-Identifier: MIT
"""Instructions, counted by callgrind: a busy machine changes nothing.

What runs in user space counts; what the kernel does for it does not.
"""
import os
import re
import shutil
from collections import Counter

# The same memcpy on every processor.
PLAIN = '-AVX_Fast_Unaligned_Load,-AVX2,-AVX512F,-ERMS,-FSRM,-SSSE3'


def is_here():
    return shutil.which('valgrind') is not None


def command(out, *options):
    """The command before a program and its arguments."""
    return ['env', 'GLIBC_TUNABLES=glibc.cpu.hwcaps=' + PLAIN,
            'valgrind', '--tool=callgrind', '--callgrind-out-file=' + out,
            *options]


def by_object(path):
    """Instructions by program and library, of what callgrind has written.

    A line of costs belongs to the object named last; the one behind "calls="
    is what the called function took, which is counted there.
    """
    names, spent, current, called, total = {}, Counter(), None, False, 0
    with open(path) as lines:
        for line in lines:
            named = re.match(r'(c?)ob=\((\d+)\)(?: (.*))?', line)
            if named:
                names.setdefault(named[2], named[3])
                current = current if named[1] else names[named[2]]
            elif line.startswith('calls='):
                called = True
            elif re.match(r'[0-9+*-]', line):
                spent[current] += 0 if called else int(line.split()[1])
                called = False
            elif line.startswith('totals:'):
                total = int(line.split()[1])
    if sum(spent.values()) != total:
        raise RuntimeError('callgrind counted %d' % total)
    return Counter({os.path.basename(name): cost
                    for name, cost in spent.items()})
