#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/core/scene/example_scenes.hpp"

namespace {

bool out_of_memory = false;

}  // namespace

// What tensors take their memory from, in this program; see aligned_zeros().
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    const auto unit = static_cast<std::size_t>(alignment);
    void* memory =
        out_of_memory ? nullptr : std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

namespace convscope {
namespace {

TEST(NoMemory, MakesAnEditAnErrorAndLeavesTheScene) {
    Random random(1);
    const Scene scene = examples::two_conv_scene(examples::random_image(24, 20, 3, random), random);
    const Scene before = scene;
    for (const Edit& edit : std::initializer_list<Edit>{
             SetWeight{"conv1", {}, 9}, examples::set_param(scene, "conv1", "filters", 4),
             AddLayer{"conv2d", 0}, SetEnabled{"conv1", false}}) {
        out_of_memory = true;
        const auto after = apply_edit(scene, edit);
        out_of_memory = false;
        ASSERT_FALSE(after) << edit_label(scene, edit);
        EXPECT_EQ(after.error().where, "memory");
        EXPECT_TRUE(after.error().message.starts_with("not enough memory for this: "));
        EXPECT_TRUE(is_same_snapshot(scene, before));
        EXPECT_TRUE(apply_edit(scene, edit));
    }
}

}  // namespace
}  // namespace convscope
