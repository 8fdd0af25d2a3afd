# Tests: tests/unit/test_*.c are cmocka programs; tests/fuzz/fuzz_*.c are fuzz
# targets, replayed over their committed corpus in ordinary builds;
# tests/golden/*.sh and tests/clients/*.py drive the program itself.
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson) # an oracle
find_package(Python3 COMPONENTS Interpreter)

set(TEST_ENV "MARSAD_LANG=en"
  "MARSAD_SOURCE=${CMAKE_SOURCE_DIR}" "MARSAD_BUILD=${CMAKE_BINARY_DIR}"
  "MARSAD=$<$<TARGET_EXISTS:marsad>:${CMAKE_BINARY_DIR}/marsad>")
if(MARSAD_SANITIZE)
  # They make the start of a process slow, which some tests do hundreds of times.
  list(APPEND TEST_ENV "MARSAD_FEW=1")
endif()

# Tests that start threads carry the label "threads": those that the thread
# sanitizer runs (`ctest --preset tsan -L threads`).
function(label_threads name source)
  file(STRINGS ${source} lines REGEX "pthread_create|--jobs|--threads" LIMIT_COUNT 1)
  if(lines)
    set_tests_properties(${name} PROPERTIES LABELS threads)
  endif()
endfunction()

# A test of the rooms `node` and `server` links them, and the network's libraries with them.
function(link_rooms name source)
  foreach(room node server)
    file(STRINGS ${source} lines REGEX "#include \"${room}/" LIMIT_COUNT 1)
    if(lines)
      target_link_libraries(${name} PRIVATE marsad_${room})
    endif()
  endforeach()
endfunction()

file(GLOB REF_SOURCES CONFIGURE_DEPENDS tests/ref/*.c)
if(REF_SOURCES)
  add_library(marsad_ref STATIC ${REF_SOURCES})
  target_include_directories(marsad_ref PUBLIC tests/ref include)
  target_link_libraries(marsad_ref PUBLIC marsad_static)
  # The independent scorer on long lists: bench/complete --twin builds and runs it.
  add_executable(bench_twin EXCLUDE_FROM_ALL bench/twin.c bench/answers.c)
  target_link_libraries(bench_twin PRIVATE marsad_ref)
endif()

# Used by tests/clients/test_accuracy.py.
set_target_properties(bench_accuracy PROPERTIES EXCLUDE_FROM_ALL OFF)

file(GLOB UNIT_TESTS CONFIGURE_DEPENDS tests/unit/test_*.c)
foreach(source IN LISTS UNIT_TESTS)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_include_directories(${name} PRIVATE src tests/unit)
  target_link_libraries(${name} PRIVATE $<$<TARGET_EXISTS:marsad_ref>:marsad_ref> marsad_static
    PkgConfig::CMOCKA PkgConfig::JANSSON)
  link_rooms(${name} ${source})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${TEST_ENV}" SKIP_RETURN_CODE 77)
  label_threads(${name} ${source})
endforeach()

# Of bench/complete.
target_sources(test_walk PRIVATE bench/walk.c bench/answers.c)

file(GLOB FUZZ_TARGETS CONFIGURE_DEPENDS tests/fuzz/fuzz_*.c)
foreach(source IN LISTS FUZZ_TARGETS)
  get_filename_component(name ${source} NAME_WE)
  string(REPLACE fuzz_ "" corpus ${name})
  add_executable(${name} ${source} $<$<NOT:$<BOOL:${MARSAD_FUZZ}>>:tests/fuzz/replay.c>)
  target_include_directories(${name} PRIVATE src tests/fuzz)
  target_link_libraries(${name} PRIVATE $<$<TARGET_EXISTS:marsad_ref>:marsad_ref> marsad_static
    PkgConfig::JANSSON)
  link_rooms(${name} ${source})
  if(MARSAD_FUZZ)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endif()
  add_test(NAME ${name} COMMAND ${name} -runs=0 ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${corpus})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${TEST_ENV}")
endforeach()

# Preloaded by tests/golden/allocations.sh; sanitizers have an allocator of their own.
if(NOT MARSAD_SANITIZE)
  add_library(failmalloc MODULE tests/failmalloc.c)
  set_target_properties(failmalloc PROPERTIES C_VISIBILITY_PRESET default)
endif()

if(TARGET marsad)
  file(GLOB SCRIPTS CONFIGURE_DEPENDS tests/golden/*.sh)
  foreach(script IN LISTS SCRIPTS)
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME golden_${name} COMMAND bash ${script})
    set_tests_properties(golden_${name} PROPERTIES ENVIRONMENT "${TEST_ENV}" SKIP_RETURN_CODE 77)
    label_threads(golden_${name} ${script})
  endforeach()
  file(GLOB SCRIPTS CONFIGURE_DEPENDS tests/clients/test_*.py)
  foreach(script IN LISTS SCRIPTS)
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME client_${name} COMMAND ${Python3_EXECUTABLE} ${script})
    set_tests_properties(client_${name} PROPERTIES ENVIRONMENT "${TEST_ENV}" SKIP_RETURN_CODE 77)
    label_threads(client_${name} ${script})
  endforeach()
  # What people see; skipped where there is no browser.
  file(GLOB SCRIPTS CONFIGURE_DEPENDS tests/browser/test_*.py)
  foreach(script IN LISTS SCRIPTS)
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME browser_${name} COMMAND ${Python3_EXECUTABLE} ${script})
    set_tests_properties(browser_${name} PROPERTIES ENVIRONMENT "${TEST_ENV}" SKIP_RETURN_CODE 77)
  endforeach()
endif()
