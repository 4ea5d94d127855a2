# Warnings, hardening and sanitizers, carried by one target that every library of ours links.
add_library(habeas_options INTERFACE)
target_include_directories(habeas_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(habeas_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Werror=switch -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion
  -Wformat=2 -Werror=format-security -Wunused-result
  -fstack-protector-strong -fstack-clash-protection -fcf-protection
  -fno-omit-frame-pointer)
target_link_options(habeas_options INTERFACE -fuse-ld=lld -pie -Wl,-z,relro,-z,now)

set(HABEAS_SANITIZE "" CACHE STRING "Sanitizers to build with: 'address,undefined', 'thread' or none")
if(HABEAS_SANITIZE)
  target_compile_options(habeas_options INTERFACE -fsanitize=${HABEAS_SANITIZE} -fno-sanitize-recover=all)
  if(HABEAS_SANITIZE MATCHES "undefined")
    # The check of virtual tables opens a pipe to look at memory: where a test has used up all descriptors it reports what is not there.
    target_compile_options(habeas_options INTERFACE -fno-sanitize=vptr)
  endif()
  target_link_options(habeas_options INTERFACE -fsanitize=${HABEAS_SANITIZE})
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(habeas_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()

option(HABEAS_COVERAGE "Instrument for coverage" OFF)
if(HABEAS_COVERAGE)
  target_compile_options(habeas_options INTERFACE --coverage)
  target_link_options(habeas_options INTERFACE --coverage)
endif()

find_program(HABEAS_CCACHE ccache)
if(HABEAS_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${HABEAS_CCACHE})
endif()

# One static library a folder: every .cpp in it, none of its sub-folders.
function(habeas_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC habeas_options ${ARG_LINK})
endfunction()
