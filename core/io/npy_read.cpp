#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/io/file_bytes.hpp"
#include "core/io/known_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/npy_header.hpp"

namespace convscope {
namespace {

/// IEEE 754 half precision.
float half_to_float(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = half >> 10 & 0x1fu, fraction = half & 0x3ffu;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t wide_exponent = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wide_exponent << 23 | fraction << 13);
}

template <class Number, class Item>
Number convert_item(const unsigned char* bytes) {
    Item item;
    std::memcpy(&item, bytes, sizeof item);
    return static_cast<Number>(item);
}

template <class Number>
using Convert = Number (*)(const unsigned char* bytes);

/// Reads one element that lies in memory in this machine's byte order.
template <class Number>
Convert<Number> converter(const NpyHeader& header) {
    switch (header.kind) {
        case 'f':
            if (header.item_bytes == 4) return convert_item<Number, float>;
            if (header.item_bytes == 8) return convert_item<Number, double>;
            return [](const unsigned char* bytes) {
                return static_cast<Number>(
                    half_to_float(convert_item<std::uint16_t, std::uint16_t>(bytes)));
            };
        case 'i':
            if (header.item_bytes == 1) return convert_item<Number, std::int8_t>;
            if (header.item_bytes == 2) return convert_item<Number, std::int16_t>;
            if (header.item_bytes == 4) return convert_item<Number, std::int32_t>;
            return convert_item<Number, std::int64_t>;
        case 'u':
            if (header.item_bytes == 1) return convert_item<Number, std::uint8_t>;
            if (header.item_bytes == 2) return convert_item<Number, std::uint16_t>;
            if (header.item_bytes == 4) return convert_item<Number, std::uint32_t>;
            return convert_item<Number, std::uint64_t>;
        default:
            return [](const unsigned char* bytes) { return *bytes != 0 ? Number{1} : Number{0}; };
    }
}

/// From first-index-fastest to last-index-fastest.
template <class Number>
std::vector<Number> transpose_fortran(const std::vector<int>& shape,
                                      const std::vector<Number>& values) {
    std::vector<std::size_t> strides(shape.size(), 1);  // In `values`.
    for (std::size_t d = 1; d < shape.size(); ++d)
        strides[d] = strides[d - 1] * static_cast<std::size_t>(shape[d - 1]);
    std::vector<Number> out(values.size());
    std::vector<int> index(shape.size(), 0);
    std::size_t from = 0;
    for (Number& value : out) {
        value = values[from];
        for (std::size_t d = shape.size(); d-- > 0;) {
            from += strides[d];
            if (++index[d] < shape[d]) break;
            from -= strides[d] * static_cast<std::size_t>(shape[d]);
            index[d] = 0;
        }
    }
    return out;
}

template <class Number>
std::vector<Number> convert_elements(const NpyHeader& header, const unsigned char* data) {
    std::vector<Number> out(header.count);
    const Convert<Number> convert = converter<Number>(header);
    const bool swapped = header.big_endian != (std::endian::native == std::endian::big);
    const std::size_t size = header.item_bytes;
    unsigned char item[8];
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (std::size_t b = 0; b < size; ++b)
            item[b] = data[i * size + (swapped ? size - 1 - b : b)];
        out[i] = convert(item);
    }
    if (header.fortran_order && header.shape.size() > 1)
        return transpose_fortran(header.shape, out);
    return out;
}

/// True when float, which `values` were rounded to, may not have held an integer of the array.
bool needs_doubles(const NpyHeader& header, const std::vector<float>& values) {
    constexpr float kLargestExact = 1 << 24;
    return (header.kind == 'i' || header.kind == 'u') && header.item_bytes >= 4 &&
           std::ranges::any_of(values,
                               [](float value) { return std::abs(value) >= kLargestExact; });
}

}  // namespace

Result<NpyArray> read_npy(const std::filesystem::path& path) {
    const Result<std::vector<unsigned char>> bytes = read_known_file(path);
    if (!bytes) return bytes.error();
    return read_npy(*bytes, path.string());
}

Result<NpyArray> read_npy(std::span<const unsigned char> bytes, std::string_view name) {
    const Result<NpyHeader> header = read_npy_header(bytes, name);
    if (!header) return header.error();
    const auto check_room = [&](std::size_t item_bytes) -> Result<void> {
        const std::size_t copies = header->fortran_order ? 2 : 1;
        Result<void> fits = check_free_memory(
            static_cast<double>(item_bytes * copies) * static_cast<double>(header->count),
            "this array");
        if (!fits) return Error{fits.error().message, std::string(name)};
        return {};
    };
    const unsigned char* data = bytes.data() + header->data_offset;
    if (Result<void> fits = check_room(sizeof(float)); !fits) return fits.error();
    NpyArray array{header->shape, convert_elements<float>(*header, data),
                   header->kind == 'u' && header->item_bytes == 1};
    if (!needs_doubles(*header, array.values)) return array;
    if (Result<void> fits = check_room(sizeof(double)); !fits) return fits.error();
    array.doubles = convert_elements<double>(*header, data);
    return array;
}

Result<Tensor> to_tensor(const NpyArray& array, std::string_view name) {
    if (array.shape.size() > 4)
        return Error{
            "has " + std::to_string(array.shape.size()) + " dimensions; at most 4 can be used",
            std::string(name)};
    int extents[4] = {1, 1, 1, 1};
    std::copy(array.shape.begin(), array.shape.end(), extents + (4 - array.shape.size()));
    for (const int extent : extents)
        if (extent == 0) return Error{"is empty: one of its dimensions is 0", std::string(name)};
    const Shape shape{extents[0], extents[1], extents[2], extents[3]};
    constexpr int kMaxRow = 1 << 30;
    if (shape.w > kMaxRow) return Error{"has rows too long to be used", std::string(name)};
    // Rows are padded to whole cache lines, which narrow arrays feel most.
    const double bytes = 4.0 * round_up(shape.w, 16) * shape.n * shape.c * shape.h;
    if (Result<void> fits = check_free_memory(bytes, "this array"); !fits)
        return Error{fits.error().message, std::string(name)};
    return from_dense(shape, array.values);
}

}  // namespace convscope
