# What an installation holds: program, libraries, headers, pkg-config file, man
# page and shell completion.
install(TARGETS marsad_static marsad_shared
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/marsad DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
configure_file(cmake/marsad.pc.in marsad.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/marsad.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET marsad)
  install(TARGETS marsad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
