#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What "diagtap-hub --server-conf" and "--provision" make: a server with TLS, where
# the hub reads and a device can send its own traffic and nothing else.
# conf/nats-server.conf is such a configuration.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need openssl

mkdir keys
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout keys/server.key -out keys/server.crt 2>/dev/null
"$DIAGTAP_HUB" --server-conf keys lab.rig-7 >made.conf
[ "$(stat -c %a keys/lab.rig-7.nkey)" = 600 ] || fail "others can read the key"
"$DIAGTAP_HUB" --server-conf keys lab.rig-7 | cmp - made.conf || fail "a key was made again"
for wrong in lab "lab.rig_7" "lab.*" lab.a.b; do
  ! "$DIAGTAP_HUB" --server-conf keys "$wrong" >out 2>err || fail "$wrong is taken"
  grep -q "must be GROUP.DEVICE" err || fail "$(cat err)"
done

# The example is what the program writes, but for the folder and the keys.
plain() { sed -e "s|\"[^\"]*/server|\"/etc/nats/server|" -e 's|"U[A-Z2-7]*"|"U"|' "$1"; }
diff <(plain made.conf) <(plain "$SOURCE_DIR/conf/nats-server.conf") ||
  fail "conf/nats-server.conf is not what --server-conf writes"
"$nats_server" -t -c "$SOURCE_DIR/conf/nats-server.conf" >out 2>&1 ||
  grep -q "no such file or directory" out || fail "the example: $(cat out)"
ok "keys and a configuration"

# With its ports and its store in our folder.
sed -e 's/^port: .*/host: 127.0.0.1/' -e "s|/var/lib/nats|$work/store|" made.conf >edited.conf
start_nats 'include "edited.conf"'
nats_url=tls://localhost:$nats_port
login="-o hub.ca_file=keys/server.crt -o hub.nkey_file=keys/hub.nkey"
# shellcheck disable=SC2086 # several words
provision() { "$DIAGTAP_HUB" -c /dev/null -o "hub.servers=$nats_url" \
  -o hub.groups=lab -o store.bytes=10000000 $login "$@" --provision; }
provision 2>said || fail "$(cat said)"
grep -q "stream DIAG-lab is there" said || fail "$(cat said)"
provision -o store.messages=500 2>said || fail "again: $(cat said)"
ok "makes the streams, and changes them"

# The login of another, or none.
! "$DIAGTAP_HUB" -c /dev/null -o "hub.servers=$nats_url" -o hub.ca_file=keys/server.crt \
  --provision 2>said || fail "no login is needed"
! provision -o hub.nkey_file=keys/lab.rig-7.nkey 2>said || fail "a device may make streams"
ok "others may not"

# shellcheck disable=SC2086
start_hub -o hub.groups=lab $login
sends() { python3 "$SOURCE_DIR/tests/e2e/hub/device.py" "$nats_port" "$@"; }
sends keys/server.crt keys/lab.rig-7.nkey lab rig-7 || fail "the device"
wait_for "rig-7" knows rig-7
status=0
curl -sN -m 3 -o saved "$hub/api/devices/rig-7/diag/pcap?since=oldest" || status=$?
[ "$status" = 28 ] || fail "curl: $status"
[ "$(python3 "$fleet" - numbers saved)" = "0 1 2" ] || fail "$(python3 "$fleet" - numbers saved)"
stop_hub
ok "a device sends, and cannot read or send for others"
