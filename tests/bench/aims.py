# SPDX-License-Identifier: MIT
"""What diagtapd must reach, and where it does not.

An aim is a ratio to another contender of the same row, or a bound; it is named
as the report prints it.  Rows are fanout.py's, keyed by (pace, count, name).
"""

RING_MB = 8
FORMS = '-pcap', '-ws'  # the ends of names; the raw stream has none
SLOW, FAST = '5 MB/s', 'flat out'

# contender: the share of its CPU per GB that diagtapd may take, at which paces
CPU_SHARES = {
    'limit': (1.15, (SLOW, FAST)),
    'rust': (1 / 3, (SLOW,)),
    'go': (1 / 4, (SLOW,)),
    'websocketd': (1 / 10, (SLOW,)),
}

# The same of a WebSocket.
WS_CPU_SHARES = {'limit-ws': (1.3, (SLOW, FAST)), 'websocketd': (1, (SLOW, FAST))}
WS_LIMIT_COUNTS = 10, 100


def yardstick(name):
    return 'limit' + next((form for form in FORMS if name.endswith(form)), '')


def shares(name, count):
    if not name.endswith('-ws'):
        limit, *others = CPU_SHARES.items()
        return {yardstick(name): limit[1], **dict(others)}.items()
    return [(other, share) for other, share in WS_CPU_SHARES.items()
            if other != 'limit-ws' or count in WS_LIMIT_COUNTS]


def rivals(name, rows):
    """Rows of the same pace and count that this one is to be compared with."""
    form = next((form for form in FORMS if name.endswith(form)), '')
    more = ['websocketd'] if form == '-ws' else []
    return {other: row for other, row in rows.items()
            if not other.startswith('diagtapd') and
            (other in more or other.endswith(form)) and
            (form or not other.endswith(FORMS))}


def cpu_aims(name, pace, count, row, others):
    for other, (share, paces) in shares(name, count):
        if pace in paces and other in others:
            ratio = row.cpu / others[other].cpu
            yield ('CPU per GB at most %.2f of %s' % (share, other),
                   '%.2f' % ratio, ratio <= share)


def rate_aims(pace, row, others):
    if pace != FAST:
        return
    for name, other in others.items():
        least = 0.9 if name.startswith('limit') else 1
        ratio = row.rate / other.rate
        yield ('MB/s at least %.1f of %s' % (least, name), '%.2f' % ratio,
               ratio >= least)


def bound_aims(pace, count, row):
    bound = RING_MB + 4 + count * 4 / 1024
    yield ('PSS at most %.1f MB' % bound, '%.1f' % row.pss, row.pss <= bound)
    if pace == SLOW and count <= 300:
        yield ('nothing lost', '%.2f %%, %.2f %% by the source' % (
            row.lost, row.dropped), row.lost == row.dropped == 0)
    if pace == SLOW and count <= 100:
        yield 'p99 below 14 ms', '%.1f' % row.p99, row.p99 < 14


def print_aims(rows):
    """rows: (pace, count, name) to a row that has figures."""
    met, missed = 0, []
    for (pace, count, name), row in rows.items():
        if not name.startswith('diagtapd'):
            continue
        others = rivals(name, {n: r for (p, c, n), r in rows.items()
                               if (p, c) == (pace, count)})
        for aim, got, good in (*cpu_aims(name, pace, count, row, others),
                               *rate_aims(pace, row, others),
                               *bound_aims(pace, count, row)):
            met += good
            if not good:
                missed.append('%s, %s, %d: %s, but %s' % (
                    name, pace, count, aim, got))
    print('\n%d aims met, %d missed%s' % (met, len(missed),
                                         ':' if missed else ''))
    for line in missed:
        print('- ' + line)
