#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtap-extcap: tshark lists it, captures from it, and says what fails.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need tshark

extcap() { "$DIAGTAP_EXTCAP" "$@"; }

# What tshark 4.0 asks, and what it does not know of.
extcap --extcap-interfaces --extcap-version=4.0 >out 2>err || fail "interfaces"
grep -q '^interface {value=diagtap}{display=Qualcomm DIAG (diagtap)}$' out ||
  fail "$(cat out)"
extcap --extcap-dlts --extcap-interface diagtap --from-the-future x >out ||
  fail "an unknown option is not tolerated"
grep -q '^dlt {number=147}{name=USER0}' out || fail "$(cat out)"
extcap --extcap-config --extcap-interface=diagtap >out || fail "config"
[ "$(grep -c '^arg {number=' out)" = 7 ] || fail "$(cat out)"
grep -q '^value {arg=6}{value=message}.*{default=true}$' out || fail "$(cat out)"
extcap --extcap-config --extcap-interface=other >out || fail "config"
[ ! -s out ] || fail "another's interface is described"
ok "it answers what Wireshark asks, and tolerates what it does not know"

export HOME=$work/home
mkdir home
extcap --install >out || fail "--install"
for file in .config/wireshark/extcap/diagtap-extcap \
  .local/lib/wireshark/extcap/diagtap-extcap; do
  cmp "$DIAGTAP_EXTCAP" "home/$file" || fail "$file is no copy"
  [ -x "home/$file" ] || fail "$file cannot be run"
done
cmp home/.local/lib/wireshark/plugins/diagtap.lua \
  "$SOURCE_DIR/dissector/diagtap.lua" || fail "not the dissector"
extcap --install >out || fail "a second --install"
[ -z "$(find home -name '*.new')" ] || fail "it leaves files behind"
ok "--install puts program and dissector into the folders of 4.0 and of 4.2"

profile=home/.config/wireshark/profiles/diagtap
diff -r "$SOURCE_DIR/dissector/profile" $profile || fail "not our profile"
echo '# mine' >>$profile/preferences
rm $profile/recent
extcap --install >out || fail "--install with an edited profile"
grep -q "kept .*$profile/preferences" out || fail "$(cat out)"
[ "$(tail -n 1 $profile/preferences)" = '# mine' ] || fail "an edited file is lost"
[ -e $profile/recent ] || fail "an absent file is not put"
extcap --uninstall >out || fail "--uninstall"
[ "$(find home -type f)" = "$profile/preferences" ] || fail "left: $(find home -type f)"
rm $profile/preferences
extcap --install >out && extcap --uninstall >out || fail "--uninstall"
[ -z "$(find home -path '*diagtap*')" ] || fail "left: $(find home)"
XDG_CONFIG_HOME=$work/xdg extcap --install >out || fail "--install"
WIRESHARK_CONFIG_DIR=$work/own extcap --install >out || fail "--install"
[ -e xdg/wireshark/profiles/diagtap/recent ] || fail "XDG_CONFIG_HOME is not heeded"
[ -e own/profiles/diagtap/recent ] || fail "WIRESHARK_CONFIG_DIR is not heeded"
extcap --install >out || fail "--install"
ok "the profile is put where it is absent; what was changed is kept"

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

# watch OPTION...: tshark as that user; its exit status is in status.
watch() {
  status=0
  $as timeout -k 1 40 tshark "$@" >live 2>err </dev/null || status=$?
}

watch -D
grep -q 'diagtap (Qualcomm DIAG (diagtap))' live || fail "$(cat live err)"
watch -i diagtap -L
grep -q USER0 live || fail "$(cat live err)"
ok "tshark lists the interface, and its link type"

start -o diag.rate=300
watch -i diagtap -o "extcap.diagtap.url:$url" -c 300 -V
[ "$status" = 0 ] || fail "exit status $status: $(cat err)"
[ "$(grep -c '^Frame [0-9]*:' live)" = 300 ] || fail "not 300 frames: $(cat err)"
grep -qE 'Paging|MasterInformationBlock|RRCConnection' live ||
  fail "the dissector is not there"
! grep -q 'Error' err || fail "$(cat err)"
ok "tshark captures from it, and dissects"

watch -i diagtap -o "extcap.diagtap.url:$url" -o extcap.diagtap.codes:b0c0 \
  -o extcap.diagtap.snaplen:65535 -c 10 -T fields -e diagtap.log.code
[ "$status" = 0 ] || fail "exit status $status: $(cat err)"
[ "$(tr ',' '\n' <live | grep . | sort -u)" = 0xb0c0 ] ||
  fail "others passed: $(cat live)"
ok "it asks for the codes that are wanted"

# One message a record, unless the other is asked for.
messages() {
  watch -i diagtap -o "extcap.diagtap.url:$url" "$@" -c 200 -T fields \
    -e diagtap.container.count
  sort -u live
}
[ "$(messages | grep .)" = 1 ] || fail "more than one message in a record: $(cat live)"
[ "$(messages -o extcap.diagtap.split:container | wc -l)" -gt 1 ] ||
  fail "container: one message in each: $(cat live err)"
ok "a record for each message, or as the device returned them"

# fails PATTERN OPTION...: it ends by itself, and shows the line.
fails() {
  local pattern=$1
  shift
  watch -i diagtap "$@"
  [ "$status" != 124 ] && [ "$status" != 137 ] || fail "$*: tshark hangs"
  grep -q "$pattern" err || fail "$*: no '$pattern': $(cat err)"
  ok "$(grep -m1 "$pattern" err)"
}

fails '/api/none/pcap: the server answers 404' -o "extcap.diagtap.url:$url" -o extcap.diagtap.tap:none
fails 'Longest record, log codes' -o "extcap.diagtap.url:$url" \
  -o 'extcap.diagtap.codes:B0C0&x'
fails 'Tap: must be one word' -o "extcap.diagtap.url:$url" -o extcap.diagtap.tap:A/B
fails 'is not pcap' -o "extcap.diagtap.url:$url/api/diag/stream"
fails 'must be http' -o extcap.diagtap.url:nonsense
kill "$pid"
ended 0
fails 'Connection refused' -o "extcap.diagtap.url:$url"
start -o diag_stream_enabled=false
fails 'answers 503: .*diag_stream_enabled = true' -o "extcap.diagtap.url:$url"
kill "$pid"
ended 0

echo secret-0123456789 >token
chmod 600 token
start -o access.token_file="$work/token" -o diag.rate=300
fails 'a token is needed' -o "extcap.diagtap.url:$url"
with=http://a:secret-0123456789@${url#http://}
watch -i diagtap -o "extcap.diagtap.url:$with" \
  -c 5
[ "$(wc -l <live)" = 5 ] || fail "with the token in the URL: $(cat err)"
DIAGTAP_TOKEN=secret-0123456789 watch -i diagtap \
  -o "extcap.diagtap.url:$url" -c 5
[ "$(wc -l <live)" = 5 ] || fail "with DIAGTAP_TOKEN: $(cat err)"
extcap --capture --extcap-interface diagtap --fifo /dev/stdout --url "$url" \
  --token secret-0123456789 2>err | head -c 3000 | wc -c | grep -qx 3000 ||
  fail "with --token: $(cat err)"
ok "the token is an option, in the URL, or in the environment"

# On SIGTERM, and when its reader leaves, it ends at once and silently.
for how in term leave; do
  mkfifo "fifo.$how"
  DIAGTAP_TOKEN=secret-0123456789 "$DIAGTAP_EXTCAP" --capture \
    --extcap-interface diagtap --fifo "fifo.$how" --url "$url" 2>err &
  program=$!
  pids="$pids $program"
  exec 7<"fifo.$how"
  head -c 5000 <&7 >/dev/null
  [ $how = leave ] || kill -TERM $program
  [ $how = term ] || exec 7<&-
  status=0
  wait $program || status=$?
  pids=${pids/ $program/}
  exec 7<&-
  [ "$status" = 0 ] && [ ! -s err ] || fail "$how: $status: $(cat err)"
done
kill "$pid"
ended 0
ok "SIGTERM, or a reader that leaves, ends it silently"

# The daemon restarts: the same pcap goes on, behind one loss record.
start -o diag.rate=1000
mkfifo fifo.again
"$DIAGTAP_EXTCAP" --capture --extcap-interface diagtap --fifo fifo.again \
  --url "$url" 2>err &
program=$!
pids="$pids $program"
exec 7<fifo.again
head -c 5000 <&7 >again.pcap
kill "$pid"
ended 0
start -o diag.rate=1000 -o listen.port="${url##*:}" 7<&-
head -c 300000 <&7 >>again.pcap
exec 7<&-
status=0
wait $program || status=$?
pids=${pids/ $program/}
kill "$pid"
ended 0
[ "$status" = 0 ] && [ ! -s err ] || fail "a restart: $status: $(cat err)"
dissect -r again.pcap -Y diagtap.loss.containers -T fields \
  -e diagtap.loss.containers -e diagtap.loss.bytes >gaps || : # cut short
[ "$(cat gaps)" = "0	0" ] || fail "not one gap: $(cat gaps)"
dissect -r again.pcap -Y diagtap.loss.containers >gaps || : # cut short
grep -q 'Unknown amount lost: the client connected again' gaps || fail "$(cat gaps)"
ok "it goes on when the daemon restarts, and marks the gap"

$as "$DIAGTAP_EXTCAP" --uninstall >out || fail "--uninstall"
[ -z "$(find home -type f -name 'diagtap*')" ] || fail "$(find home -type f)"
$as "$DIAGTAP_EXTCAP" --uninstall >out || fail "a second --uninstall"
[ ! -s out ] || fail "it removes what is not there"
ok "--uninstall takes them away"
