#include <array>
#include <optional>
#include <string>

#include "core/io/byte_reader.hpp"
#include "core/io/image_header.hpp"

namespace convscope {
namespace {

enum Marker : int {
    kSof0 = 0xc0,  // Baseline; 0xc1 extended, 0xc2 progressive.
    kSof2 = 0xc2,
    kDht = 0xc4,
    kSof15 = 0xcf,
    kRst0 = 0xd0,
    kRst7 = 0xd7,
    kEoi = 0xd9,
    kSos = 0xda,
    kDqt = 0xdb,
};

// Each costs a pass over the whole picture; encoders write about ten.
constexpr int kMaxScans = 100;

Error damaged(const std::string& what) {
    return {"is a damaged JPEG: " + what, {}};
}

/// Follows the markers of a JPEG file and keeps book of which tables were defined before they are
/// used, since stb_image decodes with whatever lies in memory where one is missing.
class JpegChecker {
  public:
    explicit JpegChecker(std::span<const unsigned char> bytes)
        : file_bytes_(bytes.size()), reader_(bytes) {}

    Result<ImageHeader> check();

  private:
    struct Component {
        int id = 0, quantization = 0;
        bool scanned = false;
    };
    std::optional<int> next_marker();
    Result<void> read_segment(int marker);
    Result<void> read_frame(ByteReader segment, bool progressive);
    Result<void> read_huffman_tables(ByteReader segment);
    Result<void> read_quantization_tables(ByteReader segment);
    Result<void> read_scan(ByteReader segment);
    Result<void> read_scan_component(int id, int tables, int first, int approximation);
    Result<void> check_complete() const;

    std::size_t file_bytes_;
    ByteReader reader_;
    ImageHeader header_;
    bool has_frame_ = false, progressive_ = false;
    std::array<Component, 4> components_{};
    std::size_t component_count_ = 0;
    std::array<bool, 4> dc_tables_{}, ac_tables_{}, quantization_tables_{};
    int scans_ = 0;
};

/// The next marker, past padding and (after a scan) past the coded data.
std::optional<int> JpegChecker::next_marker() {
    while (reader_.ok()) {
        if (reader_.u8() != 0xff) continue;
        int marker = 0xff;
        while (marker == 0xff && reader_.ok()) marker = reader_.u8();
        const bool inside_scan =
            scans_ > 0 && (marker == 0 || (marker >= kRst0 && marker <= kRst7));
        if (reader_.ok() && !inside_scan) return marker;
    }
    return {};
}

Result<ImageHeader> JpegChecker::check() {
    reader_.skip(2);
    for (;;) {
        const std::optional<int> marker = next_marker();
        if (!marker) return cut_off_error();
        if (*marker == kEoi) break;
        if (Result<void> read = read_segment(*marker); !read) return read.error();
    }
    if (Result<void> complete = check_complete(); !complete) return complete.error();
    return header_;
}

Result<void> JpegChecker::read_segment(int marker) {
    const std::size_t length = reader_.u16_be();
    if (!reader_.ok()) return cut_off_error();
    if (length < 2) return damaged("impossible segment length");
    const ByteReader segment(reader_.take(length - 2));
    if (!reader_.ok()) return cut_off_error();
    if (marker == kDht) return read_huffman_tables(segment);
    if (marker == kDqt) return read_quantization_tables(segment);
    if (marker == kSos) return read_scan(segment);
    if (marker >= kSof0 && marker <= kSof2) return read_frame(segment, marker == kSof2);
    if (marker > kSof2 && marker <= kSof15)
        return Error{
            "is a JPEG of a rare kind (lossless, hierarchical or arithmetic), which is not "
            "supported; save it as PNG",
            {}};
    return {};
}

Result<void> JpegChecker::read_frame(ByteReader segment, bool progressive) {
    if (has_frame_) return damaged("it has two headers");
    if (segment.u8() != 8) return Error{"is a JPEG of more than 8 bits; save it as PNG", {}};
    const int height = segment.u16_be(), width = segment.u16_be();
    component_count_ = segment.u8();
    if (component_count_ != 1 && component_count_ != 3 && component_count_ != 4)
        return damaged(std::to_string(component_count_) + " color components");
    for (std::size_t i = 0; i < component_count_; ++i) {
        Component& component = components_[i];
        component.id = segment.u8();
        const int sampling = segment.u8();
        component.quantization = segment.u8();
        if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4 ||
            component.quantization > 3)
            return damaged("impossible color component");
    }
    if (!segment.ok() || segment.remaining() != 0) return damaged("header of a wrong length");
    // Planes of 8-bit samples, coefficients of 16 bits, the picture of 3 samples.
    const auto planes = static_cast<double>(component_count_);
    header_ = {width, height, false, planes * (progressive ? 3 : 1) + 3};
    has_frame_ = true;
    progressive_ = progressive;
    if (Result<void> size = check_picture(width, height, header_.decoder_bytes_per_pixel); !size)
        return size;
    // Every block of 8x8 takes at least one bit.
    const std::size_t blocks =
        (static_cast<std::size_t>(width) + 7) / 8 * ((static_cast<std::size_t>(height) + 7) / 8);
    if (blocks / 8 > file_bytes_) return cut_off_error();
    return {};
}

Result<void> JpegChecker::read_huffman_tables(ByteReader segment) {
    while (segment.remaining() > 0) {
        const int place = segment.u8();
        if (place >> 4 > 1 || (place & 15) > 3) return damaged("impossible Huffman table");
        int total = 0, free_codes = 1;
        for (int length = 1; length <= 16; ++length) {
            const int count = segment.u8();
            total += count;
            free_codes = 2 * free_codes - count;
            if (free_codes < 0) return damaged("impossible Huffman table");
        }
        // No encoder needs 256, and stb_image cannot tell symbol 255 from "none".
        if (total == 0 || total > 255) return damaged("impossible Huffman table");
        segment.skip(static_cast<std::size_t>(total));
        if (!segment.ok()) return damaged("Huffman table of a wrong length");
        auto& tables = place >> 4 == 0 ? dc_tables_ : ac_tables_;
        tables[static_cast<std::size_t>(place & 15)] = true;
    }
    return {};
}

Result<void> JpegChecker::read_quantization_tables(ByteReader segment) {
    while (segment.remaining() > 0) {
        const int place = segment.u8();
        if (place >> 4 > 1 || (place & 15) > 3) return damaged("impossible quantization table");
        segment.skip(place >> 4 == 0 ? 64 : 128);
        if (!segment.ok()) return damaged("quantization table of a wrong length");
        quantization_tables_[static_cast<std::size_t>(place & 15)] = true;
    }
    return {};
}

Result<void> JpegChecker::read_scan(ByteReader segment) {
    if (!has_frame_) return damaged("its data comes before its header");
    if (++scans_ > kMaxScans) return damaged("it has more than 100 scans");
    const std::size_t count = segment.u8();
    if (count < 1 || count > component_count_ || segment.remaining() != 2 * count + 3)
        return damaged("impossible scan");
    struct Entry {
        int id = 0, tables = 0;
    };
    std::array<Entry, 4> entries;
    for (std::size_t i = 0; i < count; ++i) {
        entries[i].id = segment.u8();
        entries[i].tables = segment.u8();
    }
    const int first = segment.u8();
    segment.skip(1);
    const int approximation = segment.u8();
    for (std::size_t i = 0; i < count; ++i)
        if (Result<void> read =
                read_scan_component(entries[i].id, entries[i].tables, first, approximation);
            !read)
            return read;
    return {};
}

Result<void> JpegChecker::read_scan_component(int id, int tables, int first, int approximation) {
    const auto dc = static_cast<std::size_t>(tables >> 4),
               ac = static_cast<std::size_t>(tables & 15);
    if (dc > 3 || ac > 3) return damaged("impossible scan");
    const bool refines = progressive_ && approximation >> 4 != 0;
    const bool needs_dc = first == 0 && !refines;
    const bool needs_ac = !progressive_ || first > 0;
    if ((needs_dc && !dc_tables_[dc]) || (needs_ac && !ac_tables_[ac]))
        return damaged("a Huffman table is missing");
    for (std::size_t i = 0; i < component_count_; ++i) {
        Component& component = components_[i];
        if (component.id != id) continue;
        if (!quantization_tables_[static_cast<std::size_t>(component.quantization)])
            return damaged("a quantization table is missing");
        component.scanned = component.scanned || needs_dc;
        return {};
    }
    return damaged("a scan of an unknown color component");
}

Result<void> JpegChecker::check_complete() const {
    if (!has_frame_) return damaged("it has no header");
    for (std::size_t i = 0; i < component_count_; ++i)
        if (!components_[i].scanned) return damaged("a color component is missing");
    return {};
}

}  // namespace

Result<ImageHeader> check_jpeg(std::span<const unsigned char> bytes) {
    return JpegChecker(bytes).check();
}

}  // namespace convscope
