# SPDX-License-Identifier: MIT
"""An interface of an own network namespace, and its readers: diagtapd, tcpdump."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from running import await_listener, drain, free_port, server

BUFFER = 32 << 20
SNAPLEN = 1900


def network():
    """Makes mon0, which receives what is sent on gen0; False on an error."""
    why = ('only root may make interfaces' if os.geteuid() != 0 else
           'no tcpdump here' if shutil.which('tcpdump') is None else
           'no ip here (iproute2)' if shutil.which('ip') is None else None)
    if why:
        print('Interfaces are left out:', why)
        return False
    if os.environ.get('OWN_NETWORK') is None:
        os.environ['OWN_NETWORK'] = 'yes'
        os.execvp('unshare', ['unshare', '-n', sys.executable, '-B', *sys.argv])
    for command in ('ip link set lo up',
                    'ip link add mon0 type veth peer name gen0',
                    # Otherwise the kernel sends packets by itself.
                    'sysctl -qw net.ipv6.conf.mon0.disable_ipv6=1',
                    'sysctl -qw net.ipv6.conf.gen0.disable_ipv6=1',
                    'ip link set mon0 up', 'ip link set gen0 up'):
        subprocess.run(command.split(), check=True)
    return True


def command(daemon, port, **options):
    """diagtapd with the tap ipa; in an option's name "__" is a dot."""
    settings = {'listen.port': port, 'ipa_stream_enabled': 'true', **options}
    return 'exec ' + daemon + ''.join(
        f' -o {key.replace("__", ".")}={value}'
        for key, value in settings.items())


def tap(port):
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/api/status',
                                timeout=10) as answer:
        taps = json.load(answer)['taps']
    return next(tap for tap in taps if tap['name'] == 'ipa')


def entries(port):
    return tap(port)['read']['containers']


class Diagtapd:
    """Reads mon0, for the length of a with-block."""

    def __init__(self, tools, daemon):
        self.tools, self.port = tools, free_port()
        self.running = server(command(
            daemon, self.port, ipa__source='netdev', ipa__interface='mon0',
            ipa__snaplen=SNAPLEN, ipa__buffer_bytes=BUFFER))

    def __enter__(self):
        self.pid = self.running.__enter__().pid
        await_listener(self.port)
        while tap(self.port)['source']['state'] != 'running':
            time.sleep(0.01)
        return self

    def seen(self):
        """Frames read, and frames that the kernel dropped."""
        found = tap(self.port)
        return found['read']['containers'], found['source']['missed']

    def __exit__(self, *error):
        self.running.__exit__(*error)


class Subscribed(Diagtapd):
    """With a subscriber of the pcap stream."""

    def __enter__(self):
        super().__enter__()
        self.taker = drain(self.tools, '-p', self.port, '-u', '/api/ipa/pcap',
                           '-d', '-t', 60)
        self.taker.__enter__()
        return self

    def __exit__(self, *error):
        self.taker.__exit__(*error)
        super().__exit__(*error)


class Tcpdump:
    """The same; prints its progress at SIGUSR1."""

    options = ['-w', '/dev/null']

    def __init__(self, *_):
        self.said = tempfile.TemporaryFile('w+')
        self.process = subprocess.Popen(
            ['tcpdump', '-n', '-i', 'mon0', '-s', str(SNAPLEN), '-B',
             str(BUFFER >> 10), *self.options], stdout=subprocess.PIPE,
            stderr=self.said, stdin=subprocess.DEVNULL)
        self.pid = self.process.pid
        # Another process reads its output.
        self.taker = subprocess.Popen(['cat'], stdin=self.process.stdout,
                                      stdout=subprocess.DEVNULL)
        self.process.stdout.close()

    def __enter__(self):
        while 'listening' not in self.text():
            time.sleep(0.01)
        return self

    def text(self):
        self.said.seek(0)
        return self.said.read()

    def seen(self):
        asked = self.text().count('dropped by kernel')
        self.process.send_signal(signal.SIGUSR1)
        while self.text().count('dropped by kernel') == asked:
            time.sleep(0.001)
        found = re.findall(r'(\d+) packets? (captured|dropped by kernel)',
                           self.text())
        return int(found[-2][0]), int(found[-1][0])

    def __exit__(self, *error):
        self.process.kill()
        self.process.wait()
        self.taker.wait()
        self.said.close()


class TcpdumpLive(Tcpdump):
    """As for watching live: each packet at once, to a pipe."""

    options = ['--immediate-mode', '-U', '-w', '-']


READERS = {'tcpdump -w /dev/null': Tcpdump,
           'tcpdump --immediate-mode -U -w - (a pipe)': TcpdumpLive,
           'diagtapd, nobody subscribed': Diagtapd,
           'diagtapd, one pcap stream': Subscribed}
