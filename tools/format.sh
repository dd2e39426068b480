#!/usr/bin/env bash
# Formats every C++ source as .clang-format says.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tools/format.sh [--check]

Formats every C++ source in app, core and tests in place. With --check changes nothing, names what
is not formatted, and exits with 1 when there is such a file.
TEXT
}

mode=(-i)
case "${1:-}" in
    "") ;;
    --check) mode=(--dry-run --Werror) ;;
    -h | --help) usage; exit 0 ;;
    *) echo "format.sh: unknown option '$1' (see tools/format.sh --help)" >&2; exit 2 ;;
esac

# Versions of clang-format disagree in details; the sources follow this one.
version=14
formatter=clang-format-$version
command -v "$formatter" >/dev/null || formatter=clang-format
if ! "$formatter" --version 2>/dev/null | grep --quiet "version $version\."; then
    echo "format.sh: needs clang-format $version, which is not installed here; nothing was done." >&2
    exit 0
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
find app core tests \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 -P "$(nproc)" -n 16 "$formatter" --style=file "${mode[@]}" || {
    echo "format.sh: not formatted as .clang-format says: run tools/format.sh" >&2
    exit 1
}
