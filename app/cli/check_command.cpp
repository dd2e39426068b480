#include <algorithm>
#include <cstdio>
#include <string>
#include <system_error>

#include "app/cli/commands.hpp"
#include "app/cli/compare.hpp"

namespace convscope::cli {
namespace {

namespace fs = std::filesystem;

struct Tally {
    int passed = 0, failed = 0;
    bool has_bad_input = false;
};

/// A case's folder, its case.json, or a folder of such folders.
Result<std::vector<fs::path>> find_cases(const fs::path& path) {
    std::error_code error;
    if (path.filename() == "case.json") return std::vector{path.parent_path()};
    if (fs::exists(path / "case.json", error)) return std::vector{path};
    std::vector<fs::path> found;
    fs::directory_iterator entries(path, error);
    if (error) return Error{"cannot be read: " + error.message(), path.string()};
    for (const fs::directory_entry& entry : entries)
        if (fs::exists(entry.path() / "case.json", error)) found.push_back(entry.path());
    if (found.empty())
        return Error{"holds no golden case: there is no case.json in it", path.string()};
    std::ranges::sort(found);
    return found;
}

Result<void> write_tensor(const fs::path& folder, const ComputedTensor& tensor,
                          const std::vector<int>& shape) {
    const fs::path path = folder / (tensor.name + ".npy");
    if (const auto* floats = std::get_if<std::vector<float>>(&tensor.values))
        return write_npy(path, shape, std::span<const float>(*floats));
    return write_npy(path, shape, std::span<const std::int32_t>(std::get<1>(tensor.values)));
}

void print_result(const GoldenCase& golden, const std::string& name, const Comparison& result) {
    std::printf("%s  %-18s worst error %-9.3g %s%s%s\n", printable(golden.id).c_str(),
                printable(name).c_str(), result.worst_error, result.passed() ? "PASS" : "FAIL",
                result.passed() ? "" : ": ", result.problem.c_str());
}

/// Compares all that the case expects; true when all of it passed.
Result<bool> compare_case(const GoldenCase& golden, const std::vector<ComputedTensor>& results,
                          const fs::path& out) {
    bool passed = true;
    for (const GoldenResult& expected : golden.expected) {
        const auto got = std::ranges::find(results, expected.name, &ComputedTensor::name);
        Comparison comparison{0, "this program computes nothing of this name"};
        if (got != results.end()) {
            comparison = compare_tensor(golden, expected, *got);
            if (!out.empty())
                if (Result<void> written = write_tensor(
                        out / golden.id, *got, shape_as_wanted(expected.want.shape, got->shape));
                    !written)
                    return written.error();
        }
        print_result(golden, expected.name, comparison);
        passed = passed && comparison.passed();
    }
    return passed;
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return Error{"cannot be made: " + error.message() + "; choose another folder",
                     folder.string()};
    return {};
}

/// An Error here is about the outputs, which ends the program; bad cases are counted.
Result<void> check_case(const fs::path& folder, const fs::path& out, Tally& tally) {
    const auto report = [&](const Error& error) {
        print_error(
            Error{error.message, error.where.empty() ? folder.string() : error.where}.text());
        tally.has_bad_input = true;
    };
    const Result<GoldenCase> golden = read_golden_case(folder);
    if (!golden) {
        report(golden.error());
        return {};
    }
    if (!golden->needs.empty()) {
        std::printf("%s  skipped: needs %s\n", printable(golden->id).c_str(),
                    printable(golden->needs).c_str());
        return {};
    }
    const Result<std::vector<ComputedTensor>> results = compute_golden_case(*golden);
    if (!results) {
        report({results.error().message, {}});
        return {};
    }
    if (!out.empty())
        if (Result<void> made = make_folder(out / golden->id); !made) return made;
    const Result<bool> passed = compare_case(*golden, *results, out);
    if (!passed) return passed.error();
    ++(*passed ? tally.passed : tally.failed);
    return {};
}

}  // namespace

Result<ExitStatus> run_check(const std::vector<fs::path>& cases, const fs::path& out) {
    if (!out.empty())
        if (Result<void> made = make_folder(out); !made) return made.error();
    Tally tally;
    for (const fs::path& path : cases) {
        const Result<std::vector<fs::path>> folders = find_cases(path);
        if (!folders) {
            print_error(folders.error().text());
            tally.has_bad_input = true;
            continue;
        }
        for (const fs::path& folder : *folders)
            if (Result<void> checked = check_case(folder, out, tally); !checked)
                return checked.error();
    }
    std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
    if (tally.has_bad_input) return kBadInput;
    return tally.failed > 0 ? kCheckFailed : kDone;
}

}  // namespace convscope::cli
