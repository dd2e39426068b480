#!/bin/bash
# layout_test.sh CONVSCOPE FOLDER: shortcuts go by the letter on the key. On a German keyboard the Z
# lies where an American one has its Y: Ctrl+Z undoes there too.
set -euo pipefail
convscope=$1 folder=$2
source "$(dirname "$0")/window_helpers.sh"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$CONVSCOPE_TEST_DATA/good.json" scene.json
size=1280x800

echo 'list map/I' >list.script
off_screen "$convscope" list.script --size $size scene.json >widgets.txt
read -r picture_x picture_y <<<"$(centre_of widgets.txt map/I)"

setxkbmap de
start_window "$convscope" --size $size --scale 1 scene.json
wait_for_title '^scene.json · '
point_at "$picture_x" "$picture_y"
button down
button up
wait_for_title '^scene.json\* · '
press_until_title ctrl+z '^scene.json · '
press_until_title ctrl+y '^scene.json\* · '
press_until_title ctrl+z '^scene.json · '
quit_window
