"""Tagger in torch: the MiniLM encoder with heads for anchors, tags and pairs, as ``app/extract/model/tagger.py`` runs it."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS, TAGS, PAIR = 384, 1536, 12, 6, 7, 48
FARTHEST = 96  # pieces; larger distances share a score
DROPOUT = 0.1
# parts of a layer here and in the published weights
LAYER_NAMES = {
    **{"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense"},
    **{"n1": "attention.output.LayerNorm", "f1": "intermediate.dense", "f2": "output.dense", "n2": "output.LayerNorm"},
}


class Layer(nn.Module):
    """One layer of a BERT encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.f1, self.f2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        q, k, v = (self._heads(of(x)) for of in (self.q, self.k, self.v))
        scores = q @ k.transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        attended = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        x = self.n1(x + self._dropped(self.o(attended.transpose(1, 2).reshape(x.shape))))
        changed: Tensor = self.n2(x + self._dropped(self.f2(functional.gelu(self.f1(x)))))
        return changed

    def _heads(self, x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, DROPOUT, self.training)


class Network(nn.Module):
    """A network that gives each piece an anchor score, tag scores, and two vectors per tag, whose product scores (piece, anchor).

    The names of its parts are those of the saved states.
    """

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        # embeddings of words, positions, token type; of letter case and quotation; their norm
        self.we, self.pe, self.tt = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Parameter(torch.zeros(WIDTH))
        self.ce, self.qe, self.n = nn.Embedding(8, WIDTH), nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.L = nn.ModuleList(Layer() for _ in range(LAYERS))
        # heads: anchors, tags; pairs from the side of the piece and of the anchor; their hidden layers; distances
        self.anchor, self.flat = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, TAGS)
        self.ta, self.tb = nn.Linear(WIDTH, TAGS * PAIR), nn.Linear(WIDTH, TAGS * PAIR)
        self.hid, self.hidb, self.rel = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH), nn.Embedding(2 * FARTHEST + 1, TAGS)
        for added in (self.ce, self.qe, self.rel):  # embeddings added to the encoder start at zero
            nn.init.zeros_(added.weight)
        if weights is not None:
            self._load(load_file(weights))

    def heads(self) -> list[nn.Parameter]:
        """Return the parameters without pretrained weights."""
        encoder = {id(each) for part in (self.we, self.pe, self.n, self.L) for each in part.parameters()} | {id(self.tt)}
        return [each for each in self.parameters() if id(each) not in encoder]

    def forward(self, ids: Tensor, cases: Tensor, quoted: Tensor, valid: Tensor | None = None) -> tuple[Tensor, ...]:
        x = self.we(ids) + self.pe.weight[: ids.shape[1]][None] + self.tt + self.ce(cases) + self.qe(quoted)
        x = self._dropped(self.n(x))
        mask = None if valid is None else torch.where(valid, 0.0, -1e4)[:, None, None, :]
        for layer in self.L:
            x = layer(x, mask)
        of_pieces = self.ta(self._dropped(functional.gelu(self.hid(x))))
        of_anchors = self.tb(self._dropped(functional.gelu(self.hidb(x))))
        return self.anchor(x).squeeze(-1), self.flat(x), of_pieces, of_anchors, self.rel.weight + 0.0

    def tags(self, flat: Tensor, of_pieces: Tensor, of_anchors: Tensor, anchors: Tensor) -> Tensor:
        """Score (anchor, piece, tag) of one window."""
        pieces, number = flat.shape[0], len(anchors)
        ones = of_pieces.view(pieces, TAGS, PAIR).permute(1, 0, 2)
        others = of_anchors[anchors].view(number, TAGS, PAIR).permute(1, 2, 0)
        distances = (torch.arange(pieces)[None, :] - anchors[:, None]).clamp(-FARTHEST, FARTHEST) + FARTHEST
        scores: Tensor = torch.bmm(ones, others).permute(2, 1, 0) / PAIR**0.5 + flat[None] + self.rel(distances)
        return scores

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, DROPOUT, self.training)

    def _load(self, weights: dict[str, Tensor]) -> None:
        embeddings = {"we.weight": "word_embeddings.weight", "pe.weight": "position_embeddings.weight"}
        embeddings |= {f"n.{part}": f"LayerNorm.{part}" for part in ("weight", "bias")}
        parameters_by_name = {name: weights[f"embeddings.{theirs}"] for name, theirs in embeddings.items()}
        parameters_by_name["tt"] = weights["embeddings.token_type_embeddings.weight"][0]
        parameters_by_name |= {
            f"L.{n}.{name}.{part}": weights[f"encoder.layer.{n}.{theirs}.{part}"]
            for n in range(LAYERS)
            for name, theirs in LAYER_NAMES.items()
            for part in ("weight", "bias")
        }
        self.load_state_dict(parameters_by_name, strict=False)
