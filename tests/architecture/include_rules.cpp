#include "tests/architecture/include_rules.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

namespace convscope::architecture {
namespace {

namespace fs = std::filesystem;

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Unit* unit_of(std::string_view file, const Rules& rules) {
    const Unit* best = nullptr;
    for (const Unit& unit : rules.units) {
        const bool fits = file.starts_with(unit.path) && file.size() > unit.path.size() &&
                          (file[unit.path.size()] == '/' || file[unit.path.size()] == '.');
        if (fits && (best == nullptr || unit.path.size() > best->path.size())) best = &unit;
    }
    return best;
}

const Library* library_of(std::string_view header, const Rules& rules) {
    for (const Library& library : rules.libraries)
        for (const std::string& prefix : library.prefixes)
            if (header.starts_with(prefix)) return &library;
    return nullptr;
}

/// <vector>, <filesystem>: no folder and no ending.
bool is_standard(std::string_view header) {
    return header.find_first_of("/.") == std::string_view::npos;
}

/// For every unit the units that it may include, directly or through others.
using Reachable = std::map<std::string, std::set<std::string>>;

Reachable reachable_units(const Rules& rules) {
    Reachable reachable;
    for (const Unit& unit : rules.units)
        reachable[unit.path].insert(unit.units.begin(), unit.units.end());
    for (bool grown = true; grown;) {
        grown = false;
        for (auto& [path, reached] : reachable)
            for (const std::string& via : std::set<std::string>(reached))
                for (const std::string& next : reachable[via])
                    grown = reached.insert(next).second || grown;
    }
    return reachable;
}

std::vector<std::string> circles(const Reachable& reachable) {
    std::vector<std::string> violations;
    for (const auto& [path, reached] : reachable)
        if (reached.contains(path))
            violations.push_back(path + ": the rules let it include itself through others");
    return violations;
}

struct Include {
    int line = 0;
    std::string header;
};

std::vector<Include> read_includes(const fs::path& path) {
    static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
    std::vector<Include> includes;
    std::ifstream file(path);
    std::string text;
    for (int line = 1; std::getline(file, text); ++line) {
        std::smatch match;
        if (std::regex_match(text, match, pattern)) includes.push_back({line, match[1]});
    }
    return includes;
}

struct Checker {
    fs::path root;
    const Rules& rules;
    Reachable reachable = reachable_units(rules);

    /// What is wrong with `header` in `file` of `unit`, if anything.
    std::optional<std::string> complaint(std::string_view file, const Unit& unit,
                                         const std::string& header) const {
        if (const Library* library = library_of(header, rules))
            return library_complaint(file, unit, *library);
        if (header.starts_with("core/") || header.starts_with("app/"))
            return project_complaint(unit, header);
        if (is_standard(header)) return std::nullopt;
        return "no rule knows this header: write names of project files from the root, and add a "
               "new library to tests/architecture";
    }

    static std::optional<std::string> library_complaint(std::string_view file, const Unit& unit,
                                                        const Library& library) {
        if (!contains(unit.libraries, library.name))
            return unit.path + " may not use " + library.name;
        if (file.ends_with(".hpp") && !contains(unit.header_libraries, library.name))
            return library.name + " belongs in .cpp files";
        return std::nullopt;
    }

    std::optional<std::string> project_complaint(const Unit& unit,
                                                 const std::string& header) const {
        if (!fs::exists(root / header)) return "there is no such file";
        const Unit* target = unit_of(header, rules);
        if (target == nullptr) return "no rule knows its folder";
        if (target == &unit || reachable.at(unit.path).contains(target->path)) return std::nullopt;
        return unit.path + " may not include " + target->path;
    }
};

}  // namespace

Report check_includes(const fs::path& root, const Rules& rules) {
    const Checker checker{root, rules};
    Report report;
    report.violations = circles(checker.reachable);
    for (const char* top : {"core", "app"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const fs::path extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
            ++report.files;
            const std::string file = entry.path().lexically_relative(root).generic_string();
            const Unit* unit = unit_of(file, rules);
            if (unit == nullptr) {
                report.violations.push_back(file + ": no rule knows its folder");
                continue;
            }
            for (const Include& include : read_includes(entry.path()))
                if (const auto complaint = checker.complaint(file, *unit, include.header))
                    report.violations.push_back(file + ":" + std::to_string(include.line) + ": <" +
                                                include.header + "> " + *complaint);
        }
    }
    std::sort(report.violations.begin(), report.violations.end());
    return report;
}

std::vector<Unit> parse_layers(std::string_view cmake_lists) {
    static const std::regex pattern(R"((?:^|\n)convscope_layer\(([a-z_ ]+)\))");
    const std::string text(cmake_lists);
    std::vector<Unit> layers;
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end;
         ++match) {
        std::istringstream names((*match)[1]);
        std::string name;
        names >> name;
        Unit layer{"core/" + name, {}, {}};
        // Every folder may include core/base.
        if (name != "base") layer.units.push_back("core/base");
        while (names >> name) layer.units.push_back("core/" + name);
        layers.push_back(std::move(layer));
    }
    return layers;
}

}  // namespace convscope::architecture
