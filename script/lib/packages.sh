# SPDX-License-Identifier: MIT
# packages.sh - the Debian packages that diagtap is built and tested with.
#
# The only list of them; the scripts source it.  Ubuntu has the same names.

# To build the daemon and to read its streams.
build_packages="cmake make gcc libc6-dev pkgconf
  libwebsockets-dev libconfig-dev libseccomp-dev zlib1g-dev
  libzstd-dev libbz2-dev liblzma-dev libpcap-dev libcurl4-openssl-dev libnats-dev
  curl"

# For the tests: libraries, and programs that they run.
test_packages="libcmocka-dev g++ tshark tcpdump iproute2
  lua5.2 lua5.3 lua5.4 lua-check mandoc valgrind ncat socat
  adb udev zstd python3 prometheus nginx-light openssl nodejs
  cargo librust-tokio-dev librust-libc-dev"

# For script/lint, script/fuzz and script/test-wireshark44, from Debian 12.
check_packages="clang-format-14 clang-tidy-14 cppcheck lua-check
  clang libclang-rt-14-dev debootstrap"

# For script/build-static: the compiler, and libraries of the other machine.
armv7_packages="gcc-arm-linux-gnueabihf file"
aarch64_packages="gcc-aarch64-linux-gnu file"
x86_64_packages="gcc file"
foreign_packages="libc6 libc6-dev linux-libc-dev
  libconfig-dev libseccomp-dev zlib1g-dev"

# For script/test-device: virtual machines, and the programs in them.
device_packages="qemu-system-x86 qemu-system-arm cpio busybox-static bash curl
  linux-headers-cloud-amd64 xz-utils"

# For script/test-systemd: a container, or a machine.
systemd_packages="systemd-container mmdebstrap"
systemd_machine_packages="qemu-system-x86 fakeroot e2fsprogs"

# For script/package, script/test-package and script/release: systems of Debian, and
# what judges packages and images.
package_packages="mmdebstrap devscripts debhelper lintian fakeroot
  diffoscope-minimal systemd-container umoci qemu-user"

# For script/test-browser; the browsers need many other packages.
browser_packages="chromium chromium-driver firefox-esr tshark python3"

# For script/test-clients: what QCSuper and scat import.
client_packages="python3 python3-serial python3-usb python3-crcmod
  python3-packaging socat"

# For script/test-gui and its screenshot.
gui_packages="wireshark tshark xvfb openbox xdotool imagemagick
  fonts-dejavu-core curl dbus at-spi2-core python3-pyatspi"

# missing PACKAGE...: prints those that are not installed.
missing() {
  for package in "$@"; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
    installed) ;;
    *) printf '%s ' "$package" ;;
    esac
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# ensure PACKAGE...: installs what is missing; does not call apt-get for nothing.
ensure() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian: install the packages that README.md names." >&2
    return
  fi
  wanted=$(missing "$@")
  [ -n "$wanted" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "There is no sudo. As root: apt-get install --no-install-recommends $wanted" >&2
    return 1
  fi
  echo "Installing: $wanted"
  as_root apt-get -q update
  # shellcheck disable=SC2086 # a list
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends $wanted
}
