# SPDX-License-Identifier: MIT
# quiet.sh - a line for each stage of a script; sourced.
#
# The output of a stage is shown only if it fails.

quiet_log=$(mktemp)
trap 'rm -f "$quiet_log"' EXIT

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
  if "$@" >"$quiet_log" 2>&1; then
    printf 'done (%d s)\n' $(($(date +%s) - begun))
  else
    printf 'FAILED:\n\n'
    cat "$quiet_log"
    exit 1
  fi
}
