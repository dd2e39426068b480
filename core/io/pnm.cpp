#include "core/io/pnm.hpp"

#include <optional>
#include <string>

#include "core/io/image_header.hpp"

namespace convscope {
namespace {

/// White space, comments and decimal numbers, as the headers and the text formats have them.
class PnmText {
  public:
    explicit PnmText(std::span<const unsigned char> bytes) : rest_(bytes) {}

    std::optional<int> number() {
        skip_space();
        int value = 0, digits = 0;
        while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
            value = value * 10 + (rest_[0] - '0');
            if (++digits > 8) return {};
            rest_ = rest_.subspan(1);
        }
        return digits == 0 ? std::nullopt : std::optional(value);
    }
    /// In P1 samples need no space between them.
    std::optional<int> bit() {
        skip_space();
        if (rest_.empty() || (rest_[0] != '0' && rest_[0] != '1')) return {};
        const int value = rest_[0] - '0';
        rest_ = rest_.subspan(1);
        return value;
    }
    /// What follows the one white-space character after the header.
    std::span<const unsigned char> binary() const {
        return rest_.empty() ? rest_ : rest_.subspan(1);
    }

  private:
    void skip_space() {
        while (!rest_.empty()) {
            if (rest_[0] == '#') {
                while (!rest_.empty() && rest_[0] != '\n') rest_ = rest_.subspan(1);
            } else if (rest_[0] == ' ' || (rest_[0] >= '\t' && rest_[0] <= '\r')) {
                rest_ = rest_.subspan(1);
            } else {
                return;
            }
        }
    }
    std::span<const unsigned char> rest_;
};

struct PnmHeader {
    int kind = 0;  // 1 to 6
    Shape shape;
    int maximum = 1;
    bool is_bitmap() const { return kind == 1 || kind == 4; }
    bool is_text() const { return kind <= 3; }
};

Result<PnmHeader> read_header(PnmText& text, int kind) {
    const std::optional<int> width = text.number(), height = text.number();
    PnmHeader header;
    header.kind = kind;
    const std::optional<int> maximum = header.is_bitmap() ? 1 : text.number();
    if (!width || !height || !maximum) return Error{"has a damaged PNM header", {}};
    if (*maximum < 1 || *maximum > 65535)
        return Error{"has a damaged PNM header: the largest sample must be 1 to 65535", {}};
    header.shape = {1, kind % 3 == 0 ? 3 : 1, *height, *width};
    header.maximum = *maximum;
    // The samples come as floats first, then as the picture's tiles.
    if (Result<void> size = check_picture(*width, *height, 12.0); !size) return size.error();
    return header;
}

std::uint64_t binary_bytes(const PnmHeader& header) {
    const auto width = static_cast<std::uint64_t>(header.shape.w);
    const auto height = static_cast<std::uint64_t>(header.shape.h);
    if (header.kind == 4) return (width + 7) / 8 * height;
    return width * height * static_cast<std::uint64_t>(header.shape.c) *
           (header.maximum > 255 ? 2 : 1);
}

/// Sample by sample in the file's order: rows, then columns, then channels. `next` gives the next
/// one, or -1 when there is none.
template <class Next>
Result<Tensor> fill(const PnmHeader& header, Next next) {
    Tensor pixels(header.shape);
    const TensorView view = pixels.view();
    const auto maximum = static_cast<float>(header.maximum);
    for (int y = 0; y < header.shape.h; ++y)
        for (int x = 0; x < header.shape.w; ++x)
            for (int c = 0; c < header.shape.c; ++c) {
                const int sample = next(y, x);
                if (sample < 0) return cut_off_error();
                if (sample > header.maximum)
                    return Error{"has a sample above the largest that its header allows", {}};
                const auto value = static_cast<float>(sample) / maximum;
                view(0, c, y, x) =
                    header.is_bitmap() ? 1 - value : value;  // In bitmaps 1 is black.
            }
    return pixels;
}

Result<Tensor> read_text(const PnmHeader& header, PnmText text) {
    return fill(header, [&](int, int) {
        return (header.is_bitmap() ? text.bit() : text.number()).value_or(-1);
    });
}

Result<Tensor> read_binary(const PnmHeader& header, std::span<const unsigned char> data) {
    if (data.size() < binary_bytes(header)) return cut_off_error();
    if (header.kind == 4) {
        const std::size_t row_bytes = (static_cast<std::size_t>(header.shape.w) + 7) / 8;
        return fill(header, [&](int y, int x) {
            const auto column = static_cast<std::size_t>(x);
            const unsigned byte = data[static_cast<std::size_t>(y) * row_bytes + column / 8];
            return static_cast<int>(byte >> (7 - column % 8) & 1u);
        });
    }
    std::size_t next = 0;
    if (header.maximum > 255)
        return fill(header, [&](int, int) {
            next += 2;
            return data[next - 2] << 8 | data[next - 1];
        });
    return fill(header, [&](int, int) { return static_cast<int>(data[next++]); });
}

}  // namespace

Result<Tensor> read_pnm(std::span<const unsigned char> bytes) {
    PnmText text(bytes.subspan(2));
    const Result<PnmHeader> header = read_header(text, bytes[1] - '0');
    if (!header) return header.error();
    // A text sample takes at least one character, so short files are refused before memory is
    // taken.
    if (header->is_text() && bytes.size() < header->shape.count()) return cut_off_error();
    return header->is_text() ? read_text(*header, text) : read_binary(*header, text.binary());
}

}  // namespace convscope
