"""Resolution: which entities of different articles are one, by rules and by judgements; what people corrected of them."""
