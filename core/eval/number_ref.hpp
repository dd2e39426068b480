#pragma once
#include <cstdint>
#include <optional>

#include "core/eval/results.hpp"

namespace convscope {

/// One number among results.
struct NumberRef {
    enum class Kind {
        kValue,       ///< Of values[map].
        kGradient,    ///< Of gradients[map].
        kWeight,      ///< Of the weights of `stage`.
        kBias,        ///< The bias of filter cell.n of `stage`.
        kGradWeight,  ///< Of dL/dweights of `stage`.
        kGradBias,    ///< Of dL/dbias of filter cell.n.
        kLoss,
    };
    Kind kind = Kind::kValue;
    std::size_t map = 0;    ///< Index of plan.shapes.
    std::size_t stage = 0;  ///< Index of plan.layers.
    Cell cell;
    friend bool operator==(const NumberRef&, const NumberRef&) = default;
};

bool exists(const Results& results, const NumberRef& ref);
/// Precondition: exists().
float number_at(const Results& results, const NumberRef& ref);

/// Terms [first, last) behind a number: of the op that wrote it, or of the loss. Weights, biases
/// and the picture come from nothing, and so do gradients behind the map that L reads: no terms.
/// Precondition: exists().
Explanation explain_number(const Results& results, const NumberRef& ref, std::int64_t first,
                           std::int64_t last);

/// What reads a cell of map `map`, in the order of the sum of its gradient: `a` stands in the next
/// map's gradient, `b` in the weights, if there are any. None behind the last layer.
Explanation explain_readers(const Results& results, std::size_t map, Cell cell, std::int64_t first,
                            std::int64_t last);

/// Where the factors of a term stand.
struct Factors {
    NumberRef a;
    std::optional<NumberRef> b;  ///< Nothing where it is no number of the board.
};
Factors factors_of(const Results& results, const NumberRef& ref, const Term& term);
/// Of a term of explain_readers().
Factors factors_of_reader(const Results& results, std::size_t map, const Term& term);

/// Where loops go through all terms of a number: so many are in memory at a time.
inline constexpr std::int64_t kTermsAtOnce = 1024;

}  // namespace convscope
