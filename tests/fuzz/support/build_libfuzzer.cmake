# Configures and builds the libFuzzer targets: protocol/ by clang, with coverage, address and
# undefined behaviour sanitizers. Run by the test libfuzzer_build. Each folder is compiled as one file
# with -O1 and without warnings, which takes half as long; every check stays in.
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -G Ninja
  -DCMAKE_BUILD_TYPE=Bare "-DCMAKE_CXX_FLAGS=-O1 -w" -DCMAKE_CXX_COMPILER=${COMPILER}
  -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 -DCALLO_PROTOCOL_ONLY=ON
  -DCALLO_TESTS=OFF -DCALLO_BENCH=OFF -DCALLO_FUZZ=ON
  -DCALLO_SANITIZE=fuzzer-no-link,address,undefined
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} COMMAND_ERROR_IS_FATAL ANY)
