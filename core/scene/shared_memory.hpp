#pragma once
#include <cstddef>
#include <unordered_map>

#include "core/scene/scene.hpp"

namespace convscope {

/// Bytes held by a set of scenes; tiles and tensors that several of them share count once.
class SharedMemory {
  public:
    void add(const Scene& scene);
    /// Precondition: it was added, and has not changed since.
    void remove(const Scene& scene);
    std::size_t bytes() const { return bytes_; }

  private:
    std::unordered_map<const void*, std::size_t> users_;
    std::size_t bytes_ = 0;
};

}  // namespace convscope
