"""Keys: tokens are encrypted where they are kept. The first key encrypts, every key decrypts.

Fernet (AES-128-CBC with HMAC-SHA256): https://cryptography.io/en/latest/fernet/
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NoSuchKey(Exception):
    """None of the keys opens it: the key it was encrypted with is not among them."""


class Keys:
    """The keys of this installation, the present one first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def encrypt(self, secret: str) -> str:
        """What may lie in a database or a backup."""
        return self._fernet.encrypt(secret.encode()).decode()

    def decrypt(self, kept: str) -> str:
        """The secret.

        Raises:
            NoSuchKey: it was encrypted with another key, or changed since.
        """
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken as error:
            raise NoSuchKey from error

    def renew(self, kept: str) -> str:
        """The same secret, encrypted with the first key; raises as `decrypt` does."""
        return self.encrypt(self.decrypt(kept))


def new() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()


def listed(text: str) -> tuple[str, ...]:
    """Keys between commas or spaces, in their order."""
    return tuple(text.replace(",", " ").split())


def is_key(text: str) -> bool:
    """Whether it has the form of one: 32 bytes in URL-safe base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
