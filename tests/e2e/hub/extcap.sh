#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The devices of a hub as interfaces of Wireshark, and with diagtapd --capture.
. "$SOURCE_DIR/tests/e2e/lib.sh"
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
need tshark

start_nats
fleet streams lab van
start_hub -o hub.groups='lab van'
export DIAGTAP_HUB=$hub HOME=$work/home
mkdir home
"$DIAGTAP_EXTCAP" --install >out || fail "--install"
# Root's tshark heeds fewer folders: be somebody else, where that can be.
as=
if [ "$(id -u)" = 0 ]; then
  command -v setpriv >/dev/null || skip "no setpriv here, and this is root"
  chmod 755 "$work"
  mkdir home/tmp
  chown -R nobody home
  as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups env TMPDIR=$work/home/tmp"
  $as test -x home/.config/wireshark/extcap/diagtap-extcap ||
    skip "nobody cannot reach $work"
fi
extcap() { "$DIAGTAP_EXTCAP" --extcap-interface "$@"; }

for device in lab.rig-1 lab.rig-2 van.rig-1; do fleet report $device '{}'; done
listed() { "$DIAGTAP_EXTCAP" --extcap-interfaces | grep -q "$1"; }
wait_for "van.rig-1" listed 'interface {value=diagtap-hub.van.rig-1}{display=Qualcomm DIAG: rig-1 (van)}'
extcap diagtap-hub --extcap-config >out
grep -q "{call=--url}.*{default=$hub}" out || fail "$(cat out)"
grep -q "{call=--device}.*{reload=true}" out || fail "$(cat out)"
extcap diagtap-hub --extcap-config --extcap-reload-option device --url "$hub" --search rig-2 >out
[ "$(grep -c '^value ' out)" = 2 ] || fail "$(cat out)"
grep -q '^value {arg=3}{value=lab.rig-2}{display=rig-2 (lab)}' out || fail "$(cat out)"
! extcap diagtap-hub --extcap-config --extcap-reload-option device --url http://127.0.0.1:1 \
  >out 2>err || fail "no hub, and no error"
[ -s err ] || fail "no line says why"
DIAGTAP_HUB=http://127.0.0.1:1 "$DIAGTAP_EXTCAP" --extcap-interfaces >out 2>/dev/null || :
grep -q 'value=diagtap}' out || fail "without the hub nothing is listed"
$as tshark -D >out 2>err || fail "tshark -D: $(cat err)"
grep -q "diagtap-hub.lab.rig-1 " out || fail "$(cat out)"
ok "the hub's devices are interfaces"

# capture NAME COUNT OPTION...: with tshark, while a device sends.
capture() {
  local name=$1 count=$2 seq=0
  shift 2
  # shellcheck disable=SC2086 # several words
  timeout 60 $as tshark -n -i "$name" -c "$count" -T fields -e frame.interface_name "$@" \
    >captured 2>err &
  local tshark=$!
  until ! kill -0 $tshark 2>/dev/null; do
    fleet send diag.lab.rig-1.diag.pcap "$boot" $seq 1
    fleet send diag.van.rig-1.diag.pcap "$boot" $seq 1
    seq=$((seq + 1))
  done
  wait $tshark || fail "tshark -i $name: $(cat err)"
}
boot=00000000000000a1 capture diagtap-hub.van.rig-1 3
[ "$(wc -l <captured)" = 3 ] || fail "$(cat captured)"
boot=00000000000000a2 capture diagtap-hub 6
[ "$(sort -u captured)" = "rig-1/diag" ] || fail "$(cat captured)"
ok "tshark captures one device, and all"

# captures FILE URL COMMAND...: diagtapd --capture, until the command succeeds.
captures() {
  "$DIAGTAPD" --capture "$2" "$1" 2>err &
  local saver=$!
  pids="$pids $saver"
  wait_for "what --capture saves" "${@:3}"
  kill -TERM $saver
  wait $saver || fail "--capture: $(cat err)"
  pids=${pids/ $saver/}
}

# The viewer's address of a device is that of a diagtapd.
fleet send diag.lab.rig-2.diag.pcap 00000000000000a3 0 2
has_numbers() { [ -e saved.pcap ] && [ "$(python3 "$fleet" - numbers saved.pcap)" = "0 1" ]; }
captures saved.pcap "$hub/api/devices/rig-2/diag/pcap?since=oldest" has_numbers
ok "diagtapd --capture reads a hub"

# All devices, or some, as pcapng: saved, from the extcap program, and from a pipe.
some="$hub/api/fleet/diag/pcapng?device=rig-2&since=oldest"
has_both() {
  printf '\012\015\015\012' | cmp -s -n 4 - "$1" || return 1
  [ "$(tshark -n -r "$1" -T fields -e frame.interface_name 2>err | sort | uniq -c)" = \
    "      2 rig-2/diag" ]
}
captures saved.pcapng "$some" has_both saved.pcapng
mkdir bin
cat >bin/wireshark <<END
#!/bin/sh
if [ -n "\$WIRESHARK_EXTCAP_DIR" ]; then
  for word; do case \$word in extcap.diagtap.url:*) url=\${word#*:}; esac; done
  mkfifo fifo
  "\$WIRESHARK_EXTCAP_DIR/diagtap-extcap" --capture --extcap-interface diagtap \\
    --fifo fifo --url "\${url#*url:}" --split container &
  exec <fifo
fi
exec head -c $(stat -c %s saved.pcapng) >taken
END
chmod +x bin/wireshark
for way in '' --once; do
  rm -f taken
  # shellcheck disable=SC2086 # an option, or none
  PATH="$work/bin:$PATH" timeout 60 "$DIAGTAPD" --wireshark $way "$some" 2>err ||
    fail "--wireshark $way: $(cat err)"
  has_both taken || fail "--wireshark $way: $(cat err)"
done
ok "diagtapd --capture and --wireshark read all devices of a hub"
stop_hub
