#pragma once
#include <memory>
#include <optional>
#include <string>

#include "app/views/tool_stroke.hpp"
#include "app/widgets/map_widget.hpp"
#include "core/ops/objectives.hpp"

namespace convscope::app {

/// What a drag and a right click do there, for the tooltip of such a map.
std::string paint_hint(const BoardFrame& frame);

/// Painting numbers with the tools of the tool bar: on the target of the loss, or on the gradient
/// of a layer's output. The value is UiState::loss_paint_value; the eraser paints 0.
class TensorPainter {
  public:
    /// The left button on a map of the objective's numbers is the painter's.
    static bool takes_left_button(const UiState& ui);

    /// How the map that shows the objective's numbers was used in this frame; `channel` is shown.
    void note(const MapResult& map, int channel) { used_.emplace(map, channel); }
    /// Paints, and draws the brush over the map. After all maps.
    void update(const BoardFrame& frame);
    /// No such map is on the board.
    void stop();

  private:
    struct Used {
        MapResult map;
        int channel = 0;
        Used(const MapResult& its_map, int its_channel) : map(its_map), channel(its_channel) {}
    };
    /// It is what the stroke handed on last.
    bool is_painted(const Tensor& tensor) const;
    void follow(const BoardFrame& frame, const Used& used);
    void press(const BoardFrame& frame, const Used& used);
    /// Takes the value under the pointer.
    void pick(const BoardFrame& frame, const Used& used);
    /// Hands on the stroke's canvas as the objective's tensor.
    void set_tensor(const BoardFrame& frame);

    std::optional<Used> used_;
    std::optional<ToolStroke> stroke_;
    int channel_ = 0;                        ///< Of the stroke.
    std::shared_ptr<const Tensor> painted_;  ///< As handed on last.
    bool picking_ = false;                   ///< Since the button went down.
};

}  // namespace convscope::app
