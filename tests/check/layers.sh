#!/bin/sh
# SPDX-License-Identifier: MIT
# layers.sh ROOT: who may include what, see "Layers" in docs/design.md.
set -eu
cd "$1"

# LAYER: what it may include besides itself.  A layer is a folder of src/, or
# one of the files that stand beside them.
layers='
base:
container: base
ring: container base
tap: ring container base
sources: tap ring container base
conf:
log: base
streams: tap ring container base log
archive: tap ring container base log
assets:
http: archive assets streams tap ring container base log
client: ring container base
commands: client assets sources tap ring container base log
extcap: client assets ring container base
privileges:
sandbox: privileges
choice: sources conf tap ring container base log
taps: choice http streams conf tap ring container base log
uploads: archive http streams conf tap ring container base log
archives: uploads archive http streams conf tap ring container base log
assembly: archives archive taps http streams conf tap ring container base log
herald: assembly archive taps http streams conf tap ring container base log
daemon: herald archives archive assembly taps privileges http streams conf tap ring container base log
main: daemon commands client conf log'

# HEADER of include/dtap: the layer that it belongs to.
headers='
container.h: container
hdlc.h: container
modem_time.h: container
bytes.h: container
block.h: ring
parts.h: ring
pcap.h: ring
ring.h: ring
source.h: tap
tap.h: tap
wall.h: tap'

# LIBRARY HEADER: the only files that see it, by the beginnings of their paths.
libraries='
libwebsockets.h: src/http/
libconfig.h: src/conf/
zlib.h: src/sources/ src/archive/compress/encoder src/assets/
zstd.h: src/sources/ src/archive/compress/encoder
curl/curl.h: src/archive/upload/libcurl
seccomp.h: src/sandbox
dlfcn.h: src/base/library
pcap/pcap.h: src/sources/libpcap
pcap.h: '

# Reads "PATH: #include ..." lines; names those that break a rule.
judge() {
  LAYERS=$layers HEADERS=$headers LIBRARIES=$libraries awk '
    function table(text, rows,   n, i, lines, at) {
      n = split(text, lines, "\n")
      for (i = 1; i <= n; i++)
        if ((at = index(lines[i], ":")) > 0)
          rows[substr(lines[i], 1, at - 1)] = substr(lines[i], at + 1) " "
    }
    # The layer of src/ring/x.c, ring/x.h, src/log.c, dtap/ring.h.
    function layer_of(path,   name) {
      sub(/^(src|include)\//, "", path)
      if (sub(/^dtap\//, "", path)) {
        name = path in headers ? headers[path] : "? (name it in headers)"
        gsub(/ /, "", name)
        return name
      }
      sub(/[\/.].*/, "", path)
      return path
    }
    function among(path, starts,   n, i, words) {
      n = split(starts, words, " ")
      for (i = 1; i <= n; i++)
        if (index(path, words[i]) == 1)
          return 1
      return 0
    }
    BEGIN {
      table(ENVIRON["LAYERS"], layers)
      table(ENVIRON["HEADERS"], headers)
      table(ENVIRON["LIBRARIES"], libraries)
    }
    {
      path = $0; sub(/:.*/, "", path)
      what = $0; sub(/^[^"<]*["<]/, "", what); sub(/[">].*/, "", what)
      from = layer_of(path)
      to = layer_of(what)
      why = ""
      if (!(from in layers))
        why = from " is no layer that layers.sh knows"
      else if (what in libraries && !among(path, libraries[what]))
        why = "not its library"
      else if ((/<dtap\// || /"/) && what != "version.h" && to != from &&
               index(layers[from], " " to " ") == 0)
        why = from " may not include " to
      if (why != "") {
        print path ": " what ": " why
        wrong = 1
      }
    }
    END { exit wrong }'
}

# What must not be, is it found?
while read -r planted; do
  if echo "$planted" | judge >/dev/null; then
    echo "layers.sh lets this pass: $planted"
    exit 1
  fi
done <<'END'
include/dtap/ring.h:#include <dtap/tap.h>
src/base/clock.c:#include <dtap/container.h>
src/container/hdlc.c:#include "ring/block.h"
src/ring/ring.c:#include "log.h"
src/ring/ring.c:#include <libwebsockets.h>
src/tap/tap.c:# include "sources/sources.h"
src/tap/tap.c:#include <zlib.h>
src/tap/tap.c:#include <zstd.h>
src/archive/archive.c:#include <zstd.h>
src/archive/upload/uploader.c:#include <curl/curl.h>
src/sources/file/file.c:#include "streams/stream.h"
src/sources/file/file.c:#include <pcap/pcap.h>
src/streams/fanout.c:#include "http/server.h"
src/streams/fanout.c:#include "archive/archive.h"
src/archive/archive.c:#include "streams/fanout.h"
src/streams/fanout.c:#include <libwebsockets.h>
src/http/server.c:#include "conf/conf.h"
src/conf/conf.c:#include "log.h"
src/client/get.c:#include "log.h"
src/client/get.c:#include <libwebsockets.h>
src/daemon.c:#include <libconfig.h>
src/daemon.c:#include <seccomp.h>
src/assembly.c:#include "daemon.h"
src/elsewhere/new.c:#include <stdio.h>
END

grep -rE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' include src | judge
