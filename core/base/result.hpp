#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace convscope {

/// What went wrong, in one sentence that a student can act on. `where` names the file, the JSON
/// path or the parameter at fault; it is empty when there is none.
struct Error {
    std::string message;
    std::string where;

    /// "where: message", or the message alone.
    std::string text() const { return where.empty() ? message : where + ": " + message; }
};

/// A value or an Error: for everything that depends on the outside world (files, typed numbers,
/// shapes). Bugs in our own code are asserts, never Errors. Same surface as C++23 std::expected.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    const T& value() const& { return std::get<0>(state_); }    ///< Precondition: has_value().
    T& value() & { return std::get<0>(state_); }               ///< Precondition: has_value().
    T&& value() && { return std::get<0>(std::move(state_)); }  ///< Precondition: has_value().
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }
    const Error& error() const { return std::get<1>(state_); }  ///< Precondition: !has_value().

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an Error. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    const Error& error() const { return *error_; }  ///< Precondition: !has_value().

  private:
    std::optional<Error> error_;
};

}  // namespace convscope
