# habeas_embed(target NAMESPACE ns FILES …) turns files into one generated source and header:
#   <target>.hpp  namespace ns { struct EmbeddedFile { std::string_view name, content; }; std::span<EmbeddedFile const> files(); }
# Names are relative to the folder given as ROOT.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
function(habeas_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE;ROOT" "FILES" ${ARGN})
  set(out ${PROJECT_BINARY_DIR}/generated/${target})
  add_custom_command(
    OUTPUT ${out}.cpp ${out}.hpp
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.py ${out} ${ARG_NAMESPACE} ${ARG_ROOT} ${ARG_FILES}
    DEPENDS ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.py ${ARG_FILES}
    VERBATIM)
  add_library(${target} STATIC ${out}.cpp ${out}.hpp)
  target_link_libraries(${target} PUBLIC habeas_options)
endfunction()
