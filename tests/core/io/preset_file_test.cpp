#include "core/io/preset_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/io/assets.hpp"
#include "core/scene/filter_facts.hpp"
#include "core/scene/scene.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

constexpr std::string_view kSmall =
    R"({"convscope_preset": 1, "group": "Mine", "label": "Step", "description": "A step.",
        "weights": [[-1, 1], [-0.5, 0.5]]})";

std::vector<float> weights(std::string_view id, int channels = 1) {
    const FilterPreset* preset = find_preset(id);
    if (preset == nullptr) {
        ADD_FAILURE() << "no preset " << id;
        return {};
    }
    const Tensor filter = preset->make(channels);
    return to_dense(filter.view());
}

FilterPreset own_preset(std::string label) {
    FilterPreset preset;
    preset.label = std::move(label);
    preset.weights = from_dense<float>({1, 3, 1, 2}, {.1f, -.1f, 1 / 3.f, 2, -3, 1e-30f});
    return preset;
}

TEST(BuiltInPresets, EveryFileIsOne) {
    const auto files = list_assets("presets/");
    EXPECT_GE(files.size(), 55u);
    EXPECT_EQ(built_in_presets().size(), files.size());
    for (const EmbeddedFile& file : files) {
        const std::string_view text(reinterpret_cast<const char*>(file.bytes.begin),
                                    file.bytes.size());
        const auto preset = parse_preset(text, file.name, "id");
        EXPECT_TRUE(preset) << preset.error().text();
    }
}

TEST(BuiltInPresets, AreCompleteAndGroupsStandTogether) {
    std::set<std::string> ids, labels, groups;
    std::string group;
    int order = -1;
    for (const FilterPreset& preset : built_in_presets()) {
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        EXPECT_TRUE(labels.insert(preset.label).second) << preset.label;
        if (preset.group != group) {
            EXPECT_TRUE(groups.insert(preset.group).second) << preset.group;
        }
        group = preset.group;
        EXPECT_GT(preset.order, order) << preset.id;
        order = preset.order;
        const std::string& sentence = preset.description;
        EXPECT_TRUE(sentence.ends_with('.')) << preset.id;
        EXPECT_EQ(sentence.find(". "), std::string::npos) << preset.id << ": one sentence";
        const Shape shape = preset.weights.shape();
        EXPECT_TRUE(shape.c == 1 || shape.c == 3) << preset.id;
        EXPECT_LE(std::max(shape.w, shape.h), kMaxGridKernel) << preset.id;
        for (const float weight : to_dense(preset.weights.view()))
            EXPECT_TRUE(std::isfinite(weight)) << preset.id;
        EXPECT_EQ(find_preset(preset.id), &preset);
    }
    EXPECT_EQ(find_preset("nonsense"), nullptr);
}

TEST(BuiltInPresets, SumToWhatTheirGroupSays) {
    const std::set<std::string> zero = {"Vertical edge", "Horizontal edge", "More edges",
                                        "Lines and stripes", "Corners"};
    const std::set<std::string> opponents = {"red_minus_green", "blue_minus_yellow"};
    for (const FilterPreset& preset : built_in_presets()) {
        double total = 0;
        for (const double sum : channel_sums(preset.weights.view(), 0)) {
            total += sum;
            if (zero.contains(preset.group)) {
                EXPECT_EQ(sum, 0) << preset.id;
            }
        }
        if (preset.group == "Blur and sharpen" || preset.id == "identity") {
            EXPECT_NEAR(total, 1, 1e-6) << preset.id;
        }
        if (preset.group == "Colours") {
            EXPECT_NEAR(total, opponents.contains(preset.id) ? 0 : 1, 1e-6) << preset.id;
        }
    }
}

TEST(BuiltInPresets, BothFormsOfTheExerciseExistAtEveryHeight) {
    for (const int height : {1, 3, 5, 7}) {
        const std::string h = std::to_string(height);
        const Tensor two = find_preset("vertical_edge_2x" + h)->make(3);
        const Tensor three = find_preset("vertical_edge_3x" + h)->make(3);
        const Tensor down = find_preset("horizontal_edge_" + h + "x3")->make(3);
        ASSERT_EQ(two.shape(), (Shape{1, 3, height, 2}));
        ASSERT_EQ(three.shape(), (Shape{1, 3, height, 3}));
        ASSERT_EQ(down.shape(), (Shape{1, 3, 3, height}));
        for (int c = 0; c < 3; ++c)
            for (int i = 0; i < height; ++i) {
                EXPECT_EQ(two.view()(0, c, i, 0), -1);
                EXPECT_EQ(two.view()(0, c, i, 1), 1);
                for (int j = 0; j < 3; ++j) {
                    EXPECT_EQ(three.view()(0, c, i, j), j - 1);
                    EXPECT_EQ(down.view()(0, c, j, i), j - 1);
                }
            }
    }
}

TEST(BuiltInPresets, KnownFiltersHaveTheirWeights) {
    using Dense = std::vector<float>;
    EXPECT_EQ(weights("sobel_x"), (Dense{-.25, 0, .25, -.5, 0, .5, -.25, 0, .25}));
    EXPECT_EQ(weights("sobel_y"), (Dense{-.25, -.5, -.25, 0, 0, 0, .25, .5, .25}));
    EXPECT_EQ(weights("prewitt_y"), (Dense{-1, -1, -1, 0, 0, 0, 1, 1, 1}));
    EXPECT_EQ(weights("scharr_x")[3], -.625f);
    EXPECT_EQ(weights("laplacian"), (Dense{0, 1, 0, 1, -4, 1, 0, 1, 0}));
    EXPECT_EQ(weights("laplacian_8"), (Dense{1, 1, 1, 1, -8, 1, 1, 1, 1}));
    EXPECT_EQ(weights("sharpen"), (Dense{0, -1, 0, -1, 5, -1, 0, -1, 0}));
    EXPECT_EQ(weights("identity"), (Dense{0, 0, 0, 0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(weights("red_green_edge", 3), (Dense{-1, 1, 1, -1, 0, 0}));
    EXPECT_EQ(weights("red_only", 3), (Dense{1, 0, 0}));
    EXPECT_EQ(weights("box_blur_3x3"), Dense(9, 1 / 9.f));
    EXPECT_EQ(weights("box_blur_5x5"), Dense(25, 0.04f));
    EXPECT_EQ(weights("gaussian_3x3")[4], .25f);
    EXPECT_EQ(weights("random", 3)[0], .25f);
}

TEST(BuiltInPresets, GaborFiltersAreTurnsOfEachOther) {
    const Tensor flat = find_preset("gabor_0")->make(1), tall = find_preset("gabor_90")->make(1);
    const Tensor up = find_preset("gabor_45")->make(1), down = find_preset("gabor_135")->make(1);
    for (int y = 0; y < 7; ++y)
        for (int x = 0; x < 7; ++x) {
            EXPECT_EQ(flat.view()(0, 0, y, x), tall.view()(0, 0, x, y));
            EXPECT_EQ(up.view()(0, 0, y, x), down.view()(0, 0, y, 6 - x));
        }
}

TEST(ParsePreset, ReadsRowsAndChannels) {
    const auto preset = parse_preset(kSmall, "step.json", "step");
    ASSERT_TRUE(preset) << preset.error().text();
    EXPECT_EQ(preset->id, "step");
    EXPECT_EQ(preset->group, "Mine");
    EXPECT_EQ(preset->label, "Step");
    EXPECT_EQ(preset->weights.shape(), (Shape{1, 1, 2, 2}));
    const auto coloured = parse_preset(
        R"({"convscope_preset": 1, "label": "x", "divide_by": 4, "weights": [[[1]], [[2]], [[-3]]]})",
        "x.json", "x");
    ASSERT_TRUE(coloured) << coloured.error().text();
    EXPECT_EQ(to_dense(coloured->weights.view()), (std::vector<float>{.25f, .5f, -.75f}));
    EXPECT_FALSE(coloured->group.empty());
    EXPECT_FALSE(coloured->description.empty());
}

TEST(ParsePreset, ErrorsNameTheFileAndTheField) {
    struct Case {
        std::string_view json, where, words;
    };
    const std::string start = R"({"convscope_preset": 1, "label": "x", )";
    const std::string wide = start + R"("weights": [[0)" + [] {
        std::string zeros;
        for (int i = 0; i < kMaxGridKernel; ++i) zeros += ", 0";
        return zeros;
    }() + "]]}";
    const std::string ragged = start + R"("weights": [[1, 2], [3]]})";
    const std::string mixed = start + R"("weights": [[[1]], [2]]})";
    const std::string text = start + R"("weights": [[1, "2"]]})";
    const std::string empty = start + R"("weights": []})";
    const std::string none = start + R"("order": 3})";
    const std::string huge = start + R"("weights": [[1e39]]})";
    const std::string divisor = start + R"("divide_by": 0, "weights": [[1]]})";
    const std::string unknown = start + R"("wieghts": [[1]]})";
    const Case cases[] = {
        {"[1]", "p.json", "no key"},
        {"{", "p.json", "line"},
        {R"({"convscope_preset": 2})", "p.json: convscope_preset", "must be 1"},
        {R"({"convscope_preset": 1, "weights": [[1]]})", "p.json", "\"label\" is missing"},
        {R"({"convscope_preset": 1, "label": "", "weights": [[1]]})", "p.json: label", "empty"},
        {wide, "p.json: weights[0]", "1 to 31"},
        {ragged, "p.json: weights[1]", "has 1 items"},
        {mixed, "p.json: weights[1][0]", "must be a list"},
        {text, "p.json: weights[0][1]", "must be a number"},
        {empty, "p.json: weights", "has 0 items"},
        {none, "p.json", "\"weights\" is missing"},
        {huge, "p.json: weights[0][0]", "too large"},
        {divisor, "p.json: divide_by", "larger than 0"},
        {unknown, "p.json: wieghts", "unknown key"},
    };
    for (const auto& [json, where, words] : cases) {
        const auto preset = parse_preset(json, "p.json", "p");
        ASSERT_FALSE(preset) << json;
        EXPECT_TRUE(preset.error().where.starts_with(where)) << preset.error().text();
        EXPECT_NE(preset.error().message.find(words), std::string::npos) << preset.error().text();
    }
}

TEST(OwnPresets, ReadBackAsTheyWere) {
    const TempFolder folder;
    FilterPreset preset = own_preset("Mein Filter \u00fc, 2 x 1");
    preset.description = "Says \"hello\".";
    const auto path = save_own_preset(folder / "new/presets", own_preset(preset.label));
    ASSERT_TRUE(path) << path.error().text();
    EXPECT_EQ(path->filename(), "mein_filter_\u00fc_2_x_1.json");
    const auto back = read_preset(*path);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->id, "mein_filter_\u00fc_2_x_1");
    EXPECT_EQ(back->label, preset.label);
    EXPECT_TRUE(same_bits(back->weights.view(), preset.weights.view()));
    ASSERT_TRUE(write_preset(*path, preset));
    EXPECT_EQ(read_preset(*path)->description, preset.description);
}

TEST(OwnPresets, AreNotOverwrittenUnasked) {
    const TempFolder folder;
    ASSERT_TRUE(save_own_preset(folder.path(), own_preset("Edge")));
    const auto again = save_own_preset(folder.path(), own_preset("Edge"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().where, (folder / "edge.json").string());
    FilterPreset other = own_preset("Edge");
    other.description = "Another one.";
    ASSERT_TRUE(save_own_preset(folder.path(), std::move(other), true));
    EXPECT_EQ(read_preset(folder / "edge.json")->description, "Another one.");
}

TEST(OwnPresets, OfDifferentNamesNeverShareAFile) {
    const TempFolder folder;
    const char* labels[] = {"\u00c4", "\u03a9", "\u6a21\u677f", "Edge", "edge!", "EDGE", "+", "-"};
    for (const char* label : labels) {
        EXPECT_FALSE(own_preset_file(folder.path(), label).exists) << label;
        const auto saved = save_own_preset(folder.path(), own_preset(label));
        ASSERT_TRUE(saved) << saved.error().text();
        EXPECT_TRUE(own_preset_file(folder.path(), label).exists) << label;
        EXPECT_EQ(own_preset_file(folder.path(), label).path, *saved);
    }
    const OwnPresets own = list_own_presets(folder.path());
    EXPECT_EQ(own.presets.size(), std::size(labels));
    EXPECT_EQ(read_preset(folder / "\u6a21\u677f.json")->label, "\u6a21\u677f");
    EXPECT_EQ(read_preset(folder / "edge_3.json")->label, "EDGE");
}

TEST(OwnPresets, WhatCannotBeSavedIsSaid) {
    const TempFolder folder;
    EXPECT_FALSE(save_own_preset(folder.path(), own_preset("")));
    EXPECT_FALSE(save_own_preset(folder.path(), own_preset("\xff")));
    FilterPreset wide = own_preset("wide");
    wide.weights = Tensor(Shape{1, 1, 1, kMaxGridKernel + 1});
    EXPECT_FALSE(save_own_preset(folder.path(), std::move(wide)));
    EXPECT_FALSE(save_own_preset(folder.write("file", ""), own_preset("x")));
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / "file"));
}

TEST(OwnPresets, BrokenOnesAreNamedAndSkipped) {
    const TempFolder folder;
    folder.write("good.json", kSmall);
    folder.write("broken.json", "{");
    folder.write("scene.json", R"({"convscope": 1})");
    folder.write("notes.txt", "not a preset");
    const OwnPresets own = list_own_presets(folder.path());
    ASSERT_EQ(own.presets.size(), 1u);
    EXPECT_EQ(own.presets[0].id, "good");
    ASSERT_EQ(own.broken.size(), 2u);
    EXPECT_NE(own.broken[0].where.find("broken.json"), std::string::npos);
    EXPECT_NE(own.broken[1].where.find("scene.json"), std::string::npos);
}

TEST(OwnPresets, AFolderThatIsNotThereHoldsNone) {
    const TempFolder folder;
    const OwnPresets own = list_own_presets(folder / "nothing");
    EXPECT_TRUE(own.presets.empty());
    EXPECT_TRUE(own.broken.empty());
}

TEST(PresetId, IsSafe) {
    EXPECT_EQ(preset_id("My edge, 3 x 3"), "my_edge_3_x_3");
    EXPECT_EQ(preset_id("../../etc/passwd"), "etc_passwd");
    EXPECT_EQ(preset_id("..."), "preset");
    EXPECT_EQ(preset_id(std::string(500, 'a')), std::string(64, 'a'));
    EXPECT_EQ(preset_id("\u00c4 / \u03a9"), "\u00c4_\u03a9");
    std::string long_label = "a";
    for (int i = 0; i < 100; ++i) long_label += "\u6a21";
    EXPECT_EQ(preset_id(long_label).size(), 64u);
    EXPECT_EQ(preset_id("a" + long_label).size(), 62u);  // Three bytes a letter, none cut.
}

}  // namespace
}  // namespace convscope
