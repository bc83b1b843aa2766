"""What every list shares: filters as conditions."""
