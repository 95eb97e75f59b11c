"""What the build exercises ask for: each a function that trains something, from the package's own pieces."""
