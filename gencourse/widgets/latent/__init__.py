"""The latent explorer of lesson 03: a decoder under the learner's hand, live."""

from gencourse.widgets.latent.explorer import LatentExplorer, LatentState, find_latents, latent_picture

__all__ = ["LatentExplorer", "LatentState", "find_latents", "latent_picture"]
