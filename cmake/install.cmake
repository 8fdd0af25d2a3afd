# What an installation holds: program, libraries, headers, pkg-config file.  The
# components are the Debian packages of cmake/package.cmake.
if(TARGET marsad)
  install(TARGETS marsad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
endif()
install(TARGETS marsad_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS marsad_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY include/marsad DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
# The prefix is told from where the file lies, so that an installation can move.
file(RELATIVE_PATH PC_PREFIX ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/pkgconfig
  ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/marsad.pc.in marsad.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/marsad.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)
