#include "app/views/map_hints.hpp"

#include "app/views/disclosure.hpp"
#include "app/views/map_titles.hpp"
#include "app/views/unread_cells.hpp"
#include "app/widgets/format.hpp"
#include "app/widgets/formula_text.hpp"
#include "app/widgets/weight_grid.hpp"
#include "core/eval/why_zero.hpp"

namespace convscope::app {
namespace {

std::string symbol_of(const MapModel& model, bool gradient, int channel) {
    std::string symbol = gradient ? gradient_symbol(model.symbol) : model.symbol;
    const int channels = model.shape().c;
    if (channel < 0 || channels == 1 || model.value_column) return symbol;
    return symbol + (model.is_picture() ? ", channel " + channel_name(channel, channels) + ", "
                                        : ", filter " + std::to_string(channel + 1) + ", ");
}

/// "Z[3] = +0.25": a list has one place for each number.
std::string describe_number(const MapSpec& spec, const std::string& symbol, Cell cell) {
    return symbol + "[" + std::to_string(cell.y) +
           "] = " + format_signed(spec.map->values.view()(0, spec.channel, cell.y, 0));
}

bool is_unread(const std::optional<WindowWalk>& walk, int cell) {
    if (!walk) return false;
    for (const Interval& run : unread_runs(*walk))
        if (cell >= run.begin && cell < run.end) return true;
    return false;
}

/// A sentence begins with a capital letter and ends with a full stop.
std::string sentence(std::string text) {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return "\n" + text + ".";
}

std::string why_nothing_reads(const MapModel& model, bool gradient, Cell cell) {
    std::string text;
    if (is_unread(model.walk_x, cell.x))
        text += sentence(why_unread(*model.walk_x, Axis::kX, cell.x));
    if (is_unread(model.walk_y, cell.y))
        text += sentence(why_unread(*model.walk_y, Axis::kY, cell.y));
    if (!text.empty() && gradient) text += "\nSo its gradient is 0.";
    return text;
}

std::string why_it_is_zero(const BoardFrame& frame, std::size_t map, const MapSpec& spec,
                           Cell cell) {
    const MapModel& model = frame.model.maps[map];
    const NumberRef ref{NumberRef::Kind::kGradient, map, 0,
                        model.cell_of_drawn({0, spec.channel, cell.y, cell.x})};
    if (spec.channel < 0 || !may_say_why(frame.context, ref)) return {};
    const std::string why = why_zero(frame.results, ref);
    return why.empty() ? why : "\nWhy 0: " + without_marks(why) + ".";
}

}  // namespace

std::string cell_hint(const BoardFrame& frame, std::size_t map, bool gradient, const MapSpec& spec,
                      Cell cell) {
    const MapModel& model = frame.model.maps[map];
    const std::string symbol = symbol_of(model, gradient, spec.channel);
    std::string text =
        model.vector ? describe_number(spec, symbol, cell) : describe_cell(spec, symbol, cell);
    const NumberRef next{NumberRef::Kind::kValue, map + 1, 0, {}};
    if (!gradient && !model.value_column && is_quantity_open(frame.context, next))
        for (const std::string& window : windows_won(frame.results, frame.model, map, cell))
            text += "\nWon in " + window + ": its gradient comes back here.";
    const std::string unread =
        model.value_column ? std::string() : why_nothing_reads(model, gradient, cell);
    if (!unread.empty()) return text + unread;
    return gradient ? text + why_it_is_zero(frame, map, spec, cell) : text;
}

std::string padding_hint(const MapModel& model, bool gradient) {
    const Extent2 all = model.padding(), drawn = model.drawn_padding();
    std::string text = "Padding: no part of " + model.symbol + ".";
    if (gradient)
        text += "\nIt has no gradient: nothing can change it.";
    else
        text += model.padding_never_wins ? "\nIt never wins a window." : "\nIt counts as 0.";
    if (all == drawn) return text;
    return text + "\n" + std::to_string(all.x) + " columns and " + std::to_string(all.y) +
           " rows on each side; " + std::to_string(drawn.x) + " and " + std::to_string(drawn.y) +
           " of them are drawn.";
}

}  // namespace convscope::app
