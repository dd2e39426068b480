#pragma once
#include <chrono>
#include <filesystem>
#include <future>
#include <optional>
#include <set>
#include <string>

#include "core/base/result.hpp"
#include "core/io/json.hpp"
#include "core/scene/brush.hpp"

namespace convscope::app {

/// What the program remembers from one start to the next.
struct Settings {
    std::string theme = "dark";
    float scale = 0;  ///< Of the interface; 0: the monitor's.
    int window_width = 1600, window_height = 1000;
    std::set<std::string> open_drawers;
    float drawers_height = 0;
    std::string tool = "brush";
    float brush_diameter = 3, brush_hardness = 1;
    PaintColour brush_colour{1, 1, 1}, background{0, 0, 0};
    bool fill_shapes = false;
    int fill_tolerance = 0;
    std::string colour_scale = "row";
    bool link_zoom = true, link_channels = false, show_255 = false;
    bool show_unread = true, show_padding = true, sharp_pictures = false;
    std::string signed_colours, picture_colours = "grey";  ///< Ids of colour maps.
    std::set<std::string> hints_done;  ///< Of the first start, that need not be shown again.

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The Settings in this text. Keys of other versions are passed over.
Result<Settings> parse_settings(std::string_view json, std::string_view name);
/// As JSON; with the members of `others` that this version does not know.
std::string write_settings(const Settings& settings, const JsonValue::Object& others = {});

/// "$XDG_CONFIG_HOME/convscope" or "~/.config/convscope"; nothing without a home.
std::optional<std::filesystem::path> settings_folder();

/// Keeps settings.json in a folder. Writes some seconds after a change and in the background, the
/// last change at the latest when it ends. A file that cannot be understood is set aside.
class SettingsStore {
  public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds kWriteAfter{2};

    explicit SettingsStore(std::filesystem::path folder);
    ~SettingsStore();
    SettingsStore(const SettingsStore&) = delete;
    SettingsStore& operator=(const SettingsStore&) = delete;

    /// As they are on the disk, or as asked for since.
    const Settings& settings() const { return settings_; }
    const std::filesystem::path& folder() const { return folder_; }
    /// What they are now; writes what has not changed for a while.
    void keep(const Settings& settings, Time now);
    /// Nothing while there is nothing to write.
    std::optional<double> seconds_until_write(Time now) const;
    /// What went wrong, once: a sentence for a message.
    std::optional<std::string> take_problem();

  private:
    std::filesystem::path file() const { return folder_ / "settings.json"; }
    void read();
    void set_aside(const Error& reason);
    void start_writing();
    void see_writing_end();

    std::filesystem::path folder_;
    Settings settings_;
    JsonValue::Object others_;
    std::optional<Time> changed_;  ///< Since when something waits to be written.
    std::future<Result<void>> writing_;
    bool writable_ = true;
    std::optional<std::string> problem_;
};

}  // namespace convscope::app
