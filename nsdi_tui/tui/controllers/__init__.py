"""The commands of the browse screen, by subject. Controllers work on the view and the panes."""
