"""A program that has two commits load the same documents, asks both the same requests, and names each difference of their answers."""
