"""The command ``onrecord``, which ``python -m app`` is too."""

import gc
from importlib import import_module


def main() -> None:
    """Run the command line. Nothing that a program is made of is garbage: while one is read in, none is looked for, a tenth sooner."""
    gc.disable()
    import_module("app.cli").app()


if __name__ == "__main__":
    main()
