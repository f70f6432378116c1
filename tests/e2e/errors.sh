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

refuses 1 'unknown source; this build has' $on -o diag.source=modem
refuses 1 'must be HOST:PORT' $on -o diag.source=tcp -o diag.address=host
refuses 1 'set it to a serial port' $on -o diag.source=hdlc
refuses 1 'diag.socket = ""' $on -o diag.source=unix -o diag.socket=
refuses 1 'diag.file is empty' $on -o diag.source=file
refuses 1 '"gone.qmdl": No such file' $on -o diag.source=file \
  -o diag.file=gone.qmdl
refuses 1 'must be numeric' $on -o listen.address=localhost
refuses 1 'does not have this address' $on -o listen.address=192.0.2.1

start
refuses 1 'another program uses it' -o diag_stream_enabled=true \
  -o listen.port="${url##*:}"
kill "$pid"
ended 0

# A file that is no capture ends with its reason; the daemon serves on.
head -c 2000000 /dev/urandom >junk
start -o diag.source=file -o diag.file=junk -o diag.at_end=exit
ended 0
grep -q 'junk: ' log || fail "no reason"
ok "$(grep -m1 'junk: ' log)"
