#include "core/eval/zero_names.hpp"

#include <array>
#include <charconv>

#include "core/eval/number_text.hpp"

namespace convscope {
namespace {

constexpr std::string_view kInput = "{input}";  // In OpText::not_passed.

/// The shortest decimal that reads back to the same float.
std::string exact_text(float value) {
    std::array<char, 48> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

}  // namespace

std::string ZeroNames::letter(std::size_t map) const {
    return with_subscript(letters_.maps[map]);
}

std::string ZeroNames::gradient(std::size_t map) const {
    return map_name(letters_, map, true);
}

std::string ZeroNames::number(const NumberRef& ref) const {
    return name_of(results_, letters_, ref);
}

std::string ZeroNames::value_at(std::size_t map, Cell cell) const {
    const NumberRef ref{NumberRef::Kind::kValue, map, 0, cell};
    return number(ref) + " = " + exact_text(number_at(results_, ref));
}

std::string ZeroNames::not_passed(std::size_t map, const std::string& input) const {
    std::string text(reader_of(map).text.not_passed);
    if (const auto at = text.find(kInput); at != std::string::npos)
        text.replace(at, kInput.size(), input);
    return text.empty() ? "nothing is passed on" : text;
}

bool ZeroNames::stops_by_value(std::size_t map) const {
    return reader_of(map).text.not_passed.find(kInput) != std::string_view::npos;
}

const OpInfo& ZeroNames::reader_of(std::size_t map) const {
    return *find_op(results_.scene.layers[results_.plan.layers[map]].op);
}

std::string ZeroNames::loss_formula() const {
    const std::size_t map = objective_map(results_.scene, results_.plan);
    const Objective& objective = results_.scene.objective;
    const Cell first;
    return find_objective(objective.kind)
        ->explain(objective, results_.values[map].values.view(), results_.probabilities,
                  letter(map), &first, 0, 0)
        .formula;
}

std::string ZeroNames::no_part_in_loss() const {
    return "L reads " + letter(objective_map(results_.scene, results_.plan)) +
           ", and what comes behind it has no part in L";
}

}  // namespace convscope
