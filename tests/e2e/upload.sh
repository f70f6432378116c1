#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Captures uploaded to nginx with WebDAV, whatever ends the daemon and whatever
# the server says; recording never waits for it.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need nginx
need openssl
need python3
need setsid
unset http_proxy https_proxy all_proxy no_proxy HTTPS_PROXY ALL_PROXY NO_PROXY

if "$DIAGTAPD" -o listen.port=0 -o diag_stream_enabled=true -o diag.source=simulator \
  -o archive.enabled=true -o archive.directory="$work" -o upload.url=http://127.0.0.1/ \
  -o upload.token_file=nowhere 2>said.err; then fail "a token file that is not there is taken"; fi
! grep -q "there is no libcurl here" said.err || skip "no libcurl here"
grep -q "upload.token_file: nowhere: No such file" said.err || fail "$(cat said.err)"

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout key -out crt 2>/dev/null
token=sesame-open.0123
echo $token >token
echo "me:$token" >password
chmod 600 token password
echo "me:$(openssl passwd -apr1 "$token")" >users
mkdir files server server/plain server/secret server/tls server/small
chmod 711 "$work"
chmod 777 server/*

# The server refuses with NUMBER while there is a file server/NUMBER.
cat >nginx.conf <<END
pid $work/nginx.pid;
error_log $work/error.log;
daemon off;
events {}
http {
  log_format short '\$request_method \$uri \$status';
  access_log $work/access.log short;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  client_max_body_size 64m;
  root $work/server;
  dav_methods PUT;
  server {
    listen 127.0.0.1:@1@;
    location /plain/ {
      if (\$http_authorization != "Bearer $token") { return 401; }
      if (-f $work/server/401) { return 401; }
      if (-f $work/server/503) { return 503; }
      if (-f $work/server/507) { return 507; }
    }
    location /secret/ { auth_basic "captures"; auth_basic_user_file $work/users; }
    location /small/ { client_max_body_size 2k; }
    location /read/ { dav_methods off; }
  }
  server {
    listen 127.0.0.1:@2@ ssl;
    ssl_certificate $work/crt;
    ssl_certificate_key $work/key;
  }
}
END
python3 "$SOURCE_DIR/tests/e2e/with_ports.py" 2 nginx.conf ports &
pids="$pids $!"
pause() { read -rt 0.05 <> <(:) || :; } # spaces looks; nothing waits for it
await() { until "$@" >/dev/null 2>&1; do pause; done; }
await test -e ports
read -r plain tls <ports

# uploads WHERE OPTION...: a daemon that records to files, and uploads.
uploads() {
  local where=$1
  shift
  start -o archive.enabled=true -o archive.directory="$work/files" \
    -o archive.rotate_seconds=1 -o archive.flush_ms=50 -o diag.rate=1000 \
    -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0 \
    -o upload.url="$where" "$@"
}
figure() { curl -fsS "$url/metrics" | sed -n "s/^diagtap_archive_$1{tap=\"diag\"} //p"; }
has_sent() { [ "$(figure uploaded_captures_total)" -ge "$1" ]; }
why_says() { curl -fsS "$url/api/status" | grep -q "\"upload\": .*\"why\": \"[^\"]*$1"; }
fails() { [ "$(figure upload_failing)" = 1 ]; }
recorded() { [ "$(figure containers_total)" -ge "$1" ]; }
end() { kill "$pid"; ended 0; }
said() { grep -c "$1" log || :; }

# same FOLDER: what the server has is what is marked here, byte for byte.
same() {
  local mark file n=0
  for mark in files/*.uploaded; do
    for file in "${mark%uploaded}"*; do
      case $file in *.uploaded) continue ;; esac
      cmp "$file" "server/$1/${file#files/}" || fail "$file arrived otherwise"
      n=$((n + 1))
    done
  done
  [ $n -gt 1 ] || fail "nothing was uploaded: $(ls files)"
  ok "$n files on the server in $1 are what they are here"
}

dav="http://127.0.0.1:$plain"
uploads "$dav/plain" -o upload.token_file=token -o archive.compress=gzip
await has_sent 2
end
same plain
! ls server/plain | grep -v -e '\.pcap\.gz$' -e '\.json$' || fail "more than that was sent"
for how in -9 -9 -9 -TERM; do
  (cd files && ls ./*.uploaded) | sed 's|^\./||; s|uploaded$||' >marked
  seen=$(wc -l <access.log)
  uploads "$dav/plain" -o upload.token_file=token -o archive.compress=gzip
  await has_sent 1
  [ $how != -TERM ] || break
  { kill $how "$pid" && wait "$pid"; } 2>/dev/null || :
  ! tail -n +$((seen + 1)) access.log | grep -F -f marked || fail "it was marked, and sent again"
done
fetch /api/archive >list
grep -q "\"uploaded\": true" list || fail "the list does not tell"
end
same plain
ok "after kills and restarts what was uploaded is known"

rm -f files/*
touch server/401 server/503 server/507
uploads "$dav/plain" -o upload.token_file=token -o upload.delete_uploaded=true
for what in "401:does not accept our credentials" "503:busy" "507:disk is full"; do
  await grep -q "cannot upload .*${what#*:}.*\[${what%%:*}\]" log
  await why_says "${what#*:}"
  rm "server/${what%%:*}"
done
await has_sent 2
await grep -q "uploading again" log
[ "$(said 'warning: .*cannot upload')" = 3 ] || fail "not one warning for each cause"
[ "$(figure upload_failures_total)" -ge 3 ] || fail "failures are not counted"
[ "$(figure lost_containers_total)" = 0 ] || fail "the archive lost something"
end
for file in files/*.uploaded; do
  set -- "${file%uploaded}"*
  [ $# = 1 ] || fail "uploaded, and not deleted: $*"
done
ok "401, 503, 507: one warning each, and then it goes on; what arrived is deleted"

# trouble WORDS WHERE OPTION...: one warning with these words, and it records on.
trouble() {
  local words=$1
  shift
  rm -f files/*
  uploads "$@"
  await grep -q "cannot upload .*$words" log
  await recorded 500
  [ "$(figure lost_containers_total)" = 0 ] || fail "the archive lost something"
  await why_says "$words"
  await fails
  end
  [ "$(said 'warning: .*cannot upload')" = 1 ] || fail "$words: said more than once"
  [ ! -e files/*.uploaded ] || fail "$words: something is marked"
  ok "$words"
}
# It takes connections, as far as the kernel does, and never answers.
python3 -c '
import socket, signal
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(64)
print(s.getsockname()[1], flush=True)
signal.pause()' >silent.part &
pids="$pids $!"
await grep -q . silent.part
read -r silent <silent.part

trouble "did not answer within upload.stall_timeout" "http://127.0.0.1:$silent/" \
  -o upload.stall_timeout=1
trouble "Cannot connect to the server" "http://127.0.0.1:1/"
trouble "has an error: check its log.*\[500\]" "$dav/nowhere/"
trouble "too large for the server.*\[413\]" "$dav/small/"
trouble "does not accept PUT there.*\[405\]" "$dav/read/"
trouble "TLS failed: check the certificates in upload.ca_file" "https://localhost:$tls/tls/"

rm -f files/*
uploads "https://localhost:$tls/tls/" -o upload.ca_file=crt
await has_sent 1
end
same tls
rm -f files/*
as=
[ "$(id -u)" != 0 ] || { as="-o user=nobody"; chmod 777 files; }
# shellcheck disable=SC2086 # an option, or none
uploads "$dav/secret/" -o upload.password_file=password $as
await has_sent 1
end
same secret

# SIGHUP: another server and its secret, while the old one is in trouble.
rm -f files/* server/plain/*
cat >detached <<END
#!/bin/sh
exec setsid "$DIAGTAPD" "\$@"
END
chmod +x detached
settings() { printf 'upload: { url = "%s"; %s };\n' "$1" "$2" >conf; }
reload() { kill -HUP "$pid"; await grep -q "$1" log; }
settings "$dav/nowhere/" 'connect_timeout = 9;'
attached=$DIAGTAPD
DIAGTAPD=$work/detached
start -c conf -o archive.enabled=true -o archive.directory="$work/files" \
  -o archive.rotate_seconds=1 -o archive.flush_ms=50 -o diag.rate=1000 \
  -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0
DIAGTAPD=$attached
await grep -q "cannot upload .*\[500\]" log
settings "$dav/plain/" 'token_file = "nowhere";'
reload "reload: the old upload settings stay"
grep -q "upload.token_file: nowhere: No such file" log || fail "it does not say why"
settings "$dav/plain/" 'token_file = "token"; delete_uploaded = true;'
reload "reload: .*upload settings are applied"
! grep "reload: upload.*has changed" log || fail "what is applied is named"
await has_sent 2
for file in files/*.uploaded; do
  set -- "${file%uploaded}"*
  [ $# = 1 ] || fail "uploaded, and not deleted: $*"
done
ls server/plain/*.pcap >list || fail "not on the new server"
# A secret that only root may read stays in force when the daemon is another user.
if [ "$(id -u)" = 0 ]; then
  end
  rm -f files/* server/plain/*
  settings "$dav/nowhere/" 'token_file = "token";'
  DIAGTAPD=$work/detached
  start -c conf -o archive.enabled=true -o archive.directory="$work/files" \
    -o archive.rotate_seconds=1 -o archive.flush_ms=50 -o diag.rate=1000 \
    -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0 -o user=nobody
  DIAGTAPD=$attached
  await grep -q "cannot upload .*\[500\]" log
  settings "$dav/plain/" 'token_file = "token";'
  reload "upload.token_file: token: Permission denied; what was read before stays"
  await has_sent 1
fi
printf 'upload: { url = ""; };\n' >conf
reload "reload: upload.url = \"\": restart diagtapd to stop uploading"
sent=$(figure uploaded_captures_total)
await has_sent $((sent + 1))
end
ok "SIGHUP applies the settings of uploads"

# refused WORDS OPTION...: it does not start, and says why.
refused() {
  local words=$1
  shift
  "$DIAGTAPD" -o listen.port=0 -o diag_stream_enabled=true -o diag.source=simulator \
    -o archive.enabled=true -o archive.directory="$work/files" "$@" 2>said.err &&
    fail "$* is taken"
  grep -q "$words" said.err || fail "$*: $(cat said.err)"
}
chmod 640 token
refused "token_file: token: other users may read it" -o upload.url=http://a -o upload.token_file=token
chmod 600 token
refused "must be USER:PASSWORD" -o upload.url=http://a -o upload.password_file=token
refused "are both set: set one of them" -o upload.url=http://a -o upload.password_file=password \
  -o upload.token_file=token
for url in ftp://a/ http://me:you@a/ 'http://a/?x' a/b; do
  refused "upload.url = \"$url\": must be a folder" -o "upload.url=$url"
done
refused "upload.ca_file = \"nowhere\": No such file" -o upload.url=http://a -o upload.ca_file=nowhere
! grep -r "$token" log said.err || fail "the secret is in the log"
ok "what cannot be is refused with a sentence"
