#!/bin/sh
# SPDX-License-Identifier: MIT
# library_headers.sh CC INCLUDE: each public header compiles alone, as C11 and as
# C++17 without a warning, and structs are laid out alike in both.
set -eu
cc=$1 include=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strict="-Wall -Wextra -Wpedantic -Werror -I $include"

# as_c FILE, as_cxx FILE: compile it.
as_c() { $cc -x c -std=c11 $strict -c -o "$work/object" "$1"; }
as_cxx() { $cxx -x c++ -std=c++17 $strict -c -o "$work/object" "$1"; }

cxx=
for candidate in c++ g++ clang++; do
  command -v $candidate >/dev/null && { cxx=$candidate; break; }
done

# A header that needs another one, or that is C only, is it found?
echo 'size_t planted(void);' >"$work/planted"
! as_c "$work/planted" 2>/dev/null || { echo "as_c lets all pass"; exit 1; }
echo 'int *planted(int new);' >"$work/planted"
as_c "$work/planted"
[ -z "$cxx" ] || ! as_cxx "$work/planted" 2>/dev/null ||
  { echo "as_cxx lets all pass"; exit 1; }

for header in "$include"/dtap/*.h; do
  name=dtap/${header##*/}
  # Twice: guards work.
  printf '#include <%s>\n#include <%s>\n' "$name" "$name" >"$work/one"
  as_c "$work/one" || { echo "$name is not C11 alone"; exit 1; }
  [ -z "$cxx" ] || as_cxx "$work/one" ||
    { echo "$name is not C++17 alone"; exit 1; }
  grep -q 'extern "C"' "$header" || ! grep -q '^[a-z].*(' "$header" ||
    { echo "$name has functions, but no extern \"C\""; exit 1; }
done
[ -n "$cxx" ] || { echo "no C++ compiler here"; exit 77; }

cat >"$work/layout" <<'END'
#include <stddef.h>
#include <stdio.h>
#include <dtap/frames.h>
#include <dtap/modem_time.h>
#include <dtap/parts.h>
#include <dtap/tap.h>
#define SIZE(type) printf(#type " %zu\n", sizeof(struct type))
#define AT(type, field) \
	printf(#type "." #field " %zu\n", offsetof(struct type, field))
int main(void)
{
	SIZE(dtap_container); SIZE(dtap_source); SIZE(dtap_subscriber);
	SIZE(dtap_view); SIZE(dtap_tap_options); SIZE(dtap_tap_status);
	SIZE(dtap_ring_status); SIZE(dtap_pcap_head); SIZE(dtap_parts);
	SIZE(dtap_frame); SIZE(dtap_frame_pieces);
	AT(dtap_source, shape); AT(dtap_source, wrong_frames);
	AT(dtap_source, skipped_records); AT(dtap_container, shape);
	return 0;
}
END
$cc -x c -std=c11 -I "$include" -o "$work/in_c" "$work/layout"
$cxx -x c++ -std=c++17 -Wno-invalid-offsetof -I "$include" -o "$work/in_cxx" \
  "$work/layout"
"$work/in_c" >"$work/c"
"$work/in_cxx" >"$work/cxx"
diff "$work/c" "$work/cxx" || { echo "< in C, > in C++"; exit 1; }
