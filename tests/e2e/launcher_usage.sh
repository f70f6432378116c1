#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What diagtap-run says of itself, and of programs that it cannot run.
. "$SOURCE_DIR/tests/e2e/lib.sh"

# says STATUS PATTERN ARGUMENT...
says() {
  local expected=$1 pattern=$2 status=0
  shift 2
  timeout 20 "$DIAGTAP_RUN" "$@" >said 2>&1 || status=$?
  [ "$status" = "$expected" ] || fail "$*: exit status $status, not $expected"
  grep -q -- "$pattern" said || fail "$*: no '$pattern': $(cat said)"
}

says 0 '^Usage: diagtap-run' --help
says 0 '^diagtap-run [0-9]' --version
says 125 '^Usage: diagtap-run'
says 125 'unrecognized option' --no-such-option true
says 125 '"x" is not 0 to' --wait x true
says 125 '"-1" is not 0 to' --wait=-1 true
says 125 'no path or @NAME' --socket "" true
says 125 'no path or @NAME' --socket "$(printf '/%0108d' 0)" true
says 127 '/no/such: No such file' /no/such
says 126 "$work: Permission denied" "$work"
says 0 '^-v$' echo -v
ok "usage, and what it cannot run"

# --help and the manual have the same options.
"$DIAGTAP_RUN" --help | grep -oE -- ' --[a-z-]+' | tr -d ' ' | sort -u >of_help
sed -n '/^\.It Fl/p' "$SOURCE_DIR/docs/man/diagtap-run.1" |
  grep -oE 'Fl Fl [a-z-]+' | sed 's/Fl Fl /--/' | sort -u >of_man
[ "$(wc -l <of_help)" = 7 ] && diff of_help of_man || fail "the manual differs"
ok "the manual has every option"

# Where diagtapd is: an option before a variable before a default.
DIAGTAP_SOCKET=@variable says 0 'at @variable: Connection refused' --wait 0 \
  "$DIAG_CLIENT" open=/dev/diag
DIAGTAP_SOCKET=@variable says 0 'at @option: Connection refused' --wait 0 \
  -s @option "$DIAG_CLIENT" open=/dev/diag
says 0 'at /run/diagtap/.*' --wait 0 "$DIAG_CLIENT" open=/dev/diag
ok "an option, DIAGTAP_SOCKET, a default"

# A real device cannot be opened by any path, traced or not.
[ "$(id -u)" = 0 ] || skip "only root may hide a device"
cat >private <<'END'
set -e
mkdir dev
mount -t tmpfs tmpfs dev
for file in null zero urandom tty; do cp -a /dev/$file dev; done
mknod dev/diag c 1 3
mount --move dev /dev
ln -s /dev/diag alias
"$DIAG_CLIENT" open=alias >out
grep -q 'open: 0' out
timeout 20 "$DIAGTAP_RUN" -s @nowhere --wait 0 "$DIAG_CLIENT" open=alias \
  open=/dev/diag open=/dev/null >out 2>err || exit 1
"$DIAG_CLIENT" open=alias >>out
END
unshare -m --propagation private bash private 2>said ||
  skip "no mounts of our own here: $(cat said)"
printf 'open: %s\n' EACCES EINVAL 0 0 | cmp - out || fail "$(cat out err)"
ok "the program cannot open the real device, others can"
