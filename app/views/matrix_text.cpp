#include "app/views/matrix_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/widgets/format.hpp"

namespace convscope::app {
namespace {

constexpr std::size_t kMostCharacters = 1 << 20;
constexpr std::string_view kBlanks = " \t\r,";

using Row = std::vector<float>;
using Channel = std::vector<Row>;

/// "array([[1, 2]], dtype=float32)" is what stands between its outermost brackets.
std::string_view without_call(std::string_view text) {
    const auto first = text.find('['), last = text.rfind(']');
    if (first == std::string_view::npos || last == std::string_view::npos || last < first)
        return text;
    return text.substr(first, last + 1 - first);
}

Error wrong(std::string message) {
    return {std::move(message), {}};
}

std::string short_word(std::string_view word) {
    constexpr std::size_t kMost = 20;
    return word.size() <= kMost ? std::string(word) : std::string(word.substr(0, kMost)) + "…";
}

/// Collects rows and channels as a text names them.
class MatrixBuilder {
  public:
    Result<void> add_number(std::string_view word) {
        const auto number = parse_weight(word);
        if (!number)
            return wrong("the matrix has '" + short_word(word) +
                         "' where a number belongs, in row " + std::to_string(rows_ + 1) +
                         ": copy numbers only");
        row_.push_back(*number);
        return {};
    }
    void end_row() {
        if (row_.empty()) return;
        channel_.push_back(std::exchange(row_, {}));
        ++rows_;
    }
    void end_channel() {
        end_row();
        if (!channel_.empty()) channels_.push_back(std::exchange(channel_, {}));
    }
    Result<Tensor> finish() {
        end_channel();
        if (channels_.empty())
            return wrong("there is no number on the clipboard: copy a matrix such as [[-1, 0, 1]]");
        if (auto ok = check_sizes(); !ok) return ok.error();
        return filled();
    }

  private:
    Result<void> check_sizes() const {
        const std::size_t columns = channels_[0][0].size(), rows = channels_[0].size();
        std::size_t number = 0;
        for (std::size_t c = 0; c < channels_.size(); ++c) {
            for (const Row& row : channels_[c]) {
                ++number;
                if (row.size() != columns)
                    return wrong("row " + std::to_string(number) + " of the matrix has " +
                                 std::to_string(row.size()) + " numbers, but the first has " +
                                 std::to_string(columns) + ": give all rows the same");
            }
            if (channels_[c].size() != rows)
                return wrong("channel " + std::to_string(c + 1) + " of the matrix has " +
                             std::to_string(channels_[c].size()) + " rows, but the first has " +
                             std::to_string(rows) + ": give all channels the same");
        }
        return {};
    }

    Tensor filled() const {
        Tensor filter(Shape{1, static_cast<int>(channels_.size()),
                            static_cast<int>(channels_[0].size()),
                            static_cast<int>(channels_[0][0].size())});
        for (std::size_t c = 0; c < channels_.size(); ++c)
            for (std::size_t y = 0; y < channels_[c].size(); ++y)
                std::ranges::copy(channels_[c][y],
                                  filter.view().row(0, static_cast<int>(c), static_cast<int>(y)));
        return filter;
    }

    Row row_;
    Channel channel_;
    std::vector<Channel> channels_;
    int rows_ = 0;
};

/// A closing bracket ends a row; the one around rows ends a channel.
Result<Tensor> parse_bracketed(std::string_view text) {
    MatrixBuilder builder;
    int open = 0, closed_in_a_row = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '[') {
            ++open;
            closed_in_a_row = 0;
            ++i;
        } else if (c == ']') {
            --open;
            ++closed_in_a_row;
            if (closed_in_a_row == 1) builder.end_row();
            if (closed_in_a_row == 2) builder.end_channel();
            ++i;
        } else if (c == '\n' || c == ';' || kBlanks.find(c) != std::string_view::npos) {
            ++i;
        } else {
            const auto end = std::min(text.find_first_of("[]; \t\r\n,", i), text.size());
            if (auto ok = builder.add_number(text.substr(i, end - i)); !ok) return ok.error();
            i = end;
        }
    }
    if (open != 0)
        return wrong("the matrix has an opening bracket without a closing one: copy all of it");
    return builder.finish();
}

Result<Tensor> parse_rows(std::string_view text) {
    MatrixBuilder builder;
    bool empty_line = true;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '\n' || c == ';') {
            if (c == '\n' && empty_line) builder.end_channel();
            builder.end_row();
            empty_line = true;
            ++i;
        } else if (kBlanks.find(c) != std::string_view::npos) {
            ++i;
        } else {
            const auto end = std::min(text.find_first_of("; \t\r\n,", i), text.size());
            if (auto ok = builder.add_number(text.substr(i, end - i)); !ok) return ok.error();
            empty_line = false;
            i = end;
        }
    }
    return builder.finish();
}

std::string plane_text(ConstTensorView weights, int k, int c, const std::string& indent) {
    const Shape shape = weights.shape();
    std::string text = "[";
    for (int y = 0; y < shape.h; ++y) {
        if (y > 0) text += ",\n" + indent + " ";
        text += "[";
        for (int x = 0; x < shape.w; ++x)
            text += (x > 0 ? ", " : "") + format_exact(weights(k, c, y, x));
        text += "]";
    }
    return text + "]";
}

}  // namespace

std::string matrix_text(ConstTensorView weights, int k) {
    const int channels = weights.shape().c;
    if (channels == 1) return plane_text(weights, k, 0, "");
    std::string text = "[";
    for (int c = 0; c < channels; ++c)
        text += (c > 0 ? ",\n " : "") + plane_text(weights, k, c, " ");
    return text + "]";
}

Result<Tensor> parse_matrix(std::string_view text) {
    if (text.size() > kMostCharacters)
        return wrong("the text on the clipboard is too long for a filter: copy a matrix only");
    const std::string_view matrix = without_call(text);
    return matrix.find('[') == std::string_view::npos ? parse_rows(matrix)
                                                      : parse_bracketed(matrix);
}

}  // namespace convscope::app
