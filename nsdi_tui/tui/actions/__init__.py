"""Side effects that the app carries out for its screens: copy, open, edit, export, reload."""
