#include "app/settings.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace convscope::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class SettingsTest : public testing::Test {
  protected:
    void SetUp() override { fs::remove_all(folder); }
    void TearDown() override { fs::remove_all(folder); }

    void put(std::string_view text) const {
        fs::create_directories(folder);
        std::ofstream(file()) << text;
    }
    std::string text() const {
        std::ifstream stream(file());
        std::stringstream all;
        all << stream.rdbuf();
        return all.str();
    }
    fs::path file() const { return folder / "settings.json"; }

    fs::path folder = fs::path(testing::TempDir()) /
                      ("convscope_settings_" +
                       std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    SettingsStore::Time start = std::chrono::steady_clock::now();
};

Settings unusual() {
    Settings settings;
    settings.theme = "light";
    settings.scale = 1.5f;
    settings.window_width = 1280;
    settings.open_drawers = {"lesson", "steps"};
    settings.tool = "line";
    settings.brush_colour = {0.25f, 0.5f, 1};
    settings.link_zoom = false;
    settings.hints_done = {"paint"};
    return settings;
}

TEST_F(SettingsTest, ComeBackAsTheyWereWritten) {
    const auto back = parse_settings(write_settings(unusual()), "settings.json");
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(*back, unusual());
}

TEST_F(SettingsTest, AreTheUsualOnesWithoutAFile) {
    SettingsStore store(folder);
    EXPECT_EQ(store.settings(), Settings{});
    EXPECT_FALSE(store.take_problem());
    store.keep(Settings{}, start);
    EXPECT_FALSE(store.seconds_until_write(start)) << "nothing changed";
    EXPECT_FALSE(fs::exists(folder));
}

TEST_F(SettingsTest, AreWrittenSomeSecondsAfterTheLastChange) {
    SettingsStore store(folder);
    store.keep(unusual(), start);
    EXPECT_DOUBLE_EQ(store.seconds_until_write(start).value(), 2);
    store.keep(unusual(), start + 1s);
    EXPECT_FALSE(fs::exists(file()));
    store.keep(unusual(), start + 2s);
    while (store.seconds_until_write(start + 2s)) {
        store.keep(unusual(), start + 2s);
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(SettingsStore(folder).settings(), unusual());
}

TEST_F(SettingsTest, AreWrittenAtTheEndAtTheLatest) {
    { SettingsStore(folder).keep(unusual(), start); }
    EXPECT_EQ(SettingsStore(folder).settings(), unusual());
}

TEST_F(SettingsTest, ABrokenFileIsSetAsideAndSaid) {
    for (const char* kept : {"settings.json.broken", "settings.json.broken-2"}) {
        put("{\"theme\": ");
        SettingsStore store(folder);
        EXPECT_EQ(store.settings(), Settings{});
        const auto problem = store.take_problem();
        ASSERT_TRUE(problem);
        EXPECT_NE(problem->find(kept), std::string::npos) << *problem;
        EXPECT_TRUE(fs::exists(folder / kept));
        EXPECT_FALSE(fs::exists(file()));
        EXPECT_FALSE(store.take_problem()) << "said once";
    }
    put(R"({"theme": 3})");
    EXPECT_NE(SettingsStore(folder).take_problem()->find("theme"), std::string::npos);
    put("[]");
    EXPECT_TRUE(SettingsStore(folder).take_problem());
}

TEST_F(SettingsTest, KeepsWhatNewerVersionsWrote) {
    put(R"({"theme": "light", "from_the_future": {"a": [1, 2.5, "x", true]}})");
    {
        SettingsStore store(folder);
        EXPECT_EQ(store.settings().theme, "light");
        store.keep(unusual(), start);
    }
    EXPECT_NE(text().find("from_the_future"), std::string::npos);
    EXPECT_NE(text().find("[1, 2.5, \"x\", true]"), std::string::npos) << text();
}

TEST_F(SettingsTest, AFolderThatCannotBeWrittenIsSaidOnce) {
    std::ofstream(folder) << "a file where the folder should be";
    SettingsStore store(folder);
    Settings changing = unusual();
    int said = 0;
    for (int i = 0; i < 2; ++i) {
        changing.window_width += 1;
        store.keep(changing, start);
        store.keep(changing, start + 2s);
        while (store.seconds_until_write(start + 2s)) {
            store.keep(changing, start + 2s);
            std::this_thread::sleep_for(1ms);
        }
        if (store.take_problem()) ++said;
    }
    EXPECT_EQ(said, 1);
    fs::remove(folder);
}

/// Sets a variable of the environment as long as it lives.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        setenv(name, value, 1);
    }
    ~Variable() {
        if (old_) {
            setenv(name_, old_->c_str(), 1);
        } else {
            unsetenv(name_);
        }
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
    std::optional<std::string> old_;
};

TEST(SettingsFolder, FollowsTheDesktopsRule) {
    const Variable home("HOME", "/home/ada");
    const Variable config("XDG_CONFIG_HOME", "/some/config");
    EXPECT_EQ(settings_folder(), fs::path("/some/config/convscope"));
    const Variable no_config("XDG_CONFIG_HOME", "");
    EXPECT_EQ(settings_folder(), fs::path("/home/ada/.config/convscope"));
}

}  // namespace
}  // namespace convscope::app
