#include "app/widgets/number_face.hpp"

#include <algorithm>

#include "app/widgets/pen.hpp"

namespace convscope::app {

std::vector<NumberFace> number_faces(const Fonts& fonts) {
    std::vector<NumberFace> faces;
    const auto add = [&faces](ImFont* font) {
        faces.push_back({font, text_size(font, "0").x, font_size(font)});
    };
    add(fonts.small_mono);
    for (ImFont* font : fonts.cell_numbers) add(font);
    return faces;
}

std::size_t largest_face(std::span<const NumberFace> faces, const NumberRoom& room) {
    // A line is higher than its digits; several may touch.
    constexpr float kShareOfWidth = 0.84f, kShareOfHeight = 0.55f, kShareOfLines = 0.94f;
    const float across = kShareOfWidth * room.width / static_cast<float>(room.characters);
    const float down = room.lines == 1
                           ? kShareOfHeight * room.height
                           : kShareOfLines * room.height / static_cast<float>(room.lines);
    std::size_t largest = 0;
    for (std::size_t i = 1; i < faces.size(); ++i)
        if (faces[i].character <= across && faces[i].line <= down) largest = i;
    return largest;
}

int count_characters(std::string_view text) {
    return static_cast<int>(
        std::ranges::count_if(text, [](char c) { return (c & '\xc0') != '\x80'; }));
}

}  // namespace convscope::app
