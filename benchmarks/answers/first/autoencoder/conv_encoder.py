# %% wrong: windows of 3 x 3 instead of 4 x 4; stride 2 and padding 1 still give 14 and 7, so no shape complains
def conv_encoder(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1),
        nn.SiLU(),
        nn.Conv2d(16, 32, kernel_size=3, stride=2, padding=1),
        nn.SiLU(),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128),
        nn.SiLU(),
        nn.Linear(128, outputs),
    )


# %% wrong: two mistakes: ReLU instead of SiLU, and no activation behind the second convolution
def conv_encoder(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128),
        nn.ReLU(),
        nn.Linear(128, outputs),
    )


# %% wrong: stride 1 with max pooling in place of stride 2, as in older classifiers, with the linear layer made to fit 6 x 6
def conv_encoder(outputs):
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, padding=1),  # 27
        nn.SiLU(),
        nn.MaxPool2d(2),  # 13
        nn.Conv2d(16, 32, 4, padding=1),  # 12
        nn.SiLU(),
        nn.MaxPool2d(2),  # 6
        nn.Flatten(),
        nn.Linear(32 * 6 * 6, 128),
        nn.SiLU(),
        nn.Linear(128, outputs),
    )


# %% wrong: one more SiLU behind the last linear layer, so the outputs cannot fall below -0.28
def conv_encoder(outputs):
    layers = [
        nn.Conv2d(1, 16, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.Flatten(),
        nn.Linear(1568, 128),
        nn.SiLU(),
        nn.Linear(128, outputs),
        nn.SiLU(),
    ]
    return nn.Sequential(*layers)


# %% right: layers with names in an OrderedDict, the two stages from a loop
from collections import OrderedDict


def conv_encoder(outputs):
    channels = (1, 16, 32)
    layers = OrderedDict()
    for k, (inside, outside) in enumerate(zip(channels, channels[1:])):
        layers[f"conv{k}"] = nn.Conv2d(inside, outside, (4, 4), (2, 2), (1, 1))
        layers[f"silu{k}"] = nn.SiLU()
    layers["flatten"] = nn.Flatten(start_dim=1)
    layers["hidden"] = nn.Linear(channels[-1] * 49, 128)
    layers["silu"] = nn.SiLU()
    layers["out"] = nn.Linear(128, outputs)
    return nn.Sequential(layers)


# %% right: nested Sequentials; the number behind the flattening is found by sending a blank image through
def conv_encoder(outputs):
    def stage(inside, outside):
        return nn.Sequential(
            nn.Conv2d(inside, outside, kernel_size=4, stride=2, padding=1), nn.SiLU()
        )

    body = nn.Sequential(stage(1, 16), stage(16, 32), nn.Flatten())
    with torch.no_grad():
        numbers = body(torch.zeros(1, 1, 28, 28)).shape[1]
    head = nn.Sequential(nn.Linear(numbers, 128), nn.SiLU(), nn.Linear(128, outputs))
    return nn.Sequential(body, head)
