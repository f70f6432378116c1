#!/bin/sh
# SPDX-License-Identifier: MIT
# library_examples.sh CMAKE CC BUILD VERSION SANITIZERS: installs into a folder,
# builds the examples with that folder and pkg-config alone, shared and static,
# and runs them.  SANITIZERS are those of the build, or empty.
set -eu
cmake=$1 cc=$2 build=$3 version=$4 sanitizers=${5-}
command -v pkg-config >/dev/null || { echo "no pkg-config here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "$*"
  exit 1
}

DESTDIR=$work/root "$cmake" --install "$build" >/dev/null
pc=$(find "$work/root" -name diagtap.pc)
[ -n "$pc" ] || fail "there is no diagtap.pc"
export PKG_CONFIG_LIBDIR="${pc%/*}" PKG_CONFIG_SYSROOT_DIR="$work/root"
# With prefix /usr these are not left out as the compiler's own.
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
export LD_LIBRARY_PATH="${pc%/pkgconfig/*}"
[ "$(pkg-config --modversion diagtap)" = "$version" ] || fail "not version $version"
mkdir "$work/elsewhere"
cd "$work/elsewhere" # nothing of the source tree is here
cp "$(find "$work/root" -name take_apart.c)" \
  "$(find "$work/root" -name tee_device.c)" .

# build_examples NAME [FLAGS-OF-PKG-CONFIG [FLAGS-OF-CC]]
build_examples() {
  mkdir "$1"
  for example in take_apart tee_device; do
    # shellcheck disable=SC2046,SC2086 # lists of flags
    $cc -Wall -Wextra -Werror ${sanitizers:+-fsanitize=$sanitizers} \
      -o "$1/$example" $example.c $(pkg-config --cflags --libs ${2-} diagtap) ${3-}
  done
}

# "123456789" has the CRC 0x906e.  The second frame has a wrong CRC; the third is
# cut, and goes on in the second container; "12" is of a remote modem.
printf '\040\0\0\0\002\0\0\0' >data
printf '\024\0\0\000123456789\156\220~bad~1234' >>data
printf '\377\377\377\377\002\0\0\00012' >>data
printf '\040\0\0\0\001\0\0\0\010\0\0\00056789\156\220~' >>data
{ cat data; printf '\040\0\0\0\001\0\0\0\010\0\0\000'; } >cut
cat >expected <<'END'
container of type 0x20, 42 bytes
  message of token 1, 20 bytes
  message of token -1, 2 bytes
  frame, CRC right: packet of 9 bytes, token 1, ends in message 0
  frame, CRC wrong: 3 bytes, token 1, ends in message 0
container of type 0x20, 20 bytes
  message of token 1, 8 bytes
  frame, CRC right: packet of 9 bytes, token 1, ends in message 0
END

# run_examples NAME
run_examples() {
  "$1/take_apart" <data >said || fail "$1/take_apart: status $?"
  diff expected said || fail "$1/take_apart"
  ! "$1/take_apart" <cut >said || fail "$1/take_apart takes half a container"
  grep -q '^no whole data container at offset 62$' said || fail "$1/take_apart"
  # A file, and a FIFO whose writer comes late.
  head -c 3000000 /dev/urandom >random
  "$1/tee_device" random one two >said || fail "$1/tee_device: status $?"
  check_tee "$1"
  rm -f fifo one two
  mkfifo fifo
  (exec 3>fifo; cat random >&3) &
  "$1/tee_device" fifo one two >said || fail "$1/tee_device: status $?"
  wait $!
  check_tee "$1"
  refuse_tee "$1"
}

check_tee() {
  printf '%s: 0 bytes lost\n' one two >wanted
  sort said | diff wanted - || fail "$1/tee_device"
  cmp random one && cmp random two || fail "$1/tee_device: other bytes"
  rm one two
}

# What fails says so: a device, a file that cannot be made, a full disk.
refuse_tee() {
  ! "$1/tee_device" missing one two 2>said || fail "$1/tee_device: no device"
  grep -q 'missing: No such file' said || fail "$1/tee_device: no device"
  ! "$1/tee_device" random no/one two >said 2>&1 || fail "$1/tee_device: no/one"
  grep -q 'no/one: No such file' said || fail "$1/tee_device: no/one"
  ! "$1/tee_device" random /dev/full two >said 2>&1 || fail "$1/tee_device: full"
  grep -q '/dev/full: not all was written' said || fail "$1/tee_device: full"
  rm -f one two
}

build_examples shared
[ -e "$LD_LIBRARY_PATH/libdiagtap.so" ] || fail "there is no shared library"
readelf -d shared/tee_device | grep -q 'NEEDED.*\[libdiagtap\.so\.0\]' ||
  fail "shared/tee_device does not need libdiagtap.so.0"
run_examples shared
# Sanitizers have no static form: only our library is linked so then.
if [ -z "$sanitizers" ]; then
  build_examples static --static -static
else
  mv "$LD_LIBRARY_PATH"/libdiagtap.so* .
  build_examples static --static
fi
! readelf -d static/tee_device | grep -q libdiagtap || fail "this is not static"
run_examples static
