#include "app/views/inspector_patches.hpp"

namespace convscope::app {
namespace {

/// Cells of the padding are no secret.
bool is_open(const InspectorPart& part, const NumberRef& ref) {
    return !exists(part.results, ref) || disclose(part.context, ref).is_open();
}

}  // namespace

bool is_patch_cell_told(const InspectorPart& part, std::string_view patch, int plane, int row,
                        int column) {
    if (part.whole) return true;
    const TermGrid& terms = part.shown.grid;
    const Factors factors =
        factors_of(part.results, part.shown.sum, terms.at(part.results, plane, row, column));
    const bool a = is_open(part, factors.a), b = !factors.b || is_open(part, *factors.b);
    if (patch == "a") return a;
    if (patch == "b") return b;
    const std::int64_t index =
        (std::int64_t{plane} * terms.rows() + row) * terms.columns() + column;
    return a && b && index < part.told.terms;
}

bool is_patch_told(const InspectorPart& part, std::string_view patch, const Factors& first) {
    if (part.whole) return true;
    if (patch == "a") return is_quantity_open(part.context, first.a);
    return patch == "b" && is_quantity_open(part.context, *first.b);
}

}  // namespace convscope::app
