#pragma once
#include <string>

#include "app/script/word_reader.hpp"

namespace convscope::app {

/// "== 1", ">= 0.5", "== 0.1 +- 0.01", "!= 0". Without a tolerance the number is rounded to a
/// float first, so that "== 0.1" holds for the float nearest to 0.1; "== nan" holds for NaN.
class Comparison {
  public:
    static Comparison read(WordReader& reader);

    bool holds(float found) const;
    /// "expected WHAT == 1, found 2".
    Result<void> check(const std::string& what, float found) const;

  private:
    enum class Relation { kEqual, kUnequal, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

    Relation relation_ = Relation::kEqual;
    double wanted_ = 0, tolerance_ = 0;
    std::string text_;  ///< As in the script.
};

}  // namespace convscope::app
