"""What widgets share. A widget imports this package and no other widget."""
