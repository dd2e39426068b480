#include "core/io/file_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "core/base/memory.hpp"
#include "core/scene/scene.hpp"

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

}  // namespace

Result<std::vector<unsigned char>> read_file(const fs::path& path, std::uint64_t max_bytes) {
    // Without O_NONBLOCK opening a named pipe would wait for its other end.
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.valid()) return cannot_read(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return cannot_read(path, errno);
    if (S_ISDIR(status.st_mode)) return Error{"is a folder; name a file inside it", path.string()};
    if (!S_ISREG(status.st_mode))
        return Error{"is not an ordinary file, so it cannot be opened", path.string()};
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > max_bytes)
        return Error{"has " + format_bytes(size) + ", more than the " + format_bytes(max_bytes) +
                         " that such a file may have",
                     path.string()};
    if (Result<void> fits = check_free_memory(static_cast<double>(size), "reading it"); !fits)
        return Error{fits.error().message, path.string()};

    std::vector<unsigned char> bytes(static_cast<std::size_t>(size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(path, errno);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> check_free_memory(double bytes, std::string_view what) {
    const std::size_t limit = memory_limit();
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
    std::error_code ignored;
    const fs::file_status old = fs::status(path, ignored);
    if (fs::is_directory(old)) return Error{"is a folder; name a file inside it", path.string()};
    if (fs::exists(old) && !fs::is_regular_file(old))
        return Error{"is not an ordinary file, so it cannot be replaced", path.string()};
    const fs::path temporary =
        path.string() + ".part" + std::to_string(static_cast<long long>(::getpid()));
    Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file.valid()) return cannot_write(path, errno);
    entries_.push_back({temporary, path});
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

}  // namespace convscope
