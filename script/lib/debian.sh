# SPDX-License-Identifier: MIT
# debian.sh - Debian systems in folders, made of packages from the mirror that this
# machine's apt uses; sourced, with bash.

# debian_site SUITE FOLDER: the mirror of ours that has Debian's SUITE.  FOLDER
# takes what is fetched to find out.
debian_site() {
  local helper=/usr/lib/apt/apt-helper site
  # shellcheck disable=SC2016 # apt-get's own word
  for site in $(apt-get indextargets --format '$(SITE)' | sort -u |
    grep -E '^(https?|file):'); do
    if timeout 60 "$helper" -qq download-file "$site/dists/$1/InRelease" \
      "$2/InRelease" >/dev/null 2>&1 &&
      grep -q '^Label: Debian$' "$2/InRelease"; then
      rm -f "$2/InRelease"
      echo "$site"
      return
    fi
  done
  return 1
}

# debian_proxies: debootstrap knows nothing of apt's proxies.  The environment
# goes first.
debian_proxies() {
  local name proxy variable
  for name in http https; do
    proxy=
    eval "$(apt-config shell proxy "Acquire::$name::Proxy")"
    variable=${name}_proxy
    case $proxy in
    '' | DIRECT) ;;
    *) [ -n "${!variable-}" ] || export "$variable=$proxy" ;;
    esac
  done
}

# debian_names: the packages in a field like Depends that it reads, with commas: of
# alternatives the first, without versions, profiles and variables.
debian_names() {
  tr '\n' ' ' | tr ',' '\n' |
    sed -E -e 's/\|.*//; s/[[(<].*//; s/[[:space:]]//g' -e '/^(\$.*)?$/d' | paste -sd,
}

# debian_system TAR SUITE VARIANT PACKAGES: a system with these packages, a list
# with commas.  It is made if there is no TAR, or one with other packages.
debian_system() {
  local site
  [ ! -e "$1" ] || [ "$4" != "$(cat "$1.packages")" ] || return 0
  mkdir -p "${1%/*}"
  site=$(debian_site "$2" "${1%/*}") || { echo "apt's mirror has no $2"; return 1; }
  debian_proxies
  timeout 1800 mmdebstrap --quiet --mode=root --variant="$3" --include="$4" \
    "$2" "$1.new.tar" "$site" >"$1.log" 2>&1 ||
    { echo "mmdebstrap ended with $?; $1.log ends:"; tail -n 20 "$1.log"; return 1; }
  mv "$1.new.tar" "$1"
  echo "$4" >"$1.packages"
}

# debian_unpack TAR FOLDER: a clean system in FOLDER, which is removed first.
debian_unpack() {
  rm -rf "$2"
  mkdir -p "$2"
  tar -C "$2" --exclude='./dev/*' -xf "$1"
}

# debian_apt FOLDER: apt of the system in FOLDER reaches the mirror as ours does.
debian_apt() {
  cp /etc/resolv.conf /etc/hosts "$1/etc"
  apt-config dump Acquire >"$1/etc/apt/apt.conf.d/00host"
}

# debian_inside FOLDER SECONDS SCRIPT [ARGUMENT...]: runs the shell script in the
# system in FOLDER, with no network unless debian_network=yes, and with mounts and
# processes that end with it, after SECONDS at the latest.
debian_inside() {
  local net=--net
  [ "${debian_network:-no}" = no ] || net=
  # shellcheck disable=SC2016 # for the inner shell
  timeout --foreground -k 5 "$2" unshare --mount --pid $net --fork --kill-child \
    sh -euc '
      mount -t proc proc "$1/proc"
      mount -t tmpfs -o mode=755 tmpfs "$1/dev"
      for name in null zero full random urandom; do
        : >"$1/dev/$name"
        mount --bind "/dev/$name" "$1/dev/$name"
      done
      mkdir -m 1777 "$1/dev/shm"
      ln -s /proc/self/fd "$1/dev/fd"
      root=$1
      shift
      exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 sh -euc "$@"
    ' sh "$1" "$3" sh "${@:4}"
}

# debian_needs_root: says what is missing to make systems here; 1 then.
debian_needs_root() {
  [ "$(id -u)" = 0 ] || { echo "skipped: only root may make a Debian system"; return 1; }
  timeout 5 unshare --mount --pid --net --fork true 2>/dev/null ||
    { echo "skipped: this root may not mount"; return 1; }
}
