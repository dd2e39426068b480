#include "app/settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/io/file_bytes.hpp"
#include "core/io/json_node.hpp"

namespace convscope::app {
namespace {

namespace fs = std::filesystem;

/// Calls visit(key, field) for every field: THE list of keys.
template <class SettingsType, class Visit>
void for_each_field(SettingsType& settings, Visit&& visit) {
    visit("theme", settings.theme);
    visit("scale", settings.scale);
    visit("window_width", settings.window_width);
    visit("window_height", settings.window_height);
    visit("open_drawers", settings.open_drawers);
    visit("drawers_height", settings.drawers_height);
    visit("tool", settings.tool);
    visit("brush_diameter", settings.brush_diameter);
    visit("brush_hardness", settings.brush_hardness);
    visit("brush_colour", settings.brush_colour);
    visit("background", settings.background);
    visit("fill_shapes", settings.fill_shapes);
    visit("fill_tolerance", settings.fill_tolerance);
    visit("colour_scale", settings.colour_scale);
    visit("link_zoom", settings.link_zoom);
    visit("link_channels", settings.link_channels);
    visit("show_255", settings.show_255);
    visit("show_unread", settings.show_unread);
    visit("show_padding", settings.show_padding);
    visit("sharp_pictures", settings.sharp_pictures);
    visit("signed_colours", settings.signed_colours);
    visit("picture_colours", settings.picture_colours);
    visit("hints_done", settings.hints_done);
}

/// Reads one member; keeps the first Error.
class Reader {
  public:
    explicit Reader(const JsonNode& root) : root_(root) {}

    template <class T>
    void operator()(std::string_view key, T& field) {
        const auto node = root_.member(key);
        if (!node || error_) return;
        if (const Result<void> read = read_into(*node, field); !read) error_ = read.error();
    }
    const std::optional<Error>& error() const { return error_; }

  private:
    template <class T>
    static Result<void> take(Result<T> value, T& field) {
        if (!value) return value.error();
        field = std::move(value).value();
        return {};
    }
    static Result<void> read_into(const JsonNode& node, std::string& field) {
        return take(node.text(), field);
    }
    static Result<void> read_into(const JsonNode& node, bool& field) {
        return take(node.boolean(), field);
    }
    static Result<void> read_into(const JsonNode& node, float& field) {
        return take(node.number(), field);
    }
    static Result<void> read_into(const JsonNode& node, int& field) {
        constexpr int kLargest = 1 << 20;
        return take(node.integer(0, kLargest), field);
    }
    static Result<void> read_into(const JsonNode& node, std::set<std::string>& field) {
        const Result<std::size_t> count = node.item_count();
        if (!count) return count.error();
        field.clear();
        for (std::size_t i = 0; i < *count; ++i) {
            Result<std::string> text = node.item(i).text();
            if (!text) return text.error();
            field.insert(std::move(text).value());
        }
        return {};
    }
    static Result<void> read_into(const JsonNode& node, PaintColour& field) {
        const Result<std::size_t> count = node.item_count();
        if (!count) return count.error();
        if (*count != field.size()) return node.error("must have three numbers");
        for (std::size_t i = 0; i < field.size(); ++i) {
            const Result<float> part = node.item(i).number();
            if (!part) return part.error();
            field[i] = std::clamp(*part, 0.0f, 1.0f);
        }
        return {};
    }

    const JsonNode& root_;
    std::optional<Error> error_;
};

template <class Range>
void write_list(JsonWriter& writer, const Range& items) {
    writer.begin_array();
    for (const auto& item : items) writer.value(item);
    writer.end_array();
}

void write_value(JsonWriter& writer, const JsonValue& value) {
    if (const auto* object = value.get_if<JsonValue::Object>()) {
        writer.begin_object(JsonWriter::Layout::kInline);
        for (const auto& [key, member] : *object) {
            writer.key(key);
            write_value(writer, member);
        }
        writer.end_object();
    } else if (const auto* array = value.get_if<JsonValue::Array>()) {
        writer.begin_array();
        for (const JsonValue& item : *array) write_value(writer, item);
        writer.end_array();
    } else if (const auto* text = value.get_if<std::string>()) {
        writer.value(*text);
    } else if (const auto* truth = value.get_if<bool>()) {
        writer.value(*truth);
    } else if (const auto* whole = value.get_if<std::int64_t>()) {
        writer.value(*whole);
    } else if (const auto* number = value.get_if<double>()) {
        writer.value(*number);
    } else {
        writer.value(false);  // null, which this writer does not have
    }
}

Result<JsonValue> parse_object(std::string_view json, const std::string& name) {
    Result<JsonValue> document = parse_json(json, name);
    if (document && document->get_if<JsonValue::Object>() == nullptr)
        return JsonNode(*document, name).error("must be an object");
    return document;
}

/// Members that no field has: those of a newer version.
JsonValue::Object other_members(const JsonValue& document) {
    Settings known;
    JsonValue::Object others;
    for (const auto& [key, value] : *document.get_if<JsonValue::Object>()) {
        bool is_known = false;
        for_each_field(known, [&, &name = key](std::string_view field, auto&) {
            is_known = is_known || field == name;
        });
        if (!is_known) others.emplace_back(key, value);
    }
    return others;
}

Result<void> write_to(const fs::path& folder, const fs::path& file, const std::string& text) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return Error{"cannot be made: " + failed.message(), folder.string()};
    return write_file(file, bytes_of(text));
}

}  // namespace

Result<Settings> parse_settings(std::string_view json, std::string_view name) {
    const std::string file(name);
    const Result<JsonValue> document = parse_object(json, file);
    if (!document) return document.error();
    Settings settings;
    const JsonNode root(*document, file);
    Reader reader(root);
    for_each_field(settings, reader);
    if (reader.error()) return *reader.error();
    return settings;
}

std::string write_settings(const Settings& settings, const JsonValue::Object& others) {
    JsonWriter writer;
    writer.begin_object();
    for_each_field(settings, [&writer](std::string_view key, const auto& field) {
        using Field = std::remove_cvref_t<decltype(field)>;
        writer.key(key);
        if constexpr (std::is_same_v<Field, std::set<std::string>> ||
                      std::is_same_v<Field, PaintColour>) {
            write_list(writer, field);
        } else {
            writer.value(field);
        }
    });
    for (const auto& [key, value] : others) {
        writer.key(key);
        write_value(writer, value);
    }
    writer.end_object();
    return writer.text();
}

std::optional<fs::path> settings_folder() {
    const auto folder_in = [](const char* variable) -> std::optional<fs::path> {
        const char* value = std::getenv(variable);
        if (value == nullptr || *value != '/') return std::nullopt;  // as XDG wants it
        return fs::path(value);
    };
    if (const auto config = folder_in("XDG_CONFIG_HOME")) return *config / "convscope";
    if (const auto home = folder_in("HOME")) return *home / ".config" / "convscope";
    return std::nullopt;
}

SettingsStore::SettingsStore(fs::path folder) : folder_(std::move(folder)) {
    read();
}

SettingsStore::~SettingsStore() {
    if (writing_.valid()) writing_.wait();
    if (changed_ && writable_)
        static_cast<void>(write_to(folder_, file(), write_settings(settings_, others_)));
}

void SettingsStore::read() {
    std::error_code unknown;
    if (!fs::exists(file(), unknown)) return;
    const Result<std::vector<unsigned char>> bytes = read_file(file(), kMaxJsonBytes);
    if (!bytes) {
        set_aside(bytes.error());
        return;
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    const std::string name = file().string();
    Result<Settings> settings = parse_settings(text, name);
    if (!settings) {
        set_aside(settings.error());
        return;
    }
    settings_ = std::move(settings).value();
    others_ = other_members(*parse_object(text, name));
}

void SettingsStore::set_aside(const Error& reason) {
    std::error_code failed;
    fs::path kept = file().string() + ".broken";
    for (int i = 2; fs::exists(kept, failed); ++i)
        kept = file().string() + ".broken-" + std::to_string(i);
    fs::rename(file(), kept, failed);
    problem_ = "The settings could not be read, so the usual ones are in use. " + reason.text() +
               (failed ? std::string(".") : ". The file is kept as " + kept.string() + ".");
}

void SettingsStore::keep(const Settings& settings, Time now) {
    see_writing_end();
    if (!(settings == settings_)) {
        settings_ = settings;
        changed_ = now;
    }
    if (changed_ && now - *changed_ >= kWriteAfter && writable_ && !writing_.valid())
        start_writing();
}

void SettingsStore::start_writing() {
    changed_.reset();
    writing_ = std::async(std::launch::async, write_to, folder_, file(),
                          write_settings(settings_, others_));
}

void SettingsStore::see_writing_end() {
    if (!writing_.valid() ||
        writing_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return;
    const Result<void> written = writing_.get();
    if (written) return;
    writable_ = false;  // said once; the program goes on without
    problem_ = "Settings will not be remembered: " + written.error().text() + ".";
}

std::optional<double> SettingsStore::seconds_until_write(Time now) const {
    constexpr double kLook_s = 0.1;
    if (writing_.valid()) return kLook_s;
    if (!changed_ || !writable_) return std::nullopt;
    return std::chrono::duration<double>(*changed_ + kWriteAfter - now).count();
}

std::optional<std::string> SettingsStore::take_problem() {
    return std::exchange(problem_, std::nullopt);
}

}  // namespace convscope::app
