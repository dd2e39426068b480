#include "app/script/quantity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "app/views/board_model.hpp"

namespace convscope::app {
namespace {

ConstTensorView list_view(const std::vector<float>& values) {
    const int count = static_cast<int>(values.size());
    return {values.data(), {1, 1, 1, count}, count};
}

/// Calls visit(a, b) for every pair of elements until it returns false; false then, and when the
/// shapes differ.
template <class Visit>
bool all_pairs(ConstTensorView a, ConstTensorView b, Visit visit) {
    if (a.shape() != b.shape()) return false;
    const Shape shape = a.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                if (!std::equal(a.row(n, c, y), a.row(n, c, y) + shape.w, b.row(n, c, y), visit))
                    return false;
    return true;
}

void add_layer_quantities(const Results& results, std::size_t stage, std::vector<Quantity>& all) {
    const Layer& layer = results.scene.layers[results.plan.layers[stage]];
    const LayerResult& result = results.layers[stage];
    if (layer.weights) all.push_back({layer.id + ".weights", layer.weights->view()});
    if (!result.grad_weights.empty())
        all.push_back({layer.id + ".grad_weights", result.grad_weights.view()});
    if (!layer.bias.empty()) all.push_back({layer.id + ".bias", list_view(layer.bias)});
    if (!result.grad_bias.empty())
        all.push_back({layer.id + ".grad_bias", list_view(result.grad_bias)});
}

}  // namespace

std::vector<Quantity> quantities(const Results& results) {
    std::vector<Quantity> all;
    for (const MapModel& map : make_board_model(results, UiState{}).maps) {
        all.push_back({map.name, map.value->values.view()});
        all.push_back({"d" + map.name, map.gradient->values.view()});
    }
    for (std::size_t stage = 0; stage < results.layers.size(); ++stage)
        add_layer_quantities(results, stage, all);
    const Objective& objective = results.scene.objective;
    if (find_objective(objective.kind)->takes_target)
        all.push_back({"T", objective.tensor->view()});
    if (!results.probabilities.empty())
        all.push_back({"probabilities", list_view(results.probabilities)});
    all.push_back({"loss", ConstTensorView(&results.loss, {1, 1, 1, 1}, 1)});
    return all;
}

Result<Quantity> find_quantity(const Results& results, std::string_view name) {
    std::string names;
    for (Quantity& quantity : quantities(results)) {
        if (quantity.name == name) return std::move(quantity);
        names += (names.empty() ? "" : ", ") + quantity.name;
    }
    return Error{"there is no quantity \"" + std::string(name) + "\" (there are " + names + ")",
                 ""};
}

Result<Cell> winner_of(const Results& results, std::string_view layer_id, Cell pooled) {
    const int stage = results.stage_of(layer_id);
    if (stage < 0) return Error{"no enabled layer is called \"" + std::string(layer_id) + "\"", ""};
    const auto position = static_cast<std::size_t>(stage);
    const Layer& layer = results.scene.layers[results.plan.layers[position]];
    const OpInfo& op = *find_op(layer.op);
    if (!op.has_winners) return Error{"layer \"" + layer.id + "\" has no winners", ""};
    const Shape shape = results.plan.shapes[position + 1];
    if (pooled.c < 0 || pooled.c >= shape.c || !shape.plane().contains(pooled.x, pooled.y))
        return Error{"the cell is outside of the pooled map", ""};

    const auto index = (static_cast<std::size_t>(pooled.c) * static_cast<std::size_t>(shape.h) +
                        static_cast<std::size_t>(pooled.y)) *
                           static_cast<std::size_t>(shape.w) +
                       static_cast<std::size_t>(pooled.x);
    const int winner = results.layers[position].winners[index];
    const Rect window =
        op.input_rect(layer.params, {pooled.x, pooled.y, pooled.x + 1, pooled.y + 1},
                      results.plan.shapes[position]);
    return Cell{0, pooled.c, window.y0 + winner / window.width(),
                window.x0 + winner % window.width()};
}

bool same_numbers(ConstTensorView a, ConstTensorView b) {
    return all_pairs(a, b, [](float p, float q) {
        return std::bit_cast<std::uint32_t>(p) == std::bit_cast<std::uint32_t>(q) ||
               (std::isnan(p) && std::isnan(q));
    });
}

bool negated(ConstTensorView a, ConstTensorView b) {
    return all_pairs(a, b, [](float p, float q) { return p == -q; });
}

std::string checksum(ConstTensorView values) {
    std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a, 64 bits.
    const auto mix = [&hash](std::uint32_t word) {
        for (int shift = 0; shift < 32; shift += 8)
            hash = (hash ^ (word >> shift & 0xffu)) * 0x100000001b3u;
    };
    const Shape shape = values.shape();
    for (const int extent : {shape.n, shape.c, shape.h, shape.w})
        mix(static_cast<std::uint32_t>(extent));
    for (const float value : to_dense(values)) mix(std::bit_cast<std::uint32_t>(value));

    std::string digits(16, '0');
    for (std::size_t i = 16; i-- > 0; hash >>= 4) digits[i] = "0123456789abcdef"[hash & 15u];
    return digits;
}

}  // namespace convscope::app
