"""Query parameters, one file a noun. Repeats mean OR, different parameters AND; unknown ones are refused."""
