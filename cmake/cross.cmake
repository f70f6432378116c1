# SPDX-License-Identifier: MIT
# A toolchain: Debian's compiler for the machine TRIPLET, with the flags FLAGS, and,
# in SYSROOT, what Debian's packages for that machine hold; see script/build-static.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${PROCESSOR})
set(CMAKE_C_COMPILER ${TRIPLET}-gcc)
set(CMAKE_C_FLAGS_INIT "${FLAGS}")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SYSROOT TRIPLET PROCESSOR FLAGS)

set(CMAKE_SYSROOT ${SYSROOT})
# The compiler may have a C library of its own (libc6-dev-arm64-cross), which is older.
set(of_sysroot ${SYSROOT}/usr/lib/${TRIPLET})
set(CMAKE_EXE_LINKER_FLAGS_INIT "-B${of_sysroot} -L${of_sysroot}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
  ${SYSROOT}/usr/lib/${TRIPLET}/pkgconfig:${SYSROOT}/usr/lib/pkgconfig)
