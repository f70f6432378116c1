#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# diagtap-hub --merge: what the server has lost comes out of uploaded captures, and
# the file has each record that was live, byte for byte.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
. "$SOURCE_DIR/tests/e2e/hub/lib.sh"
pcapng=$SOURCE_DIR/tests/e2e/hub/pcapng.py

start_nats
fleet streams lab
mkdir files uploads uploads/rig-7

# device OPTION...: rig-7, which sends to the server and records.
device() {
  start -o diag.rate=400 -o uplink.device=rig-7 -o uplink.group=lab -o uplink.linger_ms=50 \
    -o "uplink.servers=nats://127.0.0.1:$nats_port" -o archive.enabled=true \
    -o archive.directory="$work/files" -o archive.rotate_bytes=65536 -o archive.flush_ms=50 \
    -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0 "$@"
}
finished() { [ "$(compgen -G 'files/*.json' | wc -l)" -ge "$1" ]; }
stored() { fetch /api/status | grep -q '"messages": [1-9][0-9]\+'; }

# merge OUT OPTION...: what it says is in the file said_by_it.
merge() {
  local out=$1
  shift
  rm -f "$out"
  "$DIAGTAP_HUB" -c /dev/null -o "hub.servers=nats://127.0.0.1:$nats_port" -o hub.groups=lab \
    "$@" --merge "$out" 2>said_by_it
}
says() { grep -q -- "$1" said_by_it || fail "no '$1': $(cat said_by_it)"; }

device -o uplink.enabled=true -o archive.compress=zstd
if grep -q "no libnats\|built without" log; then skip "$(cat log)"; fi
curl -sN -o live.pcap "$url/api/diag/pcap" &
curl=$!
wait_for "messages" stored
wait_for "captures" finished 3
kill "$pid"
ended 0
wait "$curl"
cp files/* uploads/rig-7

merge store.pcapng || fail "$(cat said_by_it)"
says "^diagtap-hub: rig-7/diag: [1-9][0-9]* records from the store, 0 from files, 0 containers still missing$"
python3 "$pcapng" same store.pcapng live.pcap head || fail "not what was live"
ok "$(tail -n1 said_by_it)"
# What the uplink could not send before its end is in files only.
merge whole.pcapng -o hub.uploads=uploads || fail "$(cat said_by_it)"
says "0 containers still missing"
python3 "$pcapng" same whole.pcapng live.pcap tail || fail "not what was live"

# Some messages are lost at the server: the first, the last, and some between.
rm said # the pipe of start
fleet delete DIAG-lab
merge gaps.pcapng || fail "$(cat said_by_it)"
says "0 from files, [1-9][0-9]* containers still missing"
python3 "$pcapng" taps gaps.pcapng >losses
grep -q "^rig-7/diag [0-9]* $(sed -n 's/.* \([0-9]*\) containers still.*/\1/p' said_by_it)$" losses ||
  fail "other losses in the file: $(cat losses said_by_it)"
ok "without files: $(tail -n1 said_by_it)"

merge filled.pcapng -o hub.uploads=uploads || fail "$(cat said_by_it)"
says " records from the store, [1-9][0-9]* from files, 0 containers still missing"
python3 "$pcapng" same filled.pcapng live.pcap tail || fail "not what was live"
cmp whole.pcapng filled.pcapng || fail "not what it was before messages were deleted"
ok "with files: $(tail -n1 said_by_it)"

merge filed.pcapng -o hub.servers= -o hub.uploads=uploads || fail "$(cat said_by_it)"
says "rig-7/diag: 0 records from the store, [1-9][0-9]* from files, 0 containers still missing"
cmp whole.pcapng filed.pcapng || fail "files alone give another file"
ok "files only"

if command -v tshark >/dev/null; then
  tshark -n -r filled.pcapng -T fields -e frame.interface_name 2>tshark.err >names ||
    fail "tshark: $(cat tshark.err)"
  [ "$(sort -u names)" = rig-7/diag ] || fail "interfaces: $(sort -u names)"
  ok "tshark reads $(wc -l <names) records"
fi

# The device starts again, without its uplink for a while: a boot that only files have.
rm files/*
device -o uplink.enabled=false -o archive.compress=gzip
curl -sN -o live2.pcap "$url/api/diag/pcap" &
curl=$!
wait_for "captures" finished 3
kill "$pid"
ended 0
wait "$curl"
cp -r uploads both
for file in files/*; do
  # The numbers begin again, so the names may be taken.
  [ ! -e "both/rig-7/${file#*/}" ] || fail "two captures have one name: $file"
  cp "$file" both/rig-7
done
merge boots.pcapng -o hub.uploads=both || fail "$(cat said_by_it)"
says "0 containers still missing"
python3 "$pcapng" same boots.pcapng live.pcap part || fail "the first boot"
python3 "$pcapng" same boots.pcapng live2.pcap tail || fail "the second boot"
ok "a boot without an uplink: $(tail -n1 said_by_it)"

# Half of the time: the records of each half are in one file.
middle=$(python3 -c '
import struct, sys
data = open(sys.argv[1], "rb").read()
seconds, us = struct.unpack_from("<II", data, 24)
print(f"{seconds}.{us:06d}")' live2.pcap)
merge early.pcapng -o hub.uploads=both --to "$middle" || fail "$(cat said_by_it)"
merge late.pcapng -o hub.uploads=both --from "$middle" --device rig-7 || fail "$(cat said_by_it)"
python3 "$pcapng" same late.pcapng live2.pcap all || fail "--from"
python3 "$pcapng" same early.pcapng live.pcap part || fail "--to"
records() { python3 "$pcapng" taps "$1" | cut -d' ' -f2; }
[ $(($(records early.pcapng) + $(records late.pcapng))) = "$(records boots.pcapng)" ] ||
  fail "--from and --to: $(records early.pcapng), $(records late.pcapng), $(records boots.pcapng)"
ok "--from and --to"

# Hostile files.  Each is left out with a sentence, and what it had is missing.
# hostile SENTENCE COMMAND...: in a folder with a copy of all captures; $capture is one.
hostile() {
  local sentence=$1
  shift
  rm -rf hostile
  cp -r both hostile
  captures=(hostile/rig-7/*.pcap*)
  capture=${captures[1]}
  side=${capture%.pcap*}.json
  "$@"
  merge hostile.pcapng -o hub.uploads=hostile -o hub.servers= || fail "$(cat said_by_it)"
  says "is left out: $sentence"
  [ "$(records hostile.pcapng)" -lt "$(records boots.pcapng)" ] || fail "it was used"
  ok "$(sed -n 's/.*left out: //p' said_by_it | head -n1)"
}
plain() {
  case $capture in
    *.zst) zstd -qd --rm "$capture" ;;
    *.gz) gzip -d "$capture" ;;
  esac
  capture=${capture%.zst}
  capture=${capture%.gz}
}
shorten() { plain; truncate -s "-$1" "$capture"; }
cut_off() { truncate -s -100 "$capture"; }
flip() { plain; printf '\377' | dd of="$capture" bs=1 seek=$((24 + 8 + 3)) conv=notrunc status=none; }
lengthen() { plain; head -c 100 /dev/zero >>"$capture"; }
change() { sed -i "s/$1/$2/" "$side"; }
rm_capture() { rm "$capture"; }
link() { mv "$capture" elsewhere; ln -s "$work/elsewhere" "$capture"; }
foreign() { plain; head -c 5000 /dev/urandom >"$capture"; }
move() { mkdir hostile/rig-6; mv "$capture" "$side" hostile/rig-6; }
need zstd
hostile "it is cut short" shorten 1
hostile "" cut_off
hostile "it is shorter than its sidecar file says" change '"bytes": ' '"bytes": 1'
hostile "it is longer than its sidecar file says" lengthen
hostile "it is damaged" flip
hostile "it is no pcap of diagtap" foreign
hostile "its capture is no regular file" link
hostile "its capture is not there" rm_capture
hostile "its records are not the containers" change '"next_container": ' '"next_container": 1'
hostile "it names no device" change '"uplink_device": "rig-7"' '"uplink_device": null'
hostile "it names another device than its folder" change '"uplink_device": "rig-7"' '"uplink_device": "rig-9"'
hostile "it names another device than its folder" move
hostile "its containers have no numbers" change '"boot": "[0-9a-f]*"' '"boot": null'
hostile "it is damaged, or no archive wrote it" change written_by by

# What it refuses.
refuses_to() {
  local status=0 expected=$1 sentence=$2
  shift 2
  "$DIAGTAP_HUB" -c /dev/null -o hub.servers= -o hub.groups=lab "$@" 2>said_by_it || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status: $(cat said_by_it)"
  says "$sentence"
  ok "$(head -n1 said_by_it)"
}
cp whole.pcapng before
refuses_to 1 "whole.pcapng is there already" -o hub.uploads=both --merge whole.pcapng
cmp whole.pcapng before || fail "it was overwritten"
refuses_to 2 "nothing to merge" --merge new
refuses_to 2 "--device: .Rig 7. must be" -o hub.uploads=both --merge new --device "Rig 7"
refuses_to 2 "--from: .yesterday. must be" -o hub.uploads=both --merge new --from yesterday
refuses_to 2 "--to must be after --from" -o hub.uploads=both --merge new --from 5 --to 4
refuses_to 2 "are options of --merge" --from 5
refuses_to 1 "nothing to merge" -o hub.uploads=both --merge new --device rig-9
refuses_to 1 "nowhere: No such file" -o hub.uploads=nowhere --merge new
stop_nats TERM
refuses_to 1 "no server of hub.servers answers" -o "hub.servers=nats://127.0.0.1:$nats_port" \
  -o hub.uploads=both --merge new
says "hub.servers= merges without a server"
[ ! -e new ] || fail "a file was left"
[ -z "$(compgen -G 'new.*' || :)" ] || fail "a file was left"
