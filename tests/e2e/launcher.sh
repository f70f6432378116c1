#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# launcher.sh filter|leave|all|bare: what a program sees as /dev/diag under
# diagtap-run, with each way of tracing (src/launcher/tracer.h).  "bare" is
# "leave" as on a kernel that lacks what Linux 3.18 can lack.
. "$SOURCE_DIR/tests/e2e/launcher_lib.sh"
start_port containers=1000 size=16384

sees="open: 0
switch: 0
pointer: 0
remote: 1 770000
ioctl: 0
ioctl: 0
ask: 15
reply: yes
read: 1000 containers, 16384000 bytes
close: 0
retry: 0
remote: 1 770000
ask: 15
reply: yes"
session="open=/dev/diag switch pointer remote ioctl=23 ioctl=38 ask reply
  read=1000 close retry=/dev/diag remote ask reply"
for way in "" thread fork exec vfork "fork exec thread" "noise thread"; do
  # shellcheck disable=SC2086 # lists
  run 0 $way $session
  [ "$(grep -v '^noise' out)" = "$sees" ] || fail "$way: $(cat out)"
done
ok "$tracing: plain, threads, fork, exec and vfork: 16 KiB containers, a second open"

# Threads that are at a call whenever one looks hold up neither the others, nor
# answers, nor signals.
noisy="noise noise noise noise noise noise"
# shellcheck disable=SC2086 # lists
run 0 $noisy thread $session
[ "$(grep -v '^noise' out)" = "$sees" ] || fail "noisy: $(cat out)"
# shellcheck disable=SC2086
background $noisy open=/dev/diag remote pause
await '^pause' out
kill -TERM "$launcher"
finished 143
ok "$tracing: six threads that make calls all the time hold up nothing"

# What a read costs: nothing.  The stops are those of the set-up.
for count in 10 1000; do
  run 0 open=/dev/diag switch remote ask reply read=$count
  sed -n 's/.*: \([0-9]* stops\)$/\1/p' err >stops.$count
  sed -n 's/.*not traced any more, after \(.* stops\)$/\1/p' err >left
  [ ! -s left ] || cmp left stops.$count || fail "stopped after it has left"
done
case $tracing in
all) ok "$tracing: $(cat stops.1000) with 1000 reads" ;;
filter)
  # Signals of the program may add some; 990 reads would add 990 and more.
  more=$(($(sed 's/ .*//' stops.1000) - $(sed 's/ .*//' stops.10)))
  [ "$more" -lt 100 ] || fail "stops for reads: $more for 990"
  ok "$tracing: $(cat stops.1000) with 1000 reads, $(cat stops.10) with 10"
  ;;
*)
  [ -s left ] || fail "it has never left"
  ok "$tracing: $(cat stops.1000), and none after the first read or write"
  ;;
esac

# Other spellings of the path, and paths that only look like it.
ln -s /dev link
mkdir other
: >other/diag
for spelling in "open=/dev/../dev/diag" "open=//dev/.//diag" "openat=/dev" \
  "openat=link" "open=$work/link/diag" "old=/dev/diag" \
  "chdir=/dev open=diag" "chdir=/dev open=../dev/diag"; do
  # shellcheck disable=SC2086
  run 0 $spelling remote
  grep -q '^remote: 1 770000$' out || fail "$spelling: $(cat out)"
done
for spelling in "open=$work/other/diag" "openat=$work/other" \
  "chdir=$work/other open=diag"; do
  # shellcheck disable=SC2086
  run 0 $spelling remote
  grep -q '^remote: -1 770077$' out || fail "$spelling: $(cat out)"
done
run 0 open=/dev/null remote open=/nowhere/diag
grep -q '^remote: -1' out && grep -q '^open: ENOENT' out || fail "$(cat out)"
ok "$tracing: other spellings are the device, other files called diag are not"

run 0 open=/dev/diag cloexec nonblock=/dev/diag cloexec dup remote ioctl=0 ask \
  reply
printf '%s\n' 'open: 0' 'cloexec: 1' 'nonblock: 0' 'flag: 0' 'cloexec: 0' \
  'dup: 0' 'remote: 1 770000' 'ioctl: 0' 'ask: 15' 'reply: yes' | cmp - out ||
  fail "$(cat out)"
ok "$tracing: O_CLOEXEC is kept, O_NONBLOCK dropped, a duplicate is the device"

# An argument that cannot be written; what diagtapd is told of.
: >port.out
run 0 open=/dev/diag ioctl=9 ioctl=33 ioctl=35 ioctl=38 ioctl=34
[ "$(grep -c '^ioctl: 0' out)" = 5 ] || fail "$(cat out)"
await '^client' port.out
[ "$(grep '^ioctl' port.out | tr '\n' ' ')" = \
  "ioctl: 9, 77 ioctl: 33, 77 ioctl: 35, 77 ioctl: 38, 77 " ] ||
  fail "$(cat port.out)"
ok "$tracing: ioctls 9, 33, 35 and 38 reach diagtapd, with their arguments"

# Several at once, each with its own.
run 0 open=/dev/diag open=/dev/diag remote fork open=/dev/diag remote
[ "$(grep -c '^remote: 1 770000' out)" = 2 ] || fail "$(cat out)"
ok "$tracing: several opens before the first read"
# Signals between the calls that make a connection do not disturb them.
run 0 storm many=200
grep -q '^many: 200, in a storm$' out || fail "$(cat out; tail -n 5 err)"
ok "$tracing: 200 opens in a storm of signals"

# What only a program that is traced all the time can do.
[ "$tracing" = filter ] || [ "$tracing" = all ] || exit 0
run 0 open=/dev/diag ask reply open=/dev/diag remote ask reply
[ "$(grep -c '^reply: yes' out)" = 2 ] || fail "$(cat out)"
run 0 open=/dev/diag ask reply fork close open=/dev/diag remote ask reply
[ "$(grep -c '^reply: yes' out)" = 2 ] || fail "$(cat out)"
run 0 open=/dev/diag ask reply remote ioctl=9
grep -q '^ioctl: 0' out || fail "$(cat out)"
ok "$tracing: a second open beside the first, in a child, and late ioctls"
