#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace convscope::architecture {

/// A part of the tree that shares one rule.
struct Unit {
    /// "core/ops": every file below that folder. "app/main": every file app/main.*. The longest
    /// path that fits a file decides.
    std::string path;
    /// Units it may include, beside itself and what these may include in turn.
    std::vector<std::string> units;
    /// Libraries it may include, by Library::name.
    std::vector<std::string> libraries;
    /// Those of them that may stand in headers too.
    std::vector<std::string> header_libraries = {};
};

/// Somebody else's headers: those whose names start with one of the prefixes.
struct Library {
    std::string name;
    std::vector<std::string> prefixes;
};

struct Rules {
    std::vector<Unit> units;
    std::vector<Library> libraries;
};

struct Report {
    int files = 0;                        ///< That were read.
    std::vector<std::string> violations;  ///< "core/ops/relu.cpp:3: ... ", one sentence each.
};

/// Reads every #include of the .hpp and .cpp files below root/core and root/app. Names of project
/// files must be written from the root; the standard library is free; everything else needs a rule.
Report check_includes(const std::filesystem::path& root, const Rules& rules);

/// The units that core/CMakeLists.txt declares by convscope_layer(NAME MAY_INCLUDE...), without
/// libraries.
std::vector<Unit> parse_layers(std::string_view cmake_lists);

}  // namespace convscope::architecture
