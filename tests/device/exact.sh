#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The stream has exactly the bytes that the device returned, with every driver.
. "$(dirname "$0")/lib.sh"
make_feed "${FEED:-3000}" 1

for policy in once session silent; do
  for form in "" --by-value --tplink; do
    emulate --policy $policy $form --notices --remote 3 --feed images
    compare "policy $policy${form:+, $form}"
    vanish
  done
done

# A second modem's messages have a token before their length.
"$MAKE_CAPTURE" frames 500 8 >made.qmdl
"$MAKE_IMAGES" --token made.qmdl >tokens 2>tokens.err || cat tokens.err
emulate --feed tokens --remote 1
compare "a second modem"
vanish

# The system calls of Linux 3.18 are enough.
cat >old <<END
#!/bin/sh
exec "$OLDKERNEL" "$DIAGTAPD" "\$@"
END
chmod +x old
emulate --feed images --notices
if "$OLDKERNEL" true && "$OLDKERNEL" "$DIAGTAPD" -V >/dev/null 2>&1; then
  DIAGTAPD=$work/old compare "as on Linux 3.18"
else
  echo "not tried: this build does not run with the calls of Linux 3.18"
fi
vanish

# word NUMBER: as a u32.
word() {
  local byte
  for byte in $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24)); do
    printf "\\x$(printf %x $byte)"
  done
}

# large BYTES: the image of a container with one message.
large() {
  word "$1"
  word 32
  word 1
  word $(($1 - 12))
  head -c $(($1 - 12)) /dev/zero
}

# A container nearly as large as the buffer, which CUSE cannot have.
bytes=1000000
[ "$FACE" != cuse ] || bytes=100000
large $bytes >images
emulate --feed images
compare "a large container"
vanish

# With a buffer that is too small the container is never read; the daemon works on.
large 70000 >images
emulate --feed images --policy session
start_diag -o diag.buffer_bytes=65536
await 'running .*larger than diag.buffer_bytes = 65536' log
begun=${EPOCHREALTIME//[!0-9]/}
before=$(stat -c %s sent)
sleep 1
reads=$((($(stat -c %s sent) - before) / 8))
took=$(((${EPOCHREALTIME//[!0-9]/} - begun) / 1000))
kill "$pid"
ended 0
# It waits 10 ms before each read.
[ "$reads" -gt 0 ] && [ "$reads" -le $((took / 10 + 1)) ] ||
  fail "$reads reads in $took ms"
ok "a container too large for the buffer: $reads reads in $took ms"
vanish

# Reads that are no container are passed on too: 4, 5, 8 bytes.
{
  printf '\004\0\0\0\020\0\0\0'
  printf '\005\0\0\0\0\020\0\0\001'
  printf '\010\0\0\0\040\0\0\0\0\0\0\0'
} >images
emulate --feed images
compare "short reads"
vanish
