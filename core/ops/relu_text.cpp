#include "core/ops/index_text.hpp"
#include "core/ops/relu.hpp"

namespace convscope {
namespace {

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const MapIndex channel = input_channels(in, letters, cell ? &cell->c : nullptr);
    const Index x{"x", cell ? &cell->x : nullptr}, y{"y", cell ? &cell->y : nullptr};
    const std::string place = subscript(channel) + cell_text(in.input.shape(), x, y);
    const std::string input = letters.input + place, output = letters.output + place;
    if (quantity == Quantity::kOutput) return output + " = max(0, " + input + ")";
    return gradient_of(input) + " = " + gradient_of(output) + " where " + input + " > 0, else 0";
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const MapIndex channels = input_channels(in, letters);
    const std::string place = subscript(channels) + cell_text(in.input.shape(), {"x"}, {"y"});
    const std::string input = letters.input + place, output = letters.output + place;
    const std::string if_on = "if " + input + " > 0: ";
    const bool in_place = quantity != Quantity::kOutput && order == WalkOrder::kByOutput;
    CodeText code;
    if (in_place) code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
    code.loop_over_maps(channels, CodeMoment::kFilter);
    code.loop_over_map(in.input.shape());
    if (in_place) {
        code.line(if_on + gradient_of(input) + " += " + gradient_of(output), CodeMoment::kTerm);
    } else if (quantity == Quantity::kOutput) {
        code.line("best = 0", CodeMoment::kStart, "best");
        code.line(if_on + "best = " + input, CodeMoment::kTerm, "best");
        code.line(output + " = best", CodeMoment::kFinish);
    } else {
        code.line("total = 0", CodeMoment::kStart, "total");
        code.line(if_on + "total = " + gradient_of(output), CodeMoment::kTerm, "total");
        code.line(gradient_of(input) + " = total", CodeMoment::kFinish);
    }
    return code.take();
}

}  // namespace

OpText relu_text() {
    return {.formula = formula,
            .pseudocode = pseudocode,
            .not_passed = "the ReLU is off here, {input} ≤ 0"};
}

}  // namespace convscope
