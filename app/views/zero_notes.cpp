#include "app/views/zero_notes.hpp"

#include <cmath>

#include "app/views/board_frame.hpp"
#include "app/views/disclosure.hpp"
#include "core/eval/why_zero.hpp"

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kNoteMargin = 8, kLeastWidth = 90;

const std::string& found(std::map<std::size_t, std::string>& known, const Results& results,
                         std::size_t index, std::string (*find)(const Results&, std::size_t)) {
    const auto [place, is_new] = known.try_emplace(index);
    if (is_new) place->second = find(results, index);
    return place->second;
}

void draw_zero_note(const BoardFrame& frame, const std::string& name, const PixelRect& map,
                    const std::string& text) {
    const Pen pen = frame.pen();
    ImFont* font = pen.look().fonts.small_text;
    const float room = width(map) - 2 * pen.px(kNoteMargin);
    ImGui::PushFont(font);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, room);
    ImGui::PopFont();
    if (room < pen.px(kLeastWidth) || size.y + pen.px(kNoteMargin) > height(map)) return;
    const float x = std::round((map.x0 + map.x1 - size.x) / 2);
    const float y = std::round((map.y0 + map.y1 - size.y) / 2);
    const PixelRect box{x, y, x + size.x, y + size.y};
    pen.fill(inset(box, -pen.px(kNoteMargin) / 2), pen.theme().panel, pen.px(4));
    pen.text_wrapped(font, {x, y, x + room, box.y1}, pen.theme().text, text);
    frame.context.names.record("zero/" + name, box, text);
}

}  // namespace

const std::string& ZeroNotes::of_whole_map(const Results& results, std::size_t map) {
    return found(whole_, results, map, why_all_zero);
}

const std::string& ZeroNotes::of_channel(const Results& results, std::size_t map, int channel) {
    const auto [place, is_new] = channels_.try_emplace({map, channel});
    if (is_new) place->second = why_channel_zero(results, map, channel);
    return place->second;
}

const std::string& ZeroNotes::of_part(const Results& results, std::size_t map) {
    return found(part_, results, map, why_partly_zero);
}

const std::string& ZeroNotes::of_weights(const Results& results, std::size_t stage) {
    return found(weights_, results, stage, why_all_weights_zero);
}

std::string zero_reason(const BoardFrame& frame, std::size_t map) {
    const MapModel& model = frame.model.maps[map];
    if (!may_say_why(frame.context, {NumberRef::Kind::kGradient, map, 0, {}})) return {};
    const std::string& whole = frame.zero_notes.of_whole_map(frame.results, map);
    if (!whole.empty()) return "0 everywhere: " + whole;
    if (model.gradient_channel < 0 || model.gradient_column) return {};
    const std::string& channel =
        frame.zero_notes.of_channel(frame.results, map, model.gradient_channel);
    return channel.empty() ? channel : "0 everywhere in this channel: " + channel;
}

void draw_zero_notes(const BoardFrame& frame) {
    for (const DrawnMap& drawn : frame.drawn) {
        if (!drawn.gradient || drawn.loupe) continue;
        const std::string why = zero_reason(frame, drawn.index);
        if (why.empty()) continue;
        const PixelRect& area = frame.layout.maps[drawn.index].backward.map;
        draw_zero_note(frame, "d" + frame.model.maps[drawn.index].name, area, why);
    }
}

}  // namespace convscope::app
