# Run at every build: writes what the binary is built from, and touches the file only on a change.
#   cmake -DSOURCE=… -DOUTPUT=… -DVERSION=… -DBUILD_TYPE=… -DSIMGRID=… -DTOMLPLUSPLUS=… -P build_info.cmake
find_program(GIT git)
set(commit unknown)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE head RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(commit ${head})
    execute_process(COMMAND ${GIT} -C ${SOURCE} diff-index --quiet HEAD -- protocol sim topologies
      RESULT_VARIABLE dirty ERROR_QUIET)
    if(dirty)
      string(APPEND commit -dirty)
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
#define CALLO_VERSION "@VERSION@"
#define CALLO_COMMIT "@commit@"
#define CALLO_BUILD_TYPE "@BUILD_TYPE@"
#define CALLO_SIMGRID_VERSION "@SIMGRID@"
#define CALLO_TOMLPLUSPLUS_VERSION "@TOMLPLUSPLUS@"
]] @ONLY)
