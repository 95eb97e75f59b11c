"""What students write for autoencoder.sparsity_penalty, each with the slug that its check must answer with."""

WRONG = [
    ("signed", lambda h: h.sum(1).mean()),
    ("signed-sum", lambda h: h.sum()),
    ("signed-averaged", lambda h: h.mean()),
    ("averaged-over-units", lambda h: h.abs().mean()),
    ("summed-over-batch", lambda h: h.abs().sum()),
    ("squared", lambda h: h.square().sum(1).mean()),
    ("root-of-squares", lambda h: h.norm(dim=1).mean()),
    ("not-averaged", lambda h: h.abs().sum(1)),
    ("no-gradient", lambda h: (h != 0).float().sum(1).mean()),
]
