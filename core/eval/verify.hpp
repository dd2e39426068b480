#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/eval/double_network.hpp"

namespace convscope {

/// Whose gradients are checked.
struct VerifyTarget {
    enum class Kind {
        kWeights,  ///< All weights and biases of a stage.
        kPicture,  ///< Pixels of the picture.
    };
    Kind kind = Kind::kWeights;
    std::size_t stage = 0;            ///< Of kWeights.
    Rect rect = {};                   ///< Of kPicture; clipped to the picture.
    std::optional<int> channel = {};  ///< Of kPicture; nothing: all channels.
    friend bool operator==(const VerifyTarget&, const VerifyTarget&) = default;
};

struct VerifyProgress {
    double share = 0;               ///< Of the time that it takes, about, 0 to 1.
    std::int64_t done = 0, of = 0;  ///< Numbers; of is 0 while it computes what they all need.
};

struct VerifyOptions {
    /// About how long it may take; where the numbers would take longer, some of them are drawn,
    /// evenly and always the same. Infinity: all numbers.
    double seconds = 2;
    /// On any thread, one at a time.
    std::function<void(const VerifyProgress&)> on_progress = {};
};

enum class Verdict {
    kAgrees,
    kDiffers,    ///< By more than rounding can explain.
    kUndecided,  ///< Rounding may be as large as the gradient: nothing can be said.
    kNotFinite,  ///< NaN or infinite on one side: nothing can be said.
};

/// A gradient beside the slope that nudging the number gives.
struct CheckedNumber {
    NumberRef ref;     ///< kGradWeight, kGradBias or kGradient.
    std::string name;  ///< name_of(): "∂L/∂G[1, 0]".
    float analytic = 0;
    double numeric = 0, error = 0;
    double tolerance = 0;  ///< What rounding, of both, may make of the error (docs/math.md).
    Verdict verdict = Verdict::kAgrees;
};

struct VerifyReport {
    VerifyTarget target;
    std::string name = {};                    ///< Of what was checked: "∂L/∂G₁".
    std::uint64_t revision = 0;               ///< Of the results.
    std::int64_t total = 0;                   ///< Numbers that there are; `numbers` may be fewer.
    bool has_biases = false;                  ///< Biases are among the total.
    std::vector<CheckedNumber> numbers = {};  ///< The worst first: by error in tolerances.
    /// Maps with cells at a kink, for the nudge that met most. They kept the decision of the
    /// program on both sides.
    std::vector<KinkNote> kinks = {};
    std::vector<std::string> kink_notes = {};  ///< The same in sentences.
    std::string impossible = {};               ///< Why nothing was checked; else empty.

    std::int64_t count(Verdict verdict) const;
    bool sampled() const { return static_cast<std::int64_t>(numbers.size()) < total; }
};

/// Checks gradients of some results, target by target.
class GradientCheck {
  public:
    /// `results` must outlive it.
    explicit GradientCheck(const Results& results);
    /// See verify().
    std::optional<VerifyReport> check(const VerifyTarget& target, const VerifyOptions& options,
                                      const std::stop_token& stop);

  private:
    const Results& results_;
    DoubleNetwork network_;  ///< Set up with the first target.
};

/// Each number of the target is made a little larger and a little smaller, L is computed for both
/// in double by the ops' oracles, and (L+ - L-) / width is compared with the gradient in `results`.
/// Uses all threads. Nothing when it was stopped, which is seen within some tenths of a second.
/// Takes no more than 3/4 of the available memory, or says why not.
std::optional<VerifyReport> verify(const Results& results, const VerifyTarget& target,
                                   const VerifyOptions& options = {},
                                   const std::stop_token& stop = {});

}  // namespace convscope
