#pragma once
#include <string>

#include "core/eval/letters.hpp"
#include "core/eval/number_ref.hpp"

namespace convscope {

/// The names and phrases that sentences about zeros share.
class ZeroNames {
  public:
    explicit ZeroNames(const Results& results)
        : results_(results), letters_(letters_of(results.scene, results.plan)) {}

    std::string letter(std::size_t map) const;               ///< "R₁"
    std::string gradient(std::size_t map) const;             ///< "∂L/∂R₁"
    std::string number(const NumberRef& ref) const;          ///< "∂L/∂R[3, 4]"
    std::string value_at(std::size_t map, Cell cell) const;  ///< "R[3, 4] = -0.5"

    /// OpText::not_passed of the op that reads a map, which `input` stands for.
    std::string not_passed(std::size_t map, const std::string& input) const;
    /// Whether that depends on the value that it reads, and on nothing beside it.
    bool stops_by_value(std::size_t map) const;
    /// What the loss makes of the map that it reads: "∂L/∂P = P".
    std::string loss_formula() const;
    /// Why maps behind the one that L reads have no gradient.
    std::string no_part_in_loss() const;

  private:
    const OpInfo& reader_of(std::size_t map) const;

    const Results& results_;
    BoardLetters letters_;
};

}  // namespace convscope
