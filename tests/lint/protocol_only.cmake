# Copies the tree without sim/, topologies/ and whatever else production code must not need, builds
# it and runs its tests. Files that did not change keep their date, so that a second run is short.
set(copy ${BUILD}/tree)
# As deep below its tree as the build that this test belongs to: ccache then shares the objects.
set(build ${copy}/build/release)
foreach(entry CMakeLists.txt protocol tests)
  execute_process(COMMAND ${CMAKE_COMMAND} -E make_directory ${copy} COMMAND_ERROR_IS_FATAL ANY)
  if(IS_DIRECTORY ${SOURCE}/${entry})
    # What was removed from the source must not linger in the copy.
    file(GLOB_RECURSE copied RELATIVE ${copy} ${copy}/${entry}/*)
    foreach(file ${copied})
      if(NOT EXISTS ${SOURCE}/${file})
        file(REMOVE ${copy}/${file})
      endif()
    endforeach()
    execute_process(COMMAND ${CMAKE_COMMAND} -E copy_directory ${SOURCE}/${entry} ${copy}/${entry}
      COMMAND_ERROR_IS_FATAL ANY)
  else()
    execute_process(COMMAND ${CMAKE_COMMAND} -E copy ${SOURCE}/${entry} ${copy}/${entry}
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -S ${copy} -B ${build} -G Ninja
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${COMPILER} -DCALLO_BENCH=OFF
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build}
  --target tests_unit tests_golden tests_property COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${build} --output-on-failure
  --no-tests=error --label-regex "^(unit|golden|property)$" COMMAND_ERROR_IS_FATAL ANY)
