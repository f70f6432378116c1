# SPDX-License-Identifier: MIT
# cmake -DIN=file -DOUT=file.c -DNAME=name -P embed.cmake
#
# Writes a file as the C array dtap_asset_NAME, with an ETag from its SHA-256.
file(READ ${IN} octets HEX)
file(SHA256 ${IN} hash)
string(SUBSTRING ${hash} 0 16 hash)
string(REGEX REPLACE "(................................)" "\\1\n" octets "${octets}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," octets "${octets}")
file(WRITE ${OUT} "\
#include \"assets/assets.h\"

static const unsigned char octets[] = {
${octets}
};

const struct dtap_asset dtap_asset_${NAME} = {
	octets, sizeof octets, \"\\\"${hash}\\\"\"};
")
