# What an installation holds: program, man page, shell completion, libraries,
# headers, pkg-config file.  The components are the Debian packages of
# cmake/package.cmake.
if(TARGET marsad)
  install(TARGETS marsad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)

  # Written by the program from its own table of commands.
  set(SHARE ${CMAKE_BINARY_DIR}/share)
  add_custom_command(OUTPUT ${SHARE}/marsad.1 ${SHARE}/marsad.bash ${SHARE}/_marsad
      ${SHARE}/marsad.fish
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SHARE}
    COMMAND marsad help --man > ${SHARE}/marsad.1
    COMMAND marsad completion bash > ${SHARE}/marsad.bash
    COMMAND marsad completion zsh > ${SHARE}/_marsad
    COMMAND marsad completion fish > ${SHARE}/marsad.fish
    DEPENDS marsad VERBATIM)
  add_custom_target(share ALL DEPENDS ${SHARE}/marsad.1)
  install(FILES ${SHARE}/marsad.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  install(FILES ${SHARE}/marsad.bash RENAME marsad COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${SHARE}/_marsad COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${SHARE}/marsad.fish COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
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
