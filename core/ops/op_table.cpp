#include "core/ops/op_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/ops/avg_pool2d.hpp"
#include "core/ops/conv2d.hpp"
#include "core/ops/dense.hpp"
#include "core/ops/flatten.hpp"
#include "core/ops/global_avg_pool.hpp"
#include "core/ops/max_pool2d.hpp"
#include "core/ops/objectives.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/relu.hpp"

namespace convscope {
namespace {

float replay_ordered(const Explanation& explanation) {
    float total = explanation.start;
    for (const Term& term : explanation.terms)
        if (term.chosen) total = std::fma(term.a / term.divisor, term.b, total);
    return total / explanation.divisor + 0.0f;
}

float replay_lanes(const Explanation& explanation) {
    const auto parts = static_cast<std::size_t>(explanation.parts);
    std::vector<std::array<float, kLanes>> lanes(parts, std::array<float, kLanes>{});
    for (const Term& term : explanation.terms) {
        float& lane =
            lanes[static_cast<std::size_t>(term.part)][static_cast<std::size_t>(term.lane)];
        lane = std::fma(term.a / term.divisor, term.b, lane);
    }
    std::vector<float> sums(parts);
    std::ranges::transform(lanes, sums.begin(), [&](const auto& of_part) {
        return explanation.part_scale * fold_lanes(of_part);
    });
    if (explanation.reduction == Reduction::kBlocks) {
        const auto channels = static_cast<std::size_t>(explanation.channels);
        return combine_loss(sums, channels, parts / channels, explanation.divisor);
    }
    float total = 0;
    sum_in_order(sums, parts, 1, {&total, 1});
    return total / explanation.divisor;
}

float replay_maximum(const Explanation& explanation) {
    for (const Term& term : explanation.terms)
        if (term.chosen) return term.a;
    return 0;
}

std::string allowed_values(const ParamField& field) {
    if (field.choices.empty())
        return "from " + std::to_string(field.minimum) + " to " + std::to_string(field.maximum);
    std::string names;
    for (const std::string_view name : field.choices)
        names += (names.empty() ? "" : " or ") + std::string(name);
    return names;
}

}  // namespace

std::span<const OpInfo> op_table() {
    static const OpInfo table[] = {
        conv2d_op(),          relu_op(),    max_pool2d_op(), avg_pool2d_op(),
        global_avg_pool_op(), flatten_op(), dense_op()};
    return table;
}

const OpInfo* find_op(std::string_view id) {
    const auto found = std::ranges::find(op_table(), id, &OpInfo::id);
    return found == op_table().end() ? nullptr : &*found;
}

ParamSet default_params(const OpInfo& op) {
    ParamSet params;
    for (std::size_t i = 0; i < op.fields.size(); ++i) params[i] = op.fields[i].default_value;
    return params;
}

std::size_t field_index(const OpInfo& op, std::string_view path) {
    const auto found = std::ranges::find(op.fields, path, &ParamField::path);
    assert(found != op.fields.end());
    return static_cast<std::size_t>(found - op.fields.begin());
}

Result<void> check_params(const OpInfo& op, const ParamSet& params) {
    for (std::size_t i = 0; i < op.fields.size(); ++i) {
        const ParamField& field = op.fields[i];
        if (params[i] >= field.minimum && params[i] <= field.maximum) continue;
        return Error{std::string(field.label) + " of the " + std::string(op.label) + " must be " +
                         allowed_values(field) + ", not " + std::to_string(params[i]),
                     std::string(field.path)};
    }
    return {};
}

float replay(const Explanation& explanation) {
    switch (explanation.reduction) {
        case Reduction::kOrdered:
            return replay_ordered(explanation);
        case Reduction::kBlocks:
        case Reduction::kGroups:
            return replay_lanes(explanation);
        case Reduction::kMaximum:
            return replay_maximum(explanation);
    }
    return 0;
}

int grad_weights_parts(Shape output) {
    return output.n == 1 ? block_grid(output.plane()).count() : ceil_div(output.n, kLanes);
}

void combine_grad_weights(Shape output, std::span<const float> partials, std::size_t size,
                          std::span<float> total) {
    const std::size_t count = partials.size() / size;
    if (output.n == 1)
        sum_pairwise(partials, count, size, total);
    else
        sum_in_order(partials, count, size, total);
}

}  // namespace convscope
