# bench/gen makes lists and queries at scale.  Built when asked for (`--target gen`, as
# bench/gen does) and with the tests.
file(GLOB GEN_SOURCES CONFIGURE_DEPENDS bench/gen*.c)
add_executable(gen EXCLUDE_FROM_ALL ${GEN_SOURCES})
target_include_directories(gen PRIVATE src bench)
target_compile_definitions(gen PRIVATE "GEN_TABLES=\"${CMAKE_SOURCE_DIR}/bench/names\"")
target_link_libraries(gen PRIVATE marsad_static)
set_target_properties(gen PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
if(BUILD_TESTING)
  set_target_properties(gen PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()

# bench/http asks the server with the one, and the engine alone with the other; bench/travel reads
# messages with the third.
foreach(name http_load http_engine travel_read)
  add_executable(${name} EXCLUDE_FROM_ALL bench/${name}.c)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  if(BUILD_TESTING)
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL OFF)
  endif()
endforeach()
foreach(name http_engine travel_read)
  target_link_libraries(${name} PRIVATE marsad_static)
endforeach()
target_sources(http_engine PRIVATE bench/answers.c)

# bench/complete scores everybody with it.
add_executable(bench_everybody EXCLUDE_FROM_ALL bench/everybody.c bench/walk.c bench/answers.c)
target_include_directories(bench_everybody PRIVATE src)
target_link_libraries(bench_everybody PRIVATE marsad_static)
if(BUILD_TESTING)
  set_target_properties(bench_everybody PROPERTIES EXCLUDE_FROM_ALL OFF)
endif()
