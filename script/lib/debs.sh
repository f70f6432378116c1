# SPDX-License-Identifier: MIT
# debs.sh - Debian packages of diagtap, each built in a clean system; sourced, with
# bash, after debian.sh.

# debs_version TREE: the version in the first line of its debian/changelog.
debs_version() { sed -n '1s/.*(\(.*\)).*/\1/p' "$1/debian/changelog"; }

# debs_system SUITE: the system of SUITE that has what debian/control asks for, and
# lintian.  Prints its tar file.
debs_system() {
  local tar=$PWD/build/package/$1.tar needed
  needed=$(sed -n '/^Build-Depends:/,/^Standards/{s/^Build-Depends://;/^[A-Z]/!p}' \
    debian/control | debian_names)
  debian_system "$tar" "$1" buildd "$needed,lintian" >&2 || return 1
  echo "$tar"
}

# debs_tree COMMIT FOLDER: the files of that commit.
debs_tree() {
  mkdir -p "$2"
  git archive "$1" | tar -C "$2" -xf -
}

# debs_build ROOT TREE KIND [VARIABLE=VALUE...]: builds TREE, a folder in the system
# ROOT, with KIND: "full", with the source, or "binary".  The results are in the
# folder above TREE.
debs_build() {
  # shellcheck disable=SC2016 # for the inner shell
  debian_inside "$1" 1800 '
    cd "$1"
    export DEB_BUILD_OPTIONS="parallel=$2 nocheck"
    kind=$3
    shift 3
    exec env "$@" dpkg-buildpackage --no-sign --build="$kind"
  ' "$2" "$(nproc)" "$3" "${@:4}" >"$1.log" 2>&1 ||
    { echo "dpkg-buildpackage ended with $?; $1.log ends:"; tail -n 40 "$1.log"; return 1; }
}
