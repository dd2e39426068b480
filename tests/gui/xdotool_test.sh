#!/bin/bash
# xdotool_test.sh CONVSCOPE FOLDER: the real event path, from the X server through GLFW: paint with
# the mouse, type a weight, save, undo both, save again, quit. What the window did is read back from
# the saved scenes, off-screen.
set -euo pipefail
convscope=$1 folder=$2
source "$(dirname "$0")/window_helpers.sh"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$CONVSCOPE_TEST_DATA/good.json" scene.json
size=1280x800

echo 'list' >list.script
off_screen "$convscope" list.script --size $size scene.json >widgets.txt
read -r picture_x picture_y <<<"$(centre_of widgets.txt map/I)"
read -r weight_x weight_y <<<"$(centre_of widgets.txt layer/conv1/filter/0/r/0,0)"

start_window "$convscope" --size $size --scale 1 scene.json
wait_for_title '^scene.json · '

point_at $((picture_x - 60)) "$picture_y"
button down
for way in -40 -20 0; do point_at $((picture_x + way)) $((picture_y + 10)); done
button up
wait_for_title '^scene.json\* · '
press_until_title ctrl+s '^scene.json · '
cp scene.json painted.json

point_at "$weight_x" "$weight_y"
button down
button up
xdotool type --delay 120 '0.5'
press_until_title Return '^scene.json\* · '
press_until_title ctrl+s '^scene.json · '
cp scene.json weighted.json

press_key ctrl+z
wait_for_title '^scene.json\* · '
press_key ctrl+z
press_until_title ctrl+s '^scene.json · '
quit_window

cat >check.script <<'END'
open ${CONVSCOPE_TEST_DATA}/good.json
remember picture I
remember weights conv1.weights
open painted.json
expect different I picture
expect same conv1.weights weights
open weighted.json
expect different I picture
expect value conv1.weights 0 r 0,0 == 0.5
open scene.json
expect same I picture
expect same conv1.weights weights
expect no_message
END
off_screen "$convscope" check.script
