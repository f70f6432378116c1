# SPDX-License-Identifier: MIT
# foreign.sh - Debian's packages for another machine, taken apart; sourced, with
# bash.
#
# apt keeps its lists in a folder of ours, so that this machine does not get a
# second architecture.  They come from the mirror that it uses for its own.

foreign_options=()

# foreign_lists FOLDER ARCHITECTURE: fetches apt's lists into it; what follows is
# about this architecture.
foreign_lists() {
  # shellcheck disable=SC2016 # apt-get's own word
  foreign_lists_of "$1" "$2" '$(CODENAME)'
}

# foreign_lists_of FOLDER ARCHITECTURE CODENAME: the same of another Debian.
foreign_lists_of() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg type
  mkdir -p "$1"/state/lists/partial "$1"/cache/archives/partial
  for type in deb deb-src; do
    # shellcheck disable=SC2016 # apt-get's own words
    apt-get indextargets --format "$type [signed-by=$key] "'$(SITE) '"$3 main" \
      'Created-By: Packages' 'Label: Debian' 'Component: main' | sort -u
  done >"$1/sources.list"
  foreign_options=(-q -o Dir::State="$1/state" -o Dir::Cache="$1/cache"
    -o Dir::State::status=/dev/null -o Dir::Etc::SourceList="$1/sources.list"
    -o Dir::Etc::SourceParts=/dev/null -o APT::Architecture="$2"
    -o APT::Architectures="$2" -o APT::Sandbox::User="$(id -un)")
  apt-get "${foreign_options[@]}" update
}

# foreign_unpack FOLDER PACKAGE...: their files, none of their dependencies'.  They
# are known to "dpkg-query --admindir FOLDER/var/lib/dpkg".
foreign_unpack() {
  local debs=$1.debs deb
  mkdir -p "$debs" "$1"
  (cd "$debs" && apt-get "${foreign_options[@]}" download "${@:2}")
  for deb in "$debs"/*.deb; do
    dpkg-deb -x "$deb" "$1"
    foreign_note "$1/var/lib/dpkg" "$deb"
  done
  rm -r "$debs"
}

# foreign_note DATABASE DEB: as if dpkg had installed it.
foreign_note() {
  local name
  mkdir -p "$1/info" "$1/updates"
  echo 1 >"$1/info/format" # names with architectures
  name=$(dpkg-deb -f "$2" Package)
  case $(dpkg-deb -f "$2" Multi-Arch) in
  same) name=$name:$(dpkg-deb -f "$2" Architecture) ;;
  esac
  dpkg-deb --fsys-tarfile "$2" | tar -t | sed 's/^\.//; s/\/$//; s/^$/\/./' \
    >"$1/info/$name.list"
  {
    echo "Status: install ok installed"
    dpkg-deb -f "$2"
    echo
  } >>"$1/status"
}

# foreign_newest PACKAGE: what the package of that name, which is empty, stands for.
foreign_newest() {
  apt-cache "${foreign_options[@]}" depends "$1" |
    sed -n '/Depends:/{s/.*: //p;q}'
}

# foreign_source FOLDER PACKAGE: its source as its authors made it.
foreign_source() {
  mkdir -p "$1.files" "$1"
  (cd "$1.files" &&
    apt-get "${foreign_options[@]}" source --download-only "$2")
  tar -xf "$1.files"/*.orig.tar.* -C "$1" --strip-components=1
  rm -r "$1.files"
}
