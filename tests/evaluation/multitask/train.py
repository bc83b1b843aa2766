"""Training of the tagger, and export to ONNX.

    python -m tests.evaluation.multitask.train --start TAGGER.onnx [--data FOLDER] [--epochs N] [--fold K] --out FOLDER

Learns from the articles annotated under our guide and from a share of PolNeAR's in each epoch, starting from the tagger for attributions
that the project had before (its model card says which). ``--fold`` leaves out one fold of the articles, to be measured on. Needs torch,
safetensors, onnx and onnxruntime, which the program does not. Seeded; a stopped run resumes after its last whole epoch.
"""

import argparse
import random
from pathlib import Path
from typing import Any

import torch

from tests.evaluation.multitask.earlier import load_earlier
from tests.evaluation.multitask.export import export
from tests.evaluation.multitask.labels import Example, guide_example, guide_records, polnear_example, polnear_records, shifted_windows
from tests.evaluation.multitask.losses import loss_of
from tests.evaluation.multitask.network import Network
from tests.evaluation.training.train import Training, batches, run

RATES = (1.2e-4, 6e-4)  # of the encoder, of the heads
POLNEAR_SHARE = 0.12  # of its articles in each epoch, so that both corpora have about as many claims


def epoch_examples(guide: list[dict[str, Any]], polnear: list[dict[str, Any]], epoch: int) -> list[Example]:
    """Return the examples of an epoch: all articles of our guide and some of PolNeAR, with borders of windows that differ each time."""
    chosen = random.sample(polnear, int(POLNEAR_SHARE * len(polnear)))
    examples = [guide_example(window, each) for each in guide for window in shifted_windows(each, is_shifted=epoch > 0)]
    return examples + [polnear_example(window, each) for each in chosen for window in shifted_windows(each, is_shifted=epoch > 0)]


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
    network = Network()
    load_earlier(network, options.start)
    training = Training(network, loss_of, options.epochs * len(batches(first)), RATES)
    run(training, lambda epoch: epoch_examples(guide, polnear, epoch), options.epochs, options.out / "state.pt")
    training.network.load_state_dict(training.average)
    export(training.network, options.out / "tagger.onnx")


if __name__ == "__main__":
    main()
