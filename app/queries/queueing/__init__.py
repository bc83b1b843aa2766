"""The review queue, and texts that policies hide, searched for reviewers."""
