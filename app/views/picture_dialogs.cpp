#include "app/views/picture_dialogs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/messages.hpp"
#include "app/views/dialogs.hpp"
#include "app/views/tools/tool.hpp"
#include "app/widgets/controls.hpp"
#include "core/io/image_file.hpp"
#include "core/io/picture_index.hpp"
#include "core/scene/picture_ops.hpp"

namespace convscope::app {
namespace {

constexpr const char* kResizeTitle = "Size of the picture";
constexpr const char* kCropTitle = "Keep a part of the picture";
constexpr const char* kNoiseTitle = "Add noise";
constexpr const char* kPasteTitle = "Paste a picture";

const char* title_of(PictureDialog dialog) {
    switch (dialog) {
        case PictureDialog::kResize:
            return kResizeTitle;
        case PictureDialog::kCrop:
            return kCropTitle;
        case PictureDialog::kNoise:
            return kNoiseTitle;
        case PictureDialog::kPaste:
            return kPasteTitle;
        case PictureDialog::kNone:
            break;
    }
    return "";
}

/// A whole number with its name; true when it was changed.
bool whole_number(const ViewContext& context, const char* label, std::string_view path, int& value,
                  std::string_view tooltip) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(label);
    ImGui::SameLine(context.look.px(170));
    ImGui::SetNextItemWidth(context.look.px(110));
    const bool changed = ImGui::InputInt(("##" + std::string(path)).c_str(), &value, 0);
    context.names.record_item(path, std::to_string(value));
    tooltip_for_item({context.look, context.names}, tooltip);
    return changed;
}

bool check_box(const ViewContext& context, const char* label, std::string_view path, bool& on,
               std::string_view tooltip) {
    const bool changed = ImGui::Checkbox(label, &on);
    context.names.record_item(path, on ? "on" : "off");
    tooltip_for_item({context.look, context.names}, tooltip);
    return changed;
}

void quiet_text(const ViewContext& context, const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, context.look.theme->quiet.packed());
    ImGui::PushTextWrapPos(context.look.px(420));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

/// Why what was asked for cannot be done; the dialog stays as it is.
void problem_text(const ViewContext& context, const std::string& path, const std::string& problem) {
    if (problem.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, context.look.theme->warning.packed());
    ImGui::PushTextWrapPos(context.look.px(420));
    ImGui::TextUnformatted(problem.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    context.names.record_item(path + "/problem", problem);
}

/// True when confirmed; the caller closes the dialog then.
bool confirm(const ViewContext& context, const char* label, const std::string& path,
             std::string_view tooltip) {
    ImGui::Dummy({0, context.look.px(4)});
    const bool ok = dialog_button(context, label, path + "/ok", tooltip);
    ImGui::SameLine();
    if (dialog_button(context, "Cancel", path + "/cancel", "Changes nothing. Key Esc."))
        ImGui::CloseCurrentPopup();
    return ok;
}

/// "Width: each pixel 2 times"
std::string method(const char* axis, int old_size, int new_size) {
    const std::string name = std::string(axis) + ": ";
    if (new_size < 1) return name + "at least 1 pixel";
    switch (resampling(old_size, new_size)) {
        case Resampling::kSame:
            return name + "as it is";
        case Resampling::kRepeat:
            return name + "each pixel " + std::to_string(new_size / old_size) + " times (nearest)";
        case Resampling::kAverage:
            return name + "the mean of the pixels that a new one covers (area average)";
        case Resampling::kLinear:
            break;
    }
    return name + "straight from one pixel's centre to the next (linear)";
}

/// The part of the picture that its map shows.
Rect visible_pixels(const UiState& ui, Shape shape) {
    const auto zoom = ui.zooms.find(ui.link_zoom ? "" : "I");
    if (zoom == ui.zooms.end()) return shape.plane();
    const VisiblePart part = visible_part(zoom->second);
    const auto down = [](float share, int size) {
        return static_cast<int>(std::floor(share * static_cast<float>(size) + 1e-3f));
    };
    const auto up = [](float share, int size) {
        return static_cast<int>(std::ceil(share * static_cast<float>(size) - 1e-3f));
    };
    return intersect({down(part.x0, shape.w), down(part.y0, shape.h), up(part.x1, shape.w),
                      up(part.y1, shape.h)},
                     shape.plane());
}

}  // namespace

void PictureDialogs::begin(const ViewContext& context, PictureDialog dialog) {
    const Shape shape = context.scene.image.shape();
    Rect part = shape.plane();
    if (dialog == PictureDialog::kCrop) part = visible_pixels(context.ui, shape);
    x_ = part.x0;
    y_ = part.y0;
    width_ = part.width();
    height_ = part.height();
    problem_.clear();
    ImGui::OpenPopup(title_of(dialog));
}

void PictureDialogs::finish(const ViewContext& context, Result<TiledImage> picture,
                            std::string label) {
    if (!picture) {
        problem_ = picture.error().text();
        return;
    }
    SetImage edit{std::move(picture).value(), context.scene.image_name};
    edit.label = std::move(label);
    context.actions.emplace_back(EditAction{std::move(edit)});
    ImGui::CloseCurrentPopup();
}

void PictureDialogs::draw(const ViewContext& context) {
    const PictureDialog asked = std::exchange(context.ui.ask_picture_dialog, PictureDialog::kNone);
    if (asked != PictureDialog::kNone) begin(context, asked);
    draw_resize(context);
    draw_crop(context);
    draw_noise(context);
    draw_paste(context);
}

void PictureDialogs::draw_resize(const ViewContext& context) {
    if (!begin_dialog(context, kResizeTitle, DialogPlace::kMovable)) return;
    const Shape old = context.scene.image.shape();
    const auto in_proportion = [](int size, int from, int to) {
        const double wanted = static_cast<double>(size) * to / from;
        return static_cast<int>(std::lround(std::clamp(wanted, 1.0, 1.0 * kMaxSide)));
    };
    if (whole_number(context, "Width", "resize/width", width_, "Pixels from left to right.") &&
        keeps_form_)
        height_ = in_proportion(width_, old.w, old.h);
    if (whole_number(context, "Height", "resize/height", height_, "Pixels from top to bottom.") &&
        keeps_form_)
        width_ = in_proportion(height_, old.h, old.w);
    check_box(context, "Keep the proportions", "resize/proportions", keeps_form_,
              "Width and height change together.");
    quiet_text(context,
               method("Width", old.w, width_) + ".\n" + method("Height", old.h, height_) + ".");
    problem_text(context, "resize", problem_);
    if (confirm(context, "Resize", "resize", "Makes the picture this large."))
        finish(context, resized(context.scene.image, width_, height_), "Resize");
    ImGui::EndPopup();
}

void PictureDialogs::draw_crop(const ViewContext& context) {
    if (!begin_dialog(context, kCropTitle, DialogPlace::kMovable)) return;
    const Shape old = context.scene.image.shape();
    quiet_text(context, "The picture has " + std::to_string(old.w) + " x " + std::to_string(old.h) +
                            " pixels. Zoom into it first: the part that is seen is suggested.");
    whole_number(context, "x", "crop/x", x_, "The first column to keep, from 0.");
    whole_number(context, "y", "crop/y", y_, "The first row to keep, from 0.");
    whole_number(context, "Width", "crop/width", width_, "Columns to keep.");
    whole_number(context, "Height", "crop/height", height_, "Rows to keep.");
    problem_text(context, "crop", problem_);
    if (confirm(context, "Crop", "crop", "Keeps this part alone.")) {
        const auto end = [](int first, int size) {
            return static_cast<int>(
                std::clamp<std::int64_t>(std::int64_t{first} + size, -1, 2 * kMaxSide));
        };
        finish(context, cropped(context.scene.image, {x_, y_, end(x_, width_), end(y_, height_)}),
               "Crop");
    }
    ImGui::EndPopup();
}

void PictureDialogs::draw_noise(const ViewContext& context) {
    if (!begin_dialog(context, kNoiseTitle, DialogPlace::kMovable)) return;
    whole_number(context, "Amount in percent", "noise/amount", noise_percent_,
                 "At most so much of the way from black to white is added or taken away.");
    noise_percent_ = std::clamp(noise_percent_, 0, 100);
    check_box(context, "Coloured", "noise/coloured", noise_coloured_,
              "Each channel gets numbers of its own; else all channels the same.");
    ImGui::Dummy({0, context.look.px(4)});
    if (dialog_button(context, "Add", "noise/ok", "Each press adds other numbers.")) {
        const Noise noise{static_cast<float>(noise_percent_) / 100, noise_coloured_, ++noise_seed_};
        context.actions.emplace_back(EditAction{PaintImage{
            with_noise(context.scene.image, context.ui.paint.brush.channels, noise), "Add noise"}});
    }
    ImGui::SameLine();
    if (dialog_button(context, "Close", "noise/close", "Closes this window. Key Esc."))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

void PictureDialogs::paste(const ViewContext& context, Result<TiledImage> piece) const {
    if (!piece) {
        add_message(context.ui, Message::Kind::kError, piece.error().text());
        return;
    }
    UiState& ui = context.ui;
    if (!find_tool(ui.tool).takes_left_button()) ui.tool = tool_table().front().id;
    ui.pasted = std::make_shared<const TiledImage>(std::move(piece).value());
}

void PictureDialogs::draw_paste(const ViewContext& context) {
    if (!begin_dialog(context, kPasteTitle, DialogPlace::kMovable)) return;
    const int channels = context.scene.image.shape().c;
    bool done = false;
    ImGui::BeginChild("##pictures", {context.look.px(420), context.look.px(200)}, true);
    const std::string* group = nullptr;
    for (const BuiltInPicture& picture : built_in_pictures()) {
        if (group == nullptr || *group != picture.group)
            choice_heading({context.look, context.names}, picture.group);
        group = &picture.group;
        if (ImGui::Selectable((picture.label + "##" + picture.asset).c_str(), false,
                              ImGuiSelectableFlags_DontClosePopups)) {
            paste(context, read_built_in_picture(picture.asset, channels));
            done = true;
        }
        context.names.record_item("paste/picture/" + picture.id());
        tooltip_for_item({context.look, context.names}, picture.description());
    }
    ImGui::EndChild();
    ImGui::TextUnformatted("Or the path of a picture (PNG, JPEG, BMP, GIF, PNM, .npy)");
    ImGui::SetNextItemWidth(context.look.px(420));
    const bool entered = ImGui::InputText("##path", path_.data(), path_.size(),
                                          ImGuiInputTextFlags_EnterReturnsTrue);
    context.names.record_item("paste/path", path_.data());
    const bool pressed =
        dialog_button(context, "Paste", "paste/ok", "Pastes the file with this path.");
    ImGui::SameLine();
    if (dialog_button(context, "Cancel", "paste/cancel", "Changes nothing. Key Esc.")) done = true;
    if ((entered || pressed) && path_[0] != '\0') {
        paste(context, read_image_file(path_.data(), channels));
        done = true;
    }
    if (done) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace convscope::app
