# SPDX-License-Identifier: MIT
# guest.sh - a machine made of packages that runs device tests and is thrown
# away; sourced, with bash.
#
# Its file system is an initramfs with busybox, bash, our programs and the
# tests.  It is emulated (TCG) also where there is KVM: virtual machines that
# offer one that does not work are common, and a guest takes seconds either way.

# guest_new FOLDER: an empty one.
guest_new() {
  guest=$1
  rm -rf "$guest"
  mkdir -p "$guest"/tree/{bin,dev,proc,sys,tmp,etc,modules,source/tests/e2e}
  cp tests/device/guest/init "$guest/tree/init"
  cp tests/e2e/lib.sh tests/e2e/launcher*.sh "$guest/tree/source/tests/e2e"
  mkdir "$guest/tree/source/tests/device"
  cp tests/device/*.sh "$guest/tree/source/tests/device"
  printf '%s\n' root:x:0:0::/:/bin/sh nobody:x:65534:65534::/:/bin/false \
    >"$guest/tree/etc/passwd"
  printf '%s\n' root:x:0: nogroup:x:65534: >"$guest/tree/etc/group"
}

# guest_programs FILE...: into its /bin, with the libraries that they need.
guest_programs() {
  local file library
  for file in "$@"; do
    cp -L "$file" "$guest/tree/bin"
    for library in $(ldd "$file" 2>/dev/null | grep -o '/[^ ]*'); do
      mkdir -p "$guest/tree${library%/*}"
      cp -Lu "$library" "$guest/tree$library"
    done
  done
}

# guest_modules TREE NAME...: of the kernel in TREE, in the order of loading.
guest_modules() {
  local name file
  for name in "${@:2}"; do
    file=$(find "$1" -name "$name.ko*" -print -quit)
    [ -n "$file" ] || { echo "no module $name in $1" >&2; return 1; }
    guest_module "$file"
  done
}

guest_module() {
  local number
  number=$(find "$guest/tree/modules" -type f | wc -l)
  number=$(printf %02d "$number") # loaded by name
  case $1 in
  *.xz) xz -dc "$1" ;;
  *) cat "$1" ;;
  esac >"$guest/tree/modules/$number.ko"
}

# guest_run SECONDS MACHINE... : MACHINE is qemu's command, with its kernel; the
# environment of the tests comes from standard input.  Shows what the guest has
# to say; its status is 0 if every test's was.
guest_run() {
  local status=0 said=$guest/said
  cat >"$guest/tree/environment"
  (cd "$guest/tree" && find . | cpio --quiet -o -H newc | gzip -1) \
    >"$guest/initramfs"
  rm -rf "$guest/tree"
  timeout -k 5 "$1" "${@:2}" -initrd "$guest/initramfs" -m 512 -nodefaults \
    -no-user-config -display none -no-reboot -serial "file:$said" </dev/null ||
    status=$?
  tr -d '\r' <"$said" | grep -av '^GUEST-EXIT'
  [ $status = 0 ] || { echo "qemu ended with $status (124: after $1 s)"; return 1; }
  tr -d '\r' <"$said" | grep -aqx 'GUEST-EXIT 0'
}
