#include "core/eval/number_text.hpp"
#include "core/ops/index_text.hpp"

namespace convscope {
namespace {

constexpr std::string_view kGradientOf = "∂L/∂";

/// "r", "g", "b" for a picture's three, else counted from 1 as on the board.
std::string channel_letter(bool picture, int channel, int channels) {
    constexpr const char* kColours[] = {"r", "g", "b"};
    if (picture && channels == 3) return kColours[channel];
    return std::to_string(channel + 1);
}

std::string lowered(const std::string& signs) {
    if (signs.empty()) return "";
    return signs.size() == 1 ? "_" + signs : "_{" + signs + "}";
}

/// Lists have one place for each number, and so have weights for a list.
std::string place(Shape map, Cell cell) {
    if (is_list(map)) return "[" + std::to_string(cell.y) + "]";
    return "[" + std::to_string(cell.x) + ", " + std::to_string(cell.y) + "]";
}

std::string name_in_map(const Results& results, std::size_t map, Cell cell) {
    const Shape shape = results.plan.shapes[map];
    const std::string channel =
        shape.c > 1 ? channel_letter(map == 0, cell.c, shape.c) : std::string();
    return lowered(channel) + place(shape, cell);
}

/// Empty where there is one alone.
std::string name_of_filter(const Results& results, std::size_t stage, int filter) {
    if (results.layers[stage].grad_weights.shape().n == 1) return "";
    return std::to_string(filter + first_filter(results.plan, stage));
}

std::string name_of_weight(const Results& results, std::size_t stage, Cell cell) {
    const Shape shape = results.layers[stage].grad_weights.shape();
    const std::string filter = name_of_filter(results, stage, cell.n);
    const std::string channel =
        shape.c > 1 ? channel_letter(stage == 0, cell.c, shape.c) : std::string();
    const bool digits = !filter.empty() && !channel.empty() && channel.front() <= '9';
    return lowered(filter + (digits ? "," : "") + channel) +
           place(results.plan.shapes[stage], cell);
}

std::string name_of_bias(const Results& results, const NumberRef& ref) {
    return "bias" + lowered(name_of_filter(results, ref.stage, ref.cell.n));
}

}  // namespace

std::string map_name(const BoardLetters& letters, std::size_t map, bool gradient) {
    return (gradient ? std::string(kGradientOf) : std::string()) +
           with_subscript(letters.maps[map]);
}

std::string name_of(const Results& results, const BoardLetters& letters, const NumberRef& ref) {
    switch (ref.kind) {
        case NumberRef::Kind::kValue:
        case NumberRef::Kind::kGradient:
            return map_name(letters, ref.map, ref.kind == NumberRef::Kind::kGradient) +
                   name_in_map(results, ref.map, ref.cell);
        case NumberRef::Kind::kWeight:
        case NumberRef::Kind::kGradWeight:
            return (ref.kind == NumberRef::Kind::kGradWeight ? std::string(kGradientOf)
                                                             : std::string()) +
                   with_subscript(letters.weights[ref.stage]) +
                   name_of_weight(results, ref.stage, ref.cell);
        case NumberRef::Kind::kBias:
            return name_of_bias(results, ref);
        case NumberRef::Kind::kGradBias:
            return std::string(kGradientOf) + name_of_bias(results, ref);
        case NumberRef::Kind::kLoss:
            break;
    }
    return "L";
}

}  // namespace convscope
