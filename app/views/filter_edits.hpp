#pragma once
#include <string>

#include "app/views/ui_state.hpp"
#include "core/scene/edit.hpp"
#include "core/scene/filter_ops.hpp"
#include "core/scene/presets.hpp"

namespace convscope::app {

// What the card of a filter and the menu Filter can do to weights. They change filter `filter` of
// several (one that is gone means the last); the others keep their weights, aligned at the centre
// of a new size. Precondition: the layer has weights.

Edit preset_edit(const Layer& layer, int filter, const FilterPreset& preset);
Result<Edit> filter_op_edit(const Layer& layer, int filter, const FilterOp& op);
/// Random weights: of one filter that slides, else of all outputs.
Edit random_edit(const Layer& layer, int filter, std::uint64_t seed);
/// A matrix as text in place of the filter; one for a single channel goes into each.
Result<Edit> paste_edit(const Layer& layer, int filter, std::string_view text);
/// The layer's biases with that of `filter` exchanged; 0 for those that had none.
Edit bias_edit(const Layer& layer, int filter, float value);

/// 1,C,h,w.
Tensor one_filter(ConstTensorView weights, int k);
/// The filter of the newest weights that `filter` of older results means.
int existing_filter(const Layer& layer, int filter);
/// The layer's filters slide over the map: they have a size of their own.
bool has_sliding_filter(const OpInfo& op);

/// Switched on, with filters that slide: what the menu Filter can change.
bool changes_by_menu(const Layer& layer);
/// The first such layer; null when there is none.
const Layer* first_filter_layer(const Scene& scene);
/// The label of the preset the weights came from, or "own weights".
std::string weights_label(const Layer& layer);

}  // namespace convscope::app
