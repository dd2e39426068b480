#include "app/application.hpp"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "app/check_runner.hpp"
#include "app/document.hpp"
#include "app/first_hints.hpp"
#include "app/freshness.hpp"
#include "app/key_hints.hpp"
#include "app/layout.hpp"
#include "app/menu_keys.hpp"
#include "app/messages.hpp"
#include "app/performer.hpp"
#include "app/platform/fonts.hpp"
#include "app/platform/imgui_compat.hpp"
#include "app/platform/style.hpp"
#include "app/remember.hpp"
#include "app/shell.hpp"
#include "app/shortcuts.hpp"
#include "app/stepper.hpp"
#include "app/views/board_model.hpp"
#include "app/views/key_table.hpp"

namespace convscope::app {
namespace {

using Clock = std::chrono::steady_clock;

// Of ImGui after an event: one that sees it, one that lays out what changed, one that settles.
constexpr int kFramesAfterEvent = 3;
constexpr double kHeldButtonFrame_s = 1.0 / 30;  // buttons repeat while they are held
constexpr double kPoll_s = 1.0 / 30;

/// "'dark', 'light' or 'contrast'".
std::string theme_choices() {
    std::string choices;
    for (const Theme& theme : themes()) {
        if (!choices.empty()) choices += &theme == &themes().back() ? " or " : ", ";
        choices += "'" + std::string(theme.id) + "'";
    }
    return choices;
}

/// The map that the walk has come to shows the channel that it is in.
void show_channel(const Results& results, const Stepper::Turned& turned, UiState& ui) {
    const BoardModel model = make_board_model(results, ui);
    const std::string& owner = model.maps[turned.map].channel_owner;
    if (!owner.empty())
        ui.shown_filter[owner] = turned.channel;
    else if (turned.gradient && ui.input_gradient_channel >= 0)
        ui.input_gradient_channel = turned.channel;
}

}  // namespace

struct Application::Impl {
    Impl(Surface& on, Document opened, const AppOptions& options)
        : surface(on),
          document(std::move(opened)),
          settings(options.settings),
          performer(surface, document, ui, chosen, stepper),
          evaluator({.mode = options.evaluator, .on_published = [this] { surface.wake(); }}),
          check_runner({.mode = options.evaluator == Evaluator::Mode::kImmediate
                                    ? Verifier::Mode::kImmediate
                                    : Verifier::Mode::kThreaded,
                        .on_progress = [this] { surface.wake(); }}) {
        first_hints.enable(options.first_hints);
        if (settings) {
            apply_settings(settings->settings(), ui, chosen);
            ui.presets_folder = settings->folder() / "presets";
        }
        if (options.scale > 0) chosen.scale = std::clamp(options.scale, kMinScale, kMaxScale);
        if (!options.theme.empty()) chosen.theme = find_theme(options.theme);
    }

    void prepare_look();
    void take_outside_events();
    void refresh_results();
    /// Nothing on the screen would take Esc in this frame. Before the views are drawn.
    bool is_escape_free() const;
    void build_frame();
    void finish_frame();
    void perform_all();
    void submit();
    void show_title();
    void note_odd_settings();
    void keep_settings();

    Surface& surface;
    Document document;
    std::shared_ptr<SettingsStore> settings;
    Gpu gpu;
    Shell shell;
    WidgetNames names;
    UiState ui;
    FrameStats stats;
    KeyHints key_hints;
    MenuKeys menu_keys;
    FirstHints first_hints;
    ChosenLook chosen;
    Look look;
    Stepper stepper;
    Performer performer;
    Freshness freshness;
    Actions actions;
    std::shared_ptr<const Results> results;
    std::string shown_title;
    std::optional<std::uint64_t> submitted_revision;
    bool gpu_problem_reported = false;
    int frames_owed = kFramesAfterEvent;
    // Last: their workers end before anything that they may wake.
    Evaluator evaluator;
    CheckRunner check_runner;
};

void Application::Impl::prepare_look() {
    const float wanted =
        chosen.scale > 0 ? chosen.scale : std::clamp(surface.content_scale(), kMinScale, kMaxScale);
    const bool other_scale = look.fonts.text == nullptr || look.scale != wanted;
    if (!other_scale && look.theme == chosen.theme) return;
    look.theme = chosen.theme;
    look.scale = wanted;
    if (other_scale) look.fonts = load_fonts(look.scale);
    apply_style(*look.theme, look.scale);
}

void Application::Impl::take_outside_events() {
    for (const std::filesystem::path& path : surface.take_dropped_files())
        actions.emplace_back(OpenAction{path});
    if (surface.close_requested()) {
        surface.deny_close();
        actions.emplace_back(QuitAction{});
    }
}

void Application::Impl::refresh_results() {
    results = evaluator.latest();
    if (results) freshness.note_published(results->revision);
    stepper.update(results, ui.open_drawers.contains("steps"), Clock::now());
    if (const auto turned = stepper.take_turned(); turned && results)
        show_channel(*results, *turned, ui);
    if (const auto failed = evaluator.take_error()) performer.report(*failed);
    check_runner.update(ui, results, {document.history().revision(), document.scene_number()});
    if (gpu.problem() && !gpu_problem_reported) {
        performer.report(*gpu.problem());
        gpu_problem_reported = true;
    }
    drop_old_messages(ui, Clock::now());
}

bool Application::Impl::is_escape_free() const {
    const ImGuiIO& io = ImGui::GetIO();
    return !io.WantTextInput && !ui.keys_taken && ui.focus_layer.empty() && !ui.pasted &&
           !ui.pinned && !stepper.is_on() && !key_hints.active() && !is_any_popup_open() &&
           std::ranges::none_of(io.MouseDown, std::identity{});
}

void Application::Impl::build_frame() {
    const std::string file_name = document.file_name();
    const History& history = document.history();
    const ViewContext context{.scene = history.current(),
                              .history = history,
                              .results = results.get(),
                              .results_are_stale = freshness.is_stale(Clock::now()),
                              .file_name = file_name,
                              .stats = stats,
                              .look = look,
                              .gpu = gpu,
                              .names = names,
                              .ui = ui,
                              .actions = actions,
                              .transport = stepper.transport(),
                              .checks = &check_runner.checks()};
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    if (!ui.drawers_dragged) ui.drawers_height = usual_drawers_height(size.y, look.scale);
    const WindowRegions regions =
        window_regions(size.x, size.y, look.scale, ui.open_drawers.empty() ? 0 : ui.drawers_height);
    const bool leaves_full_screen = surface.is_full_screen() && is_escape_free();
    ImGui::PushFont(look.fonts.text);
    shell.draw(context, regions);
    draw_messages(ui, look, names, {0, 0, size.x, size.y});
    ImGui::PopFont();
    first_hints.draw(context, regions.centre);
    collect_shortcuts(look.scale, ui, actions);
    if (leaves_full_screen && is_key_pressed(Key::kEscape))
        actions.emplace_back(ToggleFullScreenAction{});
    if (is_command_pressed("key_hints") || std::exchange(ui.ask_key_hints, false))
        key_hints.toggle();
    if (is_command_pressed("menus") && !is_any_popup_open()) key_hints.press(first_menu(names));
    if (const std::string menu = menu_keys.update(names); !menu.empty()) key_hints.press(menu);
    key_hints.draw(names, look);
    // After the views, which leave Esc to the popup while they see it open.
    if (is_key_pressed(Key::kEscape) && is_any_popup_open()) ImGui::SetWindowFocus(nullptr);
}

void Application::Impl::finish_frame() {
    names.end_frame();
    perform_all();
    keep_settings();
    submit();
    show_title();
}

void Application::Impl::perform_all() {
    const Actions asked = std::exchange(actions, {});
    if (!asked.empty()) frames_owed = kFramesAfterEvent;
    for (const Action& action : asked) performer.perform(action);
}

void Application::Impl::submit() {
    const History& history = document.history();
    if (submitted_revision == history.revision()) return;
    submitted_revision = history.revision();
    freshness.note_changed(history.revision(), Clock::now());
    evaluator.submit(history.current(), history.revision());
}

void Application::Impl::show_title() {
    std::string title = document.title();
    if (title == shown_title) return;
    surface.set_title(title);
    shown_title = std::move(title);
}

void Application::Impl::note_odd_settings() {
    if (!settings) return;
    const std::string keys = unusable_settings(settings->settings());
    if (!keys.empty())
        performer.note("The settings have values that cannot be used, so others are in use for " +
                       keys + ".");
}

void Application::Impl::keep_settings() {
    if (!settings) return;
    Settings now = settings->settings();
    collect_settings(ui, chosen, now);
    if (!surface.is_full_screen()) {
        now.window_width = surface.width();
        now.window_height = surface.height();
    }
    settings->keep(now, Clock::now());
    if (std::optional<std::string> problem = settings->take_problem())
        performer.report({*std::move(problem), {}});
}

Application::Application() = default;
Application::~Application() = default;

Result<std::unique_ptr<Application>> Application::make(Surface& surface,
                                                       const AppOptions& options) {
    if (!options.theme.empty() && find_theme(options.theme) == nullptr)
        return Error{"There is no such theme: choose " + theme_choices() + ".", options.theme};
    Result<Document> document = Document::first_start();
    if (!document) return document.error();
    std::unique_ptr<Application> application(new Application());
    application->impl_ = std::make_unique<Impl>(surface, std::move(document).value(), options);
    Impl& impl = *application->impl_;
    for (const std::filesystem::path& file : options.files)
        if (const Result<void> opened = impl.performer.open(file); !opened) return opened.error();
    if (!options.files.empty()) {
        // Nobody saw the first start's scene, so what changes in it is not worth a note.
        impl.document.history().mark_saved();
        impl.ui.messages.clear();
    }
    impl.note_odd_settings();
    impl.keep_settings();
    impl.submit();
    return application;
}

void Application::frame(const std::function<void()>& before_frame, bool seen) {
    Impl& impl = *impl_;
    if (impl.frames_owed > 0) --impl.frames_owed;
    impl.prepare_look();
    impl.take_outside_events();
    impl.gpu.begin_frame(impl.look.scale);
    impl.surface.begin_frame();
    if (before_frame) before_frame();
    impl.key_hints.write_input(impl.names);
    // Arrows walk through menus and dialogs; on the board they are the grids' own.
    walk_by_keys(is_any_popup_open() && !is_key_down(Key::kEscape));

    const Clock::time_point start = Clock::now();
    ImGui::NewFrame();
    impl.key_hints.take_keys(impl.names);
    impl.refresh_results();
    impl.build_frame();
    ImGui::Render();
    if (seen) impl.surface.end_frame(impl.look.theme->ground.packed());
    impl.stats.frame_ms = std::chrono::duration<float, std::milli>(Clock::now() - start).count();
    ++impl.stats.frames_drawn;
    if (seen) impl.surface.present();
    impl.finish_frame();
}

double Application::seconds_to_next_frame() const {
    if (impl_->frames_owed > 0) return 0;
    const Clock::time_point now = Clock::now();
    double seconds = -1;
    const auto sooner = [&seconds](std::optional<double> other) {
        if (!other) return;
        const double wait = std::max(*other, 0.0);
        seconds = seconds < 0 ? wait : std::min(seconds, wait);
    };
    sooner(impl_->freshness.seconds_until_stale(now));
    sooner(seconds_until_message_drops(impl_->ui, now));
    sooner(impl_->stepper.seconds_to_next_frame(now));
    if (impl_->key_hints.wants_frame() || impl_->menu_keys.wants_frame()) sooner(0);
    if (impl_->settings) sooner(impl_->settings->seconds_until_write(now));
    if (impl_->ui.computing_target) sooner(kPoll_s);
    const ImGuiIO& io = ImGui::GetIO();
    if (std::ranges::any_of(io.MouseDown, [](bool down) { return down; }))
        sooner(kHeldButtonFrame_s);
    return seconds;
}

bool Application::wants_to_quit() const {
    return impl_->performer.wants_to_quit();
}

void Application::perform(const Action& action) {
    impl_->actions.push_back(action);
    impl_->perform_all();
    impl_->submit();
    impl_->show_title();
}

const History& Application::history() const {
    return impl_->document.history();
}

std::shared_ptr<const Results> Application::results() const {
    return impl_->evaluator.latest();
}

bool Application::settled() const {
    const auto latest = impl_->evaluator.latest();
    return latest && latest->revision == history().revision() && impl_->check_runner.idle();
}

void Application::wait_until_settled() {
    impl_->evaluator.wait_for(history().revision());
}

WidgetNames& Application::names() {
    return impl_->names;
}

UiState& Application::ui() {
    return impl_->ui;
}

const FrameStats& Application::stats() const {
    return impl_->stats;
}

const Look& Application::look() const {
    return impl_->look;
}

const Gpu& Application::gpu() const {
    return impl_->gpu;
}

Transport Application::transport() {
    return impl_->stepper.transport();
}

void run_loop(Surface& surface, Application& application) {
    int frames_owed = kFramesAfterEvent;
    while (!application.wants_to_quit()) {
        const double wait_s = frames_owed > 0 ? 0 : application.seconds_to_next_frame();
        const Clock::time_point start = Clock::now();
        if (surface.read_events(wait_s)) frames_owed = kFramesAfterEvent;
        const bool time_is_up =
            wait_s >= 0 && std::chrono::duration<double>(Clock::now() - start).count() >= wait_s;
        if (frames_owed == 0 && !time_is_up) continue;
        application.frame();
        frames_owed = std::max(frames_owed - 1, 0);
    }
}

}  // namespace convscope::app
