#include "core/ops/conv2d.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

/// The filters, with `known` among them or null.
MapIndex filters_of(const OpInputs& in, const int* known = nullptr) {
    return {"k", in.weights.shape().n, false, known};
}

/// The indices that stand in a formula, those of `cell` as numbers.
struct Names {
    MapIndex k, c;
    Index x{"x"}, y{"y"}, a{"a"}, b{"b"}, p{"p"}, q{"q"};

    Names(const OpInputs& in, Quantity quantity, const OpLetters& letters, const Cell* cell)
        : k(filters_of(in)), c(input_channels(in, letters)) {
        if (cell == nullptr) return;
        switch (quantity) {
            case Quantity::kOutput:
                k.known = &cell->c;
                x.known = &cell->x;
                y.known = &cell->y;
                return;
            case Quantity::kGradInput:
                c.known = &cell->c;
                p.known = &cell->x;
                q.known = &cell->y;
                return;
            case Quantity::kGradWeights:
                c.known = &cell->c;
                a.known = &cell->x;
                b.known = &cell->y;
                [[fallthrough]];
            case Quantity::kGradBias:
                k.known = &cell->n;
        }
    }
};

std::string input_at(const Window2d& window, const OpLetters& letters, const Names& names) {
    return letters.input + subscript(names.c) +
           brackets(input_text(window.x, names.x, names.a), input_text(window.y, names.y, names.b));
}

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const Window2d window = conv2d_window(in.params);
    const Names names(in, quantity, letters, cell);
    const std::string k = subscript(names.k), c = subscript(names.c);
    const std::string weights = letters.weights + subscript(names.k, names.c);
    const std::string output = letters.output + k + brackets(names.x, names.y);
    switch (quantity) {
        case Quantity::kOutput:
            return output + " = " + (in.bias.empty() ? "" : "bias" + k + " + ") +
                   sum_sign({names.c.text(), "b", "a"}) + " " + input_at(window, letters, names) +
                   " · " + weights + brackets(names.a, names.b);
        case Quantity::kGradInput:
            return gradient_of(letters.input) + c + brackets(names.p, names.q) + " = " +
                   sum_sign({names.k.text(), "x", "y"}) + " " + gradient_of(output) + " · " +
                   weights +
                   brackets(tap_text(window.x, names.p, names.x),
                            tap_text(window.y, names.q, names.y));
        case Quantity::kGradWeights:
            return gradient_of(weights) + brackets(names.a, names.b) + " = " +
                   sum_sign({"x", "y"}) + " " + input_at(window, letters, names) + " · " +
                   gradient_of(output);
        case Quantity::kGradBias:
            return gradient_of("bias") + k + " = " + sum_sign({"x", "y"}) + " " +
                   gradient_of(output);
    }
    return {};
}

/// What the loops of a layer speak of.
struct Loops {
    Loops(const OpInputs& in, const OpLetters& letters)
        : window(conv2d_window(in.params)),
          filters(filters_of(in)),
          channels(input_channels(in, letters)),
          has_bias(!in.bias.empty()),
          input(letters.input + subscript(channels)),
          weights(letters.weights + subscript(filters, channels)),
          output(letters.output + subscript(filters) + "[x,y]"),
          bias("bias" + subscript(filters)),
          no_gradient_yet(convscope::no_gradient_yet(in, letters)) {}

    Window2d window;
    MapIndex filters, channels;
    bool has_bias;
    std::string input, weights, output, bias, no_gradient_yet;
};

std::vector<CodeLine> output_loops(const Loops& layer) {
    CodeText code;
    code.loop_over_maps(layer.filters, CodeMoment::kFilter);
    code.loop_over_outputs(layer.window);
    code.line("total = " + (layer.has_bias ? layer.bias : "0"), CodeMoment::kStart, "total");
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line("window = " + layer.input + window_text(layer.window), CodeMoment::kChannel);
    code.line("total = total + sum(window ⊙ " + layer.weights + ")", CodeMoment::kTerm, "total");
    code.end_maps(layer.channels);
    code.line(layer.output + " = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dI, one pixel after the other.
std::vector<CodeLine> gather_loops(const Loops& layer) {
    CodeText code;
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_cells("qHpW");
    code.line("total = 0", CodeMoment::kStart, "total");
    code.loop_over_maps(layer.filters, CodeMoment::kChannel);
    code.loop_over_readers(layer.window);
    const std::string weight = layer.weights + brackets(tap_text(layer.window.x, {"p"}, {"x"}),
                                                        tap_text(layer.window.y, {"q"}, {"y"}));
    code.line("total = total + " + gradient_of(layer.output) + " · " + weight, CodeMoment::kTerm,
              "total");
    code.end(2);
    code.end_maps(layer.filters);
    code.line(gradient_of(layer.input) + "[p,q] = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dI, every output adding its copy of the filter.
std::vector<CodeLine> scatter_loops(const Loops& layer, const OpLetters& letters) {
    CodeText code;
    code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
    code.loop_over_maps(layer.filters, CodeMoment::kFilter);
    code.loop_over_outputs(layer.window);
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line("window = " + gradient_of(layer.input) + window_text(layer.window),
              CodeMoment::kChannel);
    code.line("window += " + gradient_of(layer.output) + " · " + layer.weights, CodeMoment::kTerm);
    return code.take();
}

/// dL/dG, one weight after the other.
std::vector<CodeLine> weight_loops(const Loops& layer, const OpLetters& letters) {
    CodeText code;
    code.loop_over_maps(layer.filters, CodeMoment::kFilter);
    if (layer.has_bias)
        code.line(gradient_of(layer.bias) + " = sum(" +
                      gradient_of(letters.output + subscript(layer.filters)) + ")",
                  CodeMoment::kNone);
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_cells("bhaw");
    code.line("total = 0", CodeMoment::kStart, "total");
    code.loop_over_outputs(layer.window, CodeMoment::kNone, CodeMoment::kNone);
    const std::string sample = brackets(input_text(layer.window.x, {"x"}, {"a"}),
                                        input_text(layer.window.y, {"y"}, {"b"}));
    code.line("total = total + " + layer.input + sample + " · " + gradient_of(layer.output),
              CodeMoment::kTerm, "total");
    code.end(2);
    code.line(gradient_of(layer.weights) + "[a,b] = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dG, every output adding its patch to all weights of its filter.
std::vector<CodeLine> patch_loops(const Loops& layer) {
    CodeText code;
    code.line(layer.no_gradient_yet, CodeMoment::kStart);
    code.loop_over_maps(layer.filters, CodeMoment::kFilter);
    code.loop_over_outputs(layer.window);
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line("window = " + layer.input + window_text(layer.window), CodeMoment::kChannel);
    code.line(gradient_of(layer.weights) + " += window · " + gradient_of(layer.output),
              CodeMoment::kTerm);
    code.end_maps(layer.channels);
    if (layer.has_bias)
        code.line(gradient_of(layer.bias) + " += " + gradient_of(layer.output), CodeMoment::kNone);
    return code.take();
}

std::vector<CodeLine> pseudocode(const OpInputs& in, Quantity quantity, WalkOrder order,
                                 const OpLetters& letters) {
    const Loops layer(in, letters);
    const bool by_output = order == WalkOrder::kByOutput;
    switch (quantity) {
        case Quantity::kOutput:
            return output_loops(layer);
        case Quantity::kGradInput:
            return by_output ? scatter_loops(layer, letters) : gather_loops(layer);
        case Quantity::kGradWeights:
        case Quantity::kGradBias:
            return by_output ? patch_loops(layer) : weight_loops(layer, letters);
    }
    return {};
}

}  // namespace

OpText conv2d_text() {
    return {.formula = formula, .pseudocode = pseudocode};
}

}  // namespace convscope
