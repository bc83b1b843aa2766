"""The HTTP API: endpoints by noun, how they are served, the cache, the layer around everything, JSON-LD."""
