#include "core/io/file_bytes.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>

#include "core/base/memory.hpp"
#include "tests/core/io/temp_folder.hpp"

namespace convscope {
namespace {

std::size_t file_count(const TempFolder& folder) {
    using Iterator = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Iterator(folder.path()), Iterator()));
}

TEST(ReadFile, NamesWhatIsNoFile) {
    const TempFolder folder;
    const auto missing = read_file(folder / "missing");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().where, (folder / "missing").string());
    EXPECT_NE(missing.error().message.find("No such file"), std::string::npos);
    const auto directory = read_file(folder.path());
    ASSERT_FALSE(directory);
    EXPECT_NE(directory.error().message.find("folder"), std::string::npos);
}

TEST(ReadFile, DoesNotWaitForANamedPipe) {
    const TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(read_file(folder / "pipe"));
}

TEST(ReadFile, ChecksTheLengthFirst) {
    const TempFolder folder;
    const auto path = folder.write("file", "12345");
    EXPECT_TRUE(read_file(path, 5));
    EXPECT_FALSE(read_file(path, 4));
    // A sparse file of a terabyte takes no room on the disk, and must take none in memory.
    std::filesystem::resize_file(path, std::uintmax_t{1} << 40);
    EXPECT_FALSE(read_file(path));
}

TEST(ReadFile, ShowsTheStartBeforeItReadsTheRest) {
    const TempFolder folder;
    const auto path = folder.write("file", "0123456789abcdefghij");
    const auto read = [&](const std::string& wanted, std::uint64_t length) {
        return read_file(path, [=](std::span<const unsigned char> start, std::uint64_t size) {
            EXPECT_TRUE(std::ranges::equal(start, bytes_of(wanted)));
            EXPECT_EQ(size, length);
            return Result<void>();
        });
    };
    EXPECT_EQ(*read("0123456789abcdef", 20), *read_file(path));
    folder.write("file", "01");
    EXPECT_EQ(read("01", 2)->size(), 2u);
    const auto refused = read_file(path, [](auto, auto) {
        return Result<void>(Error{"is not wanted", {}});
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().text(), path.string() + ": is not wanted");
}

TEST(ReadFile, HasALengthThatDecodersCanCount) {
    const TempFolder folder;
    const auto path = folder.write("file", "");
    std::filesystem::resize_file(path, std::uintmax_t{1} << 31);
    const auto read = read_file(path);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.find("more than"), std::string::npos) << read.error().text();
}

TEST(WriteFile, ReplacesTheOldOne) {
    const TempFolder folder;
    const auto path = folder.write("file", "old");
    ASSERT_TRUE(write_file(path, bytes_of("new")));
    EXPECT_EQ(read_text(path), "new");
    EXPECT_EQ(file_count(folder), 1u);
}

TEST(WriteFile, SaysWhatCannotBeWritten) {
    const TempFolder folder;
    const auto path = folder / "missing/file";
    const auto written = write_file(path, bytes_of("x"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().where, path.string());
    EXPECT_FALSE(write_file(folder.path(), bytes_of("x")));
}

TEST(WriteFile, DoesNotReplaceWhatIsNoFile) {
    const TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(write_file(folder / "pipe", bytes_of("x")));
    EXPECT_TRUE(std::filesystem::is_fifo(folder / "pipe"));
}

TEST(WriteFile, KeepsThePermissions) {
    const TempFolder folder;
    using std::filesystem::perms;
    const perms kept = perms::owner_all | perms::group_read | perms::others_exec;
    const auto path = folder.write("file", "old");
    std::filesystem::permissions(path, kept);
    ASSERT_TRUE(write_file(path, bytes_of("new")));
    EXPECT_EQ(std::filesystem::status(path).permissions(), kept);
}

TEST(WriteFile, WritesTheFileBehindALink) {
    const TempFolder folder, other;
    const auto path = other.write("file", "old");
    std::filesystem::create_symlink(path, folder / "link");
    std::filesystem::create_symlink("link", folder / "link to the link");
    ASSERT_TRUE(write_file(folder / "link to the link", bytes_of("new")));
    EXPECT_EQ(read_text(path), "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link to the link"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
    EXPECT_EQ(file_count(folder), 2u);
    EXPECT_EQ(file_count(other), 1u);

    std::filesystem::remove(path);
    const auto written = write_file(folder / "link", bytes_of("newer"));
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("leads nowhere"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
}

/// The tests may run as the one user who may write everything; while this lives, they do not.
class OrdinaryUser {
  public:
    OrdinaryUser() {
        if (old_ == 0) {
            EXPECT_EQ(::seteuid(kNobody), 0);
        }
    }
    ~OrdinaryUser() { EXPECT_EQ(::seteuid(old_), 0); }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

  private:
    static constexpr uid_t kNobody = 65534;
    uid_t old_ = ::geteuid();
};

TEST(WriteFile, AWriteProtectedFileIsLeftAlone) {
    const TempFolder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    const auto path = folder.write("file", "old");
    std::filesystem::permissions(path, std::filesystem::perms(0444));
    const OrdinaryUser user;
    const auto written = write_file(path, bytes_of("new"));
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find("write-protected"), std::string::npos);
    EXPECT_EQ(written.error().where, path.string());
    EXPECT_EQ(read_text(path), "old");
    EXPECT_EQ(file_count(folder), 1u);
}

TEST(WriteFile, AFullDiskLeavesTheOldFile) {
    const TempFolder folder;
    const auto path = folder.write("file", "old");
    // No file may grow beyond a few bytes: as on a full disk, write() fails half-way.
    rlimit usual{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &usual), 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit lowered = usual;
    lowered.rlim_cur = 4096;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &lowered), 0);
    const auto written = write_file(path, std::vector<unsigned char>(100'000));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, old_handler);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().where, path.string());
    EXPECT_EQ(read_text(path), "old");
    EXPECT_EQ(file_count(folder), 1u);
}

TEST(FileTransaction, LeavesOldFilesWhenOneFails) {
    const TempFolder folder;
    const auto path = folder.write("a", "old");
    {
        FileTransaction files;
        ASSERT_TRUE(files.add(path, bytes_of("new")));
        EXPECT_FALSE(files.add(folder / "missing/b", bytes_of("new")));
    }
    EXPECT_EQ(read_text(path), "old");
    EXPECT_EQ(file_count(folder), 1u) << "no temporary file stays behind";
}

TEST(FileTransaction, AllAppearAtCommit) {
    const TempFolder folder;
    FileTransaction files;
    ASSERT_TRUE(files.add(folder / "a", bytes_of("1")));
    ASSERT_TRUE(files.add(folder / "b", bytes_of("2")));
    EXPECT_FALSE(std::filesystem::exists(folder / "a"));
    ASSERT_TRUE(files.commit());
    EXPECT_EQ(read_text(folder / "a"), "1");
    EXPECT_EQ(read_text(folder / "b"), "2");
    EXPECT_EQ(file_count(folder), 2u);
}

TEST(FreeMemory, RefusesMoreThanTheMachineHas) {
    EXPECT_TRUE(check_free_memory(1e6, "this"));
    const auto refused = check_free_memory(1e18, "this picture");
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().message.starts_with("this picture would take"));
}

/// What this process holds already does not come back for the next picture.
TEST(FreeMemory, CountsOnlyWhatIsFree) {
    constexpr std::size_t kHeld = std::size_t{128} << 20;
    const std::vector<char> held(kHeld, 'x');
    const double usable = 0.75 * static_cast<double>(available_memory() + kHeld / 4 * 3);
    EXPECT_FALSE(check_free_memory(usable, "this"));
    EXPECT_EQ(held.back(), 'x');
}

}  // namespace
}  // namespace convscope
