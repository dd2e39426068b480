#!/usr/bin/env bash
# Draws a set of scenes in every size, scale and theme, and tiles them into one picture.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: tools/contact_sheet.sh [OUT.png] [CONVSCOPE]

Draws the first start, the parts of the worksheet and a photo in 1280x720, 1600x1000 and 3840x2160,
at 100 and 200 %, in every theme, each as --snapshot does, and tiles them with labels into OUT.png
(contact_sheet.png); the single pictures stay beside it in OUT.png.d. Uses build/release/app/convscope
unless CONVSCOPE names another. Needs ImageMagick, no display. Exits with 1 when a picture fails.
TEXT
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
    -*) echo "contact_sheet.sh: unknown option '$1' (see tools/contact_sheet.sh --help)" >&2; exit 2 ;;
esac

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sheet=${1:-contact_sheet.png}
convscope=${2:-$root/build/release/app/convscope}
if [[ ! -x "$convscope" ]]; then
    echo "contact_sheet.sh: there is no $convscope; build it with tools/run.sh first." >&2
    exit 1
fi
if ! command -v montage >/dev/null; then
    echo "contact_sheet.sh: needs ImageMagick (package imagemagick), which is not installed." >&2
    exit 1
fi

sizes=(1280x720 1600x1000 3840x2160)
scales=(1 2)
themes=(dark light contrast)
scenes=("" "$root/assets/pictures/chelsea.jpg" "$root"/assets/lessons/*.json)

folder=$sheet.d
rm -rf "$folder"
mkdir -p "$folder/small"
tiles=()

# draw SIZE SCALE THEME [SCENE]
draw() {
    local name=start file
    if [[ -n "${4:-}" ]]; then
        name=$(basename "$4")
        name=${name%.*}
    fi
    file=$folder/$name-$1-${2}00-$3.png
    if ! "$convscope" --snapshot "$file" --size "$1" --scale "$2" --theme "$3" ${4:+"$4"}; then
        echo "contact_sheet.sh: could not draw ${4:-the first start} at $1, ${2}00 %, $3." >&2
        exit 1
    fi
    # Small ones for the sheet: ImageMagick's limits do not allow for all of the large ones at once.
    convert "$file" -thumbnail 640x400 "$folder/small/${file##*/}"
    tiles+=(-label "$name  $1  ${2}00 %  $3" "$folder/small/${file##*/}")
}

# The first start in every way, the others in one way each and the hardest.
for size in "${sizes[@]}"; do
    for scale in "${scales[@]}"; do
        for theme in "${themes[@]}"; do draw "$size" "$scale" "$theme"; done
    done
done
for scene in "${scenes[@]:1}"; do
    for theme in "${themes[@]}"; do
        draw 1600x1000 1 "$theme" "$scene"
        draw 1280x720 2 "$theme" "$scene"
    done
done

montage "${tiles[@]}" -tile 6x -geometry 640x400+6+6 -background '#a0a0a0' -pointsize 20 \
    -font /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf "$sheet"
rm -rf "$folder/small"
echo "Drew $sheet: $((${#tiles[@]} / 3)) pictures"
