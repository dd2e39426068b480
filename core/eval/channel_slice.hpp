#pragma once
#include "core/eval/results.hpp"

namespace convscope {

/// Channels [first, last) of a map.
template <class T>
BasicTensorView<T> channels_of(BasicTensorView<T> map, int first, int last) {
    const Shape shape = map.shape();
    return {map.row(0, first, 0), {1, last - first, shape.h, shape.w}, map.row_stride()};
}

/// Whether each channel that a stage makes is made of the same channel of its input alone, as
/// pools do: its op can then be given some of the channels.
bool works_by_channel(const Results& results, std::size_t stage);

/// What the op reads for channels [first, last) of its output. Precondition: works_by_channel().
OpInputs inputs_of_channels(OpInputs inputs, int first, int last);

}  // namespace convscope
