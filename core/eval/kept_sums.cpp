#include "core/eval/kept_sums.hpp"

#include "core/eval/dense_index.hpp"

namespace convscope {

std::vector<float> kept_part_sums(const Results& results, const NumberRef& ref, int parts) {
    const auto count = static_cast<std::size_t>(parts);
    if (ref.kind == NumberRef::Kind::kLoss)
        return results.loss_partials.size() == count ? results.loss_partials : std::vector<float>();
    const bool is_bias = ref.kind == NumberRef::Kind::kGradBias;
    if (ref.kind != NumberRef::Kind::kGradWeight && !is_bias) return {};
    const LayerResult& layer = results.layers[ref.stage];
    const Shape weights = layer.grad_weights.shape();
    const std::size_t share = weights.count() + static_cast<std::size_t>(weights.n);
    if (layer.grad_weights_partials.size() != count * share) return {};
    const std::size_t place = is_bias ? weights.count() + static_cast<std::size_t>(ref.cell.n)
                                      : static_cast<std::size_t>(dense_index(weights, ref.cell));
    std::vector<float> sums(count);
    for (std::size_t i = 0; i < count; ++i)
        sums[i] = layer.grad_weights_partials[i * share + place];
    return sums;
}

}  // namespace convscope
