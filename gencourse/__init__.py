"""A course on generative models: numbered notebooks, and the package they import."""

__version__ = "0.1.0"
