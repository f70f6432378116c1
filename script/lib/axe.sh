# SPDX-License-Identifier: MIT
# axe.sh - fetches axe-core, which looks for what a screen reader stumbles over.
#
# It is for the tests only (MPL-2.0), and no part of diagtap.  The scripts source
# this file.

axe_version=4.10.3
axe_hash='Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=='

# fetch_axe FOLDER: puts axe.min.js there, once.  Says why it cannot.
fetch_axe() {
  [ ! -f "$1/axe.min.js" ] || return 0
  for program in npm openssl tar; do
    command -v "$program" >/dev/null || {
      echo "no axe-core: it needs $program" >&2
      return 1
    }
  done
  mkdir -p "$1"
  (cd "$1" && npm pack --silent "axe-core@$axe_version" >/dev/null) || {
    echo "no axe-core: npm does not give it" >&2
    return 1
  }
  is=$(openssl dgst -sha512 -binary "$1"/axe-core-*.tgz | openssl base64 -A)
  [ "$is" = "$axe_hash" ] || {
    echo "no axe-core: this is not the package that was expected: sha512 $is" >&2
    return 1
  }
  tar -xzf "$1"/axe-core-*.tgz -C "$1" --strip-components=1 package/axe.min.js
}
