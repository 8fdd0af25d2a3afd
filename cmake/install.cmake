# What an installation holds: program, libraries, headers, pkg-config file, man
# page, shell completion.  The components are the Debian packages of
# cmake/package.cmake.
if(TARGET marsad)
  install(TARGETS marsad RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)

  # The program describes itself, so that no page can differ from what it accepts.
  set(SELF ${CMAKE_BINARY_DIR}/self)
  file(MAKE_DIRECTORY ${SELF})
  add_custom_command(
    OUTPUT ${SELF}/marsad.1 ${SELF}/marsad.bash ${SELF}/_marsad ${SELF}/marsad.fish
    COMMAND marsad help --man > ${SELF}/marsad.1
    COMMAND marsad completion bash > ${SELF}/marsad.bash
    COMMAND marsad completion zsh > ${SELF}/_marsad
    COMMAND marsad completion fish > ${SELF}/marsad.fish
    DEPENDS marsad VERBATIM)
  add_custom_target(self ALL DEPENDS ${SELF}/marsad.1)
  install(FILES ${SELF}/marsad.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  install(FILES ${SELF}/marsad.bash RENAME marsad COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${SELF}/_marsad COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  install(FILES ${SELF}/marsad.fish COMPONENT program
    DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
  install(FILES packaging/marsad.service DESTINATION lib/systemd/system COMPONENT program)
  install(FILES packaging/marsad.sysusers RENAME marsad.conf DESTINATION lib/sysusers.d COMPONENT program)
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
