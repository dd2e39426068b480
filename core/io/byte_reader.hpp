#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace convscope {

/// Reads numbers from memory, front to back. Past the end every number is 0 and ok() turns false.
class ByteReader {
  public:
    explicit ByteReader(std::span<const unsigned char> bytes) : rest_(bytes) {}

    bool ok() const { return ok_; }
    std::size_t remaining() const { return rest_.size(); }

    std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
    std::uint16_t u16_be() { return static_cast<std::uint16_t>(big_endian(2)); }
    std::uint32_t u32_be() { return big_endian(4); }
    std::uint16_t u16_le() { return static_cast<std::uint16_t>(little_endian(2)); }
    std::uint32_t u32_le() { return little_endian(4); }

    std::span<const unsigned char> take(std::size_t count) {
        if (count > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }
    void skip(std::size_t count) { take(count); }

  private:
    std::uint32_t big_endian(std::size_t count) {
        std::uint32_t value = 0;
        for (const unsigned char byte : take(count)) value = value << 8 | byte;
        return value;
    }
    std::uint32_t little_endian(std::size_t count) {
        std::uint32_t value = 0;
        int shift = 0;
        for (const unsigned char byte : take(count)) {
            value |= static_cast<std::uint32_t>(byte) << shift;
            shift += 8;
        }
        return value;
    }

    std::span<const unsigned char> rest_;
    bool ok_ = true;
};

}  // namespace convscope
