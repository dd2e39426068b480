#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "app/widgets/theme.hpp"

namespace convscope::app {

/// One of the faces that numbers in cells are written with; all of its signs are equally wide.
struct NumberFace {
    ImFont* font = nullptr;
    float character = 0, line = 0;  ///< Width of a sign, height of a line.
};

/// What the numbers of one map or grid need, and what a cell has for them.
struct NumberRoom {
    int characters = 1;  ///< Of the longest.
    int lines = 1;
    float width = 0, height = 0;  ///< Of a cell.
};

/// The faces of a look from the smallest to the largest, each of them sharp.
std::vector<NumberFace> number_faces(const Fonts& fonts);

/// Index of the largest face with which the numbers fit with a margin, so that the back row reads
/// them; 0 where only the smallest does, or none. Precondition: the smallest stands first.
std::size_t largest_face(std::span<const NumberFace> faces, const NumberRoom& room);

/// Signs of a UTF-8 text.
int count_characters(std::string_view text);

}  // namespace convscope::app
