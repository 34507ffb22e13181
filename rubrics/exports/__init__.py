"""Taking what a list shows away as a file."""
