#!/bin/sh
# SPDX-License-Identifier: MIT
# include_circles.sh ROOT: the includes of src/ and include/ form no circle.
#
# A source file and its header count as one: x.c and the first header that it
# includes, if they have the same name (src/ring/ring.c, include/dtap/ring.h).  The
# pair as a whole must not be in a circle.
set -eu
export LC_ALL=C

# FILE: the module that it is a part of.  These modules have more than two files,
# with a private header.
parts='
archive/capture_index_private: archive/capture_index
format/frame_joiner: dtap/frames
ring/ring_private: dtap/ring
ring/backpressure: dtap/ring
ring/record_block: dtap/block
rewrite/log_body: rewrite/upper_pdu
rewrite/upper_2g_3g: rewrite/upper_pdu
tap/tap_private: dtap/tap
uplink/uplink_private: uplink/uplink
port/port_private: port/port
archive/recorder_disk: archive/recorder
port/arbiter_private: port/arbiter
conf/key_rows: conf/conf
conf/keys: conf/conf
conf/print: conf/conf'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Reads "PATH:#include ..." lines in the order of the files; prints pairs
# "FILE FILE-THAT-IT-INCLUDES" without suffixes.
arrows() {
  PARTS=$parts awk '
    BEGIN {
      lines = split(ENVIRON["PARTS"], line, "\n")
      for (i = 2; i <= lines; i++) {
        split(line[i], words, ": ")
        whole[words[1]] = words[2]
      }
    }
    function bare(path) {
      sub(/^(src|include)\//, "", path)
      sub(/\.[ch]$/, "", path)
      return path
    }
    function last(path) {
      sub(/.*\//, "", path)
      return path
    }
    {
      path = $0; sub(/:.*/, "", path)
      what = $0; sub(/^[^"<]*["<]/, "", what); sub(/[">].*/, "", what)
      there[bare(path)] = 1
      if (path ~ /\.c$/ && !(path in seen) && last(bare(what)) == last(bare(path)))
        own[bare(path)] = bare(what)
      seen[path] = 1
      from[NR] = bare(path); to[NR] = bare(what)
    }
    function pair(name) {
      name = name in own ? own[name] : name
      return name in whole ? whole[name] : name
    }
    END {
      for (i = 1; i <= NR; i++)
        if (to[i] in there && pair(from[i]) != pair(to[i]))
          print pair(from[i]), pair(to[i])
    }'
}

# Fails and prints the files if there are circles.
judge() {
  arrows >"$work/arrows"
  tsort "$work/arrows" 2>&1 >/dev/null |
    sed -e 's/^tsort: //' -e 's/.*contains a loop:$/these need each other:/' |
    tee "$work/circles"
  [ ! -s "$work/circles" ]
}

# plant WHAT: lines with a circle, which must be found.
plant() {
  ! judge >/dev/null || { echo "include_circles.sh lets this pass: $1"; exit 1; }
}
plant 'two headers' <<'END'
src/ring/block.h:#include "ring/parts.h"
src/ring/parts.h:#include <stddef.h>
src/ring/parts.h:#include "ring/block.h"
END
plant 'two sources, by their headers' <<'END'
src/tap/tap.c:#include "tap/tap.h"
src/tap/tap.c:#include "tap/wall.h"
src/tap/tap.h:#include <stddef.h>
src/tap/wall.c:#include "tap/wall.h"
src/tap/wall.c:#include "tap/tap.h"
src/tap/wall.h:#include <time.h>
END
plant 'three, of which two are public' <<'END'
include/dtap/ring.h:#include <dtap/block.h>
include/dtap/block.h:#include <stddef.h>
src/ring/block.c:#include <dtap/block.h>
src/ring/block.c:#include "ring/other.h"
src/ring/other.h:# include <dtap/ring.h>
END
judge <<'END' || { echo "include_circles.sh takes this for a circle"; exit 1; }
src/sources/hdlc.c:#include "sources/sources.h"
src/sources/hdlc.c:#include <dtap/hdlc.h>
src/sources/sources.h:#include <dtap/hdlc.h>
src/container/hdlc.c:#include <dtap/hdlc.h>
include/dtap/hdlc.h:#include <stdint.h>
src/ring/ring.c:#include <dtap/ring.h>
src/ring/ring.c:#include "ring/ring_private.h"
src/ring/ring_private.h:#include <dtap/ring.h>
END

cd "$1"
echo "$parts" | sed -n 's/: .*//p' | while read -r part; do
  [ -e "src/$part.h" ] || { echo "src/$part.h is gone: strike it from parts"; exit 1; }
done
grep -rE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' include src \
  >"$work/includes"
[ -s "$work/includes" ]
judge <"$work/includes"
