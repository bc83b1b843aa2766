"""JSON-LD: claims, speakers, entities, events and articles in the words of schema.org, passages as W3C Web Annotations."""
