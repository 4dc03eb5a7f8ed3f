"""What the commands of the browse screen do, by subject. Controllers know the view and panes."""
