#!/usr/bin/env bash
# Installs the packages that Convscope needs and that this machine lacks.
set -euo pipefail

build_packages=(
    g++ cmake ninja-build pkg-config
    libimgui-dev libglfw3-dev libx11-dev libgl-dev libopengl-dev libegl-dev libstb-dev python3-glad
    nlohmann-json3-dev libcli11-dev libhwy-dev libtbb-dev zlib1g-dev
    fonts-dejavu-core fonts-dejavu-extra fonts-inter fonts-jetbrains-mono
    libgl1 libegl1 libgl1-mesa-dri
)
test_packages=(
    libgtest-dev libgmock-dev libbenchmark-dev clang-format
    xvfb xauth xdotool x11-utils imagemagick
)

usage() {
    cat <<'TEXT'
Usage: tools/setup.sh [--tests]

Installs with apt the packages that are needed to build and run Convscope and are not installed
yet; with --tests also those that its tests need. Says what it installs, and nothing when nothing
is missing. Asks for administrator rights (sudo) only when there is something to install.
TEXT
}

packages=("${build_packages[@]}")
for argument in "$@"; do
    case "$argument" in
        --tests) packages+=("${test_packages[@]}") ;;
        -h | --help) usage; exit 0 ;;
        *) echo "setup.sh: unknown option '$argument' (see tools/setup.sh --help)" >&2; exit 2 ;;
    esac
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    cat >&2 <<TEXT
setup.sh: this system has no apt, so nothing was installed. Install these yourself (Debian's names):
  ${packages[*]}
TEXT
    exit 0
fi

installed=$(dpkg-query --show --showformat='${Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
    sed -n 's/^install ok installed //p') || true
missing=()
for package in "${packages[@]}"; do
    grep --quiet --line-regexp --fixed-strings -- "$package" <<<"$installed" || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "setup.sh: these packages are missing, and there is no sudo to install them with." >&2
        echo "Run as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get update --quiet --quiet
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --quiet --no-install-recommends "${missing[@]}"
