#include "core/io/npy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

/// A .npy file with this dictionary text and these element bytes.
std::string npy_file(std::string dictionary, std::string_view data, char version = 1) {
    dictionary += '\n';
    std::string file = "\x93NUMPY";
    file += version;
    file += '\0';
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    for (std::size_t i = 0; i < length_bytes; ++i)
        file += static_cast<char>(dictionary.size() >> (8 * i) & 0xff);
    return file + dictionary + std::string(data);
}

std::string dictionary(std::string_view descr, std::string_view shape, bool fortran = false) {
    return "{'descr': '" + std::string(descr) +
           "', 'fortran_order': " + (fortran ? "True" : "False") +
           ", 'shape': " + std::string(shape) + ", }";
}

template <class Item>
std::string data_of(std::initializer_list<Item> items, bool big_endian = false) {
    std::string data;
    for (const Item item : items) {
        char bytes[sizeof(Item)];
        std::memcpy(bytes, &item, sizeof item);
        if (big_endian) std::reverse(std::begin(bytes), std::end(bytes));
        data.append(bytes, sizeof item);
    }
    return data;
}

std::vector<float> values_of(std::string_view descr, std::string_view shape,
                             std::string_view data) {
    const auto array = read_npy(as_bytes(npy_file(dictionary(descr, shape), data)), "test.npy");
    EXPECT_TRUE(array) << array.error().text();
    return array ? array->values : std::vector<float>();
}

using Floats = std::vector<float>;

TEST(ReadNpy, AllNumberTypes) {
    EXPECT_EQ(values_of("<f4", "(2,)", data_of({1.5f, -2.25f})), (Floats{1.5f, -2.25f}));
    EXPECT_EQ(values_of("<f8", "(2,)", data_of({1.5, 1e300})),
              (Floats{1.5f, std::numeric_limits<float>::infinity()}));
    EXPECT_EQ(values_of("|u1", "(2,)", data_of<std::uint8_t>({7, 255})), (Floats{7, 255}));
    EXPECT_EQ(values_of("|i1", "(2,)", data_of<std::int8_t>({-7, 127})), (Floats{-7, 127}));
    EXPECT_EQ(values_of("<u2", "(1,)", data_of<std::uint16_t>({65535})), (Floats{65535}));
    EXPECT_EQ(values_of("<i2", "(1,)", data_of<std::int16_t>({-32768})), (Floats{-32768}));
    EXPECT_EQ(values_of("<u4", "(1,)", data_of<std::uint32_t>({4000000000u})), (Floats{4e9f}));
    EXPECT_EQ(values_of("<i4", "(1,)", data_of<std::int32_t>({-70000})), (Floats{-70000}));
    EXPECT_EQ(values_of("<u8", "(1,)", data_of<std::uint64_t>({1u << 30})), (Floats{0x1p30f}));
    EXPECT_EQ(values_of("<i8", "(1,)", data_of<std::int64_t>({-5})), (Floats{-5}));
    EXPECT_EQ(values_of("|b1", "(2,)", data_of<std::uint8_t>({0, 2})), (Floats{0, 1}));
}

TEST(ReadNpy, HalfPrecision) {
    const auto values =
        values_of("<f2", "(7,)",
                  data_of<std::uint16_t>({0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x7e00, 0x8000}));
    EXPECT_EQ(values[0], 1.0f);
    EXPECT_EQ(values[1], -2.0f);
    EXPECT_EQ(values[2], 0x1p-24f);
    EXPECT_EQ(values[3], 65504.0f);
    EXPECT_EQ(values[4], std::numeric_limits<float>::infinity());
    EXPECT_TRUE(std::isnan(values[5]));
    EXPECT_TRUE(values[6] == 0 && std::signbit(values[6]));
}

TEST(ReadNpy, BigEndian) {
    EXPECT_EQ(values_of(">f4", "(2,)", data_of({1.5f, -2.25f}, true)), (Floats{1.5f, -2.25f}));
    EXPECT_EQ(values_of(">i2", "(1,)", data_of<std::int16_t>({-300}, true)), (Floats{-300}));
}

TEST(ReadNpy, FortranOrder) {
    // Element (i, j, k) is 100 i + 10 j + k; in the file i runs fastest.
    std::string data;
    for (int k = 0; k < 4; ++k)
        for (int j = 0; j < 3; ++j)
            for (int i = 0; i < 2; ++i) data += data_of({static_cast<float>(100 * i + 10 * j + k)});
    const auto array =
        read_npy(as_bytes(npy_file(dictionary("<f4", "(2, 3, 4)", true), data)), "f");
    ASSERT_TRUE(array);
    std::size_t next = 0;
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 3; ++j)
            for (int k = 0; k < 4; ++k)
                EXPECT_EQ(array->values[next++], static_cast<float>(100 * i + 10 * j + k));
}

TEST(ReadNpy, VersionsAndShapes) {
    for (const char version : {'\1', '\2', '\3'}) {
        const auto array = read_npy(
            as_bytes(npy_file(dictionary("<f4", "(1, 2)"), data_of({1.f, 2.f}), version)), "f");
        ASSERT_TRUE(array);
        EXPECT_EQ(array->shape, (std::vector{1, 2}));
    }
    const auto scalar = read_npy(as_bytes(npy_file(dictionary("<f4", "()"), data_of({3.f}))), "f");
    ASSERT_TRUE(scalar);
    EXPECT_TRUE(scalar->shape.empty());
    EXPECT_EQ(scalar->values, Floats{3});
    const auto none = read_npy(as_bytes(npy_file(dictionary("<f4", "(0, 3)"), "")), "f");
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->values.empty());
    EXPECT_FALSE(to_tensor(*none, "f"));
}

TEST(ReadNpy, HostileHeaders) {
    const std::string good = npy_file(dictionary("<f4", "(2,)"), data_of({1.f, 2.f}));
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(read_npy(as_bytes(std::string_view(good).substr(0, length)), "f")) << length;
    const std::string files[] = {
        npy_file(dictionary("<f4", "(2147483647, 2147483647, 2147483647, 8)"), ""),
        npy_file(dictionary("<f4", "(99999999999,)"), ""),
        npy_file(dictionary("<f4", "(-1,)"), "0000"),
        npy_file(dictionary("<f4", "(1000000000,)"), "0000"),
        npy_file(dictionary("<f4", "(1"), "0000"),
        npy_file(dictionary("<c8", "(1,)"), "00000000"),
        npy_file(dictionary("|O", "(1,)"), "00000000"),
        npy_file(dictionary("<f16", "(1,)"), "0000000000000000"),
        npy_file(dictionary("<u3", "(1,)"), "000"),
        npy_file("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "0000"),
        npy_file("{'descr': '<f4', 'shape': (1,), }", "0000"),
        npy_file("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "0000"),
        npy_file("{}", ""),
        npy_file("", ""),
        npy_file(dictionary("<f4", "(1,)"), "0000", 4),
        npy_file(dictionary("<f4", "(1,)"), "0000", 0),
        npy_file(dictionary("<f4", "(" + std::string(60000, '1') + ",)"), "0000"),
        std::string("\x93NUMPY\x02\0\xff\xff\xff\xff{", 13),
    };
    for (const std::string& file : files) {
        const auto array = read_npy(as_bytes(file), "bad.npy");
        ASSERT_FALSE(array) << file.substr(0, 100);
        EXPECT_EQ(array.error().where, "bad.npy");
        EXPECT_FALSE(array.error().message.empty());
    }
}

TEST(ReadNpy, NamesTheFile) {
    const TempFolder folder;
    const auto array = read_npy(folder.write("bad.npy", "no array"));
    ASSERT_FALSE(array);
    EXPECT_EQ(array.error().where, (folder / "bad.npy").string());
}

TEST(ToTensor, AddsLeadingDimensions) {
    const auto tensor = to_tensor({{2, 3}, {1, 2, 3, 4, 5, 6}}, "f");
    ASSERT_TRUE(tensor);
    EXPECT_EQ(tensor->shape(), (Shape{1, 1, 2, 3}));
    EXPECT_EQ(tensor->view()(0, 0, 1, 0), 4.0f);
    EXPECT_FALSE(to_tensor({{1, 1, 1, 1, 1}, {1}}, "f"));
}

TEST(WriteNpy, ReadsBackBitForBit) {
    const TempFolder folder;
    Tensor tensor(Shape{2, 3, 5, 7});
    std::uint32_t bits = 0;
    for (int n = 0; n < 2; ++n)
        for (int c = 0; c < 3; ++c)
            for (int y = 0; y < 5; ++y)
                for (int x = 0; x < 7; ++x)
                    tensor.view()(n, c, y, x) = std::bit_cast<float>(bits += 20'000'003u);
    ASSERT_TRUE(write_npy(folder / "t.npy", tensor.view()));
    const auto array = read_npy(folder / "t.npy");
    ASSERT_TRUE(array);
    EXPECT_EQ(array->shape, (std::vector{2, 3, 5, 7}));
    const auto written = to_dense(tensor.view());
    ASSERT_EQ(array->values.size(), written.size());
    EXPECT_EQ(std::memcmp(array->values.data(), written.data(), 4 * written.size()), 0);
}

TEST(WriteNpy, HeaderIsAlignedAndExact) {
    const TempFolder folder;
    const std::int32_t values[] = {1, -2};
    const int shape[] = {2};
    ASSERT_TRUE(write_npy(folder / "i.npy", shape, values));
    const std::string file = read_text(folder / "i.npy");
    EXPECT_EQ((file.size() - sizeof values) % 64, 0u);
    EXPECT_NE(file.find("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }"),
              std::string::npos);
    EXPECT_EQ(read_npy(folder / "i.npy")->values, (Floats{1, -2}));
}

TEST(WriteNpy, SaysWhatCannotBeWritten) {
    const float values[] = {1};
    const int shape[] = {1};
    const auto written = write_npy("/nowhere/t.npy", shape, values);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().where, "/nowhere/t.npy");
}

TEST(ReadNpy, IntegersThatFloatCannotHoldAreKept) {
    const TempFolder folder;
    const int shape[] = {3};
    const std::int32_t large[] = {1, (1 << 24) + 1, -(1 << 30) - 1};
    ASSERT_TRUE(write_npy(folder / "large.npy", shape, large));
    EXPECT_EQ(read_npy(folder / "large.npy")->doubles,
              (std::vector<double>{1, (1 << 24) + 1, -(1 << 30) - 1}));
    const std::int32_t small[] = {1, -2, (1 << 24) - 1};
    ASSERT_TRUE(write_npy(folder / "small.npy", shape, small));
    EXPECT_TRUE(read_npy(folder / "small.npy")->doubles.empty());
}

}  // namespace
}  // namespace convscope
