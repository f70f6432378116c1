#!/bin/sh
# SPDX-License-Identifier: MIT
# layers.sh ROOT: the includes follow "Layers" in docs/design.md.
set -eu
cd "$1"

# FOLDER of src/: what it may include besides itself.
layers='
base:
format: base
ring: format base
tap: ring format base
devices: format base
sources: nats fleet decompress devices tap ring format base
decompress: format base
conf:
rewrite: ring format base
fleet: format base
nats: fleet base
streams: rewrite tap ring format base
port: tap ring format base
archive: rewrite tap ring format base
uplink: nats fleet tap ring format base
gsmtap: rewrite streams tap ring format base
service: archive uplink nats fleet gsmtap port streams tap ring format base
assets:
http: decompress service archive uplink nats fleet gsmtap assets devices port streams rewrite tap ring format base
client: format base
commands: client assets sources rewrite devices tap ring format base
extcap: client assets format base
daemon: http service archive uplink nats fleet gsmtap port streams sources devices conf tap ring format base
launcher: port format base
hub: http service archive assets conf sources nats fleet streams rewrite tap ring format base
doctor: daemon extcap assets client archive port sources devices conf tap ring format base
command_line: client rewrite ring format base
main: command_line doctor daemon commands client conf port base'

# The public headers, include/dtap, of these folders.
headers='
bytes.h: format
codes.h: format
container.h: format
frames.h: format
hdlc.h: format
modem_time.h: format
parts.h: format
pcap.h: format
block.h: ring
ring.h: ring
record_clock.h: tap
source.h: tap
tap.h: tap'

# HEADER: the only files that may include it, by the beginning of their paths.
# These are headers of libraries, and the log: the capture core and the sources
# count and return errno, and never log.
libraries='
libwebsockets.h: src/http/loop src/http/lws_log src/http/access src/http/ws_handshake
libconfig.h: src/conf/
zlib.h: src/decompress/ src/archive/compress/encoder src/assets/
zstd.h: src/decompress/ src/archive/compress/encoder src/uplink/message_builder src/fleet/device_message
bzlib.h: src/decompress/bunzip2
lzma.h: src/decompress/unxz
curl/curl.h: src/archive/upload/libcurl
nats/nats.h: src/nats/libnats src/hub/
openssl/crypto.h: src/nats/libnats
openssl/evp.h: src/fleet/nkey
seccomp.h: src/base/sandbox
dlfcn.h: src/base/dynlib
pcap/pcap.h: src/sources/libpcap
pcap.h:
base/log.h: src/base/ src/streams/ src/port/port src/archive/ src/gsmtap/ src/uplink/uplink src/service/ src/http/ src/commands/ src/daemon/ src/doctor/ src/hub/ src/main'

# Reads "PATH: #include ..." lines; prints those that break a rule.
judge() {
  LAYERS=$layers HEADERS=$headers LIBRARIES=$libraries awk '
    function table(text, rows,   n, i, lines, at) {
      n = split(text, lines, "\n")
      for (i = 1; i <= n; i++)
        if ((at = index(lines[i], ":")) > 0)
          rows[substr(lines[i], 1, at - 1)] = substr(lines[i], at + 1) " "
    }
    # The layer of src/ring/x.c, ring/x.h, src/main.c, dtap/ring.h.
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

# First a test of this script: it must find each of these errors.
while read -r planted; do
  if echo "$planted" | judge >/dev/null; then
    echo "layers.sh lets this pass: $planted"
    exit 1
  fi
done <<'END'
include/dtap/ring.h:#include <dtap/tap.h>
include/dtap/ring.h:#include <dtap/unknown.h>
src/base/clock.c:#include <dtap/container.h>
src/format/hdlc.c:#include "ring/ring_private.h"
src/ring/ring.c:#include "base/log.h"
src/ring/ring.c:#include <libwebsockets.h>
src/tap/tap.c:# include "sources/sources.h"
src/tap/tap.c:#include <zlib.h>
src/tap/tap.c:#include <zstd.h>
src/sources/file/file.c:#include "streams/stream.h"
src/sources/file/file.c:#include "base/log.h"
src/sources/file/file.c:#include <pcap/pcap.h>
src/fleet/fleet_name.c:#include <dtap/ring.h>
src/rewrite/rewrite.c:#include "streams/send.h"
src/rewrite/rewrite.c:#include "base/log.h"
src/streams/fanout.c:#include "http/server.h"
src/streams/fanout.c:#include "archive/archive.h"
src/streams/fanout.c:#include <libwebsockets.h>
src/port/arbiter.c:#include "base/log.h"
src/port/port.c:#include "sources/sources.h"
src/port/port.c:#include "streams/stream.h"
src/http/server.c:#include <libwebsockets.h>
src/archive/archive.c:#include "streams/fanout.h"
src/archive/archive.c:#include <zstd.h>
src/sources/file/input.c:#include <lzma.h>
src/archive/upload/uploader.c:#include <curl/curl.h>
src/gsmtap/sender.c:#include "archive/archive.h"
src/service/service.c:#include "http/server.h"
src/service/service.c:#include "conf/conf.h"
src/http/server.c:#include "conf/conf.h"
src/devices/device.c:#include "sources/sources.h"
src/http/server.c:#include "sources/sources.h"
src/conf/conf.c:#include "base/log.h"
src/client/http_get.c:#include "base/log.h"
src/client/http_get.c:#include "ring/ring_private.h"
src/client/http_get.c:#include <libwebsockets.h>
src/commands/convert.c:#include "daemon/daemon.h"
src/daemon/daemon.c:#include "commands/commands.h"
src/daemon/daemon.c:#include <libconfig.h>
src/daemon/daemon.c:#include <seccomp.h>
src/launcher/tracer.c:#include "client/url.h"
src/launcher/tracer.c:#include "base/log.h"
src/hub/blocks.c:#include "daemon/daemon.h"
src/daemon/daemon.c:#include "hub/hub.h"
src/streams/stream.c:#include <nats/nats.h>
src/elsewhere/new.c:#include <stdio.h>
END

grep -rE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include' include src | judge
