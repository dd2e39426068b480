#!/bin/bash
# full_screen_test.sh CONVSCOPE FOLDER: F11 covers the whole screen and goes back to the same size.
set -euo pipefail
convscope=$1 folder=$2
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

cat >full.script <<'TEXT'
list status/line
key F11
frames 5
list status/line
key Escape
frames 5
list status/line
key F11
frames 5
key F11
frames 5
list status/line
TEXT
"$convscope" --size 1280x800 --scale 1 --script full.script >widths.txt
read -r width height <<<"$(xwininfo -root | awk '/Width:/ {w = $2} /Height:/ {h = $2} END {print w, h}')"
right_edges=$(awk '{print $4 "x" $5}' widths.txt | tr '\n' ' ')
expected="1280x800 ${width}x$height 1280x800 1280x800 "
if [[ "$right_edges" != "$expected" ]]; then
    echo "expected windows of $expected, found $right_edges" >&2
    exit 1
fi
