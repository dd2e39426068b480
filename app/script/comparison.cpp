#include "app/script/comparison.hpp"

#include <array>
#include <cmath>

#include "app/widgets/format.hpp"

namespace convscope::app {

Comparison Comparison::read(WordReader& reader) {
    static constexpr std::array<std::string_view, 6> kSigns{"==", "!=", "<", "<=", ">", ">="};
    Comparison comparison;
    const std::size_t sign = reader.choice("a comparison", kSigns);
    comparison.relation_ = static_cast<Relation>(sign);
    comparison.wanted_ = reader.number("a number");
    comparison.text_ =
        std::string(kSigns[sign]) + " " + format_exact(static_cast<float>(comparison.wanted_));
    if (reader.take("+-") || reader.take("±")) {
        comparison.tolerance_ = reader.number("a tolerance");
        comparison.text_ += " +- " + format_exact(static_cast<float>(comparison.tolerance_));
    }
    return comparison;
}

bool Comparison::holds(float found) const {
    if (std::isnan(wanted_)) return std::isnan(found) == (relation_ == Relation::kEqual);
    const double value = found;
    const double wanted =
        tolerance_ > 0 ? wanted_ : static_cast<double>(static_cast<float>(wanted_));
    const bool equal = value == wanted || std::abs(value - wanted) <= tolerance_;
    switch (relation_) {
        case Relation::kEqual:
            return equal;
        case Relation::kUnequal:
            return !equal;
        case Relation::kLess:
            return value < wanted;
        case Relation::kLessOrEqual:
            return value <= wanted + tolerance_;
        case Relation::kGreater:
            return value > wanted;
        case Relation::kGreaterOrEqual:
            return value >= wanted - tolerance_;
    }
    return false;
}

Result<void> Comparison::check(const std::string& what, float found) const {
    if (holds(found)) return {};
    return Error{"expected " + what + " " + text_ + ", found " + format_exact(found), ""};
}

}  // namespace convscope::app
