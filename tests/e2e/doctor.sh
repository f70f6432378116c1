#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --doctor on trees of files and configurations, each with something amiss.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3

# doctor STATUS OPTION...: on the tree, with streams enabled and any free port.
doctor() {
  local expected=$1 status=0
  "$DIAGTAPD" --doctor tree -c /dev/null -o diag_stream_enabled=true \
    -o listen.port=0 -o sandbox=${SANDBOX:-true} "${@:2}" >out 2>err || status=$?
  [ "$status" = "$expected" ] || fail "${*:2}: exit status $status: $(cat out err)"
  [ ! -s err ] || fail "standard error: $(cat err)"
}

# says LEVEL ABOUT TEXT: a line begins with both words and has the text.
says() {
  grep -E "^$1 +$2 " out | grep -qF -- "$3" || fail "no '$1 $2 $3': $(cat out)"
  ok "$(grep -E "^$1 +$2 " out | grep -F -- "$3")"
}

mkdir -p tree/dev tree/proc/net tree/sys
doctor 1
says problem diag 'tree/dev/diag does not exist here. Set diag.device, or try diag.source = "simulator".'
says note masks 'Set masks.preset = "signalling".'
says well address '127.0.0.1 port 0 is free.'
says note token 'None is set'
says well clock 'UTC'

# A device that nobody has: a character device with few users.
ln -s /dev/full tree/dev/diag
doctor 0 -o masks.preset=signalling
says well diag 'tree/dev/diag is there, this user may open it, and'
says well masks 'log codes.'
says well configuration 'diagtapd can start with it.'
grep -q 'Nothing keeps diagtapd from its work.' out || fail "$(cat out)"

sleep 300 </dev/full &
pids="$pids $!"
holder=$!
until [ "$(readlink /proc/$holder/fd/0)" = /dev/full ] && [ "$(cat /proc/$holder/comm)" = sleep ]; do
  sleep 0.05
done
doctor 1
says problem diag "tree/dev/diag is in use by sleep (pid $holder)."
kill "$holder"
wait "$holder" || :

# Root may open everything, so another user looks.
rm tree/dev/diag
if [ -n "$as_nobody" ] && mknod -m 600 tree/dev/diag c 1 7 2>/dev/null; then
  cp "$DIAGTAPD" diagtapd
  $as_nobody ./diagtapd --doctor tree -c /dev/null -o sandbox=false \
    -o diag_stream_enabled=true -o listen.port=0 >out && fail "$(cat out)"
  says problem diag 'This user may not open tree/dev/diag.'
fi
rm -f tree/dev/diag

: >tree/dev/diag
doctor 1
says problem diag 'tree/dev/diag is not such a device. diag.source = "file" is for captures.'

doctor 1 -o diag.source=usb
says problem diag 'No USB device with DIAG is plugged in.'
doctor 1 -o diag.source=unix -o diag.socket=@diag
says problem diag '@diag is not there. Check that diag-router runs'
echo '0000000000000000: 00000002 00000000 00010000 0005 01 9 @diag' >tree/proc/net/unix
doctor 0 -o diag.source=unix -o diag.socket=@diag
says well diag '@diag is there.'

"$DIAGTAPD" --doctor tree -c /dev/null >out && fail "streams are off, and it is content"
says problem streams 'set diag_stream_enabled = true.'

# What the daemon would refuse is a finding, in the daemon's words.
simulator="-o diag.source=simulator"
doctor 1 $simulator -o user=none-such
says problem configuration 'user = "none-such"'
doctor 1 $simulator -o listen.address=0.0.0.0
says problem token 'Everyone who reaches 0.0.0.0 can read the traffic.'
doctor 1 $simulator -o archive.enabled=true -o archive.directory="$work/none"
says problem archive "The directory $work/none is not there."
mkdir captures
doctor 0 $simulator -o archive.enabled=true -o archive.directory="$work/captures"
says well archive "$work/captures is writable and has"
if [ "$(df --output=avail -B1 captures | tail -n 1)" -lt 1099511627776 ]; then
  doctor 1 $simulator -o archive.enabled=true -o archive.directory="$work/captures" \
    -o archive.min_free_bytes_to_start=1099511627776
  says problem archive 'archive.min_free_bytes_to_start = 1099511627776'
fi
doctor 0 $simulator -o clock_offset=-1500000000
says note clock 'the times of records will be wrong'

# A port that is taken: by a program that says nothing, by a diagtapd.
mkdir home
HOME=$work/home PATH=/none doctor 0 $simulator
says note wireshark 'It is not installed here.'
start
doctor 0 $simulator -o listen.port="${url##*:}"
says note address 'If it is diagtapd, it runs already'
kill "$pid"
ended 0

doctor 1 --json
python3 - <<'END' || fail "$(cat out)"
import json
found = json.load(open("out"))
rows = {row["about"]: row for row in found["findings"]}
assert found["problems"] == 1, found
assert rows["diag"]["level"] == "problem" and "is not such" in rows["diag"]["text"]
assert rows["kernel"]["level"] == "well", rows
END
ok 'the same as JSON'
refuses 2 'one ROOT' --doctor a b
