# habeas_embed(target NAMESPACE ns FILES …) turns files into one generated source and header:
#   <target>.hpp  namespace ns { struct EmbeddedFile { std::string_view name, content; }; std::span<EmbeddedFile const> files(); }
# Names are relative to the folder given as ROOT. With AS_WORDS the content is the file's lines in lower case, sorted by
# their bytes, each once and with its line end: a list that can be searched by halves.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
function(habeas_embed target)
  cmake_parse_arguments(ARG "AS_WORDS" "NAMESPACE;ROOT" "FILES" ${ARGN})
  set(form)
  if(ARG_AS_WORDS)
    set(form --words)
  endif()
  set(out ${PROJECT_BINARY_DIR}/generated/${target})
  add_custom_command(
    OUTPUT ${out}.cpp ${out}.hpp
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.py ${form} ${out} ${ARG_NAMESPACE} ${ARG_ROOT} ${ARG_FILES}
    DEPENDS ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.py ${ARG_FILES}
    VERBATIM)
  add_library(${target} STATIC ${out}.cpp ${out}.hpp)
  target_link_libraries(${target} PUBLIC habeas_options)
endfunction()
