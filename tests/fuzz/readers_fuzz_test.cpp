#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/base/random.hpp"
#include "core/io/golden_case.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/scene_file.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

// Every reader gets thousands of slightly damaged files. Each must be read or refused with a
// sentence; what else could happen (a crash, a sanitizer's report, a hang) fails the test. The
// mutations are the same in every run.

constexpr int kMutations = 1500;
constexpr auto kTimeLimit = std::chrono::seconds(20);

/// Values that headers are likely to stumble over.
constexpr unsigned char kInteresting[] = {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, '0', '9', '[', '"'};

void change_byte(std::string& bytes, Random& random) {
    const auto place = static_cast<std::size_t>(random.below(static_cast<int>(bytes.size())));
    const int how = random.below(3);
    const auto old = static_cast<unsigned char>(bytes[place]);
    const auto flipped = static_cast<unsigned char>(old ^ (1u << random.below(8)));
    const auto any = static_cast<unsigned char>(random.below(256));
    const unsigned char special = kInteresting[random.below(std::ssize(kInteresting))];
    bytes[place] = static_cast<char>(how == 0 ? flipped : how == 1 ? any : special);
}

/// Up to eight changed bytes; sometimes a piece is cut out, doubled, or the end is missing.
std::string mutate(const std::string& original, Random& random) {
    std::string bytes = original;
    const auto place = [&] {
        return static_cast<std::size_t>(random.below(static_cast<int>(bytes.size())));
    };
    for (int i = 1 + random.below(8); i > 0; --i) change_byte(bytes, random);
    const int how = random.below(8);
    if (how == 0) bytes.resize(1 + place());
    if (how == 1) bytes.erase(place(), 1 + place() / 8);
    if (how == 2) bytes.insert(place(), bytes.substr(place(), 1 + place() / 8));
    return bytes.empty() ? std::string(1, '\0') : bytes;
}

/// Calls `read` with mutations of `original`, as many as the time allows.
void fuzz(const std::string& original, const std::function<void(const std::string&)>& read) {
    ASSERT_FALSE(original.empty());
    Random random(original.size());
    const auto end = std::chrono::steady_clock::now() + kTimeLimit;
    int done = 0;
    while (done < kMutations && std::chrono::steady_clock::now() < end) {
        read(mutate(original, random));
        ++done;
    }
    EXPECT_GT(done, 50) << "reading damaged files takes too long";
}

void expect_sentence(const Error& error) {
    EXPECT_FALSE(error.message.empty());
    EXPECT_EQ(error.message.find('\n'), std::string::npos) << error.message;
}

class FuzzPicture : public ::testing::TestWithParam<const char*> {};

TEST_P(FuzzPicture, IsReadOrRefused) {
    fuzz(read_text(test_data(GetParam())), [](const std::string& bytes) {
        const auto image = read_image(as_bytes(bytes), "fuzz", 3);
        if (!image)
            expect_sentence(image.error());
        else
            EXPECT_FALSE(image->empty());
    });
}

INSTANTIATE_TEST_SUITE_P(Formats, FuzzPicture,
                         ::testing::Values("rgb.png", "rgb_interlaced.png", "palette.png",
                                           "rgba.png", "grey.png", "grey16.png", "rgb.bmp",
                                           "palette.bmp", "rgb.gif", "animated.gif", "gradient.jpg",
                                           "progressive.jpg", "grey.jpg"));

TEST(Fuzz, Pnm) {
    for (const char* original :
         {"P1\n# c\n3 2\n1 0 1 0 1 0\n", "P2 2 2 9\n1 2 3 4\n", "P3 1 2 255\n1 2 3 4 5 6\n",
          "P4\n9 2\nabcd", "P5 2 2 255\nabcd", "P6 2 1 65535\nabcdefghijkl"})
        fuzz(original, [](const std::string& bytes) {
            const auto image = read_image(as_bytes(bytes), "fuzz", 3);
            if (!image) expect_sentence(image.error());
        });
}

TEST(Fuzz, Npy) {
    for (const char* name :
         {"conv_001/input.npy", "maxpool_002/argmax.npy", "relu_002/input.npy"}) {
        const auto path = std::filesystem::path(CONVSCOPE_SOURCE_DIR) / "tests/golden" / name;
        fuzz(read_text(path), [](const std::string& bytes) {
            const auto array = read_npy(as_bytes(bytes), "fuzz");
            if (!array) return expect_sentence(array.error());
            const auto tensor = to_tensor(*array, "fuzz");
            if (!tensor) expect_sentence(tensor.error());
            const auto image = read_image(as_bytes(bytes), "fuzz", 1);
            if (!image) expect_sentence(image.error());
        });
    }
}

TEST(Fuzz, Scene) {
    const std::string scene = R"({ "convscope": 1,
  "image": {"values": [[0, 0.25, 0.5, 1], [1, 0, 1, 0], [0, 1, 1, 0], [1, 1, 1, 1]], "channels": 1},
  "layers": [
    {"op": "conv2d", "id": "c", "kernel": {"w": 2, "h": 2}, "stride": {"x": 1, "y": 1},
     "pad": {"x": 1, "y": 0}, "dilation": {"x": 1, "y": 1},
     "filter": {"values": [[[[-1, 0.5], [1e-3, 2]]]]}, "bias": {"values": [0]}},
    {"op": "relu", "enabled": false},
    {"op": "max_pool2d", "window": {"w": 2, "h": 2}, "stride": {"x": 2, "y": 2}, "ties": "first"} ],
  "objective": {"kind": "cell", "channel": 0, "x": 1, "y": 0} })";
    ASSERT_TRUE(parse_scene(scene, "/nowhere", "fuzz"));
    fuzz(scene, [](const std::string& text) {
        const auto read = parse_scene(text, "/nowhere", "fuzz");
        if (!read) expect_sentence(read.error());
    });
}

TEST(Fuzz, SavedScenesReadBackOrAreRefused) {
    const TempFolder folder;
    const auto scene = parse_scene(
        R"({"convscope": 1, "image": {"asset": "pictures/step_large.png"}, "layers": []})", ".",
        "f");
    ASSERT_TRUE(scene);
    ASSERT_TRUE(write_scene_file(folder / "s.json", *scene));
    const std::string picture = read_text(folder / "s.image.npy");
    Random random(1);
    for (int i = 0; i < 200; ++i) {
        folder.write("s.image.npy", mutate(picture, random));
        const auto read = read_scene_file(folder / "s.json");
        if (!read) expect_sentence(read.error());
    }
}

TEST(Fuzz, GoldenCase) {
    const auto original = std::filesystem::path(CONVSCOPE_SOURCE_DIR) / "tests/golden/pipeline_001";
    const TempFolder folder;
    for (const auto& entry : std::filesystem::directory_iterator(original))
        std::filesystem::copy(entry.path(), folder.path());
    fuzz(read_text(original / "case.json"), [&](const std::string& text) {
        folder.write("case.json", text);
        const auto read = read_golden_case(folder.path());
        if (!read) expect_sentence(read.error());
    });
}

}  // namespace
}  // namespace convscope
