# Files as C arrays: cmake -DOUT=FILE.c -DFILES=a;b -P embed.cmake writes the table of
# src/server/console.h.
set(arrays "")
set(rows "")
set(n 0)
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
    "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char file_${n}[] = {\n${bytes}};\n")
  string(APPEND rows "    {\"${name}\", file_${n}, sizeof file_${n}},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(WRITE ${OUT} "#include \"server/console.h\"\n\n${arrays}\nconst ms_console_file ms_console_files[] = {\n${rows}    {0},\n};\n")
