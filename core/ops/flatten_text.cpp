#include "core/ops/flatten.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

/// The place of cell c, x, y in the list: "20(c-1)+4y+x". Maps are counted from 1, as on the board;
/// of colours r is 0.
std::string place_text(const MapIndex& channels, Shape input) {
    if (is_list(input)) return "y";
    const std::string in_map = SumText().add(input.w, {"y"}).add(1, {"x"}).text();
    if (channels.count == 1) return in_map;
    return std::to_string(input.h * input.w) + (channels.has_colours ? "c" : "(c-1)") + "+" +
           in_map;
}

/// "A_c[x,y]", or the numbers of a cell.
std::string name_of_cell(const OpInputs& in, const OpLetters& letters, const Cell* cell) {
    const MapIndex channel = input_channels(in, letters, cell ? &cell->c : nullptr);
    return letters.input + subscript(channel) +
           cell_text(in.input.shape(), {"x", cell ? &cell->x : nullptr},
                     {"y", cell ? &cell->y : nullptr});
}

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const Shape shape = in.input.shape();
    const bool is_output = quantity == Quantity::kOutput;
    std::string input, place;
    if (cell) {
        const Cell from = is_output ? flatten_cell_at(shape, cell->n, cell->y) : *cell;
        input = name_of_cell(in, letters, &from);
        place = std::to_string(flatten_place_of(shape, from));
    } else {
        input = name_of_cell(in, letters, nullptr);
        place = place_text(input_channels(in, letters), shape);
    }
    const std::string output = letters.output + "[" + place + "]";
    return is_output ? output + " = " + input : gradient_of(input) + " = " + gradient_of(output);
}

/// "c, y, x where 20(c-1)+4y+x = i".
std::string cell_of_place(const MapIndex& channels, Shape input) {
    if (is_list(input)) return "y = i";
    return (channels.count > 1 ? "c, y, x where " : "y, x where ") + place_text(channels, input) +
           " = i";
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const Shape shape = in.input.shape();
    const MapIndex channels = input_channels(in, letters);
    const std::string input = name_of_cell(in, letters, nullptr);
    CodeText code;
    if (quantity == Quantity::kGradInput && order == WalkOrder::kByNumber) {
        const std::string place = place_text(channels, shape);
        code.loop_over_maps(channels, CodeMoment::kFilter);
        code.loop_over_map(shape);
        code.line("total = " + gradient_of(letters.output) + "[" + place + "]", CodeMoment::kTerm,
                  "total");
        code.line(gradient_of(input) + " = total", CodeMoment::kFinish);
        return code.take();
    }
    const bool is_output = quantity == Quantity::kOutput;
    if (!is_output) code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
    code.loop("for i = 0 … " + std::to_string(shape.c * shape.h * shape.w - 1), CodeMoment::kRow,
              "i");
    code.line(cell_of_place(channels, shape), CodeMoment::kNone);
    if (is_output) {
        code.line("total = " + input, CodeMoment::kTerm, "total");
        code.line(letters.output + "[i] = total", CodeMoment::kFinish);
    } else {
        code.line(gradient_of(input) + " += " + gradient_of(letters.output) + "[i]",
                  CodeMoment::kTerm);
    }
    return code.take();
}

}  // namespace

OpText flatten_text() {
    return {.formula = formula, .pseudocode = pseudocode};
}

}  // namespace convscope
