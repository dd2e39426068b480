#include "core/ops/softmax_cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/ops/elementary.hpp"
#include "core/ops/objective_parts.hpp"

namespace convscope {
namespace {

constexpr double kGradientRounding = 6 * 0x1p-24;  ///< Of p, and of p - 1.

/// What all results have in common.
struct Softmax {
    std::vector<float> exponentials;  ///< e_j
    float sum = 0;                    ///< S
    float largest = 0;                ///< max
};

Softmax make_softmax(ConstTensorView scores) {
    Softmax softmax{.exponentials = to_dense(scores)};
    softmax.largest = *std::ranges::max_element(softmax.exponentials);
    double sum = 0;
    for (float& value : softmax.exponentials) {
        value = portable_exp(value - softmax.largest);
        sum += static_cast<double>(value);
    }
    softmax.sum = static_cast<float>(sum);
    return softmax;
}

/// The cell of the class `label`.
Cell label_cell(int label, Shape shape) {
    return {0, label / (shape.h * shape.w), label / shape.w % shape.h, label % shape.w};
}

std::size_t place_of(Cell cell, Shape shape) {
    return static_cast<std::size_t>((cell.c * shape.h + cell.y) * shape.w + cell.x);
}

std::vector<float> probabilities_of(Softmax softmax) {
    for (float& value : softmax.exponentials) value /= softmax.sum;
    return std::move(softmax.exponentials);
}

LossValue value(const Objective& objective, ConstTensorView output) {
    Softmax softmax = make_softmax(output);
    const float score = output(label_cell(objective.label, output.shape()));
    const float loss = portable_log(softmax.sum) - (score - softmax.largest);
    return {loss, probabilities_of(std::move(softmax))};
}

void gradient(const Objective& objective, ConstTensorView, std::span<const float> probabilities,
              TensorView grad, Rect rect) {
    const Shape shape = grad.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = rect.y0; y < rect.y1; ++y)
            for (int x = rect.x0; x < rect.x1; ++x) {
                const std::size_t place = place_of({0, c, y, x}, shape);
                const float share = probabilities[place];
                grad(0, c, y, x) =
                    place == static_cast<std::size_t>(objective.label) ? share - 1 : share;
            }
}

/// When every score moves by at most d, p and 1 - p grow by factors of at most e^2d. Rounding:
/// z_j - max is off by half an ulp and |z_j - max| e^(z_j - max) <= 1/e; the exponentials, their
/// sum, the quotient and the difference are off by half an ulp each.
double gradient_error_bound(const Objective&, const LossErrors& errors) {
    const double exponent = 2 * errors.output_error;
    if (!(exponent < 1)) return 1 + kGradientRounding;  // No error is larger: 0 <= p <= 1.
    double spread = 0;
    for (const float share : errors.probabilities) {
        const auto p = static_cast<double>(share);
        spread = std::max(spread, std::min(p, 1 - p));
    }
    // e^t - 1 <= t + t^2
    return spread * (exponent + exponent * exponent) + kGradientRounding;
}

/// A small p has a small error: the rounding of z_j - max, which is at least log p, makes a share
/// of e^(z_j - max), and each of the others half an ulp of p. Where p is less than the smallest
/// normal number nothing is left of it; the 1 that is taken from the label's p rounds as well.
double cell_error_bound(const Objective& objective, const LossErrors& errors, Cell cell) {
    constexpr double kRoundoff = 0x1p-24, kSmallest = 0x1p-126;
    const double exponent = 2 * errors.output_error;
    if (!(exponent < 1)) return 1 + kGradientRounding;
    const double p{errors.probabilities[place_of(cell, errors.output)]};
    const double rounding = p * (6 - std::log(std::max(p, kSmallest))) * kRoundoff + kSmallest;
    const bool is_label = cell == label_cell(objective.label, errors.output);
    return std::min(p, 1 - p) * (exponent + exponent * exponent) + rounding +
           (is_label ? kRoundoff : 0);
}

/// "0.6931": as many digits as a sentence bears.
std::string short_number(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
    return text;
}

/// As what is taken away: "0", "(-2.5)".
std::string subtrahend(float value) {
    const std::string text = short_number(value);
    return text.starts_with('-') ? "(" + text + ")" : text;
}

/// L is no plain sum: the texts tell how it is made.
LossExplanation explain_loss(const Objective& objective, ConstTensorView output,
                             const std::string& letter) {
    const Softmax softmax = make_softmax(output);
    const Cell cell = label_cell(objective.label, output.shape());
    const float log_sum = portable_log(softmax.sum), score = output(cell) - softmax.largest;
    const std::string at_label = letter + "[" + std::to_string(objective.label) + "]";
    return {.sum = explain_given(log_sum - score),
            .formula = "L = −log p[" + std::to_string(objective.label) + "] = log Σ exp(" + letter +
                       " − max " + letter + ") − (" + at_label + " − max " + letter + ")",
            .with_indices = "L = log " + short_number(softmax.sum) + " − " + subtrahend(score) +
                            " = " + short_number(log_sum) + " − " + subtrahend(score)};
}

/// p_j, and -1 for the label.
LossExplanation explain(const Objective& objective, ConstTensorView output,
                        std::span<const float> probabilities, const std::string& letter,
                        const Cell* cell, std::int64_t first, std::int64_t last) {
    if (cell == nullptr) return explain_loss(objective, output, letter);
    const std::size_t place = place_of(*cell, output.shape());
    const bool is_label = place == static_cast<std::size_t>(objective.label);
    std::vector<Term> terms{product_term(probabilities[place], 1, *cell)};
    if (is_label) terms.push_back(product_term(1, -1, *cell));
    const std::string index = "[" + std::to_string(place) + "]";
    return {
        .sum = explain_ordered(std::move(terms), first, last),
        .formula = gradient_of(letter) + " = p, for the label p − 1",
        .with_indices = gradient_of(letter) + index + " = p" + index + (is_label ? " − 1" : "")};
}

/// The largest score and, relative to it, log(sum of exp).
struct OracleSums {
    double largest = 0, log_sum = 0;
};

OracleSums oracle_sums(const std::vector<double>& scores) {
    const double largest = *std::ranges::max_element(scores);
    double sum = 0;
    for (const double score : scores) sum += std::exp(score - largest);
    return {largest, std::log(sum)};
}

double oracle_value(const Objective& objective, ConstDoubleTensorView output) {
    const std::vector<double> scores = to_dense(output);
    const auto [largest, log_sum] = oracle_sums(scores);
    return log_sum - (scores[static_cast<std::size_t>(objective.label)] - largest);
}

void oracle_gradient(const Objective& objective, ConstDoubleTensorView output,
                     DoubleTensorView grad) {
    const std::vector<double> scores = to_dense(output);
    const auto [largest, log_sum] = oracle_sums(scores);
    const Shape shape = output.shape();
    for (int c = 0; c < shape.c; ++c)
        for (int y = 0; y < shape.h; ++y)
            for (int x = 0; x < shape.w; ++x) {
                const std::size_t place = place_of({0, c, y, x}, shape);
                const bool is_label = place == static_cast<std::size_t>(objective.label);
                grad(0, c, y, x) = std::exp(scores[place] - largest - log_sum) - (is_label ? 1 : 0);
            }
}

}  // namespace

ObjectiveInfo softmax_cross_entropy() {
    return {.id = "cross_entropy",
            .label = "softmax and cross-entropy",
            .formula = "−log p[label]",
            .description =
                "Makes probabilities of the last map's numbers and measures how little "
                "the right class gets.",
            .picks_cell = false,
            .takes_label = true,
            .averages_samples = true,
            .value_block = nullptr,
            .value = value,
            .gradient = gradient,
            .gradient_follows_output = true,
            .gradient_error_bound = gradient_error_bound,
            .cell_error_bound = cell_error_bound,
            .explain = explain,
            .oracle_value = oracle_value,
            .oracle_gradient = oracle_gradient};
}

std::vector<float> softmax(ConstTensorView scores) {
    return probabilities_of(make_softmax(scores));
}

Result<void> check_label(int label, Shape output) {
    const Shape sample{1, output.c, output.h, output.w};
    const std::size_t classes = sample.count();
    if (classes > static_cast<std::size_t>(kMaxClasses))
        return Error{"the loss reads the last map as class scores, at most " +
                         std::to_string(kMaxClasses) + ", but it has " + std::to_string(classes) +
                         " numbers: put a global average pool, or flatten and dense, before it",
                     "label"};
    const int nearest = nearest_label(label, output);
    if (label == nearest) return {};
    const std::string allowed =
        classes == 1 ? "0 is the only class" : "use 0 to " + std::to_string(classes - 1);
    return Error{"the label is " + std::to_string(label) + ", but the last map has " +
                     std::to_string(classes) +
                     (classes == 1 ? " class score: " : " class scores: ") + allowed +
                     ", the nearest is " + std::to_string(nearest),
                 "label"};
}

int nearest_label(int label, Shape output) {
    const Shape sample{1, output.c, output.h, output.w};
    const auto classes = std::min(sample.count(), static_cast<std::size_t>(kMaxClasses));
    return std::clamp(label, 0, static_cast<int>(classes) - 1);
}

}  // namespace convscope
