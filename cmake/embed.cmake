# SPDX-License-Identifier: MIT
# cmake -DNAME=name -DROOT=folder -DFILES=a.html,b/c.js -DOUT=file.c -P embed.cmake
#
# Writes the files as the C table dtap_NAME_files, see src/assets/assets.h: each
# gzip'ed, with its media type, its size before, and an ETag from the SHA-256 of
# what it was.
set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_lua "text/x-lua; charset=utf-8")
set(type_svg "image/svg+xml")
set(type_webmanifest "application/manifest+json")
set(type_ "text/plain; charset=utf-8") # no extension: Wireshark's profile

string(REPLACE "," ";" files "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  get_filename_component(extension ${file} LAST_EXT)
  string(REGEX REPLACE "^\\." "" extension "${extension}")
  if(NOT DEFINED type_${extension})
    message(FATAL_ERROR "${file}: embed.cmake knows no type for it")
  endif()
  file(SIZE ${ROOT}/${file} size)
  file(SHA256 ${ROOT}/${file} hash)
  string(SUBSTRING ${hash} 0 16 hash)
  file(ARCHIVE_CREATE OUTPUT ${OUT}.gz PATHS ${ROOT}/${file}
    FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
  file(READ ${OUT}.gz bytes HEX)
  # Bytes 4 to 7 are the time of compression: the same source, the same build.
  string(SUBSTRING ${bytes} 0 8 head)
  string(SUBSTRING ${bytes} 16 -1 rest)
  set(bytes "${head}00000000${rest}")
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND arrays
    "static const unsigned char file_${number}[] = {\n${bytes}\n};\n\n")
  string(APPEND rows "\t{\"${file}\", \"${type_${extension}}\",\n\t \
file_${number}, sizeof file_${number}, ${size}, \"W/\\\"${hash}\\\"\"},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(REMOVE ${OUT}.gz)
file(WRITE ${OUT} "\
#include \"assets/assets.h\"

${arrays}const struct dtap_asset dtap_${NAME}_files[] = {
${rows}\t{0},
};
")
