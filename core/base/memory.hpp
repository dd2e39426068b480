#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace convscope {

/// Bytes this process may use altogether: what the machine has free plus what the process holds
/// already (so that a picture that fits once goes on fitting while it is open). Where the system
/// does not tell (no /proc), a cautious 2 GiB.
std::size_t usable_memory();

/// Bytes that this process may take beside those it holds: for what comes while the rest stays.
/// Where the system does not tell, a cautious 2 GiB.
std::size_t available_memory();

/// A field of /proc/meminfo or /proc/self/status ("MemAvailable:  23870 kB") in bytes, or nothing
/// when it is missing or not a number.
std::optional<std::size_t> memory_field(std::string_view text, std::string_view name);

/// For sentences: "512 bytes", "1.5 KB", "37 MB", "4.2 GB" (powers of 1024).
std::string format_bytes(std::size_t bytes);

}  // namespace convscope
