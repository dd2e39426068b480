#include "app/application.hpp"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/platform/imgui_compat.hpp"
#include "app/snapshot.hpp"

namespace convscope::app {
namespace {

class ApplicationTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = make_offscreen_surface(1280, 720);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
        start({});
    }
    void TearDown() override {
        application.reset();
        surface.reset();
    }
    void start(const AppOptions& options) {
        application.reset();
        auto made = Application::make(*surface, options);
        ASSERT_TRUE(made) << made.error().text();
        application = std::move(made).value();
        draw_settled(*application);
    }

    void set_weight(float value) {
        const std::string conv = application->history().current().layers.front().id;
        application->perform(EditAction{SetWeight{conv, {0, 0, 0, 0}, value}});
    }
    float first_weight() const {
        return application->history().current().layers.front().weights->view()(0, 0, 0, 0);
    }
    void press(const InjectedInput& input) {
        application->frame([&] { inject_input(input); });
        application->frame([] { inject_input({}); });
    }
    void click(const std::string& widget) {
        const NamedWidget* found = application->names().find(widget);
        ASSERT_NE(found, nullptr) << widget;
        const PixelRect rect = found->visible;
        InjectedInput pointer{.mouse_x = (rect.x0 + rect.x1) / 2,
                              .mouse_y = (rect.y0 + rect.y1) / 2};
        for (const bool down : {false, true, false}) {
            pointer.left = down;
            application->frame([&] { inject_input(pointer); });
        }
    }
    /// Of the middle of a cell's upper part, where no number is.
    Colour cell_colour(const std::string& map, int x, int y) const {
        const NamedWidget* widget = application->names().find(map);
        if (widget == nullptr || !widget->map) {
            ADD_FAILURE() << map << " is not on the screen";
            return {};
        }
        const MapGeometry& cells = *widget->map;
        const auto px =
            static_cast<std::size_t>(cells.origin_x + (float(x) + 0.5f) * cells.cell_size);
        const auto py =
            static_cast<std::size_t>(cells.origin_y + (float(y) + 0.15f) * cells.cell_size);
        const auto pixels = surface->read_pixels();
        const auto* at = pixels.data() + (py * static_cast<std::size_t>(surface->width()) + px) * 3;
        return {at[0], at[1], at[2]};
    }

    std::unique_ptr<Surface> surface;
    std::unique_ptr<Application> application;
};

TEST_F(ApplicationTest, TheFirstSceneShowsKnownColoursInKnownCells) {
    for (const Theme& theme : themes()) {
        start({.theme = std::string(theme.id)});
        EXPECT_EQ(cell_colour("map/I", 1, 1), (Colour{0, 0, 0})) << theme.id;
        EXPECT_EQ(cell_colour("map/I", 6, 1), (Colour{255, 255, 255})) << theme.id;
        const ColourMap& colours = colour_map(theme.diverging);
        EXPECT_EQ(cell_colour("map/R", 0, 2), sample(colours, 0.5f)) << theme.id;
        EXPECT_EQ(cell_colour("map/R", 3, 2), sample(colours, 1)) << theme.id << ": the edge";
    }
}

TEST_F(ApplicationTest, AnEditIsComputedAndShown) {
    const float loss = application->results()->loss;
    const std::string conv = application->history().current().layers.front().id;
    application->perform(EditAction{SetWeight{conv, {0, 0, 0, 1}, 0.5f}});
    EXPECT_FALSE(application->history().revision() == 0);
    draw_settled(*application);
    EXPECT_TRUE(application->settled());
    EXPECT_EQ(application->results()->revision, application->history().revision());
    EXPECT_NE(application->results()->loss, loss);
}

TEST_F(ApplicationTest, KeysUndoAndRedo) {
    set_weight(0.5f);
    press({.ctrl = true, .key_down = Key::kZ});
    EXPECT_EQ(first_weight(), -1);
    press({.ctrl = true, .key_down = Key::kY});
    EXPECT_EQ(first_weight(), 0.5f);
    press({.ctrl = true, .key_down = Key::kZ});
    press({.ctrl = true, .shift = true, .key_down = Key::kZ});
    EXPECT_EQ(first_weight(), 0.5f);
}

TEST_F(ApplicationTest, KeysScaleTheInterface) {
    EXPECT_EQ(application->look().scale, 1);
    press({.ctrl = true, .key_down = Key::kPlus});
    EXPECT_FLOAT_EQ(application->look().scale, 1.1f);
    for (int i = 0; i < 20; ++i) press({.ctrl = true, .key_down = Key::kPlus});
    EXPECT_EQ(application->look().scale, 3);
    for (int i = 0; i < 20; ++i) press({.ctrl = true, .key_down = Key::kMinus});
    EXPECT_EQ(application->look().scale, 0.75f);
    press({.ctrl = true, .key_down = Key::k0});
    EXPECT_EQ(application->look().scale, 1);
}

TEST_F(ApplicationTest, EverythingIsDrawnAtEveryScale) {
    for (const float scale : {2.0f, 0.75f, 1.0f}) {
        application->perform(SetScaleAction{scale});
        draw_settled(*application);
        EXPECT_EQ(cell_colour("map/I", 6, 1), (Colour{255, 255, 255})) << scale;
        const auto pixels = surface->read_pixels();
        const auto is_bright = [](unsigned char part) { return part > 150; };  // as letters are
        EXPECT_GT(std::count_if(pixels.begin(), pixels.begin() + 1280 * 3 * 30, is_bright), 200)
            << scale;
    }
}

TEST_F(ApplicationTest, QuitsAtOnceOnlyWithoutUnsavedWork) {
    set_weight(0.5f);
    application->perform(QuitAction{});
    EXPECT_FALSE(application->wants_to_quit());
    EXPECT_TRUE(application->ui().ask_quit);
    application->perform(UndoAction{});
    application->perform(QuitAction{});
    EXPECT_TRUE(application->wants_to_quit());
}

TEST_F(ApplicationTest, QuitsWhenTheWorkIsToBeLost) {
    set_weight(0.5f);
    application->perform(QuitAction{.discard_changes = true});
    EXPECT_TRUE(application->wants_to_quit());
}

TEST_F(ApplicationTest, ASaveWithoutAPlaceAsksForOne) {
    application->perform(SaveAction{});
    EXPECT_TRUE(application->ui().ask_save_path);
}

TEST_F(ApplicationTest, SavingBeforeQuittingQuitsOnceItIsSaved) {
    const auto folder = std::filesystem::temp_directory_path() / "convscope_save_and_quit";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    set_weight(0.5f);
    application->perform(QuitAction{});
    application->perform(SaveAction{.path = folder / "missing" / "x.json", .then_quits = true});
    EXPECT_FALSE(application->wants_to_quit()) << "it could not be saved";

    // Through "Save as", and the question whether to replace a file.
    std::ofstream(folder / "scene.json") << "another";
    application->perform(SaveAction{.then_quits = true});
    EXPECT_TRUE(application->ui().ask_save_path);
    application->ui().asked_save.path = (folder / "scene.json").string();
    application->ui().ask_quit = false;
    for (int i = 0; i < 3; ++i) application->frame();
    press({.key_down = Key::kEnter});
    EXPECT_FALSE(application->wants_to_quit());
    for (int i = 0; i < 3; ++i) application->frame();
    click("replace/ok");
    EXPECT_TRUE(application->wants_to_quit());
    EXPECT_FALSE(application->history().modified());
    std::filesystem::remove_all(folder);
}

TEST_F(ApplicationTest, AFailureIsAMessageWithItsNameAndChangesNothing) {
    const std::uint64_t revision = application->history().revision();
    application->perform(OpenAction{"no/such/picture.png"});
    application->perform(OpenAction{"no/such/picture.png"});
    EXPECT_EQ(application->history().revision(), revision);
    ASSERT_EQ(application->ui().messages.size(), 1u) << "the same one is not said twice";
    EXPECT_EQ(application->ui().messages[0].kind, Message::Kind::kError);
    for (int i = 0; i < 3; ++i) application->frame();
    const NamedWidget* message = application->names().find("message/0");
    ASSERT_NE(message, nullptr);
    EXPECT_NE(message->text.find("picture.png"), std::string::npos);
    EXPECT_GE(message->rect.x0, 0);

    click("message/0/close");
    EXPECT_TRUE(application->ui().messages.empty());
}

TEST_F(ApplicationTest, NoFrameIsWantedWhileNothingHappens) {
    for (int i = 0; i < 5; ++i) application->frame();
    EXPECT_LT(application->seconds_to_next_frame(), 0);
    application->perform(UndoAction{});
    EXPECT_EQ(application->seconds_to_next_frame(), 0);
}

TEST_F(ApplicationTest, FilesAreOpenedOneAfterTheOther) {
    const std::filesystem::path data = CONVSCOPE_SOURCE_DIR "/tests/gui/data";
    start({.files = {data / "good.json", data / "colours.png"}});
    EXPECT_EQ(application->history().current().image_name, "colours.png");
    EXPECT_EQ(application->history().current().image.shape().w, 12);
    EXPECT_TRUE(application->ui().messages.empty());
    start({.files = {data / "lesson.json"}});
    ASSERT_NE(application->ui().lesson, nullptr);
    EXPECT_NE(application->names().find("drawer/lesson"), nullptr);
}

TEST_F(ApplicationTest, ALessonKeepsUnsavedWorkWithinUndo) {
    set_weight(0.5f);
    application->perform(OpenAction{CONVSCOPE_SOURCE_DIR "/tests/gui/data/lesson.json"});
    EXPECT_EQ(application->history().undo_label(), "Open part T");
    EXPECT_TRUE(application->history().modified()) << "the work before is in no file";
    application->perform(UndoAction{});
    EXPECT_EQ(first_weight(), 0.5f);
}

TEST_F(ApplicationTest, AClosedDrawerGivesItsRoomBack) {
    application->perform(OpenAction{CONVSCOPE_SOURCE_DIR "/tests/gui/data/lesson.json"});
    draw_settled(*application);
    const auto board_bottom = [this] { return application->names().find("drawer/edge"); };
    ASSERT_NE(board_bottom(), nullptr);
    press({.key_down = Key::kF8});
    draw_settled(*application);
    EXPECT_EQ(board_bottom(), nullptr);
    EXPECT_EQ(application->names().find("drawer/lesson"), nullptr);
    press({.key_down = Key::kF8});
    draw_settled(*application);
    const float before = board_bottom()->rect.y0;
    press({.ctrl = true, .key_down = Key::kPageDown});
    draw_settled(*application);
    EXPECT_GT(board_bottom()->rect.y0, before);
    click("drawer/lesson/close");
    EXPECT_TRUE(application->ui().open_drawers.empty());
}

TEST_F(ApplicationTest, WhatWasSetIsThereAtTheNextStart) {
    const auto folder = std::filesystem::temp_directory_path() / "convscope_remembered";
    std::filesystem::remove_all(folder);
    start({.scale = 0, .settings = std::make_shared<SettingsStore>(folder)});
    application->perform(SetThemeAction{"contrast"});
    application->perform(SetScaleAction{1.25f});
    press({.key_down = Key::kF8});
    press({.key_down = Key::kL});
    application->frame();

    start({});  // which forgets the store, and so writes it
    EXPECT_EQ(application->look().theme->id, "dark") << "scripts do not read settings";
    start({.scale = 0, .settings = std::make_shared<SettingsStore>(folder)});
    EXPECT_EQ(application->look().theme->id, "contrast");
    EXPECT_EQ(application->look().scale, 1.25f);
    EXPECT_EQ(application->ui().tool, "line");
    EXPECT_TRUE(application->ui().open_drawers.contains("lesson"));
    EXPECT_FALSE(application->ui().drawers_dragged) << "nobody made them higher";
    draw_settled(*application);
    press({.ctrl = true, .key_down = Key::kPageUp});
    const float height = application->ui().drawers_height;
    start({});
    start({.scale = 0, .settings = std::make_shared<SettingsStore>(folder)});
    EXPECT_TRUE(application->ui().drawers_dragged);
    EXPECT_EQ(application->ui().drawers_height, height);
    application.reset();
    std::filesystem::remove_all(folder);
}

TEST_F(ApplicationTest, BrokenSettingsAreSaid) {
    const auto folder = std::filesystem::temp_directory_path() / "convscope_broken_settings";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "settings.json") << "{";
    start({.settings = std::make_shared<SettingsStore>(folder)});
    ASSERT_EQ(application->ui().messages.size(), 1u);
    EXPECT_NE(application->ui().messages[0].text.find("settings.json.broken"), std::string::npos);
    application.reset();
    std::filesystem::remove_all(folder);
}

TEST_F(ApplicationTest, SettingsThatCannotBeUsedAreSaid) {
    const auto folder = std::filesystem::temp_directory_path() / "convscope_odd_settings";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "settings.json")
        << R"({"theme": "x", "scale": 1e30, "brush_diameter": 1000000, "tool": "zz",
               "window_width": 0, "link_zoom": false})";
    start({.scale = 0, .settings = std::make_shared<SettingsStore>(folder)});
    ASSERT_EQ(application->ui().messages.size(), 1u);
    const std::string& said = application->ui().messages[0].text;
    for (const char* key : {"theme", "scale", "brush_diameter", "tool", "window_width"})
        EXPECT_NE(said.find(key), std::string::npos) << key << ": " << said;
    EXPECT_EQ(said.find("link_zoom"), std::string::npos) << said;
    EXPECT_EQ(application->ui().tool, UiState{}.tool);
    EXPECT_FALSE(application->ui().link_zoom) << "the others are in use";
    application.reset();
    std::filesystem::remove_all(folder);
}

TEST_F(ApplicationTest, EveryControlCanBePressedByItsLetters) {
    press({.key_down = Key::kF2});
    application->frame([] { inject_input({}); });
    const NamedWidget* badge = application->names().find("key/toolbar/line");
    ASSERT_NE(badge, nullptr);
    const std::string letters = badge->text;
    EXPECT_EQ(application->names().find("key/title/I"), nullptr) << "there is nothing to press";
    press({.text = letters.substr(0, 1)});
    EXPECT_EQ(application->names().find("key/toolbar/line")->text, letters);
    press({.text = letters.substr(1)});
    EXPECT_EQ(application->seconds_to_next_frame(), 0) << "the press takes some frames";
    for (int i = 0; i < 5; ++i) application->frame([] { inject_input({}); });
    EXPECT_EQ(application->ui().tool, "line");
    EXPECT_EQ(application->names().find("key/toolbar/line"), nullptr);

    press({.key_down = Key::kF2});
    press({.key_down = Key::kEscape});
    application->frame([] { inject_input({}); });
    EXPECT_EQ(application->names().find("key/toolbar/line"), nullptr) << "Esc leaves";
}

TEST_F(ApplicationTest, HintsOfTheFirstStartGoWhenTheyAreFollowedOrClosed) {
    EXPECT_EQ(application->names().find("hint/paint"), nullptr) << "not for scripts";
    start({.first_hints = true});
    for (int i = 0; i < 3; ++i) application->frame();
    const NamedWidget* hint = application->names().find("hint/paint");
    ASSERT_NE(hint, nullptr);
    EXPECT_GE(hint->rect.x0, 0);
    ASSERT_NE(application->names().find("hint/weight"), nullptr);
    set_weight(0.5f);
    click("menu/Help");
    EXPECT_EQ(application->names().find("hint/paint"), nullptr) << "below the open menu";
    press({.key_down = Key::kEscape});
    click("hint/paint/close");
    for (int i = 0; i < 2; ++i) application->frame();
    EXPECT_EQ(application->names().find("hint/weight"), nullptr);
    EXPECT_EQ(application->names().find("hint/paint"), nullptr);
    EXPECT_EQ(application->ui().hints_done, (std::set<std::string>{"paint", "weight"}));
}

TEST_F(ApplicationTest, AMessageStaysWhileThePointerIsOnIt) {
    application->perform(OpenAction{"no/such/picture.png"});
    for (int i = 0; i < 3; ++i) application->frame();
    const PixelRect place = application->names().find("message/0")->rect;
    const InjectedInput on{.mouse_x = (place.x0 + place.x1) / 2, .mouse_y = place.y0 + 4};
    for (int i = 0; i < 2; ++i) application->frame([&] { inject_input(on); });
    ASSERT_EQ(application->ui().messages.size(), 1u);
    application->ui().messages[0].since -= std::chrono::hours(1);
    application->frame([&] { inject_input(on); });
    EXPECT_EQ(application->ui().messages.size(), 1u);
    application->frame([] { inject_input({}); });
    application->ui().messages[0].since -= std::chrono::hours(1);
    application->frame([] { inject_input({}); });
    EXPECT_TRUE(application->ui().messages.empty());
}

TEST_F(ApplicationTest, AWrongFileOrThemeIsASentence) {
    const auto file = Application::make(*surface, {.files = {"missing.png"}});
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().text().find("missing.png"), std::string::npos);
    EXPECT_FALSE(Application::make(*surface, {.theme = "pink"}));
}

}  // namespace
}  // namespace convscope::app
