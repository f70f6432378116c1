# SPDX-License-Identifier: MIT
"""The programs that script/bench fanout compares, and how each is run.

A contender takes the feed in one of two ways: 'packets', a SOCK_SEQPACKET
socket as standard input, on which one read gives one container; 'tcp', a port
of its own, to which the feed connects.
"""
import glob
import os
import shutil
import subprocess

CRATES = '/usr/share/cargo/registry'
LIVE = ('exec {daemon} -o listen.port={port} -o diag_stream_enabled=true '
        '-o listen.max_subscribers=2000 -o diag.source=file -o diag.file=-')
# At full speed the feed is a replay, which waits for its readers; else it is live.
DAEMON = LIVE + ' -o diag.speed={speed}'
SPEEDS = {'5 MB/s': 1, 'flat out': 0}


class Contender:
    """`command` runs with sh, at each of `paces`; `mode` and `path` are
    drain's."""

    def __init__(self, name, command, mode='raw', path='/api/diag/stream',
                 takes='packets', build=None, needs=(), paces=tuple(SPEEDS)):
        self.name, self.command = name, command
        self.mode, self.path, self.takes = mode, path, takes
        self.build, self.needs, self.paces = build, needs, paces

    def make_ready(self, here, tools):
        """Builds it if needed; returns None, or why it is missing."""
        for program, package in self.needs:
            if shutil.which(program) is None:
                return 'no %s (Debian: %s)' % (program, package)
        return self.build(here, tools) if self.build else None


def run_build(command, cwd, environment):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True,
                          env={**os.environ, **environment}, timeout=300)
    if done.returncode == 0:
        return None
    return (done.stderr.strip() or 'it does not build').splitlines()[-1]


def build_go(here, tools):
    if os.path.exists(tools + '/go-sink'):
        return None
    return run_build(
        ['go', 'build', '-o', tools + '/go-sink', 'main.go'],
        here + '/contenders/go-sink',
        {'GO111MODULE': 'off', 'GOFLAGS': '', 'GOPROXY': 'off',
         'GOCACHE': tools + '/go-cache'})


def build_rust(here, tools):
    if not glob.glob(CRATES + '/tokio-stream-*'):
        return ('no crates in %s (Debian: librust-{tokio,tokio-stream,hyper,'
                'bytes,libc}-dev)' % CRATES)
    place = tools + '/rust-broadcast.build'
    if os.path.exists(place + '/target/release/rust-broadcast'):
        return None
    shutil.copytree(here + '/contenders/rust-broadcast', place,
                    dirs_exist_ok=True)
    os.makedirs(place + '/.cargo', exist_ok=True)
    with open(place + '/.cargo/config.toml', 'w') as out:
        out.write('[source.crates-io]\nreplace-with = "debian"\n'
                  '[source.debian]\ndirectory = "%s"\n' % CRATES)
    return run_build(['cargo', 'build', '--release', '--offline'], place, {})


CONTENDERS = [
    Contender('diagtapd', DAEMON),
    Contender('diagtapd-live', LIVE, paces=('flat out',)),
    Contender('limit', 'exec {tools}/limit -p {port} -f 10'),
    Contender('rust', 'exec {tools}/rust-broadcast.build/target/release/'
              'rust-broadcast {port}', build=build_rust,
              needs=[('cargo', 'cargo')]),
    Contender('go', 'exec {tools}/go-sink -p {port}', build=build_go,
              needs=[('go', 'golang-go')]),
    Contender('ncat', 'exec ncat --broker -m 2000 -l 127.0.0.1 {port}',
              mode='bare', takes='tcp', needs=[('ncat', 'ncat')]),
    Contender('websocketd',
              'ncat --broker -m 2000 -l 127.0.0.1 {source} & exec websocketd '
              '--address 127.0.0.1 --port {port} --binary --loglevel=fatal '
              'ncat 127.0.0.1 {source}', mode='ws', path='/', takes='tcp',
              needs=[('websocketd', 'websocketd'), ('ncat', 'ncat')]),
    Contender('diagtapd-ws', DAEMON, mode='ws', path='/api/diag/ws'),
    Contender('limit-ws', 'exec {tools}/limit -p {port} -f 10 -m ws',
              mode='ws', path='/api/diag/ws'),
    Contender('diagtapd-pcap', DAEMON, mode='pcap', path='/api/diag/pcap'),
    Contender('limit-pcap', 'exec {tools}/limit -p {port} -f 10 -m pcap',
              mode='pcap', path='/api/diag/pcap'),
]
