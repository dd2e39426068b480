#include "core/eval/verify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

#include "core/base/memory.hpp"
#include "core/base/random.hpp"
#include "core/eval/dense_index.hpp"
#include "core/eval/number_error.hpp"
#include "core/eval/number_text.hpp"
#include "core/eval/verify_text.hpp"
#include "core/eval/waves.hpp"

namespace convscope {
namespace {

/// Multiply-adds that an oracle computes in a second, at least; measured on slow machines. A term
/// that an error bound looks at takes as long as some of them.
constexpr double kWorkPerSecond = 2e8;
constexpr std::int64_t kWorkOfTerm = 4;
constexpr std::int64_t kFewestChecked = 4;
constexpr double kMostSeconds = 20;  // For the fewest.
constexpr double kWave_s = 0.02;
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

double largest_magnitude(const Tensor& weights) {
    double largest = 0;
    for (const float number : to_dense(weights.view()))
        largest = std::max(largest, std::fabs(double{number}));
    return largest;
}

std::size_t memory_to_use() {
    return available_memory() / 4 * 3;
}

/// Nudges that can be in memory at a time, one for each thread at most.
int affordable_lanes(const Results& results, bool is_set_up) {
    const std::size_t one = std::max<std::size_t>(1, DoubleNetwork::nudge_bytes(results.plan));
    const std::size_t limit = memory_to_use();
    const std::size_t needed = is_set_up ? one : DoubleNetwork::memory_bytes(results.plan);
    const std::size_t more = limit > needed ? (limit - needed) / one : 0;
    const auto threads = static_cast<std::size_t>(thread_count());
    return static_cast<int>(std::clamp<std::size_t>(1 + more, 1, threads));
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
            const Cell cell = dense_cell(shape_, place);
            ref.cell = {cell.n, cell.c + first_.c, cell.y + first_.y, cell.x + first_.x};
            return ref;
        }
        const bool is_bias = place >= cells();
        ref.kind = is_bias ? NumberRef::Kind::kGradBias : NumberRef::Kind::kGradWeight;
        ref.stage = target_.stage;
        ref.cell =
            is_bias ? Cell{static_cast<int>(place - cells()), 0, 0, 0} : dense_cell(shape_, place);
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

/// What one number gave.
struct Checked {
    CheckedNumber number;
    std::vector<KinkNote> kinks;
};

class Check {
  public:
    Check(const Results& results, DoubleNetwork& network, const VerifyTarget& target,
          const VerifyOptions& options, const std::stop_token& stop)
        : results_(results),
          network_(network),
          numbers_(results, target),
          letters_(letters_of(results.scene, results.plan)),
          report_(empty_report(results, target)),
          options_(options),
          stop_(stop),
          lanes_(affordable_lanes(results, network.is_set_up())) {
        if (target.kind != VerifyTarget::Kind::kWeights) return;
        const Layer& layer = results.scene.layers[results.plan.layers[target.stage]];
        if (layer.weights != nullptr) largest_weight_ = largest_magnitude(*layer.weights);
    }

    std::optional<VerifyReport> run() {
        if (const double seconds = seconds_of_one(); seconds > kLongestNudge_s) {
            report_.impossible = "one nudge would take about " +
                                 std::to_string(std::lround(seconds)) +
                                 " seconds: take a smaller picture or fewer filters";
            return std::move(report_);
        }
        const double ready = network_.is_set_up() ? 0 : seconds_of_set_up();
        const auto places = drawn_places(affordable(options_.seconds - ready), report_.total);
        const double all = ready + seconds_of_one() * static_cast<double>(places.size()) / lanes_;
        ready_share_ = ready / std::max(all, 1e-9);
        if (!network_.is_set_up() && !network_.set_up(stop_, [this](double share) {
                tell({share * ready_share_, 0, 0});
            }))
            return std::nullopt;
        measure_loss();
        if (!check_all(places)) return std::nullopt;
        std::ranges::stable_sort(report_.numbers, std::greater(), badness);
        report_.kink_notes = kink_sentences(results_, report_.kinks);
        return std::move(report_);
    }

  private:
    /// False when it was stopped.
    bool check_all(const std::vector<std::int64_t>& places) {
        std::vector<Checked> checked(places.size());
        const auto check_place = [&](int i) {
            if (!tell_next(std::ssize(places))) return;
            const auto place = static_cast<std::size_t>(i);
            checked[place] = check(numbers_.at(places[place]));
        };
        parallel_in_waves(static_cast<int>(places.size()), wave(), stop_, check_place);
        if (stop_.stop_requested()) return false;
        for (Checked& one : checked) {
            report_.numbers.push_back(std::move(one.number));
            for (const KinkNote& note : one.kinks) keep_largest(note);
        }
        return true;
    }

    /// Numbers that are done in one go.
    int wave() const {
        if (lanes_ < thread_count()) return lanes_;  // There is no memory for more.
        return lanes_ * static_cast<int>(std::clamp(kWave_s / seconds_of_one(), 1.0, 256.0));
    }

    void tell(const VerifyProgress& progress) const {
        if (options_.on_progress) options_.on_progress(progress);
    }

    /// Before each number; false when it was stopped.
    bool tell_next(std::int64_t of) {
        const std::scoped_lock lock(telling_);
        if (stop_.stop_requested()) return false;
        const double share = static_cast<double>(begun_) / static_cast<double>(of);
        tell({ready_share_ + (1 - ready_share_) * share, begun_, of});
        ++begun_;
        return true;
    }

    /// Errors in tolerances; what is not finite is worst.
    static double badness(const CheckedNumber& number) {
        if (number.verdict == Verdict::kNotFinite) return HUGE_VAL;
        return number.error / std::max(number.tolerance, 1e-300);
    }

    /// Of a nudge; pixels at the edge reach less than those in the middle.
    double seconds_of_one() const {
        const NumberRef middle = numbers_.at(report_.total / 2);
        const std::int64_t terms = explain_number(results_, middle, 0, 0).term_count;
        const std::int64_t work = network_.work_of(middle) + kWorkOfTerm * terms;
        return std::max(static_cast<double>(work), 1.0) / kWorkPerSecond;
    }

    double seconds_of_set_up() const {
        return static_cast<double>(network_.work_of_set_up()) / kWorkPerSecond / thread_count();
    }

    std::int64_t affordable(double seconds) const {
        const double one = seconds_of_one();
        const auto total = static_cast<double>(report_.total);
        const double fewest =
            std::clamp(kMostSeconds / one, 1.0, static_cast<double>(kFewestChecked));
        return static_cast<std::int64_t>(std::min(std::max(seconds * lanes_ / one, fewest), total));
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
        const double input{results_.values[ref.stage].range.magnitude()};
        const double output{results_.values[ref.stage + 1].range.magnitude()};
        // Beside a large bias a step of tiny weights would be lost in the rounding of L.
        return kWeightStep * power_of_two(input > 0 ? std::max(largest_weight_, output / input)
                                                    : largest_weight_);
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

    Checked check(const NumberRef& ref) const {
        NudgedLoss nudged = network_.nudge(ref, step_of(ref), stop_);
        CheckedNumber number;
        number.ref = ref;
        number.name = name_of(results_, letters_, ref);
        number.analytic = number_at(results_, ref);
        number.numeric = (nudged.plus - nudged.minus) / nudged.width;
        number.error = std::fabs(double{number.analytic} - number.numeric);
        const double slope_error = 2 * loss_error_ / nudged.width + truncation(nudged);
        number.tolerance = gradient_error_bound(results_, ref, stop_) + slope_error;
        number.verdict = verdict_of(number, slope_error);
        return {std::move(number), std::move(nudged.kinks)};
    }

    void keep_largest(const KinkNote& note) {
        const auto known = std::ranges::find(report_.kinks, note.map, &KinkNote::map);
        if (known == report_.kinks.end())
            report_.kinks.push_back(note);
        else if (known->kinks.count < note.kinks.count)
            *known = note;
    }

    const Results& results_;
    DoubleNetwork& network_;
    Numbers numbers_;
    BoardLetters letters_;
    VerifyReport report_;
    const VerifyOptions& options_;
    const std::stop_token& stop_;
    int lanes_;                  ///< Nudges that are done at a time.
    double largest_weight_ = 0;  ///< Of the layer.
    double loss_error_ = 0;
    double ready_share_ = 0;  ///< Of the time: until the first number.
    std::mutex telling_;
    std::int64_t begun_ = 0;  ///< Numbers; guarded.
};

std::string why_impossible(const Results& results) {
    if (std::isfinite(results.loss)) return {};
    return std::string("L is ") + (std::isnan(results.loss) ? "NaN" : "infinite") +
           ", so that nothing can be checked";
}

/// Why the double network does not fit into memory; empty when it does.
std::string why_too_large(const Results& results) {
    const std::size_t needed = DoubleNetwork::memory_bytes(results.plan);
    const std::size_t limit = memory_to_use();
    if (needed <= limit) return {};
    return "checking in double precision takes " + format_bytes(needed) + " of memory, and " +
           format_bytes(limit) + " can be used: take a smaller picture or fewer filters";
}

}  // namespace

std::int64_t VerifyReport::count(Verdict verdict) const {
    return std::ranges::count(numbers, verdict, &CheckedNumber::verdict);
}

GradientCheck::GradientCheck(const Results& results) : results_(results), network_(results) {}

std::optional<VerifyReport> GradientCheck::check(const VerifyTarget& target,
                                                 const VerifyOptions& options,
                                                 const std::stop_token& stop) {
    VerifyReport report = empty_report(results_, target);
    report.impossible = why_impossible(results_);
    if (report.impossible.empty() && !network_.is_set_up())
        report.impossible = why_too_large(results_);
    if (!report.impossible.empty() || report.total == 0) return report;
    return Check(results_, network_, target, options, stop).run();
}

std::optional<VerifyReport> verify(const Results& results, const VerifyTarget& target,
                                   const VerifyOptions& options, const std::stop_token& stop) {
    return GradientCheck(results).check(target, options, stop);
}

}  // namespace convscope
