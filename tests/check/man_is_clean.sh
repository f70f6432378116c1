#!/bin/sh
# SPDX-License-Identifier: MIT
# man_is_clean.sh FOLDER: mandoc finds no error in the manual pages.
command -v mandoc >/dev/null || { echo "no mandoc here"; exit 77; }
exec mandoc -T lint -W warning "$1"/*
