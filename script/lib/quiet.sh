# SPDX-License-Identifier: MIT
# quiet.sh - a line for each stage of a script; sourced.
#
# The output of a stage is shown only if it fails.  On a terminal the line says how
# far the stage is: how long it takes, and the percentage that cmake gives.

quiet_log=$(mktemp)
quiet_watch=
quiet_end() {
  [ -z "$quiet_watch" ] || kill "$quiet_watch" 2>/dev/null || :
  rm -f "$quiet_log"
}
trap quiet_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# quiet_time BEGUN: how long it takes since then.
quiet_time() { echo "$(($(date +%s) - $1)) s"; }

# quiet_progress TEXT BEGUN: says each second how far it is, until it is killed.
quiet_progress() {
  while sleep 1; do
    percent=$(sed -n 's/^\[ *\([0-9]*%\)\].*/\1, /p' "$quiet_log" | tail -n 1)
    printf '\r%s ... %s%s ' "$1" "$percent" "$(quiet_time "$2")"
  done
}

# quiet_watch_ends TEXT: nothing of it is printed any more, and the line is TEXT.
quiet_watch_ends() {
  [ -n "$quiet_watch" ] || return 0
  kill "$quiet_watch"
  wait "$quiet_watch" 2>/dev/null || :
  quiet_watch=
  printf '\r%s ... %-14s\r%s ... ' "$1" '' "$1"
}

# stage TEXT COMMAND...: runs the command; prints TEXT, and how long it took.
# With QUIET=no its output is shown as it comes.
stage() {
  text=$1
  shift
  if [ "${QUIET:-yes}" = no ]; then
    printf '%s\n' "$text"
    "$@"
    return
  fi
  begun=$(date +%s)
  printf '%s ... ' "$text"
  if [ -t 1 ]; then
    quiet_progress "$text" "$begun" &
    quiet_watch=$!
  fi
  if "$@" >"$quiet_log" 2>&1; then
    quiet_watch_ends "$text"
    printf 'done (%s)\n' "$(quiet_time "$begun")"
  else
    quiet_watch_ends "$text"
    printf 'FAILED:\n\n'
    cat "$quiet_log"
    exit 1
  fi
}
