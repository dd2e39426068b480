#!/usr/bin/env bash
# Sets up, builds and tests Convscope.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tools/test.sh [PART...]

Installs what is missing and runs the named parts, all of them when none is named, in this order:
  format    the sources are formatted as .clang-format says
  tsan      evaluator and thread tests under ThreadSanitizer          (build/tsan)
  asan      core, command line, golden and bad-input tests under
            AddressSanitizer and UndefinedBehaviorSanitizer           (build/asan)
  release   every test, the window's included                         (build/release)
Stops at the first part that fails. The summary of the last part comes last.
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)

# build_preset PRESET [TARGET...]: configures with the tests and builds the targets, or everything.
build_preset() {
    local preset=$1
    shift
    local targets=()
    [[ $# -eq 0 ]] || targets=(--target "$@")
    (cd "$root" && cmake --preset "$preset" -DBUILD_TESTING=ON)
    cmake --build "$root/build/$preset" "${targets[@]}"
}

# run_tests PRESET [ARGUMENT...]: runs the tests of a tree, those that ctest's arguments choose.
run_tests() {
    local preset=$1
    shift
    ctest --test-dir "$root/build/$preset" --parallel "$jobs" --output-on-failure \
        --no-tests=error "$@"
}

test_format() { "$root/tools/format.sh" --check; }

test_tsan() {
    # Only tests of what threads share: the others would take minutes and show the same code.
    build_preset tsan parallel_test threads_test
    run_tests tsan --label-regex '^threads$'
}

test_asan() {
    build_preset asan
    run_tests asan
}

test_release() {
    build_preset release
    run_tests release
}

parts=()
for argument in "$@"; do
    case "$argument" in
        format | tsan | asan | release) parts+=("$argument") ;;
        -h | --help) usage; exit 0 ;;
        *) echo "test.sh: unknown part '$argument' (see tools/test.sh --help)" >&2; exit 2 ;;
    esac
done
[[ ${#parts[@]} -gt 0 ]] || parts=(format tsan asan release)

"$root/tools/setup.sh" --tests
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
for part in "${parts[@]}"; do
    echo "=== $part"
    "test_$part"
done
