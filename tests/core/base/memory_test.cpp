#include "core/base/memory.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

constexpr std::string_view kText =
    "MemTotal:       24682896 kB\n"
    "MemAvailableX:         1 kB\n"
    "MemAvailable:   24442612 kB\n"
    "Broken:         none\n"
    "Empty:";

TEST(Memory, FindsAFieldByItsWholeName) {
    EXPECT_EQ(memory_field(kText, "MemAvailable"), std::size_t{24442612} * 1024);
    EXPECT_EQ(memory_field(kText, "MemTotal"), std::size_t{24682896} * 1024);
}

TEST(Memory, MissingOrUnreadableFieldsAreNothing) {
    for (const char* name : {"Mem", "SwapFree", "Broken", "Empty"})
        EXPECT_EQ(memory_field(kText, name), std::nullopt) << name;
    EXPECT_EQ(memory_field("", "MemAvailable"), std::nullopt);
}

TEST(Memory, UsableMemoryIsPlausible) {
    EXPECT_GT(usable_memory(), std::size_t{64} << 20);
    EXPECT_LT(usable_memory(), std::size_t{1} << 50);
}

TEST(Memory, SizesReadWell) {
    EXPECT_EQ(format_bytes(0), "0 bytes");
    EXPECT_EQ(format_bytes(1023), "1023 bytes");
    EXPECT_EQ(format_bytes(1536), "1.5 KB");
    EXPECT_EQ(format_bytes(std::size_t{37} << 20), "37 MB");
    EXPECT_EQ(format_bytes((std::size_t{42} << 30) / 10), "4.2 GB");
    EXPECT_EQ(format_bytes(std::size_t{5000} << 40), "5000 TB");
}

}  // namespace
}  // namespace convscope
