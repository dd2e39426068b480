#!/usr/bin/env python3
"""The live frame of bench_frame in PyTorch (Debian: python3-torch), for a ratio on one machine.

    python3 tests/bench/peer_pytorch.py [THREADS]
"""
import statistics
import sys
import time

import torch
import torch.nn.functional as functional


def live_frame(image, weights):
    """Forward, half sum of squares, and the gradient of every quantity, as the board shows them."""
    image.grad = weights.grad = None
    output = functional.conv2d(image, weights)
    active = functional.relu(output)
    pooled = functional.max_pool2d(active, 2, 2)
    for quantity in (output, active, pooled):
        quantity.retain_grad()
    loss = 0.5 * (pooled * pooled).sum()
    loss.backward()


def median_ms(side, repeats=15):
    """Of the time on the clock, and of the processor time of all threads."""
    torch.manual_seed(1)
    image = (torch.rand(1, 3, side, side) * 2 - 1).requires_grad_()
    weights = (torch.rand(1, 3, 5, 5) * 2 - 1).requires_grad_()
    times = []
    for _ in range(repeats + 2):
        start = time.perf_counter(), time.process_time()
        live_frame(image, weights)
        end = time.perf_counter(), time.process_time()
        times.append([(b - a) * 1e3 for a, b in zip(start, end)])
    return [statistics.median(column) for column in zip(*times[2:])]


def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    torch.set_num_threads(threads)
    for side in (512, 1024):
        wall, processor = median_ms(side)
        print(f"PyTorch {torch.__version__}, {threads} thread(s), 3x{side}x{side}: "
              f"{wall:.1f} ms, processor {processor:.1f} ms")


if __name__ == "__main__":
    main()
