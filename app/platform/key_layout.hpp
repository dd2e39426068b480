#pragma once

namespace convscope::app {

/// GLFW's code of the key that bears `sign` on a keyboard of the United States, as Ctrl+Z means the
/// key with the Z wherever it lies; `key` itself where that keyboard has no such sign. `sign` is
/// what the layout in use writes for `key` (glfwGetKeyName()); null for keys that write nothing.
int key_bearing(const char* sign, int key);

}  // namespace convscope::app
