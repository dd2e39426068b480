#include "app/views/loss_tensor.hpp"

#include <gtest/gtest.h>

namespace convscope::app {
namespace {

Tensor counted(Shape shape) {
    std::vector<float> numbers(shape.count());
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i) / 4 - 2;
    return from_dense(shape, numbers);
}

TEST(LossTensor, ACanvasIsOneChannel) {
    const Tensor tensor = counted({1, 3, 5, 70});
    TiledImage canvas = canvas_of(tensor, 1);
    EXPECT_EQ(canvas.shape(), (Shape{1, 1, 5, 70}));
    EXPECT_EQ(canvas.pixel(0, 4, 69), tensor.view()(0, 1, 4, 69));
    EXPECT_TRUE(same_bits(with_canvas(tensor, 1, canvas)->view(), tensor.view()));
    const TiledImage other = canvas_of(tensor, 2);
    const auto changed = with_canvas(tensor, 1, other);
    for (int c = 0; c < 3; ++c)
        EXPECT_EQ(changed->view()(0, c, 2, 66), tensor.view()(0, c == 1 ? 2 : c, 2, 66));
}

TEST(LossTensor, AListOfChannelsIsItsColumn) {
    const Tensor tensor = counted({1, 6, 1, 1});
    const TiledImage canvas = canvas_of(tensor, 4);
    EXPECT_EQ(canvas.shape(), (Shape{1, 1, 6, 1}));
    EXPECT_EQ(canvas.pixel(0, 5, 0), tensor.view()(0, 5, 0, 0));
    EXPECT_TRUE(same_bits(with_canvas(tensor, 4, canvas)->view(), tensor.view()));
    TensorMap map;
    EXPECT_EQ(map.update(std::make_shared<const Tensor>(tensor.clone())).values.shape(),
              (Shape{1, 1, 6, 1}));
}

TEST(LossTensor, AMapIsMadeOnceForEachTensor) {
    TensorMap map;
    const auto first = std::make_shared<const Tensor>(counted({1, 1, 2, 8}));
    const std::uint64_t version = map.update(first).tile_versions.front();
    EXPECT_EQ(map.update(first).tile_versions.front(), version);
    EXPECT_EQ(map.update(first).range.minimum, -2);
    EXPECT_EQ(map.update(first).range.maximum, 1.75f);
    const auto second = filled_tensor({1, 1, 2, 8}, 3);
    EXPECT_GT(map.update(second).tile_versions.front(), version);
    EXPECT_EQ(map.update(second).range.minimum, 3);
}

}  // namespace
}  // namespace convscope::app
