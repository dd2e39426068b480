#include "core/io/npy_header.hpp"

#include <charconv>
#include <limits>
#include <optional>
#include <string>

namespace convscope {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

/// Walks the header's text, the Python literal
/// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class DictionaryReader {
  public:
    explicit DictionaryReader(std::string_view text) : rest_(text) {}

    bool take(char wanted) {
        skip_space();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take(std::string_view wanted) {
        skip_space();
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(wanted.size());
        return true;
    }
    std::optional<std::string_view> quoted() {
        skip_space();
        if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return {};
        const std::size_t end = rest_.find(rest_.front(), 1);
        if (end == std::string_view::npos) return {};
        const std::string_view text = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return text;
    }
    std::optional<int> integer() {
        skip_space();
        int value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc() || value < 0) return {};
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    bool at_end() {
        skip_space();
        return rest_.empty();
    }

  private:
    void skip_space() {
        const std::size_t first = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(first == std::string_view::npos ? rest_.size() : first);
    }
    std::string_view rest_;
};

bool read_descr(DictionaryReader& reader, NpyHeader& header) {
    const std::optional<std::string_view> text = reader.quoted();
    if (!text || text->size() != 3) return false;
    const char order = (*text)[0], kind = (*text)[1], digit = (*text)[2];
    const std::string_view sizes = kind == 'f'                  ? "248"
                                   : kind == 'i' || kind == 'u' ? "1248"
                                   : kind == 'b'                ? "1"
                                                                : "";
    if (std::string_view("<>|=").find(order) == std::string_view::npos) return false;
    if (sizes.find(digit) == std::string_view::npos) return false;
    header.kind = kind;
    header.item_bytes = static_cast<std::size_t>(digit - '0');
    header.big_endian = order == '>';
    return true;
}

bool read_shape(DictionaryReader& reader, NpyHeader& header) {
    if (!reader.take('(')) return false;
    while (!reader.take(')')) {
        const std::optional<int> extent = reader.integer();
        if (!extent || header.shape.size() == 32) return false;
        header.shape.push_back(*extent);
        if (!reader.take(',')) return reader.take(')');
    }
    return true;
}

enum class Parse { kOk, kBadText, kBadType };

Parse read_dictionary(std::string_view text, NpyHeader& header) {
    DictionaryReader reader(text);
    bool has_descr = false, has_order = false, has_shape = false;
    if (!reader.take('{')) return Parse::kBadText;
    while (!reader.take('}')) {
        const std::optional<std::string_view> key = reader.quoted();
        if (!key || !reader.take(':')) return Parse::kBadText;
        if (*key == "descr" && !has_descr) {
            if (!read_descr(reader, header)) return Parse::kBadType;
            has_descr = true;
        } else if (*key == "fortran_order" && !has_order) {
            header.fortran_order = reader.take("True");
            if (!header.fortran_order && !reader.take("False")) return Parse::kBadText;
            has_order = true;
        } else if (*key == "shape" && !has_shape) {
            if (!read_shape(reader, header)) return Parse::kBadText;
            has_shape = true;
        } else {
            return Parse::kBadText;
        }
        if (!reader.take(',') && !reader.take('}')) return Parse::kBadText;
        if (reader.at_end()) break;
    }
    return has_descr && has_order && has_shape ? Parse::kOk : Parse::kBadText;
}

/// Product of the extents, or nothing when it does not fit.
std::optional<std::size_t> product(const std::vector<int>& shape) {
    std::size_t count = 1;
    for (const int extent : shape) {
        const auto factor = static_cast<std::size_t>(extent);
        if (factor != 0 && count > std::numeric_limits<std::size_t>::max() / 16 / factor) return {};
        count *= factor;
    }
    return count;
}

}  // namespace

Result<NpyHeader> read_npy_header(std::span<const unsigned char> bytes, std::string_view name) {
    const auto fail = [&](std::string message) {
        return Error{std::move(message), std::string(name)};
    };
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic)) return fail("is not a .npy file");
    if (bytes.size() < 10) return fail("ends inside the header of a .npy file");
    const int version = bytes[6];
    if (version < 1 || version > 3)
        return fail("has version " + std::to_string(version) +
                    " of the .npy format; 1 to 3 are known: save it again with numpy.save");
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    if (bytes.size() < 8 + length_bytes) return fail("ends inside the header of a .npy file");
    std::size_t length = 0;
    for (std::size_t i = length_bytes; i-- > 0;) length = length << 8 | bytes[8 + i];

    NpyHeader header;
    header.data_offset = 8 + length_bytes + length;
    if (header.data_offset > bytes.size()) return fail("ends inside the header of a .npy file");
    switch (read_dictionary(text.substr(8 + length_bytes, length), header)) {
        case Parse::kBadText:
            return fail("has a damaged .npy header");
        case Parse::kBadType:
            return fail(
                "holds elements that are not plain numbers (float, integer or bool); "
                "save it as float32");
        case Parse::kOk:
            break;
    }
    const std::optional<std::size_t> count = product(header.shape);
    const std::size_t available = bytes.size() - header.data_offset;
    if (!count || *count * header.item_bytes > available)
        return fail("is shorter than its header says: it was cut off or is damaged");
    header.count = *count;
    return header;
}

}  // namespace convscope
