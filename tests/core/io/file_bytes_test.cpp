#include "core/io/file_bytes.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

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

}  // namespace
}  // namespace convscope
