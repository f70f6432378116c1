/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"
