#include "core/tensor/tensor.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <new>
#include <numeric>
#include <type_traits>

namespace convscope {
namespace {

std::vector<float> counted(Shape shape) {
    std::vector<float> values(shape.count());
    std::iota(values.begin(), values.end(), 1.0f);
    return values;
}

TEST(Shape, CountIsTheProduct) {
    EXPECT_EQ((Shape{2, 3, 4, 5}).count(), 120u);
    EXPECT_EQ((Shape{1, 1, 16384, 3900}).plane(), (Rect{0, 0, 3900, 16384}));
}

TEST(Tensor, StartsAsZeros) {
    const Tensor tensor(Shape{2, 2, 3, 5});
    for (const float value : to_dense(tensor.view())) EXPECT_EQ(value, 0.0f);
}

TEST(Tensor, RowsAreAligned) {
    const Tensor tensor(Shape{2, 3, 4, 17});
    for (int n = 0; n < 2; ++n)
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 4; ++y)
                EXPECT_EQ(
                    reinterpret_cast<std::uintptr_t>(tensor.view().row(n, c, y)) % kRowAlignment,
                    0u);
}

TEST(Tensor, ListsLieSideBySide) {
    const Tensor list(Shape{2, 3, 100, 1});
    EXPECT_EQ(list.view().row_stride(), 1);
    EXPECT_EQ(list.memory_bytes(), 600 * sizeof(float));
}

TEST(Tensor, DenseRoundTrip) {
    const Shape shape{2, 3, 4, 5};
    const Tensor tensor = from_dense(shape, counted(shape));
    EXPECT_EQ(to_dense(tensor.view()), counted(shape));
    EXPECT_EQ(tensor.view()(1, 2, 3, 4), 120.0f);
    EXPECT_EQ(tensor.view()(Cell{0, 1, 2, 3}), static_cast<float>(20 + 2 * 5 + 3 + 1));
}

TEST(Tensor, CloneIsIndependent) {
    const Shape shape{1, 1, 2, 3};
    Tensor original = from_dense(shape, counted(shape));
    const Tensor copy = original.clone();
    original.view()(0, 0, 0, 0) = -1;
    EXPECT_EQ(to_dense(copy.view()), counted(shape));
    EXPECT_TRUE(Tensor().clone().empty());
}

TEST(Tensor, MovedFromGivesItsMemoryAway) {
    Tensor original(Shape{1, 1, 2, 3});
    const float* memory = original.view().data();
    const Tensor moved = std::move(original);
    EXPECT_EQ(moved.view().data(), memory);
    static_assert(!std::is_copy_constructible_v<Tensor>);
}

TEST(Tensor, ConstTensorsGiveReadOnlyViews) {
    static_assert(std::is_same_v<decltype(std::declval<const Tensor&>().view()), ConstTensorView>);
    static_assert(std::is_convertible_v<TensorView, ConstTensorView>);
    static_assert(!std::is_convertible_v<ConstTensorView, TensorView>);
    static_assert(std::is_trivially_copyable_v<TensorView>);
}

TEST(TensorView, DefaultIsEmpty) {
    EXPECT_TRUE(TensorView().empty());
    EXPECT_TRUE(Tensor().view().empty());
    EXPECT_FALSE(Tensor(Shape{1, 1, 1, 1}).view().empty());
}

TEST(TensorView, MayLookAtAPartOfRows) {
    const Shape shape{1, 2, 3, 8};
    Tensor tensor = from_dense(shape, counted(shape));
    const TensorView part(tensor.view().data() + 2, {1, 2, 3, 4}, tensor.view().row_stride());
    EXPECT_EQ(part(0, 1, 2, 0), tensor.view()(0, 1, 2, 2));
}

TEST(Scratch, KeepsItsMemoryAndGrows) {
    Scratch scratch;
    float* first = scratch.floats(100);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % kRowAlignment, 0u);
    EXPECT_EQ(scratch.floats(50), first);
    float* larger = scratch.floats(100'000);
    larger[99'999] = 1;
    EXPECT_EQ(scratch.floats(100'000), larger);
}

TEST(Scratch, NeverGivesLessThanAskedFor) {
    Scratch scratch;
    const std::size_t too_many = std::numeric_limits<std::size_t>::max() / 2;
    EXPECT_THROW(scratch.floats(too_many), std::bad_alloc);
    scratch.floats(100)[99] = 1;
}

TEST(SameBits, TellsZerosApartAndKnowsNan) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Shape shape{1, 1, 2, 3};
    const Tensor numbers = from_dense<float>(shape, {0, nan, 1, 2, 3, 4});
    EXPECT_TRUE(same_bits(numbers.view(), numbers.clone().view()));
    const Tensor negative = from_dense<float>(shape, {-0.0f, nan, 1, 2, 3, 4});
    EXPECT_FALSE(same_bits(numbers.view(), negative.view()));
    const Tensor last = from_dense<float>(shape, {0, nan, 1, 2, 3, 5});
    EXPECT_FALSE(same_bits(numbers.view(), last.view()));
    const Tensor turned = from_dense<float>({1, 1, 3, 2}, {0, nan, 1, 2, 3, 4});
    EXPECT_FALSE(same_bits(numbers.view(), turned.view()));
}

}  // namespace
}  // namespace convscope
