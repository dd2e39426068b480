#include "app/script/step_quantity.hpp"

#include <limits>
#include <string>

#include "core/eval/dense_index.hpp"
#include "core/eval/letters.hpp"

namespace convscope::app {
namespace {

/// A number of the quantity, and the quantity's shape.
struct Named {
    NumberRef first;
    Shape shape;
};

std::optional<Named> map_named(const Results& results, std::string_view name) {
    using Number = NumberRef::Kind;
    const BoardLetters letters = letters_of(results.scene, results.plan);
    for (std::size_t i = 0; i < letters.maps.size(); ++i) {
        if (name == letters.maps[i])
            return Named{{Number::kValue, i, 0, {}}, results.plan.shapes[i]};
        if (name == "d" + letters.maps[i])
            return Named{{Number::kGradient, i, 0, {}}, results.plan.shapes[i]};
    }
    return std::nullopt;
}

std::optional<Named> find_named(const Results& results, std::string_view name) {
    using Number = NumberRef::Kind;
    if (name == "loss") return Named{{Number::kLoss, 0, 0, {}}, {1, 1, 1, 1}};
    for (std::size_t stage = 0; stage < results.layers.size(); ++stage) {
        const std::string& id = results.scene.layers[results.plan.layers[stage]].id;
        const LayerResult& layer = results.layers[stage];
        if (name == id + ".grad_weights" && !layer.grad_weights.empty())
            return Named{{Number::kGradWeight, 0, stage, {}}, layer.grad_weights.shape()};
        if (name == id + ".grad_bias" && !layer.grad_bias.empty())
            return Named{{Number::kGradBias, 0, stage, {}},
                         {1, 1, 1, static_cast<int>(layer.grad_bias.size())}};
    }
    return map_named(results, name);
}

}  // namespace

Result<Tensor> shown_quantity(const Transport& transport, std::string_view name) {
    if (transport.view == nullptr) return Error{"no walk is on", ""};
    const Results& results = transport.walk->results();
    const std::optional<Named> named = find_named(results, name);
    if (!named) return Error{"a walk shows no \"" + std::string(name) + "\"", ""};
    Tensor shown(named->shape);
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(named->shape.count()); ++i) {
        const Cell cell = dense_cell(named->shape, i);
        NumberRef ref = named->first;
        ref.cell = ref.kind == NumberRef::Kind::kGradBias ? Cell{cell.x, 0, 0, 0} : cell;
        shown.view()(cell) = shown_number(results, *transport.view, ref)
                                 .value_or(std::numeric_limits<float>::quiet_NaN());
    }
    return shown;
}

}  // namespace convscope::app
