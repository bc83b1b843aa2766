"""Article texts: reading, segmentation, quotations and English grammar."""
