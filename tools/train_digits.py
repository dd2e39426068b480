#!/usr/bin/env python3
"""Trains the network of assets/lessons/2_network.json on handwritten digits, with PyTorch.

Its first layer is given: one edge filter, turned by 45 degrees seven times. The second layer and
the dense layer are learned. Writes lessons/digits_conv.npy and lessons/digits_dense.npy, rounded to
three decimals, into the folder OUT, and prints how many of the test digits are then named right.

    tools/train_digits.py DATA OUT

DATA holds MNIST, or a part of it, as train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz and the
same two files for test.
"""
import gzip
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

EPOCHS = 40
BATCH = 64
LEARNING_RATE = 0.05
SECOND_LAYER_FILTERS = 16

# The ring of a 3x3 filter, clockwise from the upper left: turning it by one place turns the edge.
RING = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
VERTICAL_EDGE = (-0.25, 0, 0.25, 0.5, 0.25, 0, -0.25, -0.5)


def compass_filters() -> torch.Tensor:
    """8,1,3,3: the first is brighter on its right side; each next one is turned clockwise."""
    filters = torch.zeros(8, 1, 3, 3)
    for turn in range(8):
        for place, (row, column) in enumerate(RING):
            filters[turn, 0, row, column] = VERTICAL_EDGE[(place - turn) % 8]
    return filters


def read_idx(path: Path, header: int) -> np.ndarray:
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header).copy()


def read_digits(folder: Path, part: str) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = read_idx(folder / f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
    labels = read_idx(folder / f"{part}-labels-idx1-ubyte.gz", 8)
    return torch.from_numpy(pixels / np.float32(255)), torch.from_numpy(labels.astype(np.int64))


def logits(pictures: torch.Tensor, edges: torch.Tensor, conv: torch.Tensor, dense: torch.Tensor):
    maps = F.max_pool2d(F.relu(F.conv2d(pictures, edges)), 2)
    maps = F.max_pool2d(F.relu(F.conv2d(maps, conv)), 2)
    return maps.flatten(1) @ dense.flatten(1).T


def shifted(pictures: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Moved by up to two pixels, so that a digit need not stand exactly in the middle."""
    dx, dy = torch.randint(-2, 3, (2,), generator=generator).tolist()
    return torch.roll(pictures, (dy, dx), (2, 3))


def train(pictures, labels, edges) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)

    def start(shape, inputs):
        weights = torch.rand(shape, generator=generator) * 2 - 1
        return (weights / inputs**0.5).requires_grad_()

    conv = start((SECOND_LAYER_FILTERS, 8, 3, 3), 72)
    inputs = SECOND_LAYER_FILTERS * 5 * 5
    dense = start((10, SECOND_LAYER_FILTERS, 5, 5), inputs)
    optimizer = torch.optim.SGD([conv, dense], LEARNING_RATE, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        order = torch.randperm(len(labels), generator=generator)
        for batch in order.split(BATCH):
            loss = F.cross_entropy(
                logits(shifted(pictures[batch], generator), edges, conv, dense), labels[batch]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    return conv.detach(), dense.detach()


def main() -> None:
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    torch.set_num_threads(1)
    edges = compass_filters()
    conv, dense = train(*read_digits(data, "train"), edges)
    conv, dense = (torch.round(weights * 1000) / 1000 for weights in (conv, dense))
    pictures, labels = read_digits(data, "test")
    right = (logits(pictures, edges, conv, dense).argmax(1) == labels).float().mean().item()
    np.save(out / "digits_conv.npy", conv.numpy())
    np.save(out / "digits_dense.npy", dense.numpy())
    print(f"{100 * right:.1f} % of {len(labels)} test digits")


if __name__ == "__main__":
    main()
