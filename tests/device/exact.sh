#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The body equals what a direct reader of the device saw, with every driver.
. "$(dirname "$0")/lib.sh"
make_feed 3000 1

for policy in once session silent; do
  for form in "" --by-value --tplink; do
    emulate --policy $policy $form --notices --remote 3 --feed images
    compare "policy $policy${form:+, $form}"
    vanish
  done
done

# The calls of Linux 3.18 are enough.
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

# A buffer that is too small starves the driver's entry, not the daemon.
printf '\040\002\000\000\040\000\000\000\001\000\000\000\000\002\000\000' >head
head -c 70000 /dev/zero | cat head - | head -c 70000 >large
{ printf '\160\021\001\000'; cat large; } >images
emulate --feed images --policy session
start_diag -o diag.buffer_bytes=65536
await 'running .*larger than diag.buffer_bytes = 65536' log
sleep 1
ticks=$(awk '{print $14 + $15}' /proc/$pid/stat)
kill "$pid"
ended 0
[ "$ticks" -lt 20 ] || fail "$ticks ticks of processor time in 1 s"
ok "a container too large for the buffer: $ticks ticks of processor time in 1 s"
vanish

# What a read gives, and is no container, is passed on as well: 4, 5, 8 octets.
{
  printf '\004\0\0\0\020\0\0\0'
  printf '\005\0\0\0\0\020\0\0\001'
  printf '\010\0\0\0\040\0\0\0\0\0\0\0'
} >images
emulate --feed images
compare "short reads"
vanish
