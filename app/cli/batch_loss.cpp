#include "app/cli/batch_loss.hpp"

#include <cmath>
#include <string>

namespace convscope::cli {
namespace {

template <class T>
BasicTensorView<T> sample_of(BasicTensorView<T> batch, int n) {
    const Shape shape = batch.shape();
    return {batch.row(n, 0, 0), {1, shape.c, shape.h, shape.w}, batch.row_stride()};
}

void divide(TensorView values, float divisor) {
    const Shape shape = values.shape();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) values(n, c, y, x) /= divisor;
}

}  // namespace

BatchLoss run_batch_loss(const ObjectiveInfo& info, const std::vector<int>& labels,
                         ConstTensorView output) {
    const Shape shape = output.shape();
    BatchLoss batch{.gradient = Tensor(shape)};
    for (int n = 0; n < shape.n; ++n) {
        Objective objective{.kind = std::string(info.id)};
        if (info.takes_label) objective.label = labels[static_cast<std::size_t>(n)];
        const ConstTensorView sample = sample_of(output, n);
        const auto [loss, shares] = objective_value(info, objective, sample);
        batch.per_sample.push_back(loss);
        batch.loss += loss;
        info.gradient(objective, sample, shares, sample_of(batch.gradient.view(), n),
                      shape.plane());
        batch.probabilities.insert(batch.probabilities.end(), shares.begin(), shares.end());
    }
    if (info.averages_samples) {
        const auto samples = static_cast<float>(shape.n);
        batch.loss /= samples;
        divide(batch.gradient.view(), samples);
    }
    return batch;
}

Result<std::vector<int>> read_labels(const GoldenCase& golden, Shape output) {
    Objective objective{.kind = golden.objective};
    const ObjectiveInfo& info = *find_objective(golden.objective);
    if (!info.takes_label) {
        const Result<void> valid = check_objective(objective, output);
        if (!valid) return valid.error();
        return std::vector<int>();
    }
    const NpyArray* array = golden.find_input("labels");
    if (array == nullptr) return Error{"has no input \"labels\", which the loss needs", {}};
    if (array->values.size() != static_cast<std::size_t>(output.n))
        return Error{"has " + std::to_string(array->values.size()) + " labels for " +
                         std::to_string(output.n) + " samples; give one for each",
                     {}};
    std::vector<int> labels;
    for (const float value : array->values) {
        constexpr float kLargestWhole = 0x1p24f;
        if (!(std::fabs(value) <= kLargestWhole) || value != std::floor(value))
            return Error{"has a label that is no whole number of a class", {}};
        objective.label = static_cast<int>(value);
        if (const Result<void> valid = check_objective(objective, output); !valid)
            return Error{valid.error().message, {}};
        labels.push_back(objective.label);
    }
    return labels;
}

}  // namespace convscope::cli
