#!/usr/bin/env bash
# Sets up, builds and opens Convscope.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tools/run.sh [ARGUMENT...]

Installs what is missing, builds Convscope (in build/release) and opens it. Arguments go to the
program: a picture or a scene to open, or any of its options (tools/run.sh -- --help shows them).
Without a display it draws the window into convscope.png in the current folder instead.
TEXT
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
    --) shift ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build="$root/build/release"

"$root/tools/setup.sh"

# A first build leaves the tests out; one that has them keeps them.
configure=(cmake --preset release)
[[ -f "$build/CMakeCache.txt" ]] || configure+=(-DBUILD_TESTING=OFF)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building Convscope (the first time takes a few minutes)"
if ! (cd "$root" && "${configure[@]}") >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
cmake --build "$build" --target convscope convscope-cli
rm -f "$log"

# These need no display.
for argument in "$@"; do
    case "$argument" in
        --snapshot* | --script* | --help | --version) exec "$build/app/convscope" "$@" ;;
    esac
done

if [[ -z "${DISPLAY:-}" && -z "${WAYLAND_DISPLAY:-}" ]]; then
    echo "There is no display here, so the window is drawn into a picture instead."
    "$build/app/convscope" --snapshot convscope.png "$@"
    echo "Drew $PWD/convscope.png"
    exit 0
fi
exec "$build/app/convscope" "$@"
