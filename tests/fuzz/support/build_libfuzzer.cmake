# Configures and builds the libFuzzer targets: protocol/ by clang, with coverage, address and
# undefined behaviour sanitizers. Run by the test libfuzzer_build.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -G Ninja
  -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=${COMPILER} -DCALLO_PROTOCOL_ONLY=ON
  -DCALLO_TESTS=OFF -DCALLO_BENCH=OFF -DCALLO_FUZZ=ON
  -DCALLO_SANITIZE=fuzzer-no-link,address,undefined
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} COMMAND_ERROR_IS_FATAL ANY)
