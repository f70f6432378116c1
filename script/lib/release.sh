# SPDX-License-Identifier: MIT
# release.sh - the build that the longer tests share; sourced.

# build_release TARGET...: builds these in build/release, as users have them.
# Scripts that run side by side take turns.
build_release() {
  mkdir -p build
  (
    flock 9
    cmake --preset release -D BUILD_TESTING=ON >/dev/null &&
      cmake --build --preset release -j "$(nproc)" --target "$@" >/dev/null
  ) 9>build/release.lock
}
