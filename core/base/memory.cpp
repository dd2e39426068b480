#include "core/base/memory.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace convscope {
namespace {

constexpr std::size_t kUnknownMemory = std::size_t{2} << 30;

std::optional<std::size_t> field_of_file(const char* path, std::string_view name) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return memory_field(text.str(), name);
}

}  // namespace

std::size_t usable_memory() {
    const auto available = field_of_file("/proc/meminfo", "MemAvailable");
    if (!available) return kUnknownMemory;
    return *available + field_of_file("/proc/self/status", "RssAnon").value_or(0);
}

std::size_t available_memory() {
    return field_of_file("/proc/meminfo", "MemAvailable").value_or(kUnknownMemory);
}

std::optional<std::size_t> memory_field(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.substr(0, name.size()) != name || line.substr(name.size(), 1) != ":") continue;
        const std::size_t digits = line.find_first_not_of(" \t", name.size() + 1);
        if (digits == std::string_view::npos) return std::nullopt;
        std::size_t kib = 0;
        const auto [end, error] =
            std::from_chars(line.data() + digits, line.data() + line.size(), kib);
        if (error != std::errc()) return std::nullopt;
        return kib * 1024;
    }
    return std::nullopt;
}

std::string format_bytes(std::size_t bytes) {
    if (bytes < 1024) return std::to_string(bytes) + " bytes";
    constexpr std::array<const char*, 4> kUnits{"KB", "MB", "GB", "TB"};
    double amount = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (amount >= 1024 && unit + 1 < kUnits.size()) {
        amount /= 1024;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), amount < 10 ? "%.1f %s" : "%.0f %s", amount,
                  kUnits[unit]);
    return text.data();
}

}  // namespace convscope
