#include "core/io/file_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include "core/base/memory.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

std::string system_message(int error) {
    return std::generic_category().message(error);
}

/// A descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }
    bool valid() const { return number_ >= 0; }
    /// Errors of delayed writes show up here.
    bool close() {
        const bool closed = ::close(number_) == 0;
        number_ = -1;
        return closed;
    }

  private:
    int number_;
};

Error cannot_read(const fs::path& path, int error) {
    return {"cannot be read: " + system_message(error) + "; check its name and permissions",
            path.string()};
}

Error cannot_write(const fs::path& path, int error) {
    return {"cannot be written: " + system_message(error) +
                "; choose another folder or free some space",
            path.string()};
}

bool write_all(int descriptor, std::span<const unsigned char> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// Fills `bytes` as far as the file goes; the number of bytes read, or nothing (errno says why).
std::optional<std::size_t> read_all(int descriptor, std::span<unsigned char> bytes) {
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(descriptor, bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::nullopt;
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

Result<void> check_length(std::uint64_t size, std::uint64_t max_bytes) {
    if (size <= max_bytes) return {};
    return Error{"has " + format_bytes(size) + ", more than the " + format_bytes(max_bytes) +
                     " that such a file may have",
                 {}};
}

/// The file that a write to `path` replaces: behind a link what it leads to.
Result<fs::path> write_target(const fs::path& path) {
    std::error_code error;
    if (!fs::is_symlink(fs::symlink_status(path, error))) return path;
    fs::path target = fs::canonical(path, error);
    if (error)
        return Error{"is a link that leads nowhere; remove it or choose another name",
                     path.string()};
    return target;
}

/// Permissions that a file at `path` must have: those of the one that is replaced.
Result<std::optional<mode_t>> check_replaceable(const fs::path& path) {
    struct stat old {};
    if (::stat(path.c_str(), &old) != 0) return std::optional<mode_t>();
    if (S_ISDIR(old.st_mode)) return Error{"is a folder; name a file inside it", path.string()};
    if (!S_ISREG(old.st_mode))
        return Error{"is not an ordinary file, so it cannot be replaced", path.string()};
    if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
        return Error{"is write-protected; choose another name or allow writing to it",
                     path.string()};
    return std::optional<mode_t>(old.st_mode & 0777);
}

}  // namespace

Result<std::vector<unsigned char>> read_file(const fs::path& path, const FileCheck& check) {
    // Without O_NONBLOCK opening a named pipe would wait for its other end.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.valid()) return cannot_read(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
    if (S_ISDIR(status.st_mode)) return Error{"is a folder; name a file inside it", path.string()};
    if (!S_ISREG(status.st_mode))
        return Error{"is not an ordinary file, so it cannot be opened", path.string()};
    const auto size = static_cast<std::uint64_t>(status.st_size);

    std::array<unsigned char, kStartBytes> start{};
    const auto started = read_all(file.get(), start);
    if (!started) return cannot_read(path, errno);
    Result<void> fits = check(std::span(start).first(*started), size);
    if (fits) fits = check_length(size, kMaxFileBytes);
    if (fits) fits = check_free_memory(static_cast<double>(size), "reading it");
    if (!fits) return Error{fits.error().message, path.string()};

    std::vector<unsigned char> bytes(std::max(static_cast<std::size_t>(size), *started));
    std::copy_n(start.begin(), *started, bytes.begin());
    const auto rest = read_all(file.get(), std::span(bytes).subspan(*started));
    if (!rest) return cannot_read(path, errno);
    bytes.resize(*started + *rest);
    return bytes;
}

Result<std::vector<unsigned char>> read_file(const fs::path& path, std::uint64_t max_bytes) {
    return read_file(path, [=](std::span<const unsigned char>, std::uint64_t size) {
        return check_length(size, max_bytes);
    });
}

Result<void> check_free_memory(double bytes, std::string_view what) {
    const std::size_t limit = available_memory() / 4 * 3;
    if (bytes <= static_cast<double>(limit)) return {};
    constexpr double kLargest = 1e18;
    return Error{std::string(what) + " would take " +
                     format_bytes(static_cast<std::size_t>(std::min(bytes, kLargest))) +
                     " of memory, but only " + format_bytes(limit) +
                     " may be used: take a smaller one",
                 {}};
}

FileTransaction::~FileTransaction() {
    for (const Entry& entry : entries_) ::unlink(entry.temporary.c_str());
}

Result<void> FileTransaction::add(const fs::path& path, std::span<const unsigned char> bytes) {
    const Result<fs::path> target = write_target(path);
    if (!target) return target.error();
    const Result<std::optional<mode_t>> mode = check_replaceable(*target);
    if (!mode) return mode.error();
    const fs::path temporary =
        target->string() + ".part" + std::to_string(static_cast<long long>(::getpid()));
    Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file.valid()) return cannot_write(path, errno);
    entries_.push_back({temporary, *target});
    if (*mode && ::fchmod(file.get(), **mode) != 0) return cannot_write(path, errno);
    if (!write_all(file.get(), bytes) || ::fsync(file.get()) != 0 || !file.close())
        return cannot_write(path, errno);
    return {};
}

Result<void> FileTransaction::commit() {
    while (!entries_.empty()) {
        const Entry& entry = entries_.front();
        if (::rename(entry.temporary.c_str(), entry.final.c_str()) != 0)
            return cannot_write(entry.final, errno);
        entries_.erase(entries_.begin());
    }
    return {};
}

Result<void> write_file(const fs::path& path, std::span<const unsigned char> bytes) {
    FileTransaction transaction;
    if (Result<void> added = transaction.add(path, bytes); !added) return added;
    return transaction.commit();
}

std::span<const unsigned char> bytes_of(std::string_view text) {
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

std::string_view text_of(std::span<const unsigned char> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace convscope
