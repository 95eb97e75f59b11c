"""What students write for vae.sample, each with the slug that its check must answer with."""

import torch


def _logits(decode, n, latent_dim):
    return decode(torch.randn(n, latent_dim))


def _uniform_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.rand(n, latent_dim)))


def _wide_uniform_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(6 * torch.rand(n, latent_dim) - 3))


def _one_code(decode, n, latent_dim):
    z = torch.randn(1, latent_dim)
    return torch.sigmoid(decode(z.expand(n, -1)))


def _one_image(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(1, latent_dim))).repeat(n, 1, 1, 1)


def _zeros(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.zeros(n, latent_dim)))


def _one_number_a_code(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(n, 1).repeat(1, latent_dim)))


def _two_sigmoids_on_samples(decode, n, latent_dim):
    return torch.sigmoid(torch.sigmoid(decode(torch.randn(n, latent_dim))))


def _clamped(decode, n, latent_dim):
    return decode(torch.randn(n, latent_dim)).clamp(0, 1)


def _drawn_pixels(decode, n, latent_dim):
    return torch.bernoulli(torch.sigmoid(decode(torch.randn(n, latent_dim))))


def _rounded_pixels(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(n, latent_dim))).round()


def _seeded_codes(decode, n, latent_dim):
    torch.manual_seed(0)
    return torch.sigmoid(decode(torch.randn(n, latent_dim)))


def _transposed_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(latent_dim, n)))


def _noise_itself(decode, n, latent_dim):
    z = torch.randn(n, latent_dim)
    decode(z)
    return z


def _images_of_noise(decode, n, latent_dim):
    return torch.sigmoid(torch.randn(n, 1, 28, 28))


def _cooled(decode, n, latent_dim):
    return decode(0.7 * torch.randn(n, latent_dim)).sigmoid()


def _tanh_rescaled(decode, n, latent_dim):
    return (decode(torch.randn(n, latent_dim)).tanh() + 1) / 2


def _relu(decode, n, latent_dim):
    return decode(torch.randn(n, latent_dim)).relu()


def _softmax(decode, n, latent_dim):
    logits = decode(torch.randn(n, latent_dim))
    return logits.flatten(1).softmax(1).reshape(logits.shape)


def _stretched(decode, n, latent_dim):
    logits = decode(torch.randn(n, latent_dim))
    return (logits - logits.min()) / (logits.max() - logits.min())


def _on_the_sphere(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.nn.functional.normalize(torch.randn(n, latent_dim), dim=1)))


def _clamped_codes(decode, n, latent_dim):
    return torch.sigmoid(decode(torch.randn(n, latent_dim).clamp(-1, 1)))


WRONG = [
    ("noise-of-one-length", _on_the_sphere),
    ("noise-cut-off", _clamped_codes),
    ("sigmoid-before-decode", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim).sigmoid())),
    ("sigmoid-before-decode", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim).sigmoid()).sigmoid()),
    ("logits-returned", _logits),
    ("uniform-noise", _uniform_codes),
    ("uniform-noise", _wide_uniform_codes),
    ("one-code", _one_code),
    ("one-code", _one_image),
    ("zeros", _zeros),
    ("noise-shared", _one_number_a_code),
    ("sigmoid-twice", _two_sigmoids_on_samples),
    ("clamped", _clamped),
    ("pixels-drawn", _drawn_pixels),
    ("pixels-drawn", _rounded_pixels),
    ("same-samples-again", _seeded_codes),
    ("code-of-wrong-shape", _transposed_codes),
    ("codes-returned", _noise_itself),
    ("not-decoded", _images_of_noise),
    ("inverted", lambda decode, n, latent_dim: (-decode(torch.randn(n, latent_dim))).sigmoid()),
    ("tanh-instead", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim)).tanh()),
    ("exp-instead", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim)).exp()),
    ("noise-spread", _cooled),
    ("tanh-rescaled", _tanh_rescaled),
    ("relu-instead", _relu),
    ("softmax-instead", _softmax),
    ("stretched", _stretched),
    ("halved", lambda decode, n, latent_dim: decode(torch.randn(n, latent_dim)).sigmoid() / 2),
]
