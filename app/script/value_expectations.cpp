#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/script/command.hpp"
#include "app/script/comparison.hpp"
#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

/// Where in a quantity a number stands: [[FILTER] CHANNEL] [X,Y], or the place in a list.
struct ElementPath {
    std::vector<int> indices;
    std::optional<ScriptPoint> point;

    static ElementPath read(WordReader& reader) {
        ElementPath path;
        const auto is_index = [&reader] {
            const std::string* word = reader.peek();
            return word != nullptr &&
                   (parse_integer(*word) || *word == "r" || *word == "g" || *word == "b");
        };
        while (path.indices.size() < 2 && is_index()) path.indices.push_back(read_channel(reader));
        path.point = reader.take_point();
        return path;
    }

    Result<Cell> in(Shape shape, const std::string& name) const {
        Cell cell;
        const auto last = indices.empty() ? 0 : indices.back();
        if (point) {
            cell = {indices.size() > 1 ? indices[0] : 0, last, static_cast<int>(point->y),
                    static_cast<int>(point->x)};
        } else {
            cell.x = last;  // A list or a number.
        }
        if (cell.n < shape.n && cell.c < shape.c && shape.plane().contains(cell.x, cell.y))
            return cell;
        return Error{"the place is outside of " + name, ""};
    }

    std::string text() const {
        std::string all;
        for (const int index : indices) all += " " + std::to_string(index);
        if (point) all += " " + format_exact(point->x) + "," + format_exact(point->y);
        return all;
    }
};

std::string read_quantity(WordReader& reader) {
    return reader.word("the name of a quantity");
}

Step parse_value(WordReader& reader) {
    const std::string name = read_quantity(reader);
    const auto path = ElementPath::read(reader);
    const auto comparison = Comparison::read(reader);
    return on_values(name, [=](Driver&, ConstTensorView values) -> Result<void> {
        const auto cell = path.in(values.shape(), name);
        if (!cell) return cell.error();
        return comparison.check(name + path.text(), values(*cell));
    });
}

struct Extremes {
    float minimum = std::numeric_limits<float>::infinity();
    float maximum = -std::numeric_limits<float>::infinity();
};

/// Of the elements that are not NaN.
Extremes extremes(ConstTensorView values) {
    Extremes result;
    for (const float value : to_dense(values)) {
        if (std::isnan(value)) continue;
        result.minimum = std::min(result.minimum, value);
        result.maximum = std::max(result.maximum, value);
    }
    return result;
}

Step parse_extreme(WordReader& reader, std::string_view what, float Extremes::*member) {
    const std::string name = read_quantity(reader);
    const auto comparison = Comparison::read(reader);
    const std::string text = std::string(what) + " of " + name;
    return on_values(name, [=](Driver&, ConstTensorView values) {
        return comparison.check(text, extremes(values).*member);
    });
}
Step parse_minimum(WordReader& reader) {
    return parse_extreme(reader, "minimum", &Extremes::minimum);
}
Step parse_maximum(WordReader& reader) {
    return parse_extreme(reader, "maximum", &Extremes::maximum);
}

/// How many elements compare so.
Step parse_count(WordReader& reader) {
    const std::string name = read_quantity(reader);
    const auto which = Comparison::read(reader);
    if (!reader.take("is")) reader.fail("\"is\" is missing");
    const int wanted = reader.integer("a count", 0);
    return on_values(name, [=](Driver&, ConstTensorView values) -> Result<void> {
        const auto dense = to_dense(values);
        const auto found =
            std::ranges::count_if(dense, [&](float value) { return which.holds(value); });
        if (found == wanted) return {};
        return Error{"expected " + std::to_string(wanted) + " such elements of " + name +
                         ", found " + std::to_string(found),
                     ""};
    });
}

std::string shape_text(Shape shape) {
    return std::to_string(shape.n) + "," + std::to_string(shape.c) + "," + std::to_string(shape.h) +
           "," + std::to_string(shape.w);
}

Step parse_shape(WordReader& reader) {
    const std::string name = read_quantity(reader);
    const std::string wanted = reader.word("a shape, N,C,H,W");
    return on_values(name, [=](Driver&, ConstTensorView values) -> Result<void> {
        const std::string found = shape_text(values.shape());
        if (found == wanted) return {};
        return Error{"expected shape " + wanted + " of " + name + ", found " + found, ""};
    });
}

using TensorRelation = bool (*)(ConstTensorView, ConstTensorView);

Step parse_relation(WordReader& reader, const std::string& phrase, TensorRelation relation) {
    const std::string name = read_quantity(reader);
    const std::string label = reader.word("a label");
    return on_values(name, [=](Driver& driver, ConstTensorView values) -> Result<void> {
        const Tensor* remembered = driver.remembered(label);
        if (remembered == nullptr) return Error{"nothing is remembered as \"" + label + "\"", ""};
        if (relation(values, remembered->view())) return {};
        return Error{"expected " + name + " to be " + phrase + " \"" + label + "\", found " +
                         shape_text(values.shape()) + " with checksum " + checksum(values) +
                         " against " + shape_text(remembered->shape()) + " with " +
                         checksum(remembered->view()),
                     ""};
    });
}
Step parse_same(WordReader& reader) {
    return parse_relation(reader, "the same as", same_numbers);
}
Step parse_different(WordReader& reader) {
    return parse_relation(reader, "different from",
                          [](ConstTensorView a, ConstTensorView b) { return !same_numbers(a, b); });
}
Step parse_negated(WordReader& reader) {
    return parse_relation(reader, "the negative of", negated);
}

Step parse_winner(WordReader& reader) {
    const std::string layer = reader.word("the id of a layer");
    const int channel = read_channel(reader);
    const ScriptPoint pooled = reader.point("a cell");
    if (!reader.take("==")) reader.fail("\"==\" is missing");
    const ScriptPoint wanted = reader.point("a cell");
    return [=](Driver& driver) -> Result<void> {
        const auto results = driver.application().results();
        const Cell place{0, channel, static_cast<int>(pooled.y), static_cast<int>(pooled.x)};
        const auto found = winner_of(*results, layer, place);
        if (!found) return found.error();
        if (found->x == static_cast<int>(wanted.x) && found->y == static_cast<int>(wanted.y))
            return {};
        return Error{"expected the winner " + format_exact(wanted.x) + "," +
                         format_exact(wanted.y) + ", found " + std::to_string(found->x) + "," +
                         std::to_string(found->y),
                     ""};
    };
}

constexpr std::array kExpectations = std::to_array<CommandInfo>({
    {"value", "QUANTITY [[FILTER] CHANNEL] [X,Y] == NUMBER [+- TOLERANCE]", parse_value},
    {"minimum", "QUANTITY == NUMBER [+- TOLERANCE]", parse_minimum},
    {"maximum", "QUANTITY == NUMBER [+- TOLERANCE]", parse_maximum},
    {"count", "QUANTITY == NUMBER [+- TOLERANCE] is COUNT", parse_count},
    {"shape", "QUANTITY N,C,H,W", parse_shape},
    {"same", "QUANTITY LABEL", parse_same},
    {"different", "QUANTITY LABEL", parse_different},
    {"negated", "QUANTITY LABEL", parse_negated},
    {"winner", "LAYER CHANNEL X,Y == X,Y", parse_winner},
});

}  // namespace

std::span<const CommandInfo> value_expectations() {
    return kExpectations;
}

}  // namespace convscope::app
