#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// No file larger than this is read into memory: decoders count bytes in int.
inline constexpr std::uint64_t kMaxFileBytes = (std::uint64_t{1} << 31) - 1;

/// The whole of a regular file. Its length is checked against `max_bytes` before memory is taken.
Result<std::vector<unsigned char>> read_file(const std::filesystem::path& path,
                                             std::uint64_t max_bytes = kMaxFileBytes);

/// Says whether a file with these first bytes (at most kStartBytes) and this length may be read.
using FileCheck =
    std::function<Result<void>(std::span<const unsigned char> start, std::uint64_t size)>;
inline constexpr std::size_t kStartBytes = 16;
/// The same, and never more than kMaxFileBytes; `check` decides before the rest is read.
Result<std::vector<unsigned char>> read_file(const std::filesystem::path& path,
                                             const FileCheck& check);

/// Ok when `bytes` can be taken beside all that this process holds already, with a quarter of the
/// machine's available memory to spare. `what` begins the sentence of the Error: "this picture".
Result<void> check_free_memory(double bytes, std::string_view what);

/// Several files that appear together. Each is written whole under another name in its folder and
/// flushed to the disk; commit() renames them in the order they were added. Until then, and when
/// writing one of them fails, all old files stand and the new ones are removed. Links are followed:
/// the file behind one is replaced. A file keeps its permissions; a write-protected one is refused.
class FileTransaction {
  public:
    FileTransaction() = default;
    ~FileTransaction();
    FileTransaction(const FileTransaction&) = delete;
    FileTransaction& operator=(const FileTransaction&) = delete;

    Result<void> add(const std::filesystem::path& path, std::span<const unsigned char> bytes);
    Result<void> commit();

  private:
    struct Entry {
        std::filesystem::path temporary, final;
    };
    std::vector<Entry> entries_;
};

/// One file, the same way.
Result<void> write_file(const std::filesystem::path& path, std::span<const unsigned char> bytes);

/// The bytes of a text, and back.
std::span<const unsigned char> bytes_of(std::string_view text);
std::string_view text_of(std::span<const unsigned char> bytes);

}  // namespace convscope
