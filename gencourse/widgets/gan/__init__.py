"""The widget of lesson 08: a generator and a discriminator that train in the browser, or a player instead of either."""

from gencourse.widgets.gan.playground import GANPlayground, GANState, Steps, gan_picture

__all__ = ["GANPlayground", "GANState", "Steps", "gan_picture"]
