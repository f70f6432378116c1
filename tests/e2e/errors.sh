#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whatever is wrong at the start: one line that says what to do.
. "$SOURCE_DIR/tests/e2e/lib.sh"

on="-o diag_stream_enabled=true -o listen.port=0"

printf 'diag_stream_enabled = true;\nlisten: {\n  prot = 1;\n};\n' >typo.conf
refuses 2 'typo.conf:3: listen.prot: unknown key' -c typo.conf
printf 'listen: { port = 70000; };\n' >range.conf
refuses 2 'range.conf:1: listen.port = 70000: must be' -c range.conf
printf 'ring: { bytes = "8M"; };\n' >type.conf
refuses 2 'type.conf:1: ring.bytes = "8M": must be' -c type.conf
head -c 3000 /dev/urandom >junk.conf
refuses 2 'junk.conf:[0-9]*: ' -c junk.conf
refuses 2 'gone.conf: No such file' -c gone.conf
refuses 2 'rin.bytes: unknown key' -o rin.bytes=1
refuses 2 'unexpected argument' extra

# wrong PATTERN OPTION...: a start and --test refuse it, with the same line.
wrong() {
  local pattern=$1
  shift
  refuses 2 "$pattern" $on "$@"
  mv said_by_it said_at_start
  refuses 2 "$pattern" $on "$@" -T
  cmp said_by_it said_at_start || fail "$*: --test says: $(cat said_by_it)"
  [ ! -s out ] || fail "$*: --test prints a wrong configuration"
}

wrong 'unknown source; this build has' -o diag.source=modem
wrong 'must be HOST:PORT' -o diag.source=tcp -o diag.address=host
wrong 'set it to a serial port' -o diag.source=hdlc
wrong '"/dev/ttyUSB0": must be "auto"' -o diag.source=usb \
  -o diag.device=/dev/ttyUSB0
wrong 'diag.socket = ""' -o diag.source=unix -o diag.socket=
wrong 'diag.file is empty' -o diag.source=file
wrong '"gone.qmdl": No such file' -o diag.source=file -o diag.file=gone.qmdl
wrong 'must be numeric' -o listen.address=localhost
wrong 'must be numeric' -o pcap_over_ip.enabled=true \
  -o pcap_over_ip.address=localhost
wrong 'reachable from other machines' -o listen.address=192.0.2.1
wrong 'reachable from other machines' -o pcap_over_ip.enabled=true \
  -o pcap_over_ip.address=0.0.0.0
wrong 'must be octal' -o listen.unix_mode=rw
wrong 'nothing to listen on' -o listen.address=
wrong 'at most 107 bytes' -o listen.unix_socket="/$(printf '%0200d' 0)"
wrong 'unix_group = "none-such": this group' -o listen.unix_socket=socket \
  -o listen.unix_group=none-such
wrong 'this user or group does not exist' -o user=none-such
wrong 'is set without user' -o group=root
wrong 'access.token_file: gone: No such file' -o access.token_file=gone
echo short >token
chmod 600 token
wrong '16 to 255' -o access.token_file=token
wrong 'archive.name' -o archive.enabled=true -o archive.name=a/b
wrong 'archive.keep_bytes' -o archive.enabled=true -o archive.keep_bytes=1000
wrong 'upload.url' -o archive.enabled=true -o upload.url=ftp://a/
wrong 'upload.token_file: gone: No' -o archive.enabled=true \
  -o upload.url=http://127.0.0.1/ -o upload.token_file=gone
"$DIAGTAPD" $on -T -o archive.enabled=true -o archive.directory=/none \
  >out 2>said_by_it || fail "$(cat said_by_it)"
grep -q 'warning: archive.directory = "/none": No such file' said_by_it ||
  fail "no word of a directory that does not exist: $(cat said_by_it)"
"$DIAGTAPD" $on -T >/dev/null 2>said_by_it || fail "$(cat said_by_it)"
[ ! -s said_by_it ] || fail "$(cat said_by_it)"

refuses 1 'does not have this address' $on -o access.allow_anonymous=true \
  -o listen.address=192.0.2.1

start
refuses 1 'another program uses it' -o diag_stream_enabled=true \
  -o listen.port="${url##*:}"
kill "$pid"
ended 0

# The default of diag.device is no USB device: it means any.
start -o diag.source=usb
for _ in $(seq 100); do
  ! grep -q '(usb, auto' log || break
  sleep 0.05
done
grep -q '(usb, auto' log || fail "of diag.source=usb: $(cat log)"
kill "$pid"
ended 0

# A file that is no capture ends with its reason; the daemon serves on.
head -c 2000000 /dev/urandom >junk
start -o diag.source=file -o diag.file=junk -o diag.at_end=exit
ended 0
grep -q 'junk: ' log || fail "no reason"
ok "$(grep -m1 'junk: ' log)"
