# Debian packages, one a component: `cpack -G DEB` in the build folder, or
# tools/package.  The program holds the library, so that it needs no other package
# of ours.
set(CPACK_PACKAGE_NAME marsad)
set(CPACK_PACKAGE_CONTACT "The Marsad authors <marsad@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME marsad)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS tzdata) # marsad travel read: UTC of local times
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS ca-certificates) # marsad fetch
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/postinst)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
  "Screens names and identities against published lists and explains each score.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libmarsad0)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS tzdata) # ms_zones_open
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Shared library of the screening engine.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmarsad-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libmarsad0 (= ${PROJECT_VERSION}), libexpat1-dev, \
libutf8proc-dev, libzstd-dev, libxxhash-dev, zlib1g-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "Headers, static library and pkg-config file of the screening engine.")
include(CPack)
