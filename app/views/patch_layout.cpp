#include "app/views/patch_layout.hpp"

#include <algorithm>
#include <cmath>

namespace convscope::app {
namespace {

// At scale 1.
constexpr float kMark = 26, kPlaneGap = 3, kCellMargin = 6;
constexpr float kLargestWide = 300, kLargestHigh = 150, kLeastHigh = 44, kLeastWide = 36,
                kLeastColours = 60, kSmallCell = 14;
constexpr int kMostNumberColumns = 7, kMostNumberRows = 12;
constexpr int kMostCharacters = 7, kFewestCharacters = 4;

}  // namespace

PatchLayout::PatchLayout(const InspectorPart& part, std::size_t grids)
    : part_(part),
      grid_(part.shown.grid),
      pen_(part.pen()),
      mono_(pen_.look().fonts.small_mono),
      grids_(static_cast<float>(grids)) {
    const auto columns = static_cast<float>(grid_.columns());
    const auto rows = static_cast<float>(grid_.rows());
    const float room = width(part.room) - beside_cells();
    const float most = room / grids_ / columns - pen_.px(kCellMargin);
    const int wanted = part.shown.every_digit ? kAllDigits : kMostCharacters;
    characters_ = std::min(wanted, static_cast<int>(most / text_size(mono_, "0").x));
    numbers_ = grid_.columns() <= kMostNumberColumns && grid_.rows() <= kMostNumberRows &&
               characters_ >= kFewestCharacters;
    if (numbers_) {
        cell_width_ = width_of(characters_);
        cell_height_ = std::floor(font_size(mono_) + pen_.px(3));
        return;
    }
    const float wide =
        std::min(pen_.px(kLargestWide), std::max(pen_.px(kLeastColours), room / grids_));
    cell_height_ = std::min({wide / columns, highest() / rows, pen_.px(kSmallCell)});
    // A list is wide enough to be pointed at.
    cell_width_ = std::max(cell_height_, pen_.px(kLeastWide) / columns);
}

/// Several large patches below one another are smaller; a high drawer has larger ones.
float PatchLayout::highest() const {
    const float seen = ImGui::GetContentRegionAvail().y - pen_.px(kCaption);
    const float room = std::max(pen_.px(kLargestHigh), seen) / static_cast<float>(grid_.planes());
    return std::max(pen_.px(kLeastHigh), room - pen_.px(kPlaneGap));
}

float PatchLayout::grid_left(std::size_t index) const {
    const float step = grid_width() + pen_.px(kSign);
    return std::round(part_.room.x0 + mark_width() + static_cast<float>(index) * step);
}

float PatchLayout::grid_width() const {
    return std::max(pen_.px(2), cell_width_ * static_cast<float>(grid_.columns()));
}

float PatchLayout::plane_height() const {
    return std::max(font_size(mono_), cell_height_ * static_cast<float>(grid_.rows()));
}

float PatchLayout::line_height() const {
    return plane_height() + pen_.px(kPlaneGap);
}

/// The channel's name, signs and the total.
float PatchLayout::beside_cells() const {
    return mark_width() + pen_.px(kSign) * (grids_ - 1) + pen_.px(kGap) + total_width();
}

float PatchLayout::mark_width() const {
    return grid_.planes() == 1 ? 0 : pen_.px(kMark);
}

float PatchLayout::total_width() const {
    const std::string_view number = part_.shown.every_digit ? "+0.00000000e-00" : "+0.00e-00";
    return text_size(pen_.look().fonts.small_text, "½ sum").x + pen_.px(6) +
           text_size(mono_, number).x;
}

float PatchLayout::width_of(int characters) const {
    const float character = text_size(mono_, "0").x;
    return std::floor(static_cast<float>(characters) * character + pen_.px(kCellMargin));
}

float PatchLayout::least_width() const {
    const float cells = numbers_ ? width_of(kFewestCharacters) * static_cast<float>(grid_.columns())
                                 : pen_.px(kLeastColours);
    return std::ceil(beside_cells() + cells * grids_);
}

}  // namespace convscope::app
