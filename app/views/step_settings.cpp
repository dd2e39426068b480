#include <array>

#include "app/views/key_table.hpp"
#include "app/views/step_parts.hpp"

namespace convscope::app {
namespace {

constexpr float kWide = 700;  // At scale 1.

/// Lays controls out one beside the other, and on the next line where they do not fit.
class SettingsLine {
  public:
    SettingsLine(const ViewContext& context, const PixelRect& rect)
        : context_(context),
          ui_{context.look, context.names},
          rect_(rect),
          x_(rect.x0),
          y_(rect.y0) {}

    float bottom() const { return y_ + height(); }
    void group() { x_ += look().px(6); }
    bool is_wide() const { return width(rect_) >= look().px(kWide); }

    PixelRect place(float wide) {
        if (x_ > rect_.x0 && x_ + wide > rect_.x1) {
            x_ = rect_.x0;
            y_ += height() + look().px(3);
        }
        const PixelRect found{x_, y_, x_ + wide, y_ + height()};
        x_ = found.x1 + look().px(3);
        return found;
    }

    void caption(std::string_view text) {
        const Pen pen = ui_.pen();
        ImFont* font = look().fonts.small_text;
        pen.text_in(font, place(text_size(font, text).x + pen.px(3)), Align::kLeft,
                    pen.theme().quiet, text);
    }

    bool choice(std::string_view path, std::string_view text, const std::string& tooltip, bool on) {
        return chip(ui_, {.path = path,
                          .rect = place(chip_width(ui_, text)),
                          .text = text,
                          .tooltip = tooltip,
                          .on = on});
    }

    const WidgetUi& ui() const { return ui_; }

  private:
    const Look& look() const { return context_.look; }
    float height() const { return look().px(kStepsLine - 5); }

    const ViewContext& context_;
    WidgetUi ui_;
    PixelRect rect_;
    float x_, y_;
};

struct GrainChoice {
    StepGrain grain;
    std::string_view id, tooltip;
};
constexpr std::array<GrainChoice, 3> kGrains{
    {{StepGrain::kWindow, "window", "A step is a whole window: one number, with all its products."},
     {StepGrain::kChannel, "channel", "A step is one channel of a window."},
     {StepGrain::kProduct, "product", "A step is a single product."}}};

void draw_grains(const ViewContext& context, SettingsLine& line, StepSettings& settings) {
    if (line.is_wide()) line.caption("step");
    for (const GrainChoice& choice : kGrains)
        if (line.choice("steps/grain/" + std::string(choice.id), choice.id,
                        std::string(choice.tooltip) + key_hint("step_grain"),
                        context.transport.settings.grain == choice.grain))
            settings.grain = choice.grain;
}

struct OrderChoice {
    WalkOrder order;
    std::string_view id, text, tooltip;
};
constexpr std::array<OrderChoice, 2> kWeightOrders{
    {{WalkOrder::kByOutput, "patch", "by patch",
      "Window by window: its patch times the gradient there is added to every weight."},
     {WalkOrder::kByNumber, "weight", "by weight",
      "Weight by weight: each one takes the terms of all windows."}}};
constexpr std::array<OrderChoice, 2> kInputOrders{
    {{WalkOrder::kByOutput, "scatter", "scatter",
      "Window by window: each gradient adds its copy of the weights where the window was."},
     {WalkOrder::kByNumber, "gather", "gather",
      "Cell by cell: each one takes the gradients of all windows that read it."}}};

/// Of the phase that the walk is in, where it has a choice.
void draw_orders(const ViewContext& context, SettingsLine& line, StepSettings& settings) {
    const StepView* view = context.transport.view;
    if (view == nullptr) return;
    const bool weights = view->phase.kind == StepPhase::Kind::kGradWeights;
    if (!weights && view->phase.kind != StepPhase::Kind::kGradInput) return;
    WalkOrder& order = weights ? settings.orders.grad_weights : settings.orders.grad_input;
    line.group();
    for (const OrderChoice& choice : weights ? kWeightOrders : kInputOrders)
        if (line.choice("steps/order/" + std::string(choice.id), choice.text,
                        std::string(choice.tooltip), order == choice.order))
            order = choice.order;
}

void draw_speed(const ViewContext& context, SettingsLine& line, StepSettings& settings) {
    line.group();
    const std::string_view now = kStepSpeeds[context.transport.settings.speed].label;
    const float wide = chip_width(line.ui(), "1 phase/s") + context.look.px(16);
    if (!begin_choice(line.ui(),
                      {.path = "steps/speed",
                       .rect = line.place(wide),
                       .text = now,
                       .tooltip = "How fast it plays: steps in a second, or a whole phase. Keys " +
                                  keys_of("step_faster") + " and " + keys_of("step_slower") + "."}))
        return;
    for (std::size_t i = 0; i < kStepSpeeds.size(); ++i)
        if (choice_item(line.ui(), {.path = "steps/speed/" + std::string(kStepSpeeds[i].id),
                                    .text = kStepSpeeds[i].label,
                                    .on = i == context.transport.settings.speed}))
            settings.speed = i;
    end_choice();
}

}  // namespace

float draw_step_settings(const ViewContext& context, const PixelRect& rect) {
    SettingsLine line(context, rect);
    StepSettings settings = context.transport.settings;
    UiState& ui = context.ui;
    draw_grains(context, line, settings);
    draw_speed(context, line, settings);
    line.group();
    if (line.choice("steps/follow", "follow",
                    "While it is paused, the walk goes to the cell that the pointer is on." +
                        key_hint("step_follow"),
                    ui.steps_follow_pointer))
        ui.steps_follow_pointer = !ui.steps_follow_pointer;
    if (line.choice("steps/notes", "≠ print", "What the printed exercise has differently, and why.",
                    ui.show_step_notes))
        ui.show_step_notes = !ui.show_step_notes;
    // Last, so that nothing moves under the pointer when the walk comes to another phase.
    draw_orders(context, line, settings);
    if (settings != context.transport.settings)
        context.actions.emplace_back(StepAction(StepSetAction{settings}));
    return line.bottom();
}

}  // namespace convscope::app
