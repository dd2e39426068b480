#include <cstdio>
#include <string>
#include <thread>

#include "app/cli/commands.hpp"
#include "core/base/memory.hpp"
#include "core/ops/simd.hpp"
#include "core/parallel/parallel.hpp"
#include "core/scene/scene.hpp"

namespace convscope::cli {
namespace {

void print_row(const char* title, const std::string& text) {
    std::printf("%-14s %s\n", title, text.c_str());
}

/// The limits of every op's fields, from the op table.
void print_ops() {
    for (const OpInfo& op : op_table()) {
        std::string fields;
        for (const ParamField& field : op.fields) {
            if (!field.choices.empty()) continue;
            fields += (fields.empty() ? "" : ", ") + std::string(field.path) + " " +
                      std::to_string(field.minimum) + ".." + std::to_string(field.maximum);
        }
        print_row(std::string(op.id).c_str(), fields.empty() ? "no parameters" : fields);
    }
}

}  // namespace

void run_info() {
    std::string targets;
    for (const std::string& target : simd_targets())
        targets += (targets.empty() ? "" : ", ") + target;
    print_row("version", CONVSCOPE_VERSION);
    print_row("threads", std::to_string(thread_count()) + " (this machine has " +
                             std::to_string(std::thread::hardware_concurrency()) + " cores)");
    print_row("target", current_simd_target() + " (available: " + targets + ")");
    print_row("multiply-add", simd_target_is_fused()
                                  ? "fused: results have the bits of the numeric contract"
                                  : "not fused: results may differ in the last bits");
    print_row("picture", std::to_string(kMaxPixels / 1'000'000) + " megapixels, " +
                             std::to_string(kMaxSide) + " on a side");
    print_row("layers", std::to_string(kMaxLayers));
    print_row("memory", format_bytes(memory_limit()) + " for one evaluation");
    print_ops();
}

}  // namespace convscope::cli
