#include "app/views/board_frame.hpp"

#include <gtest/gtest.h>

#include "app/platform/surface.hpp"
#include "app/views/loss_tools.hpp"
#include "app/views/zero_notes.hpp"
#include "core/eval/evaluate.hpp"

namespace convscope::app {
namespace {

Scene black_exercise() {
    return default_scene(TiledImage(8, 8, 3), "black");
}

/// A frame that draws the results of one scene while another is the newest.
class BoardFrameTest : public testing::Test {
  protected:
    void SetUp() override {
        auto made = make_offscreen_surface(64, 64);
        ASSERT_TRUE(made) << made.error().text();
        surface = std::move(made).value();
        gpu.emplace();
        look.theme = &dark_theme();
    }
    void TearDown() override {
        gpu.reset();
        surface.reset();
    }

    /// Edits weight and switch of the results' first layer. Returns what was asked for.
    Actions edit_first_layer(const Scene& newest) {
        const auto results = evaluate(black_exercise(), 1);
        const History history(newest);
        const FrameStats stats;
        Actions actions;
        const ViewContext context{.scene = newest,
                                  .history = history,
                                  .results = results.get(),
                                  .results_are_stale = true,
                                  .file_name = "",
                                  .stats = stats,
                                  .look = look,
                                  .gpu = *gpu,
                                  .names = names,
                                  .ui = ui,
                                  .actions = actions};
        const BoardModel model = make_board_model(*results, ui);
        const BoardLayout layout;
        ColourScales::Found found;
        const ColourScales scales(*results, ScaleMode::kRow, chosen_colours(ui, dark_theme()),
                                  found);
        FieldEditor editor;
        std::map<const float*, HeatMapPicture> heat_maps;
        LossTools loss_tools;
        ZeroNotes zero_notes;
        const BoardFrame frame{context, *results,  model,      layout,    scales,
                               editor,  heat_maps, loss_tools, zero_notes};

        const LayerModel& first = model.layers.front();
        shown = frame.newest(first);
        frame.edit(SetWeight{first.id, {0, 0, 0, 0}, 5});
        frame.edit(SetEnabled{first.id, false});
        frame.edit(SetObjective{});
        return actions;
    }

    std::unique_ptr<Surface> surface;
    std::optional<Gpu> gpu;
    Look look;
    WidgetNames names;
    UiState ui;
    Layer shown;
};

TEST_F(BoardFrameTest, ControlsShowTheNewestStateOfTheirLayer) {
    Scene newest = black_exercise();
    newest.layers.front().enabled = false;
    EXPECT_EQ(edit_first_layer(newest).size(), 3u);
    EXPECT_FALSE(shown.enabled);
}

TEST_F(BoardFrameTest, AnotherOpsLayerWithTheSameIdIsAnotherLayer) {
    Scene newest = black_exercise();
    std::swap(newest.layers[0].id, newest.layers[1].id);
    const Actions actions = edit_first_layer(newest);
    EXPECT_EQ(shown.op, black_exercise().layers.front().op);
    EXPECT_NE(shown.weights, nullptr);
    EXPECT_EQ(actions.size(), 1u) << "only the loss, which is no layer's";
}

TEST_F(BoardFrameTest, ALayerThatIsGoneIsShownAsComputedAndNotEdited) {
    Scene newest = black_exercise();
    newest.layers.erase(newest.layers.begin());
    EXPECT_EQ(edit_first_layer(newest).size(), 1u);
    EXPECT_EQ(shown.id, black_exercise().layers.front().id);
}

}  // namespace
}  // namespace convscope::app
