"""Program that compares the answers of two commits: each loads the same documents and gets the same requests."""
