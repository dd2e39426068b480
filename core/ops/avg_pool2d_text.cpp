#include "core/ops/avg_pool2d.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

/// Whether windows at an edge divide by less, since fewer of their cells lie inside the map.
bool count_varies(const AvgPool2d& pool) {
    return !pool.counts_padding && (pool.window.x.pad > 0 || pool.window.y.pad > 0);
}

/// By what a window's sum is divided: a number where it is the same for all windows (or `output` is
/// known), else n.
std::string count_text(const AvgPool2d& pool, const Cell* output) {
    if (!count_varies(pool)) return std::to_string(pool.window.cells());
    return output ? std::to_string(pool.count(output->y, output->x)) : "n";
}

/// What n is, where there is one.
void count_cells(const AvgPool2d& pool, const std::string& input, CodeText& code) {
    if (count_varies(pool))
        code.line("n = number of cells in " + input + window_text(pool.window) + " inside " + input,
                  CodeMoment::kNone, "n");
}

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const AvgPool2d pool(in.params, in.input.shape());
    const std::string c = subscript(input_channels(in, letters, cell ? &cell->c : nullptr));
    const int* column = cell ? &cell->x : nullptr;
    const int* row = cell ? &cell->y : nullptr;
    const bool writes_n = count_varies(pool) && (cell == nullptr || quantity != Quantity::kOutput);
    if (quantity == Quantity::kOutput) {
        const Index x{"x", column}, y{"y", row};
        return letters.output + c + brackets(x, y) + " = " + sum_sign({"b", "a"}) + " " +
               letters.input + c +
               brackets(input_text(pool.window.x, x, {"a"}), input_text(pool.window.y, y, {"b"})) +
               " / " + count_text(pool, cell) +
               (writes_n ? ", n: cells of the window inside " + letters.input : "");
    }
    const std::string input = letters.input + c + brackets({"p", column}, {"q", row});
    return gradient_of(input) + " = Σ " + gradient_of(letters.output) + c + "[x,y] / " +
           count_text(pool, nullptr) + " over all windows with " + input +
           (writes_n ? " and n cells inside " + letters.input : "");
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const AvgPool2d pool(in.params, in.input.shape());
    const MapIndex channels = input_channels(in, letters);
    const std::string input = letters.input + subscript(channels);
    const std::string output = letters.output + subscript(channels) + "[x,y]";
    const std::string divided = " / " + count_text(pool, nullptr);
    CodeText code;
    if (quantity != Quantity::kOutput && order == WalkOrder::kByOutput) {
        code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
        code.loop_over_maps(channels, CodeMoment::kFilter);
        code.loop_over_outputs(pool.window);
        count_cells(pool, letters.input, code);
        code.line("window = " + gradient_of(input) + window_text(pool.window),
                  CodeMoment::kChannel);
        code.line("window += " + gradient_of(output) + divided, CodeMoment::kTerm);
        return code.take();
    }
    code.loop_over_maps(channels, CodeMoment::kFilter);
    if (quantity == Quantity::kOutput) {
        code.loop_over_outputs(pool.window);
        code.line("total = 0", CodeMoment::kStart, "total");
        code.line("window = " + input + window_text(pool.window), CodeMoment::kChannel);
        code.line("total = total + sum(window)", CodeMoment::kTerm, "total");
        count_cells(pool, letters.input, code);
        code.line(output + " = total" + divided, CodeMoment::kFinish);
    } else {
        code.loop_over_cells("qHpW");
        code.line("total = 0", CodeMoment::kStart, "total");
        code.loop_over_readers(pool.window);
        count_cells(pool, letters.input, code);
        code.line("total = total + " + gradient_of(output) + divided, CodeMoment::kTerm, "total");
        code.end(2);
        code.line(gradient_of(input) + "[p,q] = total", CodeMoment::kFinish);
    }
    return code.take();
}

}  // namespace

OpText avg_pool2d_text() {
    return {.formula = formula, .pseudocode = pseudocode};
}

}  // namespace convscope
