# SPDX-License-Identifier: MIT
# check.sh - the unit under a real systemd; run as root by script/test-systemd,
# inside the guest.  "ok" or "NOT OK" for each promise; 1 if one is not kept.
set -u
failed=0
conf=/etc/diagtap/diagtapd.conf
drop=/etc/systemd/system/diagtapd.service.d
status=http://127.0.0.1:9840/api/status

# ok WHAT COMMAND...
ok() {
  if "${@:2}" >/tmp/output 2>&1; then
    echo "ok $1"
  else
    echo "NOT OK $1"
    cat /tmp/output
    journalctl -u diagtapd -q -o cat --no-pager -n 12 | sed 's/^/   | /'
    failed=1
  fi
}
is() { [ "$(systemctl show -P "$1" diagtapd)" = "$2" ]; }
# await COMMAND...: for 20 s at most, or $tries tenths of a second.
await() {
  for _ in $(seq "${tries:-200}"); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  "$@"
}
answers() { curl -fsS -m 2 -o /dev/null "$@"; }
is_refused() { [ "$(curl -sS -m 2 -o /dev/null -w '%{http_code}' "$@")" = 401 ]; }
says() { systemctl show -P StatusText diagtapd | grep -q -- "$1"; }
fails() { ! "$@"; }
# this_run OPTION...: its lines; a vacuum leaves what is younger than a second.
this_run() {
  journalctl -q -o cat "$@" _COMM=diagtapd \
    _SYSTEMD_INVOCATION_ID="$(systemctl show -P InvocationID diagtapd)"
}
no_warning() { [ -n "$(this_run)" ] && [ -z "$(this_run -p warning)" ]; }
# fresh: stopped, with an empty journal and no drop-in.
fresh() {
  systemctl stop diagtapd 2>/dev/null
  systemctl reset-failed diagtapd 2>/dev/null
  rm -rf "$drop"
  mkdir -p "$drop"
  systemctl daemon-reload
  journalctl -q --rotate
  journalctl -q --vacuum-time=1s
}
# with LINE...: lines of [Service], in a drop-in.
with() {
  printf '%s\n' '[Service]' "$@" >"$drop/check.conf"
  systemctl daemon-reload
}

cp $conf /tmp/shipped.conf
systemd-sysusers
systemd-tmpfiles --create diagtap.conf
getent group modem >/dev/null || groupadd -r modem
unit=$(systemctl show -P FragmentPath diagtapd)

ok "the unit verifies" systemd-analyze verify --man=no diagtapd.service
exposure=$(systemd-analyze security --offline=true "$unit" 2>/dev/null |
  sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
ok "the exposure in its comment is true ($exposure)" \
  grep -q "exposure level $exposure of 10" "$unit"

ok "starts as shipped" systemctl start diagtapd
ok "answers as soon as it has started" answers $status
ok "was not started again" is NRestarts 0
ok "says what it does" says 'diag: disabled'
ok "logs no warning" no_warning
ok "the journal has its priorities" \
  grep -q . <(journalctl -u diagtapd -p 5..5 -q -o cat _COMM=diagtapd)

fresh
cat >$conf <<X
diag_stream_enabled = true; user = "diagtap";
diag: { source = "simulator"; rate = 50.0; };
archive: { enabled = true; compress = "gzip"; rotate_bytes = 65536; keep_bytes = 1000000; };
listen: { unix_socket = "/run/diagtap/http.sock"; unix_group = "modem"; };
X
ok "starts with a user of its own" systemctl start diagtapd
ok "says that it runs" says 'diag: running'
ok "answers on its Unix socket" answers --unix-socket /run/diagtap/http.sock http://x/api/status
ok "the socket has its group" test "$(stat -c %G:%a /run/diagtap/http.sock)" = modem:660
ok "is the user diagtap" test "$(ps -o user= -C diagtapd)" = diagtap
find_capture() { find /var/lib/diagtap -name '*.gz' | grep -q .; }
ok "records and compresses" await find_capture
ok "logs no warning then" no_warning
systemctl restart diagtapd
ok "the archive keeps its owner" test "$(stat -c %U:%a /var/lib/diagtap)" = diagtap:750
kill -9 "$(systemctl show -P MainPID diagtapd)"
ok "comes back after kill -9" await is NRestarts 1
ok "answers then" await answers $status
begin=$(date +%s%N)
systemctl stop diagtapd
echo "stop took $((($(date +%s%N) - begin) / 1000000)) ms"
ok "stops well" is Result success

fresh
printf '%s\n' 'diag_stream_enabled = true; diag: { source = "simulator"; rate = 0.01; };' >$conf
with WatchdogSec=1
ok "starts with a watchdog" systemctl start diagtapd
sleep 4
ok "a quiet modem is well" is NRestarts 0
kill -STOP "$(systemctl show -P MainPID diagtapd)"
ok "one that hangs is started again" await is NRestarts 1
ok "and answers" await answers $status

fresh
echo 'listen: { prot = 1; };' >$conf
ok "a wrong configuration fails" fails systemctl start diagtapd
sleep 5
ok "and is not tried again" is NRestarts 0
fresh
echo 'user = "none-such";' >$conf
ok "so does a user that does not exist" fails systemctl start diagtapd
sleep 5
ok "and is not tried again either" is NRestarts 0

fresh
cat >$conf <<X
ipa_stream_enabled = true; user = "diagtap";
ipa: { source = "netdev"; interface = "lo"; };
X
ok "starts with a network interface" systemctl start diagtapd
ok "which it reads" await says 'ipa: running'
answers $status
ok "and has read" await sh -c "curl -fsS $status | grep -q '\"read\": {\"containers\": [1-9]'"

fresh
echo secret-0123456789-secret >/etc/diagtap/token
chmod 600 /etc/diagtap/token
echo 'user = "diagtap"; access: { token_file = "$CREDENTIALS_DIRECTORY/token"; };' >$conf
with LoadCredential=token:/etc/diagtap/token
ok "starts with a token of LoadCredential=" systemctl start diagtapd
ok "asks for it" is_refused $status
ok "takes it" answers -u :secret-0123456789-secret $status
printf '%s\n' 'user = "diagtap";' 'access: { token_file = "$CREDENTIALS_DIRECTORY/token"; hosts = ["a.lan"]; };' \
  'ws: { ping_seconds = 7; };' >$conf
ok "reloads" systemctl reload diagtapd
ok "has applied the hosts" await answers -u :secret-0123456789-secret -H 'Host: a.lan' $status
ok "says that it may not read the token any more" await sh -c \
  'journalctl -u diagtapd -q -o cat | grep -q "the old token stays"'
ok "names what it could not apply" await sh -c \
  'journalctl -u diagtapd -q -o cat | grep -q "reload: ws.ping_seconds has changed"'
ok "goes on without a restart" is NRestarts 0

fresh
cat >$conf <<X
diag_stream_enabled = true; user = "diagtap"; listen: { address = ""; };
diag: { source = "simulator"; rate = 50.0; };
X
printf '%s\n' '[Socket]' 'ListenStream=127.0.0.1:57012' 'FileDescriptorName=pcap-diag' \
  'Service=diagtapd.service' >/etc/systemd/system/diagtapd-pcap.socket
systemctl daemon-reload
ok "systemd listens for it" systemctl start diagtapd.socket diagtapd-pcap.socket
ok "it is not started yet" is ActiveState inactive
ok "a client starts it and is answered" answers $status
ok "it runs" is ActiveState active
ok "PCAP-over-IP has its socket too" sh -c \
  'timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/57012; head -c 200 <&3" | wc -c | grep -qx 200'
ok "logs no warning of sockets" no_warning
systemctl restart diagtapd
ok "the socket outlives a restart" answers $status
systemctl stop diagtapd.socket diagtapd-pcap.socket

# A port that another program has: tried again, and in the end no more.
fresh
cp /tmp/shipped.conf $conf
python3 -c '
import signal, socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 9840))
s.listen()
open("/tmp/busy", "w").close()
signal.pause()' &
busy=$!
ok "another program has the port" await test -e /tmp/busy
microseconds() { systemd-analyze timespan "$(systemctl show -P "$1" diagtapd)" | sed -n 's/.*μs: //p'; }
tried_for() { echo $(($(systemctl show -P StartLimitBurst diagtapd) * $(microseconds RestartUSec))); }
ok "all starts are within the interval of their limit" \
  test "$(tried_for)" -lt "$(microseconds StartLimitIntervalUSec)"
with RestartSec=100ms
ok "then a start fails" fails systemctl start diagtapd
tries=1200 ok "it is tried again, and then given up" await is ActiveState failed
ok "after 20 starts" test "$(systemctl show -P NRestarts diagtapd)" = 20
ok "as systemd says" sh -c \
  'journalctl -u diagtapd -q -o cat | grep -q "Start request repeated too quickly"'
kill $busy
systemctl reset-failed diagtapd
ok "starts when the port is free" systemctl start diagtapd

# A device that comes late.  In a container there is no udev.
check_late_device() {
  local run device
  fresh
  cat >$conf <<X
diag_stream_enabled = true; diag: { device = "/dev/diag"; };
ipa_stream_enabled = true; ipa: { device = "/dev/$1"; };
X
  ok "starts without $1" systemctl start diagtapd
  run=$(systemctl show -P InvocationID diagtapd)
  python3 /cuse_device "$1" &
  device=$!
  ok "is started again when it comes" await fails is InvocationID "$run"
  ok "and may open it" await sh -c 'journalctl -u diagtapd -q -o cat _COMM=diagtapd |
    grep -Eq "/dev/'"$1"'\): (Cannot .*: No such device|The device is gone)"'
  kill $device
}
if modprobe -q cuse 2>/dev/null && [ -e /dev/cuse ] && udevadm control --ping 2>/dev/null; then
  check_late_device diag
  check_late_device ipa_adpl
  check_late_device qcom_ipa0_monitor
else
  echo "skipped the udev rule: here are no devices of our own"
fi

fresh
cp /tmp/shipped.conf $conf
ok "is enabled" systemctl enable diagtapd
exit $failed
