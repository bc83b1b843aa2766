"""Network of the next tagger in torch: the MiniLM encoder with heads for anchors, tags, pairs and values."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.evaluation.multitask.roles import ANCHORS, CLAIM_TAGS, CLAIM_VALUES, EVENT_TAGS, EVENT_VALUES
from tests.evaluation.training.network import DROPOUT, FARTHEST, LAYERS, PAIR, WIDTH, Layer

VALUE = 128  # features of a claim or event from which its values are told


def dropped(x: Tensor, *, is_training: bool) -> Tensor:
    """Return values with some set to zero while training."""
    return functional.dropout(x, DROPOUT, is_training)


class Pairs(nn.Module):
    """A head for tags: of pieces alone, of pairs of piece and anchor, and of their distance."""

    def __init__(self, tags: int) -> None:
        super().__init__()
        self.tags, self.flat, self.rel = tags, nn.Linear(WIDTH, tags), nn.Embedding(2 * FARTHEST + 1, tags)
        self.ta, self.tb = nn.Linear(WIDTH, tags * PAIR), nn.Linear(WIDTH, tags * PAIR)
        self.hid, self.hidb = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        nn.init.zeros_(self.rel.weight)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        of_pieces = self.ta(dropped(functional.gelu(self.hid(x)), is_training=self.training))
        of_anchors = self.tb(dropped(functional.gelu(self.hidb(x)), is_training=self.training))
        return self.flat(x), of_pieces, of_anchors, self.rel.weight + 0.0

    def scores(self, flat: Tensor, of_pieces: Tensor, of_anchors: Tensor, anchors: Tensor) -> Tensor:
        """Score (anchor, piece, tag) of one window."""
        pieces, number = flat.shape[0], len(anchors)
        ones = of_pieces.view(pieces, self.tags, PAIR).permute(1, 0, 2)
        others = of_anchors[anchors].view(number, self.tags, PAIR).permute(1, 2, 0)
        distances = (torch.arange(pieces)[None, :] - anchors[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        scores: Tensor = torch.bmm(ones, others).permute(2, 1, 0) / PAIR**0.5 + flat[None] + self.rel(distances)
        return scores


class Values(nn.Module):
    """A head for the values of a claim or event, from its anchor and the mean of its pieces."""

    def __init__(self, groups: list[int]) -> None:
        super().__init__()
        self.groups = groups
        self.of_anchor, self.of_piece, self.last = nn.Linear(WIDTH, VALUE), nn.Linear(WIDTH, VALUE), nn.Linear(VALUE, sum(groups))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.of_anchor(x), self.of_piece(x), torch.cat([self.last.weight, self.last.bias[:, None]], 1)

    def scores(self, x: Tensor, anchor: int, pieces: list[int]) -> list[Tensor]:
        """Score the values of one claim or event, group by group, from the states of a window."""
        features = functional.relu(self.of_anchor(x[anchor]) + self.of_piece(x[pieces]).mean(0))
        return list(self.last(dropped(features, is_training=self.training)).split(self.groups))


class Network(nn.Module):
    """A network that gives each piece scores of anchors, and heads for the tags and values of claims and events."""

    def __init__(self) -> None:
        super().__init__()
        # embeddings of words, positions, token type; of letter case, quotation and rule; their norm
        self.we, self.pe, self.tt = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Parameter(torch.zeros(WIDTH))
        self.ce, self.qe, self.re, self.n = (
            nn.Embedding(8, WIDTH),
            nn.Embedding(2, WIDTH),
            nn.Embedding(2, WIDTH),
            nn.LayerNorm(WIDTH, 1e-12),
        )
        self.L = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.anchor, self.claims, self.events = nn.Linear(WIDTH, len(ANCHORS)), Pairs(len(CLAIM_TAGS)), Pairs(len(EVENT_TAGS))
        self.claim_values = Values([len(group) for group in CLAIM_VALUES.values()])
        self.event_values = Values([len(group) for group in EVENT_VALUES.values()])
        for added in (self.ce, self.qe, self.re):  # embeddings added to the encoder start at zero
            nn.init.zeros_(added.weight)

    def heads(self) -> list[nn.Parameter]:
        """Return the parameters without pretrained weights."""
        encoder = {id(each) for part in (self.we, self.pe, self.n, self.L) for each in part.parameters()} | {id(self.tt)}
        return [each for each in self.parameters() if id(each) not in encoder]

    def states(self, ids: Tensor, cases: Tensor, quoted: Tensor, rules: Tensor, valid: Tensor | None = None) -> Tensor:
        """Return the state of each piece: (window, piece, width)."""
        x = self.we(ids) + self.pe.weight[: ids.shape[1]][None] + self.tt + self.ce(cases) + self.qe(quoted) + self.re(rules)
        x = dropped(self.n(x), is_training=self.training)
        mask = None if valid is None else torch.where(valid, 0.0, -1e4)[:, None, None, :]
        for layer in self.L:
            x = layer(x, mask)
        return x

    def forward(self, ids: Tensor, cases: Tensor, quoted: Tensor, rules: Tensor) -> tuple[Tensor, ...]:
        x = self.states(ids, cases, quoted, rules)
        return self.anchor(x), *self.claims(x), *self.events(x), *self.claim_values(x), *self.event_values(x)
