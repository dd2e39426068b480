#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/eval/results.hpp"

namespace convscope::app {

/// Something computed, or a weight, that scripts and the state dump call by name.
struct Quantity {
    std::string name;
    ConstTensorView values;  ///< Lists are 1,1,1,K, numbers 1,1,1,1. Lives as long as the Results.
};

/// Every quantity of `results`, by the names on the screen: the maps as in widget paths
/// ("I", "R", "A", "P" and "dI", "dR", ...; "R1", "R2" where there are several), "loss",
/// "probabilities" where the loss has them, and of each layer with weights "conv1.weights",
/// "conv1.grad_weights", and with a bias "conv1.bias", "conv1.grad_bias".
std::vector<Quantity> quantities(const Results& results);

/// An Error that says which there are.
Result<Quantity> find_quantity(const Results& results, std::string_view name);

/// Where the winner of a pooled cell lies in the layer's input.
Result<Cell> winner_of(const Results& results, std::string_view layer_id, Cell pooled);

/// Same shape and bits (any NaN equals any other).
bool same_numbers(ConstTensorView a, ConstTensorView b);

/// Same shape, and each element the negative of the other's.
bool negated(ConstTensorView a, ConstTensorView b);

/// A number that differs, but for chance, when shape or bits do: 16 hexadecimal digits.
std::string checksum(ConstTensorView values);

}  // namespace convscope::app
