#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The daemon with bare HDLC from a peer over TCP and from a serial port.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

"$MAKE_CAPTURE" frames 1000 6 >made.qmdl

# peer.py tcp|pty FILE OUT: the other end, whose address goes to the file name;
# sends FILE, and waits.
cat >peer.py <<'END'
import os, pty, socket, sys, time, tty
if sys.argv[1] == "tcp":
    listener = socket.create_server(("127.0.0.1", 0))
    print("127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    send = listener.accept()[0].sendall
else:
    master, slave = pty.openpty()
    tty.setraw(slave)
    print(os.ttyname(slave), flush=True)
    os.close(slave)
    sys.stdin.readline()
    def send(data):
        while data:
            data = data[os.write(master, data[:1000]):]
send(open(sys.argv[2], "rb").read())
time.sleep(60)
END
cat >unwrap.py <<'END'
import struct, sys
data, at, out = open(sys.argv[1], "rb").read(), 0, sys.stdout.buffer
while at < len(data):
    kind, count = struct.unpack_from("<II", data, at)
    assert kind == 0x20
    at += 8
    for _ in range(count):
        size, = struct.unpack_from("<I", data, at)
        out.write(data[at + 4:at + 4 + size])
        at += 4 + size
END

# serve KIND: begins the peer; sets peer and where.
serve() {
  rm -f where go
  mkfifo go
  python3 peer.py "$1" made.qmdl <go >where &
  peer=$!
  pids="$pids $peer"
  exec 8>go
  until [ -s where ]; do sleep 0.01; done
  where=$(cat where)
}

# check WHAT: the body has the bytes that the peer sent.
check() {
  fetch /api/diag/stream >body &
  local client=$!
  until grep -q 'diag/stream' log; do sleep 0.01; done
  echo >&8
  for _ in $(seq 2000); do
    python3 unwrap.py body >out.qmdl 2>/dev/null || :
    ! cmp -s made.qmdl out.qmdl || break
    sleep 0.05
  done
  kill "$pid"
  ended 0
  wait $client || fail "$1: curl"
  exec 8>&-
  kill "$peer"
  wait "$peer" || :
  pids=${pids/ $peer/}
  python3 unwrap.py body | cmp made.qmdl || fail "$1: other bytes came out"
  ok "$1: what the peer sent comes out, $(stat -c %s made.qmdl) bytes"
}

serve tcp
start -o diag.source=tcp -o diag.address="$where" -o diag.wait_subscribers=1
check "source tcp"

serve pty
start -o diag.source=hdlc -o diag.device="$where" -o diag.wait_subscribers=1
check "source hdlc"
