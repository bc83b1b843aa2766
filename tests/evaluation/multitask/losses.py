"""Loss of a batch of windows: of anchors, of tags, of tags as seen from each anchor, and of values."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from tests.evaluation.multitask.labels import UNKNOWN, Example, Relation
from tests.evaluation.multitask.network import Network, Pairs, Values
from tests.evaluation.multitask.roles import ANCHORS, POLNEAR
from tests.evaluation.training.train import padded

ANCHORS_WEIGHT, VALUE_WEIGHT = 3.0, 12.0  # beside the tags of a piece; a claim has some twenty pieces
Batch = Sequence[Example]


def loss_of(network: Network, batch: Batch) -> Tensor:
    """Return the loss of a batch, by piece."""
    ids, cases, quoted, valid = padded(batch)
    rules = torch.tensor([each.rule for each in batch])[:, None].expand(ids.shape)
    with torch.autocast("cpu", torch.bfloat16):
        states = network.states(ids, cases, quoted, rules, valid)
        anchors, claims, events = network.anchor(states), network.claims(states), network.events(states)
    total = _anchor_loss(anchors.float(), batch)
    for row, example in enumerate(batch):
        length = len(example.window.ids)
        total = total + _tag_loss(network.claims, [each[row, :length].float() for each in claims[:3]], example.claims, length)
        total = total + _value_loss(network.claim_values, states[row].float(), example.claims)
        if example.rule != POLNEAR:
            total = total + _tag_loss(network.events, [each[row, :length].float() for each in events[:3]], example.events, length)
            total = total + _value_loss(network.event_values, states[row].float(), example.events)
    return total / valid.sum()


def _anchor_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Return the loss of anchors. PolNeAR has cues alone: its other anchors are not known."""
    wanted, weights = torch.zeros(scores.shape), torch.zeros(scores.shape)
    for row, example in enumerate(batch):
        known = 1 if example.rule == POLNEAR else len(ANCHORS)
        weights[row, : len(example.window.ids), :known] = ANCHORS_WEIGHT
        for each in (*example.claims, *example.events):
            wanted[row, each.anchor, ANCHORS.index(each.kind)] = 1  # type: ignore[arg-type]
    return functional.binary_cross_entropy_with_logits(scores, wanted, weights, reduction="sum")


def _tag_loss(head: Pairs, factors: Sequence[Tensor], relations: Sequence[Relation], length: int) -> Tensor:
    """Return the loss of the tags that some anchor gives each piece, and of the tags as seen from each anchor."""
    flat = torch.zeros(length, dtype=torch.long)
    for each in relations:
        flat = torch.where(flat == 0, torch.tensor(each.tags), flat)
    loss = functional.cross_entropy(factors[0], flat, reduction="sum")
    if not relations:
        return loss
    scores = head.scores(factors[0], factors[1], factors[2], torch.tensor([each.anchor for each in relations]))
    seen = torch.tensor([each.tags for each in relations])
    return loss + functional.cross_entropy(scores.reshape(-1, head.tags), seen.reshape(-1), reduction="sum")


def _value_loss(head: Values, states: Tensor, relations: Sequence[Relation]) -> Tensor:
    loss = torch.zeros(())
    for each in relations:
        if any(value != UNKNOWN for value in each.values):
            for scores, value in zip(head.scores(states, each.anchor, each.pieces), each.values, strict=True):
                if value != UNKNOWN:
                    loss = loss + VALUE_WEIGHT / len(each.values) * functional.cross_entropy(scores[None], torch.tensor([value]))
    return loss
