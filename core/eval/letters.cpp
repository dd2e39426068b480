#include "core/eval/letters.hpp"

#include <map>

#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

constexpr std::string_view kPicture = "I", kWeights = "G";

/// Symbols that are used several times get numbers from 1 on.
class Numbering {
  public:
    explicit Numbering(const std::vector<std::string_view>& symbols) {
        for (const std::string_view symbol : symbols) ++totals_[symbol];
    }
    std::string next(std::string_view symbol) {
        const int number = ++used_[symbol];
        return totals_[symbol] > 1 ? std::string(symbol) + std::to_string(number)
                                   : std::string(symbol);
    }

  private:
    std::map<std::string_view, int> totals_, used_;
};

}  // namespace

BoardLetters letters_of(const Scene& scene, const NetworkPlan& plan) {
    std::vector<std::string_view> symbols;
    for (const std::size_t layer : plan.layers) {
        const OpInfo& op = *find_op(scene.layers[layer].op);
        symbols.push_back(op.output_symbol);
        if (op.weights_shape != nullptr) symbols.push_back(kWeights);
    }
    Numbering numbering(symbols);
    BoardLetters letters;
    letters.maps.emplace_back(kPicture);
    for (const std::size_t layer : plan.layers) {
        const OpInfo& op = *find_op(scene.layers[layer].op);
        letters.maps.push_back(numbering.next(op.output_symbol));
        letters.weights.push_back(op.weights_shape == nullptr ? "" : numbering.next(kWeights));
    }
    return letters;
}

OpLetters op_letters(const BoardLetters& letters, std::size_t stage) {
    return {.input = letters.maps[stage],
            .weights = letters.weights[stage],
            .output = letters.maps[stage + 1]};
}

int first_filter(const NetworkPlan& plan, std::size_t stage) {
    return is_list(plan.shapes[stage + 1]) ? 0 : 1;
}

std::string with_subscript(std::string_view symbol) {
    std::string text;
    for (const char c : symbol) {
        if (c >= '0' && c <= '9') {
            text += "\xe2\x82";
            text += static_cast<char>(0x80 + (c - '0'));
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace convscope
