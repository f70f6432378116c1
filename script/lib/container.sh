# SPDX-License-Identifier: MIT
# container.sh - boots the systemd of a system in a folder; sourced, with bash.

# container_boot ROOT SECONDS: as a container, with no network, until it switches
# itself off or the time is over; its console is in ROOT.console.  77 if none can be
# made here.
#
# The container's systemd wants cgroup2: in a mount namespace of its own, so that
# nothing here changes, with a group of its own.
container_boot() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare -m bash -c '
    mount --make-rprivate / && umount -R -l /sys/fs/cgroup || exit 77
    mount -t cgroup2 none /sys/fs/cgroup || exit 77
    mkdir "/sys/fs/cgroup/$1" || exit 77
    echo $$ >"/sys/fs/cgroup/$1/cgroup.procs"
    timeout -k 5 "$3" systemd-nspawn --quiet --boot --register=no --keep-unit \
      --private-network --console=pipe -D "$2" >"$2.console" 2>&1 </dev/null
    echo $$ >/sys/fs/cgroup/cgroup.procs
    find "/sys/fs/cgroup/$1" -depth -type d -exec rmdir {} + 2>/dev/null
    exit 0' - "diagtap-check-$$" "$1" "$2"
}
