#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PCAP-over-IP to programs that close their sending side at the end of their
# input, as they do under cron, systemd and ssh -n: input is /dev/null.
. "$SOURCE_DIR/tests/e2e/lib.sh"

start -o pcap_over_ip.enabled=true -o pcap_over_ip.port=0
port=$(sed -n 's|.*PCAP-over-IP.*127\.0\.0\.1:\([0-9]*\).*|\1|p' log)
[ -n "$port" ] || port=$(sed -n 's|.*TCP@127\.0\.0\.1:\([0-9]*\).*|\1|p' log)
[ -n "$port" ] || fail "the log names no port"

# reads PROGRAM...: gets 100,000 bytes of pcap without an input.
tried=0
reads() {
  command -v "$1" >/dev/null || return 0
  tried=$((tried + 1))
  timeout 60 "$@" </dev/null 2>/dev/null | head -c 100000 >"got.$tried" || :
  [ "$(stat -c %s "got.$tried")" = 100000 ] ||
    fail "$1: $(stat -c %s "got.$tried") bytes"
  [ "$(head -c 4 "got.$tried" | od -An -tx4 | tr -d ' ')" = a1b2c3d4 ] ||
    fail "$1: no pcap"
  ok "$* reads on"
}
reads socat -t 60 - "TCP:127.0.0.1:$port"
reads ncat 127.0.0.1 "$port"
reads busybox nc 127.0.0.1 "$port"
[ $tried -gt 0 ] || skip "neither socat nor ncat nor busybox here"

kill "$pid"
ended 0
