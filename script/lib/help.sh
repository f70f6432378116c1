# SPDX-License-Identifier: MIT
# help.sh - -h and --help of a script; sourced, in the root folder of the tree,
# before the script does anything.
#
# Help is the comment at the top of the script, behind the line of the licence.

case ${1:-} in
-h | --help)
  sed -n -e '3{/^#$/d;}' -e '3,/^\([^#]\|$\)/s/^# \{0,1\}//p' "script/${0##*/}"
  exit
  ;;
esac

# takes_nothing "$@": for a script without arguments: any is a mistake.
takes_nothing() {
  [ $# -gt 0 ] || return 0
  echo "script/${0##*/} takes no \"$1\"; script/${0##*/} --help says what it does" >&2
  exit 2
}
