#include <imgui.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "app/messages.hpp"
#include "app/views/menus/menus.hpp"
#include "core/io/picture_index.hpp"
#include "core/scene/picture_ops.hpp"

namespace convscope::app {
namespace {

void draw_built_in_pictures(Menus& menus, const ViewContext& context) {
    const auto& pictures = built_in_pictures();
    for (auto first = pictures.begin(); first != pictures.end();) {
        const auto last = std::find_if(first, pictures.end(), [&](const BuiltInPicture& picture) {
            return picture.group != first->group;
        });
        if (menus.begin(first->group, "menu/Picture/" + first->group)) {
            for (const BuiltInPicture& picture : std::span(first, last))
                if (menus.item(
                        {picture.label, "menu/Picture/" + picture.id(), "", picture.description()}))
                    context.actions.emplace_back(OpenAssetAction{picture.asset});
            Menus::end();
        }
        first = last;
    }
}

/// Asks for the edit, or says why there is none: one that changes nothing is no undo step.
void change_picture(const ViewContext& context, TiledImage picture, std::string_view label,
                    std::string_view unchanged) {
    if (picture.same_pixels(context.scene.image)) {
        add_message(context.ui, Message::Kind::kNote, std::string(unchanged));
    } else if (picture.shape() == context.scene.image.shape()) {
        context.actions.emplace_back(
            EditAction{PaintImage{std::move(picture), std::string(label)}});
    } else {
        SetImage edit{std::move(picture), context.scene.image_name};
        edit.label = label;
        context.actions.emplace_back(EditAction{std::move(edit)});
    }
}

constexpr std::string_view kNoChannel =
    "No channel is on, so nothing can change: choose some in the tool bar.";

void apply(const PictureOp& op, const ViewContext& context) {
    const ChannelMask& channels = context.ui.paint.brush.channels;
    const bool any_channel =
        !op.keeps_to_channels || std::ranges::find(channels, true) != channels.end();
    change_picture(context, op.apply(context.scene.image, channels), op.label,
                   any_channel ? op.unchanged : kNoChannel);
}

void clear(const ViewContext& context) {
    const ChannelMask& channels = context.ui.paint.brush.channels;
    const bool any_channel = std::ranges::find(channels, true) != channels.end();
    change_picture(
        context, cleared(context.scene.image, channels, context.ui.paint.background), "Clear",
        any_channel ? "The whole picture has the background's colour already." : kNoChannel);
}

void draw_dialog_item(Menus& menus, const ViewContext& context, const char* label, const char* path,
                      const char* tooltip, PictureDialog dialog) {
    if (menus.item({label, path, "", tooltip})) context.ui.ask_picture_dialog = dialog;
}

}  // namespace

void draw_picture_menu(Menus& menus, const ViewContext& context) {
    draw_built_in_pictures(menus, context);
    ImGui::Separator();
    draw_dialog_item(menus, context, "Paste a picture…", "menu/Picture/Paste",
                     "Puts another picture onto this one, to be dragged to its place.",
                     PictureDialog::kPaste);
    draw_dialog_item(menus, context, "Size…", "menu/Picture/Resize",
                     "The whole picture with more or fewer pixels.", PictureDialog::kResize);
    draw_dialog_item(menus, context, "Crop…", "menu/Picture/Crop",
                     "Keeps a rectangle of the picture.", PictureDialog::kCrop);
    draw_dialog_item(menus, context, "Noise…", "menu/Picture/Noise",
                     "Adds random numbers to the channels that are on.", PictureDialog::kNoise);
    ImGui::Separator();
    const bool in_colour = context.scene.image.shape().c == 3;
    for (const PictureOp& op : picture_ops()) {
        const bool enabled = in_colour || !op.needs_colour;
        if (menus.item({std::string(op.label), "menu/Picture/" + std::string(op.id), "",
                        std::string(op.tooltip), false, enabled}))
            apply(op, context);
    }
    ImGui::Separator();
    if (menus.item({"Clear", "menu/Picture/clear", "",
                    "Paints all with the background, the second colour of the tool bar."}))
        clear(context);
}

}  // namespace convscope::app
