#include "app/script/state_dump.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/script/quantity.hpp"

namespace convscope::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostListedValues = 1024;  ///< Larger tensors are told by their checksum.

/// JSON has no numbers for NaN and infinities.
Json number(float value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

Json params_json(const Layer& layer) {
    Json params = Json::object();
    const auto fields = find_op(layer.op)->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        Json& param = params[std::string(fields[i].path)];
        if (fields[i].choices.empty()) {
            param = layer.params[i];
        } else {
            param = std::string(fields[i].choices[static_cast<std::size_t>(layer.params[i])]);
        }
    }
    return params;
}

Json scene_json(const Scene& scene) {
    const Shape picture = scene.image.shape();
    Json json{{"image",
               {{"name", scene.image_name},
                {"width", picture.w},
                {"height", picture.h},
                {"channels", picture.c}}},
              {"layers", Json::array()},
              {"objective", {{"kind", scene.objective.kind}}}};
    for (const Layer& layer : scene.layers) {
        Json one{{"id", layer.id},
                 {"op", layer.op},
                 {"enabled", layer.enabled},
                 {"params", params_json(layer)}};
        if (layer.weights) one["weights_name"] = layer.weights_name;
        json["layers"].push_back(std::move(one));
    }
    if (find_objective(scene.objective.kind)->picks_cell) {
        json["objective"]["channel"] = scene.objective.channel;
        json["objective"]["x"] = scene.objective.x;
        json["objective"]["y"] = scene.objective.y;
    }
    if (find_objective(scene.objective.kind)->takes_target) {
        json["objective"]["target"] = scene.objective.tensor_name;
        json["objective"]["reduction"] = scene.objective.mean ? "mean" : "sum";
    }
    if (find_objective(scene.objective.kind)->takes_gradient)
        json["objective"]["layer"] = scene.objective.layer;
    if (find_objective(scene.objective.kind)->takes_label)
        json["objective"]["label"] = scene.objective.label;
    return json;
}

Json quantity_json(const Quantity& quantity) {
    const Shape shape = quantity.values.shape();
    const auto dense = to_dense(quantity.values);
    ValueRange range;
    for (const float value : dense) {
        if (std::isnan(value)) {
            ++range.nan_count;
        } else if (std::isinf(value)) {
            ++range.infinite_count;
        } else {
            range.minimum = range.any_finite ? std::min(range.minimum, value) : value;
            range.maximum = range.any_finite ? std::max(range.maximum, value) : value;
            range.any_finite = true;
        }
    }
    Json json{{"shape", {shape.n, shape.c, shape.h, shape.w}},
              {"minimum", range.minimum},
              {"maximum", range.maximum},
              {"nan", range.nan_count},
              {"infinite", range.infinite_count},
              {"checksum", checksum(quantity.values)}};
    if (dense.size() <= kMostListedValues) {
        json["values"] = Json::array();
        for (const float value : dense) json["values"].push_back(number(value));
    }
    return json;
}

Json results_json(const Results& results) {
    Json json{{"revision", results.revision},
              {"forward_ns", results.forward_time.count()},
              {"backward_ns", results.backward_time.count()},
              {"quantities", Json::object()}};
    for (const Quantity& quantity : quantities(results))
        json["quantities"][quantity.name] = quantity_json(quantity);
    return json;
}

Json rect_json(const PixelRect& rect) {
    return {rect.x0, rect.y0, rect.x1, rect.y1};
}

Json widgets_json(const WidgetNames& names) {
    Json json = Json::object();
    for (const std::string& path : names.paths()) {
        const NamedWidget& widget = *names.find(path);
        Json& one = json[path];
        one = {{"rect", rect_json(widget.rect)},
               {"visible", rect_json(widget.visible)},
               {"text", widget.text},
               {"enabled", widget.enabled}};
        if (widget.map)
            one["map"] = {
                {"origin_x", widget.map->origin_x},   {"origin_y", widget.map->origin_y},
                {"cell_size", widget.map->cell_size}, {"cell_height", widget.map->cell_height},
                {"columns", widget.map->columns},     {"rows", widget.map->rows}};
    }
    return json;
}

Json messages_json(const std::vector<Message>& messages) {
    Json json = Json::array();
    for (const Message& message : messages)
        json.push_back({{"kind", message.kind == Message::Kind::kError ? "error" : "note"},
                        {"text", message.text}});
    return json;
}

}  // namespace

std::string state_as_json(Application& application) {
    const History& history = application.history();
    const auto results = application.results();
    const Json json{{"convscope_state", 1},
                    {"scene", scene_json(history.current())},
                    {"history",
                     {{"revision", history.revision()},
                      {"modified", history.modified()},
                      {"undo", history.undo_label()},
                      {"redo", history.redo_label()}}},
                    {"settled", application.settled()},
                    {"results", results ? results_json(*results) : Json()},
                    {"messages", messages_json(application.ui().messages)},
                    {"frames_drawn", application.stats().frames_drawn},
                    {"widgets", widgets_json(application.names())}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> write_state_dump(const std::filesystem::path& path, Application& application) {
    std::ofstream file(path, std::ios::binary);
    file << state_as_json(application);
    file.close();
    if (file) return {};
    return Error{"the file cannot be written; choose another folder or free some space",
                 path.string()};
}

}  // namespace convscope::app
