#pragma once
#include <utility>
#include <vector>

#include "core/scene/scene.hpp"

namespace convscope::examples {

inline DoubleTensor to_double(ConstTensorView view) {
    DoubleTensor copy(view.shape());
    for (int n = 0; n < view.shape().n; ++n)
        for (int c = 0; c < view.shape().c; ++c)
            for (int y = 0; y < view.shape().h; ++y)
                for (int x = 0; x < view.shape().w; ++x)
                    copy.view()(n, c, y, x) = static_cast<double>(view(n, c, y, x));
    return copy;
}

/// A scene's network in double precision, by the ops' oracles. Its numbers may be changed.
class OracleNetwork {
  public:
    explicit OracleNetwork(Scene its_scene)
        : scene_(std::move(its_scene)), plan_(*plan_shapes(scene_)) {
        input = to_double(scene_.image.to_tensor().view());
        for (const std::size_t index : plan_.layers) {
            const Layer& layer = scene_.layers[index];
            weights.push_back(layer.weights == nullptr ? DoubleTensor()
                                                       : to_double(layer.weights->view()));
            biases.emplace_back(layer.bias.begin(), layer.bias.end());
        }
    }

    DoubleTensor input;
    std::vector<DoubleTensor> weights;        ///< By stage.
    std::vector<std::vector<double>> biases;  ///< By stage.

    /// The picture and the output of every stage.
    std::vector<DoubleTensor> values() const {
        std::vector<DoubleTensor> maps;
        maps.push_back(input.clone());
        for (std::size_t i = 0; i < plan_.layers.size(); ++i) {
            DoubleTensor output(plan_.shapes[i + 1]);
            op(i).oracle.forward(layer(i).params, std::as_const(maps[i]).view(),
                                 std::as_const(weights[i]).view(), biases[i], output.view());
            maps.push_back(std::move(output));
        }
        return maps;
    }
    double loss() const {
        const std::vector<DoubleTensor> maps = values();
        return objective().oracle_value(scene_.objective, maps[start()].view());
    }
    /// dL/d of each of values().
    std::vector<DoubleTensor> gradients() const {
        const std::vector<DoubleTensor> maps = values();
        std::vector<DoubleTensor> grads(maps.size());
        for (std::size_t i = start(); i < maps.size(); ++i)
            grads[i] = DoubleTensor(maps[i].shape());
        objective().oracle_gradient(scene_.objective, maps[start()].view(), grads[start()].view());
        for (std::size_t i = start(); i-- > 0;) {
            grads[i] = DoubleTensor(maps[i].shape());
            op(i).oracle.grad_input(layer(i).params, maps[i].view(),
                                    std::as_const(weights[i]).view(),
                                    std::as_const(grads[i + 1]).view(), grads[i].view());
        }
        return grads;
    }

  private:
    std::size_t start() const { return objective_map(scene_, plan_); }
    const Layer& layer(std::size_t stage) const { return scene_.layers[plan_.layers[stage]]; }
    const OpInfo& op(std::size_t stage) const { return *find_op(layer(stage).op); }
    const ObjectiveInfo& objective() const { return *find_objective(scene_.objective.kind); }

    Scene scene_;
    NetworkPlan plan_;
};

}  // namespace convscope::examples
