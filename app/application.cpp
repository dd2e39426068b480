#include "app/application.hpp"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "app/document.hpp"
#include "app/freshness.hpp"
#include "app/layout.hpp"
#include "app/messages.hpp"
#include "app/platform/fonts.hpp"
#include "app/platform/imgui_compat.hpp"
#include "app/platform/style.hpp"
#include "app/shell.hpp"

namespace convscope::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr float kMinScale = 0.75f, kMaxScale = 3;
constexpr float kScaleSteps[] = {0.75f, 0.9f, 1, 1.1f, 1.25f, 1.5f, 1.75f, 2, 2.5f, 3};
// Of ImGui after an event: one that sees it, one that lays out what changed, one that settles.
constexpr int kFramesAfterEvent = 3;
constexpr double kHeldButtonFrame_s = 1.0 / 30;  // buttons repeat while they are held

float next_scale(float scale, bool larger) {
    if (larger) {
        const auto next = std::ranges::upper_bound(kScaleSteps, scale + 0.01f);
        return next == std::end(kScaleSteps) ? kMaxScale : *next;
    }
    const auto next = std::ranges::lower_bound(kScaleSteps, scale - 0.01f);
    return next == std::begin(kScaleSteps) ? kMinScale : *(next - 1);
}

/// Menus, lists, dialogs.
bool is_any_popup_open() {
    return ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

/// What the whole program's keys ask for, once the views had theirs. While a text is typed, undo
/// and redo belong to it; while a popup is open, all keys are its own.
void collect_shortcuts(float scale, UiState& ui, Actions& actions) {
    const ImGuiIO& io = ImGui::GetIO();
    if (!io.KeyCtrl || io.KeyAlt || is_any_popup_open()) return;
    if (!io.WantTextInput) {
        const bool redo = is_key_pressed(Key::kY, true);
        if (is_key_pressed(Key::kZ, true)) {
            if (io.KeyShift) {
                actions.emplace_back(RedoAction{});
            } else {
                actions.emplace_back(UndoAction{});
            }
        } else if (redo) {
            actions.emplace_back(RedoAction{});
        }
    }
    if (is_key_pressed(Key::kS)) {
        if (io.KeyShift) {
            actions.emplace_back(SaveAsAction{});
        } else {
            actions.emplace_back(SaveAction{});
        }
    }
    if (is_key_pressed(Key::kO)) ui.ask_open_path = true;
    if (is_key_pressed(Key::kQ)) actions.emplace_back(QuitAction{});
    if (is_key_pressed(Key::kPlus)) actions.emplace_back(SetScaleAction{next_scale(scale, true)});
    if (is_key_pressed(Key::kMinus)) actions.emplace_back(SetScaleAction{next_scale(scale, false)});
    if (is_key_pressed(Key::k0)) actions.emplace_back(SetScaleAction{1});
}

}  // namespace

struct Application::Impl {
    Impl(Surface& on, Document opened, const AppOptions& options)
        : surface(on),
          document(std::move(opened)),
          wanted_scale(options.scale > 0 ? options.scale : on.content_scale()),
          evaluator({.mode = options.evaluator, .on_published = [this] { surface.wake(); }}) {
        look.theme = find_theme(options.theme);
        wanted_scale = std::clamp(wanted_scale, kMinScale, kMaxScale);
        submit();
    }

    void prepare_look();
    void take_outside_events();
    void refresh_results();
    void build_frame();
    void finish_frame();
    void perform_all();
    void submit();
    void show_title();
    void report(const Error& error) { add_message(ui, Message::Kind::kError, error.text()); }
    void note(std::string text) { add_message(ui, Message::Kind::kNote, std::move(text)); }

    void perform(const EditAction& action);
    void perform(const CancelGestureAction& action) {
        document.history().cancel_gesture(action.gesture);
    }
    void perform(const UndoAction&) { document.undo(); }
    void perform(const RedoAction&) { document.redo(); }
    void perform(const OpenAction& action);
    void perform(const OpenAssetAction& action);
    void perform(const SaveAction& action);
    void perform(const SaveAsAction& action);
    void perform(const QuitAction& action);
    void perform(const SetScaleAction& action);
    void perform(const SetThemeAction& action);

    Surface& surface;
    Document document;
    Gpu gpu;
    Shell shell;
    WidgetNames names;
    UiState ui;
    FrameStats stats;
    Look look;
    Freshness freshness;
    Actions actions;
    std::shared_ptr<const Results> results;
    std::string shown_title;
    std::optional<std::uint64_t> submitted_revision;
    float wanted_scale = 1;
    bool style_changed = true, quitting = false, gpu_problem_reported = false;
    int frames_owed = kFramesAfterEvent;
    Evaluator evaluator;  // last: its worker ends before anything that it may wake
};

void Application::Impl::prepare_look() {
    if (look.fonts.text == nullptr || look.scale != wanted_scale) {
        look.scale = wanted_scale;
        look.fonts = load_fonts(look.scale);
        style_changed = true;
    }
    if (style_changed) apply_style(*look.theme, look.scale);
    style_changed = false;
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
    if (const auto failed = evaluator.take_error()) report(*failed);
    if (gpu.problem() && !gpu_problem_reported) {
        report(*gpu.problem());
        gpu_problem_reported = true;
    }
    drop_old_messages(ui, Clock::now());
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
                              .actions = actions};
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const WindowRegions regions = window_regions(size.x, size.y, look.scale);
    ImGui::PushFont(look.fonts.text);
    shell.draw(context, regions);
    draw_messages(ui, look, names, regions.centre);
    ImGui::PopFont();
    collect_shortcuts(look.scale, ui, actions);
    // After the views, which leave Esc to the popup while they see it open.
    if (is_key_pressed(Key::kEscape) && is_any_popup_open()) ImGui::SetWindowFocus(nullptr);
}

void Application::Impl::finish_frame() {
    names.end_frame();
    perform_all();
    submit();
    show_title();
}

void Application::Impl::perform_all() {
    const Actions asked = std::exchange(actions, {});
    if (!asked.empty()) frames_owed = kFramesAfterEvent;
    for (const Action& action : asked)
        std::visit([this](const auto& one) { perform(one); }, action);
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

void Application::Impl::perform(const EditAction& action) {
    const Result<void> applied = document.history().apply(action.edit, action.gesture);
    if (!applied) report(applied.error());
}

void Application::Impl::perform(const OpenAction& action) {
    Result<std::string> opened = document.open(action.path);
    if (!opened) {
        report(opened.error());
    } else if (!opened->empty()) {
        note(std::move(opened).value());
    }
}

void Application::Impl::perform(const OpenAssetAction& action) {
    const Result<void> opened = document.open_asset(action.name);
    if (!opened) report(opened.error());
}

void Application::Impl::perform(const SaveAction& action) {
    if (action.path.empty() && document.path().empty()) {
        perform(SaveAsAction{action.then_quits});
        return;
    }
    if (action.asks_to_replace && document.would_replace(action.path)) {
        ui.ask_replace = true;
        ui.asked_save = {action.path.string(), action.then_quits};
        return;
    }
    const Result<std::filesystem::path> saved = document.save(action.path);
    if (saved) {
        note("Saved " + saved->string() + ".");
        if (action.then_quits) quitting = true;
    } else {
        report(saved.error());
    }
}

void Application::Impl::perform(const SaveAsAction& action) {
    ui.ask_save_path = true;
    ui.asked_save = {document.suggested_path().string(), action.then_quits};
}

void Application::Impl::perform(const QuitAction& action) {
    if (document.history().modified() && !action.discard_changes) {
        ui.ask_quit = true;
    } else {
        quitting = true;
    }
}

void Application::Impl::perform(const SetScaleAction& action) {
    wanted_scale = std::clamp(action.scale, kMinScale, kMaxScale);
}

void Application::Impl::perform(const SetThemeAction& action) {
    const Theme* theme = find_theme(action.id);
    if (theme == nullptr) {
        report({"There is no such theme.", action.id});
        return;
    }
    look.theme = theme;
    style_changed = true;
}

Application::Application() = default;
Application::~Application() = default;

Result<std::unique_ptr<Application>> Application::make(Surface& surface,
                                                       const AppOptions& options) {
    if (find_theme(options.theme) == nullptr)
        return Error{"There is no such theme: choose 'dark' or 'light'.", options.theme};
    Result<Document> document = Document::first_start();
    if (!document) return document.error();
    if (!options.file.empty()) {
        // Nobody saw the first start's scene, so what changes in it is not worth a note.
        const Result<std::string> opened = document->open(options.file);
        if (!opened) return opened.error();
        document->history().mark_saved();
    }
    std::unique_ptr<Application> application(new Application());
    application->impl_ = std::make_unique<Impl>(surface, std::move(document).value(), options);
    return application;
}

void Application::frame(const std::function<void()>& before_frame) {
    Impl& impl = *impl_;
    if (impl.frames_owed > 0) --impl.frames_owed;
    impl.prepare_look();
    impl.take_outside_events();
    impl.gpu.begin_frame(impl.look.scale);
    impl.surface.begin_frame();
    if (before_frame) before_frame();

    const Clock::time_point start = Clock::now();
    ImGui::NewFrame();
    impl.refresh_results();
    impl.build_frame();
    ImGui::Render();
    impl.surface.end_frame(impl.look.theme->ground.packed());
    impl.stats.frame_ms = std::chrono::duration<float, std::milli>(Clock::now() - start).count();
    ++impl.stats.frames_drawn;
    impl.surface.present();
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
    const ImGuiIO& io = ImGui::GetIO();
    if (std::ranges::any_of(io.MouseDown, [](bool down) { return down; }))
        sooner(kHeldButtonFrame_s);
    return seconds;
}

bool Application::wants_to_quit() const {
    return impl_->quitting;
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
    return latest && latest->revision == history().revision();
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
