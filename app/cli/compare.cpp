#include "app/cli/compare.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace convscope::cli {
namespace {

std::string shape_text(const std::vector<int>& shape) {
    std::string text = "[";
    for (const int extent : shape) text += (text.size() == 1 ? "" : ",") + std::to_string(extent);
    return text + "]";
}

std::string number_text(double number) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3g", number);
    return buffer;
}

std::vector<double> values_of(const ComputedTensor& tensor) {
    return std::visit(
        [](const auto& values) { return std::vector<double>(values.begin(), values.end()); },
        tensor.values);
}

double wanted(const NpyArray& array, std::size_t index) {
    return array.doubles.empty() ? array.values[index] : array.doubles[index];
}

/// NaN and infinities must be met by the same; only then do `got` and `want` have a difference.
bool same_kind(double got, double want) {
    if (std::isnan(want) || std::isnan(got)) return std::isnan(want) && std::isnan(got);
    if (std::isinf(want) || std::isinf(got)) return want == got;
    return true;
}

Comparison compare_values(const GoldenResult& expected, const std::vector<double>& got) {
    const bool is_exact = expected.compare == GoldenResult::Compare::kExact;
    Comparison comparison;
    std::size_t off = 0, other_kind = 0;
    double allowed_at_worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double want = wanted(expected.want, i);
        if (!same_kind(got[i], want)) ++other_kind;
        if (!std::isfinite(got[i]) || !std::isfinite(want)) continue;
        const double error = std::abs(got[i] - want);
        const double allowed = is_exact ? 0 : expected.atol + expected.rtol * std::abs(want);
        if (error > allowed) ++off;
        if (error > comparison.worst_error) {
            comparison.worst_error = error;
            allowed_at_worst = allowed;
        }
    }
    if (other_kind > 0)
        comparison.problem = std::to_string(other_kind) + " of " + std::to_string(got.size()) +
                             " values are NaN or infinite on one side only";
    else if (off > 0)
        comparison.problem = std::to_string(off) + " of " + std::to_string(got.size()) +
                             " values are off; at the worst " + number_text(allowed_at_worst) +
                             " is allowed";
    return comparison;
}

/// Every index must point at a cell of the input plane that has the wanted output's value.
Comparison compare_argmax(const GoldenCase& golden, const std::vector<double>& got) {
    const NpyArray* input = golden.find_input("input");
    const auto output = std::ranges::find(golden.expected, "output", &GoldenResult::name);
    if (input == nullptr || output == golden.expected.end() || input->shape.size() != 4 ||
        output->want.values.size() != got.size())
        return {0, "the case lacks the input or the output that its indices belong to"};
    const auto plane =
        static_cast<std::size_t>(input->shape[2]) * static_cast<std::size_t>(input->shape[3]);
    const auto planes =
        static_cast<std::size_t>(input->shape[0]) * static_cast<std::size_t>(input->shape[1]);
    if (planes == 0 || got.size() % planes != 0) return {0, "the shapes do not belong together"};
    const std::size_t cells = got.size() / planes;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const bool is_inside = got[i] >= 0 && got[i] < static_cast<double>(plane);
        const std::size_t cell = is_inside ? static_cast<std::size_t>(got[i]) : 0;
        const double value = is_inside ? input->values[i / cells * plane + cell] : 0;
        const double want = output->want.values[i];
        if (!is_inside || !same_kind(value, want) || (!std::isnan(value) && value != want)) ++wrong;
    }
    if (wrong == 0) return {};
    return {0, std::to_string(wrong) + " of " + std::to_string(got.size()) +
                   " indices point at another value than the output"};
}

}  // namespace

std::vector<int> shape_as_wanted(const std::vector<int>& wanted, const std::vector<int>& got) {
    return same_but_for_ones(wanted, got) ? wanted : got;
}

Comparison compare_tensor(const GoldenCase& golden, const GoldenResult& expected,
                          const ComputedTensor& got) {
    if (shape_as_wanted(expected.want.shape, got.shape) != expected.want.shape)
        return {0, "has the shape " + shape_text(got.shape) + " instead of " +
                       shape_text(expected.want.shape)};
    const std::vector<double> values = values_of(got);
    return expected.compare == GoldenResult::Compare::kValidArgmax
               ? compare_argmax(golden, values)
               : compare_values(expected, values);
}

}  // namespace convscope::cli
