#include "core/ops/global_avg_pool.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

std::string divided_by_cells(const OpInputs& in) {
    const Shape shape = in.input.shape();
    return " / " + std::to_string(std::int64_t{shape.h} * shape.w);
}

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const std::string c = subscript(input_channels(in, letters, cell ? &cell->c : nullptr));
    const std::string output = letters.output + c + (cell ? brackets("0", "0") : "");
    const Shape shape = in.input.shape();
    if (quantity == Quantity::kOutput)
        return output + " = " + sum_sign({is_list(shape) ? "" : "x", "y"}) + " " + letters.input +
               c + cell_text(shape, {"x"}, {"y"}) + divided_by_cells(in);
    const Index x{"x", cell ? &cell->x : nullptr}, y{"y", cell ? &cell->y : nullptr};
    return gradient_of(letters.input + c) + cell_text(shape, x, y) + " = " + gradient_of(output) +
           divided_by_cells(in);
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const MapIndex channels = input_channels(in, letters);
    const std::string input =
        letters.input + subscript(channels) + cell_text(in.input.shape(), {"x"}, {"y"});
    const std::string output = letters.output + subscript(channels);
    const std::string share = gradient_of(output) + divided_by_cells(in);
    CodeText code;
    if (quantity == Quantity::kOutput) {
        code.loop_over_maps(channels, CodeMoment::kFilter);
        code.line("total = 0", CodeMoment::kStart, "total");
        const int loops =
            code.loop_over_map(in.input.shape(), CodeMoment::kNone, CodeMoment::kNone);
        code.line("total = total + " + input, CodeMoment::kTerm, "total");
        code.end(loops);
        code.line(output + " = total" + divided_by_cells(in), CodeMoment::kFinish);
    } else if (order == WalkOrder::kByNumber) {
        code.loop_over_maps(channels, CodeMoment::kFilter);
        code.loop_over_map(in.input.shape());
        code.line("total = 0", CodeMoment::kStart, "total");
        code.line("total = total + " + share, CodeMoment::kTerm, "total");
        code.line(gradient_of(input) + " = total", CodeMoment::kFinish);
    } else {
        code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
        code.loop_over_maps(channels, CodeMoment::kFilter);
        code.loop_over_map(in.input.shape(), CodeMoment::kNone, CodeMoment::kNone);
        code.line(gradient_of(input) + " += " + share, CodeMoment::kTerm);
    }
    return code.take();
}

}  // namespace

OpText global_avg_pool_text() {
    return {.formula = formula, .pseudocode = pseudocode};
}

}  // namespace convscope
