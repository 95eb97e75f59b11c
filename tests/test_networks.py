"""Networks: their layers and what they refuse."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gencourse.networks import conv_classifier, conv_decoder, conv_encoder, mlp
from gencourse.widgets import LatentExplorer


def test_an_mlp_has_an_activation_between_its_layers_and_none_after_the_last():
    kinds = [type(layer) for layer in mlp(8, 6, 4, 2)]
    assert kinds == [nn.Linear, nn.SiLU, nn.Linear, nn.SiLU, nn.Linear]


def test_an_mlp_takes_the_first_size_to_the_last():
    assert mlp(8, 6, 2)(torch.zeros(3, 8)).shape == (3, 2)


def test_two_sizes_are_a_linear_map():
    network = mlp(5, 3).double()
    x, y = torch.randn(2, 4, 5, dtype=torch.float64)
    zero = network(torch.zeros(1, 5, dtype=torch.float64))
    torch.testing.assert_close(network(x + 2 * y) - zero, network(x) - zero + 2 * (network(y) - zero))


def test_the_activation_can_be_chosen():
    activations = [
        layer for layer in mlp(4, 4, 4, 4, activation=lambda: nn.LeakyReLU(0.2)) if type(layer) is nn.LeakyReLU
    ]
    assert len(activations) == 2 and activations[0] is not activations[1]


@pytest.mark.parametrize("sizes", [(), (784,), ([784, 20],), (784, 0), (784, -1, 2), (784, 0.5)])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match=r"at least two sizes, input first, as in mlp\(784, 400, 20\), got mlp\("):
        mlp(*sizes)


def test_an_activation_that_was_called_is_refused():
    with pytest.raises(TypeError, match=r"a class such as nn.ReLU, got nn.ReLU\(\): leave the parentheses out"):
        mlp(4, 4, activation=nn.ReLU())


@pytest.mark.parametrize("sizes", [{}, {"channels": 4, "hidden": 9}])
def test_the_convolutions_take_digits_to_codes_and_back(sizes):
    images = torch.rand(3, 1, 28, 28)
    codes = conv_encoder(6, **sizes)(images)
    assert codes.shape == (3, 6) and conv_decoder(6, **sizes)(codes).shape == images.shape


def test_the_decoder_mirrors_the_encoder():
    "The same weights, biases apart, in the reverse order and the other way round"

    def shapes(network):
        return [tuple(weight.shape) for weight in network.parameters() if weight.ndim > 1]

    forth, back = shapes(conv_encoder(16)), shapes(conv_decoder(16))
    assert forth == [(16, 1, 4, 4), (32, 16, 4, 4), (128, 1568), (16, 128)]
    assert back == [(128, 16), (1568, 128), (32, 16, 4, 4), (16, 1, 4, 4)]


def test_a_classifier_is_features_and_a_linear_layer_to_the_classes():
    "classifier[:-1] gives the 64 features in which samples are compared"
    images = torch.rand(3, 1, 28, 28)
    classifier = conv_classifier()
    assert classifier(images).shape == (3, 10)
    assert classifier[:-1](images).shape == (3, 64)
    torch.testing.assert_close(classifier[-1](classifier[:-1](images)), classifier(images))
    other = conv_classifier(4, channels=2, features=7)
    assert other(images).shape == (3, 4) and other[:-1](images).shape == (3, 7)


def test_a_classifier_learns_a_batch():
    "Random images with random labels: by heart"
    torch.manual_seed(0)
    images, labels = torch.rand(8, 1, 28, 28), torch.randint(10, (8,))
    classifier = conv_classifier(channels=4)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=1e-2)
    for _ in range(40):
        optimizer.zero_grad()
        F.cross_entropy(classifier(images), labels).backward()
        optimizer.step()
    assert classifier(images).argmax(1).equal(labels)


def test_the_browser_can_run_the_convolutional_decoder():
    assert LatentExplorer(conv_decoder(16), latent_dim=16, output="sigmoid").runs_in == "browser"
