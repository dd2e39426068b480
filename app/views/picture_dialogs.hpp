#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "app/views/view.hpp"

namespace convscope::app {

/// The dialogs of the menu Picture: size, part, noise, paste. UiState::ask_picture_dialog opens
/// them; Application closes them with Esc.
class PictureDialogs {
  public:
    void draw(const ViewContext& context);

  private:
    void begin(const ViewContext& context, PictureDialog dialog);
    /// Closes the dialog, or keeps it open and says what is wrong.
    void finish(const ViewContext& context, Result<TiledImage> picture, std::string label);
    void draw_resize(const ViewContext& context);
    void draw_crop(const ViewContext& context);
    void draw_noise(const ViewContext& context);
    void draw_paste(const ViewContext& context);
    void paste(const ViewContext& context, Result<TiledImage> piece) const;

    int x_ = 0, y_ = 0, width_ = 0, height_ = 0;  ///< Wanted, in pixels.
    std::string problem_;                         ///< Why that cannot be done, since it was tried.
    bool keeps_form_ = true;
    int noise_percent_ = 20;
    bool noise_coloured_ = true;
    std::uint64_t noise_seed_ = 0;
    std::array<char, 4096> path_{};
};

}  // namespace convscope::app
