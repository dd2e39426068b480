#!/usr/bin/env python3
"""Draws the small built-in pictures of assets/pictures. Run from anywhere; needs nothing but Python."""
import struct
import zlib
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "assets" / "pictures"


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def write_png(name: str, width: int, height: int, colour_type: int, pixel_at) -> None:
    """pixel_at(x, y) is one brightness (colour type 0) or red, green and blue (2), from 0 to 1."""
    rows = b"".join(
        b"\0" + bytes(round(255 * value) for x in range(width) for value in pixel_at(x, y))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    (PICTURES / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def write_grey_png(name: str, width: int, height: int, value_at) -> None:
    """value_at(x, y) is 0 (dark) to 1 (light)."""
    write_png(name, width, height, 0, lambda x, y: (value_at(x, y),))


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    write_grey_png("step.png", 8, 8, lambda x, y: x >= 4)
    write_grey_png("step_large.png", 64, 48, lambda x, y: x >= 32)
    write_grey_png("line.png", 12, 12, lambda x, y: 4 <= x < 8)
    write_grey_png("line_dark.png", 12, 12, lambda x, y: not 4 <= x < 8)
    write_grey_png("checkerboard.png", 16, 16, lambda x, y: (x // 4 + y // 4) % 2)
    # Of equal brightness, the mean of the channels: equal weights do not see this edge.
    write_png("red_green.png", 8, 8, 2, lambda x, y: (1, 0, 0) if x < 4 else (0, 1, 0))


if __name__ == "__main__":
    main()
