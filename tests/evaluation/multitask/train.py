"""Training of the tagger, and export to ONNX.

    python -m tests.evaluation.multitask.train --start TAGGER.onnx [--data FOLDER] [--epochs N] [--fold K] --out FOLDER

Learns from the articles annotated under our guide and from a share of PolNeAR's in each epoch, starting from the tagger for attributions
that the project had before (its model card says which). ``--fold`` leaves out one fold of the articles, to be measured on. Needs torch,
safetensors, onnx and onnxruntime, which the program does not. Seeded; a stopped run resumes after its last whole epoch.
"""

import argparse
import random
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from tests.evaluation.multitask.earlier import load_earlier
from tests.evaluation.multitask.export import export
from tests.evaluation.multitask.labels import Example, guide_example, guide_records, polnear_example, polnear_records, shifted_windows
from tests.evaluation.multitask.losses import Batch, loss_of
from tests.evaluation.multitask.network import Network

RATES = (1.2e-4, 6e-4)  # of the encoder, of the heads
WARM_UP, DECAY = 60, 0.01
PIECES = 3_200  # in a batch
SHUFFLED = 200  # windows that are sorted by length together
POLNEAR_SHARE = 0.12  # of its articles in each epoch, so that both corpora have about as many claims
AVERAGING = 0.04  # weight of every fifth step in the averaged weights, from half-way on


class Training:
    """Network, optimizer and averaged weights. Training can be resumed after each epoch."""

    def __init__(self, start: Path, steps: int) -> None:
        self.network, self._steps, self._done = Network(), steps, 0
        load_earlier(self.network, start)
        heads = self.network.heads()
        encoder = [each for each in self.network.parameters() if not any(each is head for head in heads)]
        self._optimizer = torch.optim.AdamW(
            [{"params": encoder, "base": RATES[0]}, {"params": heads, "base": RATES[1]}], lr=RATES[0], weight_decay=DECAY
        )
        self.average: dict[str, Tensor] = {}

    def step(self, batch: Batch) -> float:
        """Learn from a batch; return its loss."""
        share = min(1, (self._done + 1) / WARM_UP) * max(0.02, 1 - self._done / self._steps)
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * share
        loss = loss_of(self.network, batch)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._done += 1
        if self._done > self._steps / 2 and self._done % 5 == 0:
            for name, value in self.network.state_dict().items():
                self.average.setdefault(name, value.clone()).lerp_(value, AVERAGING)
        return float(loss.detach())

    def state(self) -> dict[str, Any]:
        """Return the state from which training can be resumed."""
        parts = {"network": self.network.state_dict(), "optimizer": self._optimizer.state_dict()}
        return {**parts, "average": self.average, "done": self._done}

    def load(self, state: dict[str, Any]) -> None:
        """Resume from a state."""
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.average, self._done = state["average"], state["done"]


def epoch_examples(guide: list[dict[str, Any]], polnear: list[dict[str, Any]], epoch: int) -> list[Example]:
    """Return the examples of an epoch: all articles of our guide and some of PolNeAR, with borders of windows that differ each time."""
    chosen = random.sample(polnear, int(POLNEAR_SHARE * len(polnear)))
    examples = [guide_example(window, each) for each in guide for window in shifted_windows(each, is_shifted=epoch > 0)]
    return examples + [polnear_example(window, each) for each in chosen for window in shifted_windows(each, is_shifted=epoch > 0)]


def batches(data: list[Example]) -> list[list[Example]]:
    """Return the examples in batches of windows of like length, shuffled."""
    random.shuffle(data)
    batched: list[list[Example]] = []
    for start in range(0, len(data), SHUFFLED):
        batch: list[Example] = []
        for example in sorted(data[start : start + SHUFFLED], key=lambda each: len(each.window.ids)):
            if batch and (len(batch) + 1) * len(example.window.ids) > PIECES:
                batched.append(batch)
                batch = []
            batch.append(example)
        batched.append(batch)
    random.shuffle(batched)
    return batched


def main() -> None:
    """Train and export the network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--fold", type=int, help="number of the fold to leave out")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    random.seed(1)
    guide = guide_records(options.data, options.fold)
    measured = {each["text"] for each in guide_records(options.data, None)} - {each["text"] for each in guide}
    polnear = polnear_records(options.data, measured)
    first = epoch_examples(guide, polnear, 0)
    training = Training(options.start, options.epochs * len(batches(first)))
    run(training, guide, polnear, options.epochs, options.out / "state.pt")
    training.network.load_state_dict(training.average)
    export(training.network, options.out / "tagger.onnx")


def run(training: Training, guide: list[dict[str, Any]], polnear: list[dict[str, Any]], epochs: int, state_file: Path) -> None:
    """Train epoch by epoch, from the state in the file, if there is one; write the state after each."""
    first = 0
    if state_file.exists():
        state = torch.load(state_file, weights_only=False)
        training.load(state)
        random.setstate(state["chance"])
        first = state["epoch"] + 1
    for epoch in range(first, epochs):
        started = time.monotonic()
        losses = [training.step(batch) for batch in batches(epoch_examples(guide, polnear, epoch))]
        print(f"epoch {epoch}: loss {sum(losses) / len(losses):.4f}, {time.monotonic() - started:.0f} s", flush=True)
        torch.save({**training.state(), "epoch": epoch, "chance": random.getstate()}, state_file)


if __name__ == "__main__":
    main()
