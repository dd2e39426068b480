#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "core/scene/edit.hpp"
#include "core/scene/shared_memory.hpp"

namespace convscope {

/// The scene and the ones before and after it, as snapshots that share unchanged tiles and tensors.
class History {
  public:
    static constexpr std::size_t kDefaultMemoryLimit = std::size_t{1} << 30;

    /// Precondition: `initial` can be evaluated. Oldest steps are dropped beyond the limit, never
    /// the current scene.
    explicit History(Scene initial, std::size_t memory_limit_bytes = kDefaultMemoryLimit);

    const Scene& current() const { return steps_[position_].scene; }
    /// Grows by one with every change of current(), undo and redo included.
    std::uint64_t revision() const { return revision_; }

    /// Edits with the same non-zero gesture (one drag of brush, weight or slider) become one undo
    /// step, named by the first. Any edit after undo drops the redo side. An edit that changes
    /// no bit leaves everything as it is, and so does an Error; a gesture that comes back to where
    /// it began is no step.
    ///
    /// Edits of one parameter in one gesture start from the scene before the gesture: a slider
    /// drawn down and up again gives back the weights that the smaller kernel had cut.
    Result<void> apply(const Edit& edit, std::uint64_t gesture = 0);
    /// A number that no gesture had before.
    std::uint64_t new_gesture() { return ++last_gesture_; }
    /// Drops what the current gesture changed; nothing when it is not the last step.
    void cancel_gesture(std::uint64_t gesture);

    bool can_undo() const { return position_ > 0; }
    bool can_redo() const { return position_ + 1 < steps_.size(); }
    std::string undo_label() const;  ///< Empty when there is nothing.
    std::string redo_label() const;
    void undo();  ///< Does nothing when there is nothing.
    void redo();

    /// Differs from the scene at the last mark_saved().
    bool modified() const { return steps_[position_].id != saved_id_; }
    void mark_saved() { saved_id_ = steps_[position_].id; }

    /// Shared tiles and tensors counted once.
    std::size_t memory_bytes() const { return memory_.bytes(); }

  private:
    struct Step {
        Scene scene;
        std::string label;
        std::uint64_t gesture = 0, id = 0;
        /// Layer and field, when the gesture so far set nothing else.
        std::optional<std::pair<std::string, std::size_t>> only_param;
    };
    /// The edit goes into the current step rather than after it.
    bool continues(std::uint64_t gesture) const;
    void drop_redo();
    void drop_old_steps();

    std::deque<Step> steps_;
    std::size_t position_ = 0, memory_limit_bytes_ = 0;
    std::uint64_t revision_ = 0, last_gesture_ = 0, last_id_ = 0, saved_id_ = 0;
    SharedMemory memory_;  ///< Of all steps.
};

}  // namespace convscope
