#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The archive: the stream's bytes in files, whatever ends the daemon.
. "$SOURCE_DIR/tests/e2e/lib.sh" || exit
need curl
need capinfos
need tcpdump

# archive OPTION...: a daemon that records to the directory files.
archive() { start -o archive.enabled=true -o archive.directory="$work/files" "$@"; }
state() { curl -fsS "$url/api/status" | sed -n 's/.*"archive": {"state": "\([a-z]*\)".*/\1/p'; }
# await COMMAND...: until it succeeds.
there() { compgen -G "$1"; }
await() { until "$@" >/dev/null 2>&1; do read -rt 0.05 <> <(:) || :; done; }

# read_all: capinfos and tcpdump take every file, and nothing is unfinished.
read_all() {
  local file
  for file in files/*.part; do [ ! -e "$file" ] || fail "$file is left"; done
  capinfos files/*.pcap >/dev/null || fail "capinfos refuses a file"
  for file in files/*.pcap; do
    tcpdump -qnr "$file" >/dev/null 2>tcpdump.err || fail "tcpdump refuses $file"
    ! grep -i truncated tcpdump.err || fail "$file is cut"
    [ -e "${file%.pcap}.json" ] || fail "$file has no sidecar file"
  done
}

mkdir files
"$MAKE_CAPTURE" containers 500 7 >capture
for format in pcap raw; do
  rm -f files/*
  archive -o archive.format=$format -o archive.name=lab \
    -o diag.source=file -o diag.file="$work/capture" -o diag.speed=0 \
    -o diag.wait_subscribers=2 -o diag.at_end=exit # the archive is one
  fetch /api/diag/pcap >body
  ended 0
  set -- files/*
  [ $# = 2 ] || fail "$format: $*"
  case $format in
  pcap)
    cmp body "$2" || fail "the file is not the stream"
    read_all
    ;;
  raw) cmp capture "$2" || fail "the file is not what was read" ;;
  esac
  case $2 in files/diag-lab-20??????T??????Z-000001.$format) ;; *) fail "named $2" ;; esac
  python3 -m json.tool "$1" >/dev/null || fail "the sidecar file is no JSON"
  read=$(sed -n 's/.*diag: \([0-9]*\) containers (\([0-9]*\) bytes) read.*/\1, "bytes": \2/p' log)
  grep -qF "\"containers\": {\"containers\": $read}" "$1" || fail "not $read: $(cat "$1")"
  grep -q '"0xB0C0": [0-9]' "$1" || fail "no codes: $(cat "$1")"
done
ok "a file has the bytes of the stream, a sidecar file says what it holds"

rm files/*
archive -o archive.split=message -o archive.rotate_bytes=65536 \
  -o diag.source=file -o diag.file="$work/capture" -o diag.speed=0 \
  -o diag.wait_subscribers=2 -o diag.at_end=exit
fetch /api/diag/pcap?split=message >body
ended 0
read_all
for file in files/*.pcap; do tail -c +25 "$file"; done >records
tail -c +25 body | cmp - records || fail "split: the files are not the stream"
[ "$(ls files/*.pcap | wc -l)" -gt 10 ] || fail "split: no rotation"
for file in files/*.pcap; do
  [ "$(stat -c %s "$file")" -le 70000 ] || fail "split: $file is too large"
done
refuses 2 'archive.split = "message": archive.format must be' -T \
  -o archive.enabled=true -o archive.directory="$work/files" \
  -o archive.split=message -o archive.format=raw
ok "a record for each message, in files of the same size"

is_recording() { [ "$(state)" = recording ]; }

rm files/*
closed=0 # starts that found something to close
for round in 1 2 3 4 5 6 7 8; do
  archive -o diag.rate=2000 -o archive.flush_ms=50 -o archive.rotate_bytes=300000 \
    -o archive.compress=gzip -o diag.seed=$round
  await is_recording
  ! grep -q "unfinished files closed" log || closed=$((closed + 1))
  await there 'files/*.part'
  [ $round != 8 ] || await there 'files/*.gz'  # one at least is packed
  read -rt 0.$((round * 7 % 10))1 <> <(:) || : # at some moment
  { kill -9 "$pid" && wait "$pid"; } 2>/dev/null || :
done
archive
await is_recording
kill "$pid"
ended 0
read_all
[ $closed -gt 0 ] || fail "eight kills, and nothing was left to be closed"
for file in files/*.pcap.gz; do gzip -t "$file" || fail "$file is cut"; done
ok "killed eight times, every file opens"

rm files/*
archive -o archive.rotate_seconds=1 -o archive.keep_files=2 -o archive.compress=gzip
await there 'files/*-000005.*'
await there 'files/*.gz'
[ "$(ls files | grep -c json)" -le 2 ] || fail "keep_files=2: $(ls files)"
fetch /metrics >metrics; grep -q '^diagtap_archive_recording{tap="diag"} 1' metrics ||
  fail "metrics do not say that it records"
kill "$pid"
ended 0
ok "rotated each second, two kept, the rest compressed"

if [ "$(id -u)" = 0 ]; then
  rm files/*
  chmod 711 "$work"
  archive -o user=nobody
  await grep -q "may not write to it" log
  [ "$(state)" = failed ] || fail "state $(state), not failed"
  [ "$(curl -fsSN --max-time 5 "$url/api/diag/stream" 2>/dev/null | head -c 9999 | wc -c)" = 9999 ] ||
    fail "the stream suffers"
  chown nobody files
  await there 'files/*.part'
  kill "$pid"
  ended 0
  read_all
  [ "$(stat -c %U files/*.pcap)" = nobody ] || fail "not nobody's file"
  ok "a directory that the user may not write to is said, and tried again"
fi

# refused OPTION WORDS: it does not start, and says why.
refused() {
  "$DIAGTAPD" -o listen.port=0 -o diag_stream_enabled=true -o diag.source=simulator \
    -o archive.enabled=true -o archive.directory="$work/files" -o "$1" 2>said.err &&
    fail "$1 is taken"
  grep -q "$2" said.err || fail "$1: $(cat said.err)"
}
rm -f said
refused archive.keep_bytes=10000000 'at least 16777216, 2 times archive.rotate_bytes'
refused archive.name=a-b 'archive.name = "a-b": must be'
refused archive.min_free_bytes=99999999 'must be at least archive.min_free_bytes'
refused archive.rotate_bytes=1 'a whole number from 65536'
ok "what cannot be is refused with a sentence"
