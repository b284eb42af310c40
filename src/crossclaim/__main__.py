"""``python -m crossclaim``."""

from crossclaim.cli import main

if __name__ == "__main__":
    main()
