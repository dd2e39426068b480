#include "core/scene/filter_facts.hpp"

#include <algorithm>
#include <cstdio>

#include "core/scene/op_traits.hpp"

namespace convscope {
namespace {

std::optional<int> field_value(const OpInfo& op, const ParamSet& params, std::string_view path) {
    for (std::size_t i = 0; i < op.fields.size(); ++i)
        if (op.fields[i].path == path) return params[i];
    return std::nullopt;
}

/// A sum kept as doubles that do not overlap, smallest first: no bit is lost.
/// Source: Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997, section 2.4.
class Expansion {
  public:
    void add(double value) {
        std::size_t kept = 0;
        for (const double part : parts_) {
            const double sum = value + part;
            const double part_in_sum = sum - value;
            const double lost = (value - (sum - part_in_sum)) + (part - part_in_sum);
            if (lost != 0) parts_[kept++] = lost;
            value = sum;
        }
        parts_.resize(kept);
        parts_.push_back(value);
    }
    /// The sum, rounded to nearest even.
    double rounded() const {
        double sum = 0, lost = 0;
        std::size_t left = parts_.size();
        while (left > 0 && lost == 0) {
            const double before = sum, part = parts_[--left];
            sum = before + part;
            lost = part - (sum - before);
        }
        // Exactly between two doubles only as far as `lost` goes: what lies below decides.
        if (left > 0 && (lost < 0) == (parts_[left - 1] < 0) && parts_[left - 1] != 0) {
            const double twice = lost * 2, next = sum + twice;
            if (twice == next - sum) sum = next;
        }
        return sum;
    }

  private:
    std::vector<double> parts_;
};

std::string signed_number(double value) {
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(
        std::snprintf(text.data(), text.size(), "%.6g", value == 0 ? 0.0 : value)));
    return text;
}

}  // namespace

int WindowWalk::unread_at_end() const {
    for (int o = output() - 1; o >= 0; --o) {
        for (int tap = window.size - 1; tap >= 0; --tap) {
            const int read = window.input_index(o, tap);
            if (read >= 0 && read < input) return input - 1 - read;
        }
    }
    return input;
}

bool WindowWalk::reads(int cell) const {
    return cell >= 0 && cell < input &&
           !outputs_reading(window, {cell, cell + 1}, output()).empty();
}

std::vector<Interval> WindowWalk::unread() const {
    std::vector<Interval> runs;
    for (int cell = 0; cell < input; ++cell) {
        if (reads(cell)) continue;
        if (!runs.empty() && runs.back().end == cell)
            ++runs.back().end;
        else
            runs.push_back({cell, cell + 1});
    }
    return runs;
}

std::string WindowWalk::formula() const {
    std::string padded = std::to_string(input), reach = std::to_string(window.size);
    if (window.pad != 0) padded += " + 2\u00b7" + std::to_string(window.pad);
    if (window.dilation != 1)
        reach =
            std::to_string(window.dilation) + "\u00b7(" + std::to_string(window.size) + " - 1) - 1";
    return "floor(1 + (" + padded + " - " + reach + ")/" + std::to_string(window.stride) +
           ") = " + std::to_string(output());
}

std::optional<WindowWalk> window_walk(const OpInfo& op, const ParamSet& params, Shape input,
                                      Axis axis) {
    const bool along_x = axis == Axis::kX;
    const auto field = [&](std::string_view path_x, std::string_view path_y) {
        return field_value(op, params, along_x ? path_x : path_y);
    };
    const auto size = window_fields(op);
    if (!size) return std::nullopt;
    return WindowWalk{.input = along_x ? input.w : input.h,
                      .window = {.size = params[along_x ? size->w : size->h],
                                 .stride = field("stride.x", "stride.y").value_or(1),
                                 .pad = field("pad.x", "pad.y").value_or(0),
                                 .dilation = field("dilation.x", "dilation.y").value_or(1)}};
}

double exact_sum(std::span<const float> values) {
    Expansion sum;
    for (const float value : values) sum.add(value);
    return sum.rounded();
}

std::vector<double> channel_sums(ConstTensorView weights, int k) {
    const Shape shape = weights.shape();
    std::vector<double> sums;
    std::vector<float> channel;
    for (int c = 0; c < shape.c; ++c) {
        channel.clear();
        for (int b = 0; b < shape.h; ++b)
            channel.insert(channel.end(), weights.row(k, c, b), weights.row(k, c, b) + shape.w);
        sums.push_back(exact_sum(channel));
    }
    return sums;
}

std::string describe_channel_sums(std::span<const double> sums) {
    const auto is_zero = [](double sum) { return sum == 0; };
    if (std::ranges::all_of(sums, is_zero))
        return sums.size() == 1 ? "the weights sum to 0: flat areas give 0"
                                : "each channel sums to 0: flat areas give 0";
    if (sums.size() == 1) return "the weights sum to " + signed_number(sums[0]);
    if (std::ranges::all_of(sums, [&](double sum) { return sum == sums[0]; }))
        return "each channel sums to " + signed_number(sums[0]);
    std::string text = "the channels sum to ";
    for (std::size_t i = 0; i < sums.size(); ++i)
        text += (i == 0 ? "" : ", ") + signed_number(sums[i]);
    Expansion total;
    for (const double sum : sums) total.add(sum);
    if (total.rounded() == 0) text += ": flat grey areas give 0";
    return text;
}

WeightCounts weight_counts(Shape weights, Shape input, Shape output) {
    const auto per_filter = static_cast<std::int64_t>(weights.count()) / weights.n;
    const auto input_cells = static_cast<std::int64_t>(input.count());
    const auto output_cells = static_cast<std::int64_t>(output.count());
    return {per_filter * weights.n, per_filter * output_cells, input_cells * output_cells};
}

std::string format_count(std::int64_t count) {
    std::string text = std::to_string(count);
    const std::ptrdiff_t first = count < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

}  // namespace convscope
