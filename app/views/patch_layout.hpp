#pragma once
#include "app/views/inspector_patches.hpp"

namespace convscope::app {

/// How the patches of one number lie: the channels below one another, each with some grids side by
/// side and the total. Cells hold numbers where these have room, else they are only coloured.
class PatchLayout {
  public:
    // At scale 1.
    static constexpr float kSign = 24, kCaption = 16, kGap = 10;
    static constexpr int kAllDigits = 15;  ///< So many characters hold any number.

    PatchLayout(const InspectorPart& part, std::size_t grids);

    bool has_numbers() const { return numbers_; }
    int characters() const { return characters_; }  ///< Of a number in a cell.
    float cell_width() const { return cell_width_; }
    float cell_height() const { return cell_height_; }
    float grid_width() const;
    float plane_height() const;
    float line_height() const;  ///< With the gap to the next channel.
    float total_width() const;
    float grid_left(std::size_t index) const;
    /// What numbers of few digits take, or colours where they have no room.
    float least_width() const;

  private:
    float highest() const;
    float beside_cells() const;
    float mark_width() const;
    float width_of(int characters) const;

    const InspectorPart& part_;
    const TermGrid& grid_;
    Pen pen_;
    ImFont* mono_;
    float grids_;
    bool numbers_ = true;
    int characters_ = 0;
    float cell_width_ = 0, cell_height_ = 0;
};

}  // namespace convscope::app
