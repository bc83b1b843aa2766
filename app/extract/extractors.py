"""What an extractor is: the built-in one, or any other that makes a knowledge document of an article."""

from collections.abc import Callable
from typing import Any

from app.extract.inputs import ArticleText

Extractor = Callable[[ArticleText], dict[str, Any]]
