#include "core/ops/relu.hpp"
#include "core/ops/simd_targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/relu_simd.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::ScalableTag<float> kFloats;
constexpr hn::CappedTag<float, 1> kOneFloat;

/// `passed` where x is positive or NaN, +0 elsewhere.
template <class D>
hn::Vec<D> pass(D d, const float* x, hn::Vec<D> passed) {
    const auto blocked = hn::Le(hn::LoadU(d, x), hn::Zero(d));
    return hn::IfThenZeroElse(blocked, passed);
}

void forward_row(const float* input, int width, float* output) {
    const auto lanes = static_cast<int>(hn::Lanes(kFloats));
    int x = 0;
    for (; x + lanes <= width; x += lanes)
        hn::StoreU(pass(kFloats, input + x, hn::LoadU(kFloats, input + x)), kFloats, output + x);
    for (; x < width; ++x)
        hn::StoreU(pass(kOneFloat, input + x, hn::LoadU(kOneFloat, input + x)), kOneFloat,
                   output + x);
}

template <class D>
hn::Vec<D> positive_zero_added(D d, const float* grad) {
    return hn::Add(hn::LoadU(d, grad), hn::Zero(d));
}

void grad_input_row(const float* input, const float* grad_output, int width, float* grad_input) {
    const auto lanes = static_cast<int>(hn::Lanes(kFloats));
    int x = 0;
    for (; x + lanes <= width; x += lanes)
        hn::StoreU(pass(kFloats, input + x, positive_zero_added(kFloats, grad_output + x)), kFloats,
                   grad_input + x);
    for (; x < width; ++x)
        hn::StoreU(pass(kOneFloat, input + x, positive_zero_added(kOneFloat, grad_output + x)),
                   kOneFloat, grad_input + x);
}

void forward(const OpInputs& in, TensorView output, Winners, Rect rect, Scratch&) {
    for (int n = 0; n < output.shape().n; ++n)
        for (int c = 0; c < output.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                forward_row(in.input.row(n, c, y) + rect.x0, rect.width(),
                            output.row(n, c, y) + rect.x0);
}

void grad_input(const OpInputs& in, TensorView grad_input, Rect rect, Scratch&) {
    for (int n = 0; n < grad_input.shape().n; ++n)
        for (int c = 0; c < grad_input.shape().c; ++c)
            for (int y = rect.y0; y < rect.y1; ++y)
                grad_input_row(in.input.row(n, c, y) + rect.x0,
                               in.grad_output.row(n, c, y) + rect.x0, rect.width(),
                               grad_input.row(n, c, y) + rect.x0);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace convscope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {
namespace {

HWY_EXPORT(forward);
HWY_EXPORT(grad_input);

void dispatch_forward(const OpInputs& inputs, TensorView output, Winners winners, Rect rect,
                      Scratch& scratch) {
    HWY_DYNAMIC_DISPATCH(forward)(inputs, output, winners, rect, scratch);
}

void dispatch_grad_input(const OpInputs& inputs, TensorView grad, Rect rect, Scratch& scratch) {
    HWY_DYNAMIC_DISPATCH(grad_input)(inputs, grad, rect, scratch);
}

}  // namespace

OpKernels relu_fast() {
    return {dispatch_forward, dispatch_grad_input, nullptr};
}

}  // namespace convscope
#endif
