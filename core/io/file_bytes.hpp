#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace convscope {

/// No file larger than this is read into memory.
inline constexpr std::uint64_t kMaxFileBytes = std::uint64_t{2} << 30;

/// The whole of a regular file. Its length is checked against `max_bytes` before memory is taken.
Result<std::vector<unsigned char>> read_file(const std::filesystem::path& path,
                                             std::uint64_t max_bytes = kMaxFileBytes);

/// Ok when `bytes` are at most memory_limit(). `what` begins the sentence of the
/// Error: "this picture".
Result<void> check_free_memory(double bytes, std::string_view what);

/// Several files that appear together. Each is written whole under another name in its folder and
/// flushed to the disk; commit() renames them in the order they were added. Until then, and when
/// anything fails, the old files stand and the new ones are removed.
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

/// The bytes of a text.
std::span<const unsigned char> bytes_of(std::string_view text);

}  // namespace convscope
