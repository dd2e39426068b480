#!/usr/bin/env python3
"""Draws the small built-in pictures of assets/pictures. Needs nothing but Python.

make_pictures.py [--output FOLDER] [--digit IDX_FILE]

--output  another folder than assets/pictures
--digit   draws digit.png too, from a file of handwritten digits in MNIST's format (.gz)
"""
import argparse
import gzip
import random
import struct
import zlib
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "assets" / "pictures"
DIGIT_INDEX = 5  # of the test pictures: a 3


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


class Pictures:
    """Writes pictures into a folder. The functions that are handed in give brightness, 0 to 1."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def png(self, name: str, width: int, height: int, colour_type: int, pixel_at) -> None:
        """pixel_at(x, y) is one brightness (colour type 0) or red, green and blue (2)."""
        rows = b"".join(
            b"\0"
            + bytes(round(255 * value) for x in range(width) for value in pixel_at(x, y))
            for y in range(height)
        )
        header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
        (self.folder / name).write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows, 9))
            + chunk(b"IEND", b"")
        )

    def grey_png(self, name: str, width: int, height: int, value_at) -> None:
        self.png(name, width, height, 0, lambda x, y: (value_at(x, y),))

    def pnm(self, name: str, width: int, height: int, steps: int, levels_at) -> None:
        """levels_at(x, y): one or three whole numbers, of which `steps` is white. Unlike bytes, the
        quarters and eighths of a PNM file are exact."""
        lines = [
            " ".join(str(level) for x in range(width) for level in levels_at(x, y))
            for y in range(height)
        ]
        kind = "P2" if name.endswith(".pgm") else "P3"
        text = f"{kind}\n{width} {height}\n{steps}\n" + "\n".join(lines) + "\n"
        (self.folder / name).write_text(text)


def draw_edges(to: Pictures) -> None:
    to.grey_png("step.png", 8, 8, lambda x, y: x >= 4)
    to.grey_png("step_reversed.png", 8, 8, lambda x, y: x < 4)
    to.grey_png("step_horizontal.png", 8, 8, lambda x, y: y >= 4)
    to.grey_png("step_horizontal_reversed.png", 8, 8, lambda x, y: y < 4)
    to.grey_png("step_diagonal.png", 8, 8, lambda x, y: x + y >= 8)
    to.grey_png("step_diagonal_reversed.png", 8, 8, lambda x, y: x + y < 8)
    to.grey_png("step_large.png", 64, 48, lambda x, y: x >= 32)
    to.grey_png("line.png", 12, 12, lambda x, y: 4 <= x < 8)
    to.grey_png("line_dark.png", 12, 12, lambda x, y: not 4 <= x < 8)


def draw_patterns(to: Pictures) -> None:
    # One, two, three and four pixels wide.
    widths = [1, 1, 2, 2, 3, 3, 4]
    bars = [i % 2 for i, width in enumerate(widths) for _ in range(width)]
    to.grey_png("bars.png", len(bars), 16, lambda x, y: bars[x])
    to.grey_png("checkerboard.png", 16, 16, lambda x, y: (x // 4 + y // 4) % 2)
    to.pnm("ramp.pgm", 9, 9, 8, lambda x, y: (x,))
    to.grey_png("disc.png", 16, 16, lambda x, y: (2 * x - 15) ** 2 + (2 * y - 15) ** 2 <= 11**2)
    to.grey_png("blank.png", 16, 16, lambda x, y: 0)


def draw_colours(to: Pictures) -> None:
    # Of equal brightness, the mean of the channels: equal weights do not see this edge.
    to.png("red_green.png", 8, 8, 2, lambda x, y: (1, 0, 0) if x < 4 else (0, 1, 0))
    chart = [
        [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)],
        [(1, 1, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)],
    ]
    to.png("rgb_chart.png", 16, 8, 2, lambda x, y: chart[y // 4][x // 4])


def draw_noise(to: Pictures) -> None:
    numbers = random.Random(1)
    to.pnm("noise.ppm", 16, 16, 4, lambda x, y: [numbers.randrange(5) for _ in range(3)])
    to.pnm("noise_grey.pgm", 16, 16, 4, lambda x, y: [numbers.randrange(5)])


def draw_digit(to: Pictures, file: Path) -> None:
    content = gzip.decompress(file.read_bytes())
    count, height, width = struct.unpack(">III", content[4:16])
    start = 16 + min(DIGIT_INDEX, count - 1) * width * height
    to.grey_png("digit.png", width, height, lambda x, y: content[start + y * width + x] / 255)


def main() -> None:
    parser = argparse.ArgumentParser(description="Draws the built-in pictures.")
    parser.add_argument("--output", type=Path, default=PICTURES)
    parser.add_argument("--digit", type=Path)
    arguments = parser.parse_args()
    to = Pictures(arguments.output)
    draw_edges(to)
    draw_patterns(to)
    draw_colours(to)
    draw_noise(to)
    if arguments.digit:
        draw_digit(to, arguments.digit)


if __name__ == "__main__":
    main()
