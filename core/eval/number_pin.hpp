#pragma once
#include <string>

#include "core/eval/number_ref.hpp"

namespace convscope {

/// A cell's value or gradient; else a weight, a bias, their gradients, or L.
inline bool is_of_map(NumberRef::Kind kind) {
    return kind == NumberRef::Kind::kValue || kind == NumberRef::Kind::kGradient;
}

/// A number by what it is called, so that it is still the same one after an edit.
struct NumberPin {
    NumberRef::Kind kind = NumberRef::Kind::kValue;
    /// Whose output, gradient, weights or biases; empty: the picture's, or the loss.
    std::string layer;
    std::size_t map = 0;  ///< Where that output was on the chain, should the layer go.
    Cell cell;
    friend bool operator==(const NumberPin&, const NumberPin&) = default;
};

NumberPin pin_of(const Results& results, const NumberRef& ref);

/// Where a pin stands in some results.
struct FoundPin {
    NumberRef ref;
    bool layer_gone = false;  ///< Its layer is not there (or off): a cell of the map it read.
    bool cell_moved = false;  ///< It had no such cell: the nearest one.
};
/// Always finds a number that exists.
FoundPin find_pin(const Results& results, const NumberPin& pin);

}  // namespace convscope
