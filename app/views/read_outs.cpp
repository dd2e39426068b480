#include "app/views/read_outs.hpp"

#include <algorithm>

namespace convscope::app {
namespace {

/// "column 7", "columns 0, 5 to 7", ..., of many runs the first; empty when all are read.
std::string unread_cells(const WindowWalk& walk, Axis axis) {
    constexpr std::size_t kMostRuns = 3;
    const std::vector<Interval> runs = walk.unread();
    if (runs.empty()) return {};
    const bool one = runs.size() == 1 && runs[0].end - runs[0].begin == 1;
    std::string text = axis == Axis::kX ? "column" : "row";
    if (!one) text += "s";
    for (std::size_t i = 0; i < std::min(runs.size(), kMostRuns); ++i) {
        text += (i == 0 ? " " : ", ") + std::to_string(runs[i].begin);
        if (runs[i].end - runs[i].begin > 1) text += " to " + std::to_string(runs[i].end - 1);
    }
    return runs.size() > kMostRuns ? text + ", …" : text;
}

std::string unread_sentence(const WindowWalk& walk, Axis axis) {
    const std::string cells = unread_cells(walk, axis);
    return cells.empty() ? "" : "\nNo window reads " + cells + ".";
}

ReadOut axis_read_out(const WindowWalk& walk, Axis axis, const std::string& name) {
    const std::string formula = name + walk.formula();
    const std::string unread = unread_cells(walk, axis);
    ReadOut line;
    line.id = axis == Axis::kX ? "size_x" : "size_y";
    line.full = unread.empty() ? formula : formula + "\n" + unread + " unread";
    if (!unread.empty()) line.brief.push_back(formula + ", " + unread + " unread");
    line.brief.push_back(formula);
    line.brief.push_back(name + "floor(…) = " + std::to_string(walk.output()));
    line.tooltip = "How often the window fits: " + walk.formula() +
                   ". floor rounds down to a whole number." + unread_sentence(walk, axis);
    return line;
}

}  // namespace

ReadOut sum_read_out(const Layer& layer, int k) {
    const ConstTensorView weights = layer.weights->view();
    const auto sums = channel_sums(weights, std::clamp(k, 0, weights.shape().n - 1));
    const std::string meaning = describe_channel_sums(sums);
    const std::size_t colon = meaning.find(": ");
    const std::string brief = meaning.substr(0, colon);
    ReadOut line{"sum", meaning, {brief, "the sums differ"}, meaning};
    if (!layer.bias.empty()) {
        line.full = line.tooltip = brief;
    } else if (colon != std::string::npos) {
        line.full[colon + 1] = '\n';
    }
    return line;
}

ReadOut sharing_read_out(Shape weights, Shape input, Shape output) {
    const WeightCounts counts = weight_counts(weights, input, output);
    const std::int64_t windows = std::int64_t{output.w} * output.h;
    const std::string shared = format_count(counts.weights) + " weights",
                      own = format_count(counts.without_sharing),
                      full = format_count(counts.fully_connected);
    return {"count",
            shared + " for " + format_count(windows) + (windows == 1 ? " window" : " windows") +
                "\n" + own + " without sharing\n" + full + " fully connected",
            {shared + " instead of " + own, shared},
            shared + " serve all " + format_count(windows) +
                " windows.\nWith own weights for each window\n" + own +
                " would be needed,\nfully connected\n" + full + "."};
}

ReadOut list_read_out(Shape weights) {
    const auto count = static_cast<std::int64_t>(weights.count());
    const std::string all = format_count(count) + " weights",
                      product = all + ", " + format_count(count / weights.n) + " × " +
                                format_count(weights.n);
    return {"count",
            product,
            {product, all},
            product + ": one for each input and each output. None is shared."};
}

std::vector<ReadOut> size_read_outs(const Layer& layer, const OpInfo& op, Shape input) {
    const auto x = window_walk(op, layer.params, input, Axis::kX);
    const auto y = window_walk(op, layer.params, input, Axis::kY);
    if (!x || !y) return {};
    const bool alike = x->formula() == y->formula();
    if (!alike) return {axis_read_out(*x, Axis::kX, "x "), axis_read_out(*y, Axis::kY, "y ")};
    ReadOut both = axis_read_out(*x, Axis::kX, "");
    const std::string rows = unread_cells(*y, Axis::kY);
    if (!rows.empty()) {
        both.tooltip += unread_sentence(*y, Axis::kY);
        both.full.insert(both.full.size() - std::string(" unread").size(), ", " + rows);
        both.brief.erase(both.brief.begin());
    }
    both.id = "size";
    return {both};
}

}  // namespace convscope::app
