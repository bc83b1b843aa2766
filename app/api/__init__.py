"""The HTTP API: endpoints by noun, their serving, the cache, the layer around everything, JSON-LD."""
