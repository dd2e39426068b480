#include "core/eval/verify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/memory.hpp"
#include "core/base/random.hpp"
#include "core/eval/number_error.hpp"
#include "core/eval/number_text.hpp"
#include "core/eval/verify_text.hpp"

namespace convscope {
namespace {

/// Terms that an oracle computes in a second, at least; measured on slow machines.
constexpr double kTermsPerSecond = 2e8;
constexpr std::int64_t kFewestChecked = 4;
constexpr double kMostSeconds = 20;      // For the fewest.
constexpr double kLongestNudge_s = 120;  // Beyond it nothing is checked.
constexpr std::uint64_t kSeed = 2024;

// Steps, relative to the largest number of their kind. Without kinks L is a polynomial of the
// nudged number, of degree 2 at most (a parameter stands in one layer, and all layers behind it are
// linear), so that a central difference is exact for any step; only a loss that is no polynomial
// asks for small ones, and so do kinks. What remains is the rounding of L, which is divided by the
// step. One weight moves every window, one pixel few of them: its step is larger.
constexpr double kWeightStep = 0x1p-20, kPixelStep = 0x1p-10;
constexpr double kDoubleRounding = 0x1p-53, kDoubleToFloat = 0x1p-29;

/// The power of two that is not below `size`; 1 where there is nothing to go by.
double power_of_two(double size) {
    if (!(size > 0) || !std::isfinite(size)) return 1;
    return std::exp2(std::ceil(std::log2(size)));
}

double largest_magnitude(std::span<const float> numbers) {
    double largest = 0;
    for (const float number : numbers) largest = std::max(largest, std::fabs(double{number}));
    return largest;
}

Cell cell_at(std::int64_t place, Shape shape, Cell first) {
    const auto digit = [&place](int radix) {
        const auto value = static_cast<int>(place % radix);
        place /= radix;
        return value;
    };
    const int x = digit(shape.w), y = digit(shape.h), c = digit(shape.c);
    return {first.n + static_cast<int>(place), first.c + c, first.y + y, first.x + x};
}

/// The numbers of a target, in a row.
class Numbers {
  public:
    Numbers(const Results& results, const VerifyTarget& target) : target_(target) {
        if (target.kind == VerifyTarget::Kind::kWeights) {
            shape_ = results.layers[target.stage].grad_weights.shape();
            biases_ = std::ssize(results.layers[target.stage].grad_bias);
        } else {
            const Shape picture = results.plan.shapes.front();
            const Rect rect = intersect(target.rect, picture.plane());
            const int channels = target.channel ? 1 : picture.c;
            shape_ = {1, channels, rect.height(), rect.width()};
            first_ = {0, target.channel.value_or(0), rect.y0, rect.x0};
        }
    }

    std::int64_t count() const { return cells() + biases_; }
    bool has_biases() const { return biases_ > 0; }
    NumberRef at(std::int64_t place) const {
        NumberRef ref;
        if (target_.kind == VerifyTarget::Kind::kPicture) {
            ref.kind = NumberRef::Kind::kGradient;
            ref.cell = cell_at(place, shape_, first_);
            return ref;
        }
        const bool is_bias = place >= cells();
        ref.kind = is_bias ? NumberRef::Kind::kGradBias : NumberRef::Kind::kGradWeight;
        ref.stage = target_.stage;
        ref.cell = is_bias ? Cell{static_cast<int>(place - cells()), 0, 0, 0}
                           : cell_at(place, shape_, first_);
        return ref;
    }

  private:
    std::int64_t cells() const { return static_cast<std::int64_t>(shape_.count()); }

    VerifyTarget target_;
    Shape shape_;
    Cell first_;
    std::int64_t biases_ = 0;
};

/// `count` of `total` places, one from each of as many equal stretches.
std::vector<std::int64_t> drawn_places(std::int64_t count, std::int64_t total) {
    std::vector<std::int64_t> places;
    Random random(kSeed);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t first = i * total / count, last = (i + 1) * total / count;
        const double share = count == total ? 0 : double{random.unit()};
        places.push_back(first +
                         static_cast<std::int64_t>(share * static_cast<double>(last - first)));
    }
    return places;
}

/// "∂L/∂G₁", "∂L/∂I".
std::string target_name(const Results& results, const VerifyTarget& target) {
    const BoardLetters letters = letters_of(results.scene, results.plan);
    if (target.kind == VerifyTarget::Kind::kPicture) return map_name(letters, 0, true);
    return "∂L/∂" + with_subscript(letters.weights[target.stage]);
}

VerifyReport empty_report(const Results& results, const VerifyTarget& target) {
    const Numbers numbers(results, target);
    return {.target = target,
            .name = target_name(results, target),
            .revision = results.revision,
            .total = numbers.count(),
            .has_biases = numbers.has_biases()};
}

class Check {
  public:
    Check(const Results& results, const VerifyTarget& target, const std::stop_token& stop)
        : results_(results),
          network_(results, stop),
          numbers_(results, target),
          letters_(letters_of(results.scene, results.plan)) {
        report_ = empty_report(results, target);
        measure_loss();
    }

    std::optional<VerifyReport> run(const VerifyOptions& options, const std::stop_token& stop) {
        if (stop.stop_requested()) return std::nullopt;
        if (const double seconds = seconds_of_one(); seconds > kLongestNudge_s) {
            report_.impossible = "one nudge would take about " +
                                 std::to_string(std::lround(seconds)) +
                                 " seconds: take a smaller picture or fewer filters";
            return std::move(report_);
        }
        const auto places = drawn_places(affordable(options.seconds), report_.total);
        const std::int64_t all = std::ssize(places);
        std::int64_t done = 0;
        for (const std::int64_t place : places) {
            if (stop.stop_requested()) return std::nullopt;
            if (options.on_progress) options.on_progress(done++, all);
            check(numbers_.at(place));
        }
        if (stop.stop_requested()) return std::nullopt;
        std::ranges::stable_sort(report_.numbers, std::greater(), badness);
        report_.kink_notes = kink_sentences(results_, report_.kinks);
        return std::move(report_);
    }

  private:
    /// Errors in tolerances; what is not finite is worst.
    static double badness(const CheckedNumber& number) {
        if (number.verdict == Verdict::kNotFinite) return HUGE_VAL;
        return number.error / std::max(number.tolerance, 1e-300);
    }

    /// Of a nudge; pixels at the edge reach less than those in the middle.
    double seconds_of_one() const {
        const auto work = static_cast<double>(network_.work_of(numbers_.at(report_.total / 2)));
        return std::max(work, 1.0) / kTermsPerSecond;
    }

    std::int64_t affordable(double seconds) const {
        const double one = seconds_of_one();
        const auto total = static_cast<double>(report_.total);
        const double fewest =
            std::clamp(kMostSeconds / one, 1.0, static_cast<double>(kFewestChecked));
        return static_cast<std::int64_t>(std::min(std::max(seconds / one, fewest), total));
    }

    /// How far off L may be in double. Its terms come to about Σ |∂L/∂P| |P|; the rounding of P
    /// itself is that of the float map, as much smaller as a double is more exact.
    void measure_loss() {
        const std::size_t last = objective_map(results_.scene, results_.plan);
        const Map &value = results_.values[last], &gradient = results_.gradients[last];
        const Shape shape = value.values.shape();
        double sum = 0, products = 0;
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                for (int x = 0; x < shape.w; ++x) {
                    const double slope = std::fabs(double{gradient.values.view()(0, c, y, x)});
                    sum += slope;
                    products += slope * std::fabs(double{value.values.view()(0, c, y, x)});
                }
        const double roundings = 4 * std::sqrt(static_cast<double>(shape.count())) + 8;
        const double terms = products + std::fabs(double{results_.loss});
        loss_error_ =
            roundings * kDoubleRounding * terms + sum * value.error_bound * kDoubleToFloat;
    }

    double step_of(const NumberRef& ref) const {
        if (ref.kind == NumberRef::Kind::kGradient)
            return kPixelStep * power_of_two(double{results_.values[ref.map].range.magnitude()});
        if (ref.kind == NumberRef::Kind::kGradBias)  // Beside what it is added to.
            return kWeightStep *
                   power_of_two(double{results_.values[ref.stage + 1].range.magnitude()});
        const Layer& layer = results_.scene.layers[results_.plan.layers[ref.stage]];
        const double largest = largest_magnitude(to_dense(layer.weights->view()));
        const double input{results_.values[ref.stage].range.magnitude()};
        const double output{results_.values[ref.stage + 1].range.magnitude()};
        // Beside a large bias a step of tiny weights would be lost in the rounding of L.
        return kWeightStep * power_of_two(input > 0 ? std::max(largest, output / input) : largest);
    }

    /// A central difference leaves out at most a sixth of the third derivative; that of a log of
    /// sums of exponentials is at most the cube of how far its numbers move. Others have none.
    double truncation(const NudgedLoss& nudged) const {
        const ObjectiveInfo& info = *find_objective(results_.scene.objective.kind);
        if (info.value_block != nullptr) return 0;
        const double half = nudged.moved / 2;
        return half * half * half / (3 * nudged.width);
    }

    static Verdict verdict_of(const CheckedNumber& number, double slope_error) {
        if (!std::isfinite(number.error) || !std::isfinite(number.tolerance))
            return Verdict::kNotFinite;
        if (number.error > number.tolerance) return Verdict::kDiffers;
        if (number.analytic == 0 && std::fabs(number.numeric) <= slope_error)
            return Verdict::kAgrees;
        const bool vacuous = number.tolerance >= std::fabs(double{number.analytic}) &&
                             number.tolerance > double{std::numeric_limits<float>::denorm_min()};
        return vacuous ? Verdict::kUndecided : Verdict::kAgrees;
    }

    void check(const NumberRef& ref) {
        const NudgedLoss nudged = network_.nudge(ref, step_of(ref));
        CheckedNumber number;
        number.ref = ref;
        number.name = name_of(results_, letters_, ref);
        number.analytic = number_at(results_, ref);
        number.numeric = (nudged.plus - nudged.minus) / nudged.width;
        number.error = std::fabs(double{number.analytic} - number.numeric);
        const double slope_error = 2 * loss_error_ / nudged.width + truncation(nudged);
        number.tolerance = gradient_error_bound(results_, ref) + slope_error;
        number.verdict = verdict_of(number, slope_error);
        report_.numbers.push_back(number);
        for (const KinkNote& note : nudged.kinks) keep_largest(note);
    }

    void keep_largest(const KinkNote& note) {
        const auto known = std::ranges::find(report_.kinks, note.map, &KinkNote::map);
        if (known == report_.kinks.end())
            report_.kinks.push_back(note);
        else if (known->kinks.count < note.kinks.count)
            *known = note;
    }

    const Results& results_;
    DoubleNetwork network_;
    Numbers numbers_;
    BoardLetters letters_;
    VerifyReport report_;
    double loss_error_ = 0;
};

std::string why_impossible(const Results& results) {
    if (!std::isfinite(results.loss))
        return std::string("L is ") + (std::isnan(results.loss) ? "NaN" : "infinite") +
               ", so that nothing can be checked";
    const std::size_t needed = DoubleNetwork::memory_bytes(results.plan);
    const std::size_t limit = available_memory() / 4 * 3;
    if (needed <= limit) return {};
    return "checking in double precision takes " + format_bytes(needed) + " of memory, and " +
           format_bytes(limit) + " can be used: take a smaller picture or fewer filters";
}

}  // namespace

std::int64_t VerifyReport::count(Verdict verdict) const {
    return std::ranges::count(numbers, verdict, &CheckedNumber::verdict);
}

std::optional<VerifyReport> verify(const Results& results, const VerifyTarget& target,
                                   const VerifyOptions& options, std::stop_token stop) {
    VerifyReport report = empty_report(results, target);
    report.impossible = why_impossible(results);
    if (!report.impossible.empty() || report.total == 0) return report;
    return Check(results, target, stop).run(options, stop);
}

}  // namespace convscope
