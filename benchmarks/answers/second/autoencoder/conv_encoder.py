# %% wrong: windows of 3 x 3 instead of 4 x 4: with stride 2 and padding 1 they too give 14 and 7, so every later shape fits
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
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


# %% wrong: halves by max pooling, as in a classifier, instead of by the convolutions' stride
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, padding="same"),
        nn.SiLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 4, padding="same"),
        nn.SiLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128),
        nn.SiLU(),
        nn.Linear(128, outputs),
    )


# %% wrong: no activation between the two linear layers, which are then one linear map
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.SiLU(),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128),
        nn.Linear(128, outputs),
    )


# %% wrong: two mistakes: the channels are 32 and then 16 instead of 16 and then 32, and an activation follows the last layer
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    layers = []
    channels = [1, 32, 16]
    for before, after in zip(channels, channels[1:]):
        layers += [nn.Conv2d(before, after, 4, stride=2, padding=1), nn.SiLU()]
    layers.append(nn.Flatten())
    for before, after in [(16 * 7 * 7, 128), (128, outputs)]:
        layers += [nn.Linear(before, after), nn.SiLU()]
    return nn.Sequential(*layers)


# %% right: layers by a loop, the size after the convolutions computed by a dry run
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    layers = nn.Sequential()
    for before, after in ((1, 16), (16, 32)):
        layers.append(nn.Conv2d(before, after, (4, 4), (2, 2), (1, 1)))
        layers.append(nn.SiLU())
    layers.append(nn.Flatten(start_dim=1))
    with torch.no_grad():
        numbers = layers(torch.zeros(1, 1, 28, 28)).shape[1]
    for layer in (nn.Linear(numbers, 128), nn.SiLU(), nn.Linear(128, outputs)):
        layers.append(layer)
    return layers


# %% right: named layers, in two parts, and the course's own mlp as the second
def conv_encoder(outputs):
    """Return a convolutional network [B, 1, 28, 28] -> [B, outputs]."""
    from collections import OrderedDict

    def halve(before, after):
        return nn.Sequential(nn.Conv2d(before, after, 4, stride=2, padding=1), nn.SiLU())

    parts = OrderedDict()
    parts["pixels"] = nn.Sequential(halve(1, 16), halve(16, 32))
    parts["flat"] = nn.Flatten()
    parts["head"] = mlp(32 * 7 * 7, 128, outputs, activation=nn.SiLU)
    return nn.Sequential(parts)
