"""`relais`, and `python -m bot`: where the command line begins."""

import gc


def main() -> None:
    """Run a command.

    A hundred thousand objects are made while the modules are read, and stay: to look for garbage
    among them meanwhile takes a fifth of that time, and to look through them ever again is vain.
    """
    gc.disable()
    from bot.cli import main as command_line

    gc.freeze()
    gc.enable()
    command_line()


if __name__ == "__main__":
    main()
