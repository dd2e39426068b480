#include "tests/architecture/include_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace convscope::architecture {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A small made-up project in a folder of its own.
class MadeUpTree : public testing::Test {
  protected:
    MadeUpTree() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        root_ =
            fs::path(testing::TempDir()) / ("convscope_architecture_" + std::string(test->name()));
        fs::remove_all(root_);
        write("core/base/base.hpp", "#pragma once\n#include <vector>\n");
        write("core/low/low.hpp", "#pragma once\n#include \"core/base/base.hpp\"\n");
        write("core/high/high.cpp",
              "#include \"core/low/low.hpp\"\n#include \"core/base/base.hpp\"\n");
        write("app/main.cpp", "#include \"core/low/low.hpp\"\n#include <gl/gl.h>\n");
    }
    ~MadeUpTree() override { fs::remove_all(root_); }

    void write(const fs::path& file, std::string_view text) const {
        fs::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }
    std::vector<std::string> violations() const { return check_includes(root_, rules_).violations; }

    fs::path root_;
    Rules rules_{{{"core/base", {}, {}},
                  {"core/low", {"core/base"}, {"simd"}},
                  {"core/high", {"core/low"}, {}},
                  {"app", {"core/high"}, {"gl"}}},
                 {{"simd", {"simd/"}}, {"gl", {"gl/"}}}};
};

TEST_F(MadeUpTree, IsFineAsItStands) {
    const Report report = check_includes(root_, rules_);
    EXPECT_THAT(report.violations, IsEmpty());
    EXPECT_EQ(report.files, 4);
}

TEST_F(MadeUpTree, IncludingUpwardsIsNamedWithFileAndLine) {
    write("core/low/up.cpp", "#include <string>\n\n#include \"core/high/high.cpp\"\n");
    EXPECT_THAT(violations(),
                ElementsAre("core/low/up.cpp:3: <core/high/high.cpp> core/low may not "
                            "include core/high"));
}

TEST_F(MadeUpTree, CoreMayNotIncludeApp) {
    write("app/window.hpp", "#pragma once\n");
    write("core/high/bad.cpp", "  #  include <app/window.hpp>  // why not\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("core/high may not include app")));
}

TEST_F(MadeUpTree, LibraryWhereItDoesNotBelong) {
    write("core/high/bad.cpp", "#include <simd/vector.h>\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("core/high may not use simd")));
}

TEST_F(MadeUpTree, LibraryInHeaderNeedsItsOwnPermission) {
    write("core/low/simd.hpp", "#include \"simd/vector.h\"\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("simd belongs in .cpp files")));
    rules_.units[1].header_libraries = {"simd"};
    EXPECT_THAT(violations(), IsEmpty());
}

TEST_F(MadeUpTree, UnknownHeadersAndShortenedNames) {
    write("core/low/bad.cpp",
          "#include <boost/any.hpp>\n#include \"low.hpp\"\n#include <math.h>\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("bad.cpp:1: <boost/any.hpp> no rule"),
                                          HasSubstr("bad.cpp:2: <low.hpp> no rule"),
                                          HasSubstr("bad.cpp:3: <math.h> no rule")));
}

TEST_F(MadeUpTree, MissingFileAndFolderWithoutRule) {
    write("core/low/bad.cpp", "#include \"core/low/gone.hpp\"\n");
    write("core/new/new.hpp", "#pragma once\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("there is no such file"),
                                          HasSubstr("core/new/new.hpp: no rule knows its folder")));
}

TEST_F(MadeUpTree, RulesMayNotGoInCircles) {
    rules_.units[0].units = {"core/high"};
    EXPECT_THAT(violations(), testing::Contains(HasSubstr("core/base: the rules let it include")));
}

TEST_F(MadeUpTree, UnitOfOneFileBeatsItsFolder) {
    rules_.units.push_back({"app/main", {}, {"gl"}});
    EXPECT_THAT(violations(), ElementsAre(HasSubstr("app/main may not include core/low")));
}

TEST(ParseLayers, ReadsNamesAndWhatTheyMayInclude) {
    const auto layers = parse_layers(
        "function(convscope_layer name)\nconvscope_layer(base)\nconvscope_layer(a)\n"
        "# convscope_layer(no)\nconvscope_layer(b a c)\n");
    ASSERT_EQ(layers.size(), 3u);
    EXPECT_EQ(layers[0].path, "core/base");
    EXPECT_THAT(layers[0].units, IsEmpty());
    EXPECT_THAT(layers[1].units, ElementsAre("core/base"));
    EXPECT_EQ(layers[2].path, "core/b");
    EXPECT_THAT(layers[2].units, ElementsAre("core/base", "core/a", "core/c"));
}

/// The dependency rule of Convscope (docs/architecture.md). core's is the list of layers in
/// core/CMakeLists.txt, which its libraries link by.
Rules convscope_rules(const fs::path& root) {
    std::ifstream file(root / "core/CMakeLists.txt");
    std::stringstream lists;
    lists << file.rdbuf();

    Rules rules;
    rules.libraries = {
        {"Highway's cache hints", {"hwy/cache_control.h"}},  // Plain functions, no vectors.
        {"Highway", {"hwy/"}},
        {"oneTBB", {"tbb/", "oneapi/"}},
        {"stb", {"stb/", "stb_"}},
        {"nlohmann", {"nlohmann/"}},
        {"zlib", {"zlib.h"}},
        {"POSIX", {"unistd.h", "fcntl.h", "sys/"}},
        {"CLI11", {"CLI/"}},
        {"ImGui", {"imgui", "backends/imgui"}},
        {"OpenGL", {"glad/", "GL/", "KHR/"}},
        {"EGL", {"EGL/"}},
        {"GLFW", {"GLFW/"}},
    };
    rules.units = parse_layers(lists.str());
    for (Unit& layer : rules.units) {
        if (layer.path == "core/ops") {
            layer.libraries = {"Highway", "Highway's cache hints"};
            layer.header_libraries = {"Highway's cache hints"};
        }
        if (layer.path == "core/parallel") layer.libraries = {"oneTBB"};
        if (layer.path == "core/io") layer.libraries = {"stb", "nlohmann", "zlib", "POSIX"};
    }
    const std::vector<Unit> app = {
        {"app/cli", {"core/eval", "core/io"}, {"CLI11", "nlohmann"}},
        // Plain data and arithmetic, for everybody.
        {"app/widgets/theme", {"core/base"}, {}},
        {"app/widgets/names", {"core/base"}, {"ImGui"}},
        {"app/grid_metrics", {"app/widgets/names"}, {}},
        {"app/layout", {"app/grid_metrics"}, {}},
        // Each includes only those before it.
        {"app/platform", {"app/widgets/theme"}, {"ImGui", "OpenGL", "EGL", "GLFW"}},
        {"app/gpu", {"app/platform", "core/eval"}, {"ImGui", "OpenGL"}},
        {"app/widgets", {"app/gpu", "app/grid_metrics"}, {"ImGui"}, {"ImGui"}},
        {"app/views/ui_state", {"app/widgets"}, {}},
        {"app/messages", {"app/views/ui_state"}, {"ImGui"}},
        {"app/views", {"app/messages", "app/layout", "core/io"}, {"ImGui"}},
        {"app/document", {"core/io"}, {}},
        {"app/freshness", {}, {}},
        {"app/check_runner", {"app/views"}, {}},
        {"app/shell", {"app/views"}, {"ImGui"}},
        {"app/shortcuts", {"app/views"}, {"ImGui"}},
        {"app/settings", {"core/io"}, {}},
        {"app/stepper", {"app/views"}, {}},
        {"app/performer", {"app/views", "app/document", "app/stepper"}, {}},
        {"app/remember", {"app/performer", "app/settings"}, {}},
        {"app/key_hints", {"app/views"}, {"ImGui"}},
        {"app/menu_keys", {"app/views"}, {}},
        {"app/first_hints", {"app/views", "app/shortcuts"}, {"ImGui"}},
        {"app/application",
         {"app/shell", "app/shortcuts", "app/remember", "app/key_hints", "app/menu_keys",
          "app/first_hints", "app/freshness", "app/check_runner"},
         {"ImGui"}},
        {"app/snapshot", {"app/application"}, {}},
        {"app/script", {"app/snapshot"}, {"ImGui", "nlohmann"}},
        {"app/main", {"app/script"}, {"CLI11"}},
    };
    rules.units.insert(rules.units.end(), app.begin(), app.end());
    return rules;
}

TEST(Convscope, KeepsItsDependencyRule) {
    const fs::path root = CONVSCOPE_SOURCE_DIR;
    const Report report = check_includes(root, convscope_rules(root));
    EXPECT_THAT(report.violations, IsEmpty());
    EXPECT_GT(report.files, 50);
}

}  // namespace
}  // namespace convscope::architecture
