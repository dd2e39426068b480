#!/usr/bin/env python3
"""Draws the small built-in pictures of assets/pictures. Run from anywhere; needs nothing but Python."""
import struct
import zlib
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "assets" / "pictures"


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def write_grey_png(name: str, width: int, height: int, value_at) -> None:
    """value_at(x, y) is 0 (dark) to 1 (light)."""
    rows = b"".join(
        b"\0" + bytes(round(255 * value_at(x, y)) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    (PICTURES / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    write_grey_png("step.png", 8, 8, lambda x, y: x >= 4)
    write_grey_png("step_large.png", 64, 48, lambda x, y: x >= 32)
    write_grey_png("line.png", 12, 12, lambda x, y: 4 <= x < 8)
    write_grey_png("line_dark.png", 12, 12, lambda x, y: not 4 <= x < 8)
    write_grey_png("checkerboard.png", 16, 16, lambda x, y: (x // 4 + y // 4) % 2)


if __name__ == "__main__":
    main()
