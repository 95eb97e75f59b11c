"""Generative models, one method a file. Each has loss(batch) -> named scalars, one of them "loss", and sample(n)."""

from gencourse.models.autoencoder import Autoencoder
from gencourse.models.gan import GAN
from gencourse.models.pca import PCA
from gencourse.models.vae import VAE

__all__ = ["GAN", "PCA", "VAE", "Autoencoder"]
