#include "core/ops/dense.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

/// The indices that stand in a formula, those of `cell` as numbers. Outputs, their weights and
/// their biases are counted from 0, as the places of a list are.
struct Names {
    int outputs;
    Index k{"k"};
    const int* channel = nullptr;
    Index x{"x"}, y{"y"};

    Names(const OpInputs& in, Quantity quantity, const Cell* cell) : outputs(in.weights.shape().n) {
        if (cell == nullptr) return;
        if (quantity == Quantity::kOutput) k.known = &cell->y;
        if (quantity == Quantity::kGradWeights || quantity == Quantity::kGradBias)
            k.known = &cell->n;
        if (quantity == Quantity::kGradInput || quantity == Quantity::kGradWeights) {
            channel = &cell->c;
            x.known = &cell->x;
            y.known = &cell->y;
        }
    }

    /// "k", "3"; empty where there is one output alone.
    std::string filter() const { return outputs == 1 ? std::string() : k.text(); }
    /// "[k]".
    std::string output_place() const {
        // One alone is no list: named as a map of one cell.
        return outputs == 1 ? brackets("0", "0") : "[" + k.text() + "]";
    }
};

/// The quantities of a layer.
struct Symbols {
    std::string input, weights, output, bias;

    Symbols(const OpInputs& in, const OpLetters& letters, const Names& names) {
        const MapIndex channel = input_channels(in, letters, names.channel);
        const std::string place = cell_text(in.input.shape(), names.x, names.y);
        input = letters.input + subscript(channel) + place;
        weights = letters.weights + subscript(names.filter(), channel.text()) + place;
        output = letters.output + names.output_place();
        bias = "bias" + subscript(names.filter());
    }
};

std::string formula(const OpInputs& in, Quantity quantity, const OpLetters& letters,
                    const Cell* cell) {
    const Symbols symbols(in, letters, Names(in, quantity, cell));
    const Shape shape = in.input.shape();
    const std::string grad = gradient_of(symbols.output);
    switch (quantity) {
        case Quantity::kOutput:
            return symbols.output + " = " + (in.bias.empty() ? "" : symbols.bias + " + ") +
                   sum_sign({shape.c > 1 ? "c" : "", "y", is_list(shape) ? "" : "x"}) + " " +
                   symbols.input + " · " + symbols.weights;
        case Quantity::kGradInput:
            return gradient_of(symbols.input) + " = " + (in.weights.shape().n > 1 ? "Σ_k " : "") +
                   grad + " · " + symbols.weights;
        case Quantity::kGradWeights:
            return gradient_of(symbols.weights) + " = " + symbols.input + " · " + grad;
        case Quantity::kGradBias:
            return gradient_of(symbols.bias) + " = " + grad;
    }
    return {};
}

/// What the loops of a layer speak of.
struct Loops {
    Loops(const OpInputs& in, const OpLetters& letters)
        : cell(in, letters, Names(in, Quantity::kOutput, nullptr)),
          channels(input_channels(in, letters)),
          outputs(in.weights.shape().n),
          map(in.input.shape()),
          has_bias(!in.bias.empty()),
          input(letters.input + subscript(channels)),
          weights(letters.weights + subscript(outputs == 1 ? "" : "k", channels.text())),
          grad(gradient_of(cell.output)),
          no_gradient_yet(convscope::no_gradient_yet(in, letters)) {}

    /// Nothing where there is one alone.
    void loop_over_outputs(CodeText& code, CodeMoment moment) const {
        if (outputs > 1) code.loop("for k = 0 … " + std::to_string(outputs - 1), moment, "k");
    }

    Symbols cell;
    MapIndex channels;
    int outputs;
    Shape map;
    bool has_bias;
    std::string input, weights;  ///< Of whole maps: "A_c", "G_{kc}".
    std::string grad, no_gradient_yet;
};

std::vector<CodeLine> output_loops(const Loops& layer) {
    CodeText code;
    layer.loop_over_outputs(code, CodeMoment::kRow);
    code.line("total = " + (layer.has_bias ? layer.cell.bias : "0"), CodeMoment::kStart, "total");
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line("total = total + sum(" + layer.input + " ⊙ " + layer.weights + ")", CodeMoment::kTerm,
              "total");
    code.end_maps(layer.channels);
    code.line(layer.cell.output + " = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dA, one cell after the other.
std::vector<CodeLine> gather_loops(const Loops& layer) {
    CodeText code;
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_map(layer.map);
    code.line("total = 0", CodeMoment::kStart, "total");
    layer.loop_over_outputs(code, CodeMoment::kNone);
    code.line("total = total + " + layer.grad + " · " + layer.cell.weights, CodeMoment::kTerm,
              "total");
    code.end(layer.outputs > 1 ? 1 : 0);
    code.line(gradient_of(layer.cell.input) + " = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dA, every output adding its copy of its weights.
std::vector<CodeLine> scatter_loops(const Loops& layer, const OpLetters& letters) {
    CodeText code;
    code.line(gradient_of(letters.input) + " = 0", CodeMoment::kStart);
    layer.loop_over_outputs(code, CodeMoment::kRow);
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line(gradient_of(layer.input) + " += " + layer.grad + " · " + layer.weights,
              CodeMoment::kTerm);
    return code.take();
}

/// dL/dG, one weight after the other.
std::vector<CodeLine> weight_loops(const Loops& layer) {
    CodeText code;
    layer.loop_over_outputs(code, CodeMoment::kFilter);
    if (layer.has_bias)
        code.line(gradient_of(layer.cell.bias) + " = " + layer.grad, CodeMoment::kNone);
    code.loop_over_maps(layer.channels, CodeMoment::kFilter);
    code.loop_over_map(layer.map);
    code.line("total = " + layer.cell.input + " · " + layer.grad, CodeMoment::kTerm, "total");
    code.line(gradient_of(layer.cell.weights) + " = total", CodeMoment::kFinish);
    return code.take();
}

/// dL/dG, every output adding its copy of the map.
std::vector<CodeLine> copy_loops(const Loops& layer) {
    CodeText code;
    code.line(layer.no_gradient_yet, CodeMoment::kStart);
    layer.loop_over_outputs(code, CodeMoment::kRow);
    code.loop_over_maps(layer.channels, CodeMoment::kChannel);
    code.line(gradient_of(layer.weights) + " += " + layer.input + " · " + layer.grad,
              CodeMoment::kTerm);
    code.end_maps(layer.channels);
    if (layer.has_bias)
        code.line(gradient_of(layer.cell.bias) + " += " + layer.grad, CodeMoment::kNone);
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
            return by_output ? copy_loops(layer) : weight_loops(layer);
    }
    return {};
}

}  // namespace

OpText dense_text() {
    return {.formula = formula, .pseudocode = pseudocode};
}

}  // namespace convscope
