#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/scene/scene.hpp"

namespace convscope {

/// What the quantities of a network are called on the board and in widget names. A letter that
/// several layers share is numbered from 1 on: "R1", "R2".
struct BoardLetters {
    std::vector<std::string> maps;     ///< By map of the plan; the picture is "I".
    std::vector<std::string> weights;  ///< By stage: "G", "G1"; empty where there are none.
};

BoardLetters letters_of(const Scene& scene, const NetworkPlan& plan);

/// Of what the op of a stage reads, has and writes.
OpLetters op_letters(const BoardLetters& letters, std::size_t stage);

/// What the first filter of a stage with weights is called: 1, or 0 where its outputs are a list,
/// whose places are counted from 0: G_3 makes Z[3].
int first_filter(const NetworkPlan& plan, std::size_t stage);

/// "R1" with its number as a subscript: "R₁".
std::string with_subscript(std::string_view symbol);

}  // namespace convscope
