#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "app/views/view.hpp"

namespace convscope::app {

// THE place that decides what may be told: "predict first" veils quantities until they are clicked,
// and a walk has come only so far. Whatever writes a number, or what follows from it, asks here.

/// How much of one number may be told.
struct Disclosure {
    enum class Kind {
        kOpen,        ///< All of it.
        kPartial,     ///< What a walk has of it so far.
        kNotReached,  ///< Nothing: the walk has not come to it.
        kToGuess,     ///< Nothing: "predict first" veils it.
    } kind = Kind::kOpen;
    std::optional<float> number;  ///< Of kOpen and kPartial.
    /// Of kPartial: so many of its terms are done, the first ones; 0 where terms have no order, as
    /// while a gradient is scattered.
    std::int64_t terms = 0;

    bool is_open() const { return kind == Kind::kOpen; }
};
/// Precondition: exists().
Disclosure disclose(const ViewContext& context, const NumberRef& ref);

/// Why a number is not told, or not as a whole: a sentence; empty where it is open.
std::string undisclosed_hint(const Disclosure& told);

/// Whether all numbers of the quantity that `ref` is one of may be told; `ref` need not exist.
bool is_quantity_open(const ViewContext& context, const NumberRef& ref);
/// Whether "predict first" veils that quantity.
bool is_to_guess(const ViewContext& context, const NumberRef& ref);

/// Whether one may say why gradients of this quantity are 0: nothing that a reason may name is
/// hidden.
bool may_say_why(const ViewContext& context, const NumberRef& ref);

}  // namespace convscope::app
