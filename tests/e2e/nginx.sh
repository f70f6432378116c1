#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# conf/nginx.conf: TLS in front, the stream behind it live and byte-exact, over HTTP
# and as a WebSocket.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need nginx
need openssl
need python3

"$MAKE_CAPTURE" containers 5000 4 >made.bin
replay made.bin -o 'access.hosts=["diag.example"]' -o diag.wait_subscribers=2

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=diag.example \
  -addext subjectAltName=DNS:diag.example -keyout key -out crt 2>/dev/null

# The example as it is, but for its addresses and files.
sed -e "s|listen 9843 ssl|listen unix:$work/tls ssl|" \
  -e "s|http://127.0.0.1:9840|$url|" \
  -e "s|/etc/nginx/diag.crt|$work/crt|; s|/etc/nginx/diag.key|$work/key|" \
  "$SOURCE_DIR/conf/nginx.conf" >server.conf
cat >main.conf <<END
pid $work/nginx.pid;
error_log $work/error.log;
daemon off;
master_process off;
events {}
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  include $work/server.conf;
}
END
nginx -p "$work" -c "$work/main.conf" -e "$work/error.log" &
nginx=$!
pids="$pids $nginx"

# --retry waits for nginx to listen.
through() {
  curl -fsSN --unix-socket tls --cacert crt --retry 20 --retry-delay 1 \
    --retry-all-errors --max-time 50 "https://diag.example$1"
}
through /api/status | grep -q '"taps"' || fail "no status: $(cat error.log)"
PYTHONPATH=$SOURCE_DIR/tests/device python3 - >ws.log 2>&1 <<'END' &
import socket, ssl, websocket
trust = ssl.create_default_context(cafile="crt")
peer = socket.socket(socket.AF_UNIX)
peer.settimeout(50)
peer.connect("tls")
peer = trust.wrap_socket(peer, server_hostname="diag.example")
websocket.save(*websocket.shake(peer, "diag.example"), "ws.bin", "pings")
END
page=$!
pids="$pids $page"
through /api/diag/stream >out.bin || fail "no stream: $(cat ws.log error.log)"
ended 0
wait "$page" || fail "the WebSocket: $(cat ws.log error.log)"
cmp made.bin out.bin || fail "the stream through nginx differs"
cmp made.bin ws.bin || fail "the WebSocket through nginx differs"
ok "nginx's TLS in front: the streams come through byte for byte"
