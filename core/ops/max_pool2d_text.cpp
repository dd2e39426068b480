#include "core/ops/index_text.hpp"
#include "core/ops/max_pool2d.hpp"

namespace convscope {
namespace {

/// Which windows' gradients reach a cell, and what of them.
std::string routed_sum(TieRule ties, const std::string& grad, const std::string& input) {
    switch (ties) {
        case TieRule::kFirst:
            return "Σ " + grad + " over all windows won by " + input;
        case TieRule::kSplit:
            return "Σ " + grad + " / n over all windows with " + input + " as one of n largest";
        case TieRule::kAll:
            return "Σ " + grad + " over all windows with " + input + " as a largest";
    }
    return {};
}

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const Window2d window = max_pool2d_window(in.params);
    const std::string c = subscript(input_channels(in, letters, cell ? &cell->c : nullptr));
    const int* column = cell ? &cell->x : nullptr;
    const int* row = cell ? &cell->y : nullptr;
    if (quantity == Quantity::kOutput) {
        const Index x{"x", column}, y{"y", row};
        return letters.output + c + brackets(x, y) + " = max_{a,b} " + letters.input + c +
               brackets(input_text(window.x, x, {"a"}), input_text(window.y, y, {"b"}));
    }
    const std::string input = letters.input + c + brackets({"p", column}, {"q", row});
    const std::string grad = gradient_of(letters.output) + c + "[x,y]";
    return gradient_of(input) + " = " + routed_sum(max_pool2d_ties(in.params), grad, input);
}

/// What the loops of a layer speak of.
struct Loops {
    Loops(const OpInputs& in, const OpLetters& letters)
        : window(max_pool2d_window(in.params)),
          ties(max_pool2d_ties(in.params)),
          channels(input_channels(in, letters)),
          input(letters.input + subscript(channels)),
          output(letters.output + subscript(channels) + "[x,y]") {}

    /// "if A[p,q] is the winner: ".
    std::string condition() const {
        return "if " + input + "[p,q]" +
               (ties == TieRule::kFirst ? " is the winner: " : " = " + output + ": ");
    }
    std::string share() const {
        return gradient_of(output) + (ties == TieRule::kSplit ? " / n" : "");
    }
    /// What n is, where gradients are split.
    void count_winners(CodeText& code) const {
        if (ties == TieRule::kSplit)
            code.line("n = number of winners in " + input + window_text(window), CodeMoment::kNone,
                      "n");
    }

    Window2d window;
    TieRule ties;
    MapIndex channels;
    std::string input, output;
};

std::vector<CodeLine> output_loops(const Loops& layer) {
    const std::string candidate = layer.input + brackets(input_text(layer.window.x, {"x"}, {"a"}),
                                                         input_text(layer.window.y, {"y"}, {"b"}));
    CodeText code;
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_outputs(layer.window);
    code.line("best = -∞", CodeMoment::kStart, "best");
    code.loop_over_cells("bhaw", CodeMoment::kNone, CodeMoment::kNone);
    code.line("if " + candidate + " > best: best = " + candidate, CodeMoment::kTerm, "best");
    code.end(2);
    code.line(layer.output + " = best", CodeMoment::kFinish);
    return code.take();
}

std::vector<CodeLine> gather_loops(const Loops& layer) {
    CodeText code;
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_cells("qHpW");
    code.line("total = 0", CodeMoment::kStart, "total");
    code.loop_over_readers(layer.window);
    layer.count_winners(code);
    code.line(layer.condition() + "total = total + " + layer.share(), CodeMoment::kTerm, "total");
    code.end(2);
    code.line(gradient_of(layer.input) + "[p,q] = total", CodeMoment::kFinish);
    return code.take();
}

std::vector<CodeLine> scatter_loops(const Loops& layer, const OpLetters& letters) {
    CodeText code;
    code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_outputs(layer.window);
    layer.count_winners(code);
    code.loop("for p, q in " + window_text(layer.window), CodeMoment::kChannel, "");
    code.line(layer.condition() + gradient_of(layer.input) + "[p,q] += " + layer.share(),
              CodeMoment::kTerm);
    return code.take();
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const Loops layer(in, letters);
    if (quantity == Quantity::kOutput) return output_loops(layer);
    return order == WalkOrder::kByOutput ? scatter_loops(layer, letters) : gather_loops(layer);
}

}  // namespace

OpText max_pool2d_text() {
    return {.formula = formula,
            .pseudocode = pseudocode,
            .not_passed = "this cell is not the winner of the window"};
}

}  // namespace convscope
