# SPDX-License-Identifier: MIT
"""The same bytes into other servers: what a server spends on a GB.

Messages of 64 KiB that do not compress, over one connection, several on the way,
each acknowledged; nginx takes files of 64 MiB.  They do not do the same work:
only NATS and Redis can give it out again by time, and Redis holds it in memory.
Nobody reads meanwhile.
"""
import os
import shutil
import socket
import statistics
import struct
import tempfile
import time

from running import await_listener, free_port, server, threads

SIZE = 65536
AHEAD = 32  # messages without an answer
FILE = 64 << 20


class Line:
    """A connection with a buffer for what it reads."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), 20)
        self.file = self.socket.makefile('rb')

    def send(self, data):
        self.socket.sendall(data)


def pump(line, count, message, answer):
    """Sends `message(i)` for each i, AHEAD of its `answer()`."""
    for i in range(count):
        if i >= AHEAD:
            answer()
        line.send(message(i))
    for _ in range(min(AHEAD, count)):
        answer()


def to_nats(port, body, count):
    line = Line(port)
    line.file.readline()
    line.send(b'CONNECT {"verbose":false,"headers":true}\r\nSUB _R 1\r\n')

    def message(i):
        head = b'NATS/1.0\r\nNats-Msg-Id: %d.%d\r\n\r\n' % (os.getpid(), i)
        return b'HPUB bench.b _R %d %d\r\n%s%s\r\n' % (
            len(head), len(head) + SIZE, head, body)

    def answer():
        while True:
            words = line.file.readline().split()
            if words[0] == b'MSG':
                if b'"error"' in line.file.read(int(words[-1]) + 2):
                    raise RuntimeError('not stored')
                return
            if words[0] == b'PING':
                line.send(b'PONG\r\n')
    line.send(request_of_stream())
    answer()
    pump(line, count, message, answer)


def request_of_stream():
    text = (b'{"name":"BENCH","subjects":["bench.>"],"storage":"file",'
            b'"duplicate_window":60000000000}')
    return b'PUB $JS.API.STREAM.CREATE.BENCH _R %d\r\n%s\r\n' % (
        len(text), text)


def mqtt(kind, body):
    size, length = len(body), b''
    while True:
        size, low = divmod(size, 128)
        length += bytes([low | (128 if size else 0)])
        if not size:
            return bytes([kind]) + length + body


def to_mosquitto(port, body, count):
    """QoS 1; https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html"""
    line = Line(port)
    line.send(mqtt(0x10, b'\0\4MQTT\4\2\0\0\0\5bench'))
    if line.file.read(4)[3] != 0:
        raise RuntimeError('refused')
    pump(line, count, lambda i: mqtt(
        0x32, b'\0\5bench' + struct.pack('>H', i % 65535 + 1) + body),
        lambda: line.file.read(4))


def to_redis(port, body, count):
    """XADD; https://redis.io/docs/latest/develop/reference/protocol-spec/"""
    line = Line(port)
    entry = b'*5\r\n$4\r\nXADD\r\n$5\r\nbench\r\n$1\r\n*\r\n$1\r\nb\r\n$%d\r\n%s\r\n' % (
        SIZE, body)

    def answer():
        size = line.file.readline()
        if size[:1] != b'$':
            raise RuntimeError(size.decode().strip())
        line.file.read(int(size[1:]) + 2)
    pump(line, count, lambda i: entry, answer)


def to_nginx(port, body, count):
    left = count * SIZE
    while left > 0:
        line, size = Line(port), min(left, FILE)
        line.send(b'PUT /%d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n'
                  b'Content-Length: %d\r\n\r\n' % (left, size))
        for _ in range(size // SIZE):
            line.send(body)
        if b' 201 ' not in line.file.readline():
            raise RuntimeError('refused')
        left -= size


NGINX = '''daemon off; worker_processes 1; pid {folder}/pid;
error_log {folder}/log; events {{ }}
http {{ access_log off; client_max_body_size 0; client_body_temp_path {folder}/t;
proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
server {{ listen 127.0.0.1:{port}; location / {{ root {folder}/files;
dav_methods PUT; create_full_put_path on; }} }} }}
'''
NATS = ('host: 127.0.0.1\nport: {port}\njetstream {{ store_dir: '
        '"{folder}/store", max_file: 8G }}\n')
MOSQUITTO = ('listener {port} 127.0.0.1\nallow_anonymous true\n'
             'persistence false\nuser root\n')
REDIS = ('bind 127.0.0.1\nport {port}\ndir {folder}\nappendonly yes\n'
         'appendfsync everysec\nsave ""\n')

RIVALS = {  # name: program, its configuration, how it is run, the client
    'NATS, JetStream': ('', NATS, '{program} -c {conf}', to_nats),
    'nginx, PUT': ('nginx', NGINX, '{program} -c {conf}', to_nginx),
    'mosquitto, QoS 1': ('mosquitto', MOSQUITTO, '{program} -c {conf}',
                         to_mosquitto),
    'Redis, stream': ('redis-server', REDIS, '{program} {conf}', to_redis),
}


def children(pid):
    with open(f'/proc/{pid}/task/{pid}/children') as file:
        return [pid] + [int(child) for child in file.read().split()]


def cpu(pids):
    return sum(sum(threads(pid).values()) for pid in pids) / 1e9


def measure(program, conf, command, client, mib):
    """(s/GB, MB/s)"""
    body, count = os.urandom(SIZE), mib * (1 << 20) // SIZE
    with tempfile.TemporaryDirectory() as folder:
        port, path = free_port(), folder + '/conf'
        os.mkdir(folder + '/files')
        os.chmod(folder, 0o777)
        os.chmod(folder + '/files', 0o777)
        with open(path, 'w') as file:
            file.write(conf.format(port=port, folder=folder))
        with server('exec ' + command.format(program=program, conf=path)) \
                as running:
            await_listener(port)
            pids = children(running.pid)
            spent, began = cpu(pids), time.monotonic()
            client(port, body, count)
            passed = time.monotonic() - began
            gb = count * SIZE / 1e9
            return (cpu(pids) - spent) / gb, gb * 1000 / passed


def report(args):
    found = {}
    for name, (program, *_) in RIVALS.items():
        path = shutil.which(program, path=os.environ['PATH'] + ':/usr/sbin') \
            if program else args.nats
        if path is None:
            print(f'\nno {program} here (Debian: {program}): not measured')
        else:
            found[name] = path, []
    for _ in range(args.rounds):
        for name, (path, rows) in found.items():
            rows.append(measure(path, *RIVALS[name][1:], args.mib))
    ours = found['NATS, JetStream'][1]
    print(f'\n{args.mib} MiB in messages of 64 KiB\n\n| server | CPU s/GB | '
          'of NATS | MB/s |\n|---|---:|---:|---:|')
    for name, (_, rows) in found.items():
        ratio = statistics.median(a[0] / b[0] for a, b in zip(rows, ours))
        print(f'| {name} | {statistics.median(r[0] for r in rows):.2f} | '
              f'{ratio:.2f} | {statistics.median(r[1] for r in rows):.0f} |',
              flush=True)
