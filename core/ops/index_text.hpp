#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ops/op_table.hpp"
#include "core/ops/window2d.hpp"

namespace convscope {

// The parts that formulas and pseudocode of ops are made of, in the notation of docs/math.md: x and
// y count outputs, a and b the window's columns and rows, p and q those of the input; W x H is the
// size of what the op reads, w x h that of its window.

/// The place of one index: a number when the cell is known, else its letter.
struct Index {
    std::string_view letter;
    const int* known = nullptr;

    std::string text() const { return known ? std::to_string(*known) : std::string(letter); }
};

/// A sum of multiples of indices and numbers. What is known is added up: "2x+a-1" with x = 86 is
/// "171+a", and with a = 1 "2x+0".
class SumText {
  public:
    SumText& add(int factor, const Index& index);
    SumText& add(int number);
    std::string text() const;

  private:
    std::string letters_;
    int constant_ = 0;
    bool has_known_ = false, leads_ = false;
};

/// Where an output reads through a tap: "2x+a-1".
std::string input_text(const WindowAxis& axis, const Index& output, const Index& tap);
/// Through which tap an output reads an input: "p-2x+1", "(p-2x+1)/2".
std::string tap_text(const WindowAxis& axis, const Index& input, const Index& output);
/// "[x,y]", "[2x+a, 2y+b]".
std::string brackets(std::string_view x, std::string_view y);
std::string brackets(const Index& x, const Index& y);
/// A list, one channel of width 1 with several numbers, has one index: "[y]".
bool is_list(Shape map);
std::string cell_text(Shape map, const Index& x, const Index& y);

/// The index of a map among several: "c", or the name of a known one as the board has it, "r" or
/// "2"; empty where there is one alone.
struct MapIndex {
    std::string_view letter;
    int count = 1;
    bool has_colours = false;
    const int* known = nullptr;

    std::string text() const;
    /// "for c in r, g, b", "for k = 1 … 8"; empty where there is one alone.
    std::string loop() const;
};

/// The channels of what an op reads, c, with `known` among them or null.
MapIndex input_channels(const OpInputs& inputs, const OpLetters& letters,
                        const int* known = nullptr);

/// "_k", "_{kc}", "_{1r}", "_{k,2}"; the empty ones are left out.
std::string subscript(const std::string& first, const std::string& second = {});
std::string subscript(const MapIndex& first);
std::string subscript(const MapIndex& first, const MapIndex& second);
/// "Σ_{c,b,a}" of the letters that are not empty.
std::string sum_sign(std::initializer_list<std::string_view> letters);
/// "∂L/∂R".
std::string gradient_of(std::string_view letter);
/// "∂L/∂G = 0, ∂L/∂bias = 0".
std::string no_gradient_yet(const OpInputs& inputs, const OpLetters& letters);

/// Lines of pseudocode, each loop indenting what follows until it ends.
class CodeText {
  public:
    void line(std::string text, CodeMoment moment, std::string_view variable = {},
              int first_value = 0);
    void loop(std::string text, CodeMoment moment, std::string_view variable = {},
              int first_value = 0);
    void end(int loops = 1) { indent_ -= loops; }
    /// Nothing where there is one map alone.
    void loop_over_maps(const MapIndex& maps, CodeMoment moment);
    /// Ends that loop.
    void end_maps(const MapIndex& maps) { end(maps.count > 1 ? 1 : 0); }
    /// for y = 0, 1, 2, … while y ≤ H - h, and x likewise.
    void loop_over_outputs(const Window2d& window, CodeMoment row = CodeMoment::kRow,
                           CodeMoment column = CodeMoment::kColumn);
    /// for y where 0 ≤ q-y < h, and x likewise: the outputs that read the input cell p, q.
    void loop_over_readers(const Window2d& window);
    /// for y = 0 … H-1, for x = 0 … W-1, or what the letters are, as in "yHxW".
    void loop_over_cells(std::string_view letters, CodeMoment row = CodeMoment::kRow,
                         CodeMoment column = CodeMoment::kColumn);
    /// The same for y and x; a list has one loop. Returns how many there are.
    int loop_over_map(Shape map, CodeMoment row = CodeMoment::kRow,
                      CodeMoment column = CodeMoment::kColumn);

    std::vector<CodeLine> take() { return std::move(lines_); }

  private:
    std::vector<CodeLine> lines_;
    int indent_ = 0;
};

/// What a window has under it: "[2x-1 : 2x-1+w, 2y-1 : 2y-1+h]", with a step when it is dilated.
std::string window_text(const Window2d& window);

}  // namespace convscope
