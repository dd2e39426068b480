#include "core/io/lesson_file.hpp"

#include <algorithm>
#include <limits>

#include "core/io/assets.hpp"
#include "core/io/file_bytes.hpp"
#include "core/io/json_node.hpp"
#include "core/io/scene_file.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVersionKey = "convscope_lesson";
constexpr int kLessonVersion = 1;
constexpr std::string_view kFolder = "lessons/";

Result<LessonHeading> read_heading(const JsonNode& root) {
    const auto version = root.member(kVersionKey);
    if (!version)
        return root.error("is not a lesson: it has no key \"" + std::string(kVersionKey) + '"');
    if (!version->integer(kLessonVersion, kLessonVersion))
        return version->error("must be " + std::to_string(kLessonVersion) +
                              "; other versions of the format are not known to this program");
    Result<std::string> title = root.required_text("title");
    if (!title) return title.error();
    Result<std::string> part = root.required_text("part");
    if (!part) return part.error();
    LessonHeading heading{*std::move(title), *std::move(part), 0, {}};
    if (const auto order = root.member("order")) {
        const Result<int> place = order->integer(0, std::numeric_limits<int>::max());
        if (!place) return place.error();
        heading.order = *place;
    }
    return heading;
}

/// Errors name the lesson and the place in it, then the asset and the place in that.
Result<Scene> read_built_in_scene(const JsonNode& node, const std::string& asset) {
    const Result<EmbeddedFile> file = find_asset(asset);
    if (!file) return node.error("there is no built-in asset \"" + asset + '"');
    Result<Scene> scene = parse_scene(text_of(*file), {}, asset);
    if (!scene) return node.error("names what is no scene: " + scene.error().text());
    return scene;
}

/// The scene itself, or where it is: {"file": ...} or {"asset": ...}.
Result<Scene> read_lesson_scene(const JsonNode& root, const fs::path& folder,
                                const std::string& name) {
    const Result<JsonNode> node = root.required("scene");
    if (!node) return node.error();
    const auto file = node->member("file"), asset = node->member("asset");
    if (!file && !asset) return read_scene(*node, folder, name + ": scene");
    const std::string_view only[] = {file ? "file" : "asset"};
    if (const Result<void> known = node->check_keys(only); !known) return known.error();
    const Result<std::string> where = (file ? file : asset)->text();
    if (!where) return where.error();
    return file ? read_scene_file(folder / *where) : read_built_in_scene(*asset, *where);
}

/// "A paragraph", {"code": "..."} or {"note": "..."}.
Result<LessonBlock> read_block(const JsonNode& node) {
    using Kind = LessonBlock::Kind;
    if (node.value().get_if<std::string>() != nullptr)
        return LessonBlock{Kind::kText, *node.text()};
    constexpr std::pair<std::string_view, Kind> kKinds[] = {{"code", Kind::kCode},
                                                            {"note", Kind::kNote}};
    for (const auto& [key, kind] : kKinds) {
        if (!node.member(key)) continue;
        const std::string_view only[] = {key};
        if (const Result<void> known = node.check_keys(only); !known) return known.error();
        Result<std::string> text = node.required_text(key);
        if (!text) return text.error();
        return LessonBlock{kind, *std::move(text)};
    }
    return node.error("must be a paragraph, {\"code\": \"...\"} or {\"note\": \"...\"}");
}

Result<std::vector<LessonBlock>> read_blocks(const JsonNode& root) {
    const Result<JsonNode> list = root.required("text");
    if (!list) return list.error();
    const Result<std::size_t> count = list->item_count();
    if (!count) return count.error();
    std::vector<LessonBlock> blocks;
    for (std::size_t i = 0; i < *count; ++i) {
        Result<LessonBlock> block = read_block(list->item(i));
        if (!block) return block.error();
        blocks.push_back(*std::move(block));
    }
    return blocks;
}

Result<std::vector<std::string>> read_tries(const JsonNode& root) {
    std::vector<std::string> tries;
    const auto list = root.member("try");
    if (!list) return tries;
    const Result<std::size_t> count = list->item_count();
    if (!count) return count.error();
    for (std::size_t i = 0; i < *count; ++i) {
        Result<std::string> text = list->item(i).text();
        if (!text) return text.error();
        tries.push_back(*std::move(text));
    }
    return tries;
}

Result<Lesson> read_lesson(const JsonNode& root, const fs::path& folder, const std::string& name) {
    Result<LessonHeading> heading = read_heading(root);
    if (!heading) return heading.error();
    constexpr std::string_view kKeys[] = {kVersionKey, "title", "part", "order",
                                          "scene",     "text",  "try"};
    if (const Result<void> known = root.check_keys(kKeys); !known) return known.error();
    Result<std::vector<LessonBlock>> text = read_blocks(root);
    if (!text) return text.error();
    Result<std::vector<std::string>> tries = read_tries(root);
    if (!tries) return tries.error();
    Result<Scene> scene = read_lesson_scene(root, folder, name);
    if (!scene) return scene.error();
    return Lesson{*std::move(heading), *std::move(scene), *std::move(text), *std::move(tries)};
}

}  // namespace

bool is_lesson_file(const fs::path& path) {
    if (path.extension() != ".json") return false;
    const Result<std::vector<unsigned char>> bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return false;
    const Result<JsonValue> document = parse_json(text_of(*bytes), path.string());
    return document && document->find(kVersionKey) != nullptr;
}

Result<Lesson> read_lesson_file(const fs::path& path) {
    const Result<std::vector<unsigned char>> bytes = read_file(path, kMaxJsonBytes);
    if (!bytes) return bytes.error();
    return parse_lesson(text_of(*bytes), path.parent_path(), path.string());
}

Result<Lesson> parse_lesson(std::string_view json, const fs::path& folder, std::string_view name) {
    const std::string file(name);
    const Result<JsonValue> document = parse_json(json, file);
    if (!document) return document.error();
    return read_lesson(JsonNode(*document, file), folder, file);
}

Result<std::vector<LessonHeading>> built_in_lessons() {
    std::vector<LessonHeading> headings;
    for (const EmbeddedFile& file : list_assets(kFolder)) {
        if (!file.name.ends_with(".json")) continue;
        const std::string name(file.name);
        const Result<JsonValue> document = parse_json(text_of(file), name);
        if (!document) return document.error();
        Result<LessonHeading> heading = read_heading(JsonNode(*document, name));
        if (!heading) return heading.error();
        heading->asset = name;
        headings.push_back(*std::move(heading));
    }
    std::ranges::stable_sort(headings, {}, &LessonHeading::order);
    return headings;
}

Result<Lesson> read_built_in_lesson(std::string_view asset) {
    const Result<EmbeddedFile> file = find_asset(asset);
    if (!file) return file.error();
    Result<Lesson> lesson = parse_lesson(text_of(*file), {}, asset);
    if (lesson) lesson->heading.asset = asset;
    return lesson;
}

}  // namespace convscope
