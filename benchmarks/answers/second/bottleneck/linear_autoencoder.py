# %% wrong: ties the decoder to the encoder: it multiplies by the encoder's own weights transposed instead of having a matrix of its own
class Tied(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.weight = encoder.weight
        self.bias = nn.Parameter(torch.zeros(encoder.in_features))

    def forward(self, z):
        return z @ self.weight + self.bias


def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    encoder = nn.Linear(features, width)
    return encoder, Tied(encoder)


# %% wrong: only the encoder has a bias; the decoder is built with bias=False, so its flat passes through zero
def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    encoder = nn.Linear(features, width)
    decoder = nn.Linear(width, features, bias=False)  # the encoder has shifted it already
    return encoder, decoder


# %% wrong: an activation after the encoder, where the task asks for linear halves
def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    encoder = nn.Sequential(nn.Linear(features, width), nn.ReLU())
    decoder = nn.Linear(width, features)
    return encoder, decoder


# %% wrong: two mistakes: both halves without a bias, and the decoder is returned first
def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    compress = nn.Linear(features, width, bias=False)
    expand = nn.Linear(width, features, bias=False)
    return expand, compress


# %% right: a generator over the pairs of sizes
def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    sizes = (features, width, features)
    return tuple(nn.Linear(*pair, bias=True) for pair in zip(sizes[:-1], sizes[1:], strict=True))


# %% right: a class of its own with two names for its halves, started from small weights and zero biases
class Half(nn.Linear):
    """A linear layer that says which half it is."""

    def __init__(self, name, size_in, size_out):
        super().__init__(size_in, size_out)
        self.name = name
        nn.init.xavier_uniform_(self.weight)
        nn.init.zeros_(self.bias)

    def extra_repr(self):
        return f"{self.name}, {super().extra_repr()}"


def linear_autoencoder(features, width):
    """Return an encoder [B, features] -> [B, width] and a decoder back."""
    return Half("encoder", features, width), Half("decoder", width, features)
