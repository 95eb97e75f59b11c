# %% wrong: thinks that a network needs a non-linearity and puts a ReLU behind the encoder, so codes cannot be negative
def linear_autoencoder(features, width):
    encoder = nn.Sequential(nn.Linear(features, width), nn.ReLU())
    decoder = nn.Linear(width, features)
    return encoder, decoder


# %% wrong: leaves the bias out of the decoder, so the flat has to pass through the decoded zero
def linear_autoencoder(features, width):
    encoder = nn.Linear(features, width)
    decoder = nn.Linear(width, features, bias=False)
    return encoder, decoder


# %% wrong: writes the lesson's numbers 1000 and 10 into the layers instead of the arguments features and width
def linear_autoencoder(features, width):
    return nn.Linear(1000, 10), nn.Linear(10, 1000)


# %% wrong: two mistakes: a hidden layer with a ReLU in both halves, and a sigmoid on the output, which cannot leave 0 to 1
def linear_autoencoder(features, width):
    hidden = 64
    encoder = nn.Sequential(
        nn.Linear(features, hidden), nn.ReLU(), nn.Linear(hidden, width)
    )
    decoder = nn.Sequential(
        nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, features), nn.Sigmoid()
    )
    return encoder, decoder


# %% right: a module of its own with a weight matrix and a bias
class Affine(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        bound = inputs**-0.5
        self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return torch.addmm(self.bias, x, self.weight.T)


def linear_autoencoder(features, width):
    return Affine(features, width), Affine(width, features)


# %% right: layers made in a loop over the sizes there and back, with Xavier weights and zero biases
def linear_autoencoder(features, width):
    sizes = [features, width, features]
    halves = []
    for k in range(2):
        layer = nn.Linear(in_features=sizes[k], out_features=sizes[k + 1], bias=True)
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
        halves.append(layer)
    return tuple(halves)
