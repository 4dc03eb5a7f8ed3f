"""Where the text of a digest comes from: files, folders, standard input, addresses."""
