#include "core/io/picture_index.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/io/assets.hpp"
#include "core/io/image_file.hpp"
#include "core/io/json_node.hpp"

namespace convscope {
namespace {

constexpr std::string_view kFolder = "pictures/", kIndex = "pictures/index.json";

Result<BuiltInPicture> read_entry(const JsonNode& entry) {
    constexpr std::array<std::string_view, 5> kKeys{"file", "group", "label", "sentence", "credit"};
    if (Result<void> known = entry.check_keys(kKeys); !known) return known.error();
    BuiltInPicture picture;
    const std::pair<std::string_view, std::string*> texts[] = {{"file", &picture.asset},
                                                               {"group", &picture.group},
                                                               {"label", &picture.label},
                                                               {"sentence", &picture.sentence}};
    for (const auto& [key, target] : texts) {
        Result<std::string> text = entry.required_text(key);
        if (!text) return text.error();
        *target = std::move(text).value();
    }
    picture.asset = std::string(kFolder) + picture.asset;
    if (const auto credit = entry.member("credit")) {
        Result<std::string> text = credit->text();
        if (!text) return text.error();
        picture.credit = std::move(text).value();
    }
    return picture;
}

std::vector<BuiltInPicture> read_own_index() {
    const Result<EmbeddedFile> file = find_asset(kIndex);
    if (!file) return {};
    Result<std::vector<BuiltInPicture>> index =
        read_picture_index(text_of(*file), std::string(kIndex));
    return index ? std::move(index).value() : std::vector<BuiltInPicture>{};
}

}  // namespace

std::string BuiltInPicture::id() const {
    return std::filesystem::path(asset).stem().string();
}

std::string BuiltInPicture::description() const {
    return credit.empty() ? sentence : sentence + "\n" + credit + ".";
}

Result<std::vector<BuiltInPicture>> read_picture_index(std::string_view text,
                                                       const std::string& name) {
    const Result<JsonValue> document = parse_json(text, name);
    if (!document) return document.error();
    const JsonNode root(*document, name);
    constexpr std::array<std::string_view, 1> kKeys{"pictures"};
    if (Result<void> known = root.check_keys(kKeys); !known) return known.error();
    const Result<JsonNode> list = root.required("pictures");
    if (!list) return list.error();
    const Result<std::size_t> count = list->item_count();
    if (!count) return count.error();
    std::vector<BuiltInPicture> pictures;
    for (std::size_t i = 0; i < *count; ++i) {
        Result<BuiltInPicture> picture = read_entry(list->item(i));
        if (!picture) return picture.error();
        if (std::ranges::find(pictures, picture->id(), &BuiltInPicture::id) != pictures.end())
            return list->item(i).error("\"" + picture->id() + "\" is there twice");
        pictures.push_back(std::move(picture).value());
    }
    return pictures;
}

const std::vector<BuiltInPicture>& built_in_pictures() {
    static const std::vector<BuiltInPicture> kPictures = read_own_index();
    return kPictures;
}

Result<TiledImage> read_built_in_picture(std::string_view asset, int channels) {
    const Result<EmbeddedFile> file = find_asset(asset);
    if (!file) return file.error();
    return read_image(bytes_of(*file), asset, channels);
}

}  // namespace convscope
