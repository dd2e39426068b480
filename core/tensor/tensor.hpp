#pragma once
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "core/base/geometry.hpp"

namespace convscope {

/// Extents of a 4-D tensor, outermost first. Maps are N,C,H,W; filters use the same order read
/// as K,C,h,w.
struct Shape {
    int n = 1, c = 1, h = 1, w = 1;
    constexpr std::size_t count() const {
        return static_cast<std::size_t>(n) * static_cast<std::size_t>(c) *
               static_cast<std::size_t>(h) * static_cast<std::size_t>(w);
    }
    constexpr Rect plane() const { return {0, 0, w, h}; }
    friend constexpr bool operator==(const Shape&, const Shape&) = default;
};

/// Position of one element, in the order of Shape. In a filter: n is the filter k, y the row b,
/// x the column a.
struct Cell {
    int n = 0, c = 0, y = 0, x = 0;
    friend constexpr bool operator==(const Cell&, const Cell&) = default;
};

/// Non-owning view of elements: unit stride along W, a fixed row stride. Trivially copyable; pass
/// by value. The viewed memory must outlive the view. A default view is empty.
template <class T>
class BasicTensorView {
  public:
    BasicTensorView() = default;
    BasicTensorView(T* origin, Shape shape, std::ptrdiff_t row_stride)
        : origin_(origin), shape_(shape), row_stride_(row_stride) {}
    /// A mutable view converts to a read-only one.
    template <class U>
    requires std::is_same_v<const U, T> BasicTensorView(const BasicTensorView<U>& other)
        : origin_(other.data()), shape_(other.shape()), row_stride_(other.row_stride()) {}

    bool empty() const { return origin_ == nullptr; }
    T* data() const { return origin_; }
    Shape shape() const { return shape_; }
    std::ptrdiff_t row_stride() const { return row_stride_; }
    std::ptrdiff_t plane_stride() const { return row_stride_ * shape_.h; }

    /// Address of element (n, c, y, 0).
    T* row(int n, int c, int y) const {
        assert(n >= 0 && n < shape_.n && c >= 0 && c < shape_.c && y >= 0 && y < shape_.h);
        const std::ptrdiff_t plane = static_cast<std::ptrdiff_t>(n) * shape_.c + c;
        return origin_ + (plane * shape_.h + y) * row_stride_;
    }
    T& operator()(int n, int c, int y, int x) const {
        assert(x >= 0 && x < shape_.w);
        return row(n, c, y)[x];
    }
    T& operator()(Cell cell) const { return (*this)(cell.n, cell.c, cell.y, cell.x); }

  private:
    T* origin_ = nullptr;
    Shape shape_{0, 0, 0, 0};
    std::ptrdiff_t row_stride_ = 0;
};

using TensorView = BasicTensorView<float>;
using ConstTensorView = BasicTensorView<const float>;

/// Bytes that a row starts at a multiple of: one cache line, the widest vector.
inline constexpr std::size_t kRowAlignment = 64;

struct AlignedDelete {
    void operator()(void* memory) const noexcept {
        ::operator delete[](memory, std::align_val_t{kRowAlignment});
    }
};
/// Numbers that start at a multiple of kRowAlignment.
template <class T>
using AlignedArray = std::unique_ptr<T[], AlignedDelete>;

/// `count` zeros; throws std::bad_alloc when they do not fit into memory.
template <class T>
AlignedArray<T> aligned_zeros(std::size_t count) {
    static_assert(std::is_arithmetic_v<T>);
    return AlignedArray<T>(new (std::align_val_t{kRowAlignment})
                               T[std::max<std::size_t>(count, 1)]());
}

/// Elements of T from one row to the next. Columns of width 1 are lists and lie side by side.
template <class T>
constexpr int padded_width(int width) {
    return width == 1 ? 1 : round_up(width, static_cast<int>(kRowAlignment / sizeof(T)));
}

/// Owns a zero-filled tensor. Rows start on a 64-byte boundary, but for those of width 1; what lies
/// between the end of a row and the next has no meaning and is never written by ops. Move-only:
/// copies are explicit through clone().
template <class T>
class BasicTensor {
  public:
    BasicTensor() = default;
    explicit BasicTensor(Shape shape)
        : shape_(shape),
          row_stride_(padded_width<T>(shape.w)),
          storage_(aligned_zeros<T>(storage_count())) {}
    BasicTensor(BasicTensor&&) noexcept = default;
    BasicTensor& operator=(BasicTensor&&) noexcept = default;

    [[nodiscard]] BasicTensor clone() const {
        if (empty()) return {};
        BasicTensor copy(shape_);
        std::copy_n(storage_.get(), storage_count(), copy.storage_.get());
        return copy;
    }
    bool empty() const { return storage_ == nullptr; }
    Shape shape() const { return shape_; }
    BasicTensorView<T> view() { return {storage_.get(), shape_, row_stride_}; }
    BasicTensorView<const T> view() const { return {storage_.get(), shape_, row_stride_}; }
    std::size_t memory_bytes() const { return empty() ? 0 : storage_count() * sizeof(T); }

  private:
    std::size_t storage_count() const {
        return static_cast<std::size_t>(shape_.n) * static_cast<std::size_t>(shape_.c) *
               static_cast<std::size_t>(shape_.h) * static_cast<std::size_t>(row_stride_);
    }

    Shape shape_{0, 0, 0, 0};
    std::ptrdiff_t row_stride_ = 0;
    AlignedArray<T> storage_;
};

using Tensor = BasicTensor<float>;
/// For the oracles: same shapes, double precision.
using DoubleTensor = BasicTensor<double>;
using DoubleTensorView = BasicTensorView<double>;
using ConstDoubleTensorView = BasicTensorView<const double>;

/// Elements in N,C,H,W order, dense, as files and tests want them.
template <class T>
std::vector<std::remove_const_t<T>> to_dense(BasicTensorView<T> view) {
    std::vector<std::remove_const_t<T>> dense;
    dense.reserve(view.shape().count());
    for (int n = 0; n < view.shape().n; ++n)
        for (int c = 0; c < view.shape().c; ++c)
            for (int y = 0; y < view.shape().h; ++y)
                dense.insert(dense.end(), view.row(n, c, y), view.row(n, c, y) + view.shape().w);
    return dense;
}

/// The tensor of `shape` with these elements; `dense` holds shape.count() of them.
template <class T>
BasicTensor<T> from_dense(Shape shape, const std::vector<T>& dense) {
    assert(dense.size() == shape.count());
    BasicTensor<T> tensor(shape);
    const auto view = tensor.view();
    auto next = dense.begin();
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y, next += shape.w)
                std::copy_n(next, shape.w, view.row(n, c, y));
    return tensor;
}

/// The same shape, and every element has the same bits: NaN equals itself, and +0 differs from -0.
inline bool same_bits(ConstTensorView a, ConstTensorView b) {
    if (a.shape() != b.shape()) return false;
    const Shape shape = a.shape();
    const auto row_bytes = static_cast<std::size_t>(shape.w) * sizeof(float);
    for (int n = 0; n < shape.n; ++n)
        for (int c = 0; c < shape.c; ++c)
            for (int y = 0; y < shape.h; ++y)
                if (std::memcmp(a.row(n, c, y), b.row(n, c, y), row_bytes) != 0) return false;
    return true;
}

/// Floats for one thread's temporary work, grown on demand and kept. What `floats` returned
/// before is gone after the next call.
class Scratch {
  public:
    /// `count` floats, 64-byte aligned, of unspecified value.
    float* floats(std::size_t count) {
        if (count > capacity_) {
            capacity_ = 0;
            memory_.reset();  // Give the old memory back first.
            memory_ = aligned_zeros<float>(count);
            capacity_ = count;
        }
        return memory_.get();
    }

  private:
    AlignedArray<float> memory_;
    std::size_t capacity_ = 0;
};

}  // namespace convscope
