#pragma once

// The one place that names the framework and its version (Debian 12 has Catch2 2.13).
#include <catch2/catch.hpp>
