"""The secret in the address of a share link: the link's id, signed. Neither is of use without the other."""

from uuid import UUID

from django.core import signing


def token_of(link_id: UUID) -> str:
    """What stands in the address of a link; the same each time, so that it can be copied again."""
    return _signer().sign(signing.b64_encode(link_id.bytes).decode())


def id_in(token: str) -> UUID | None:
    """The id of the link that a token was made for, None for anything that was made up."""
    try:
        value = _signer().unsign(token)
        return UUID(bytes=signing.b64_decode(value.encode()))
    except (signing.BadSignature, ValueError):
        return None


def _signer() -> signing.Signer:
    # A changed SECRET_KEY ends all links, unless the old one is among SECRET_KEY_FALLBACKS.
    return signing.Signer(salt="rubrics.sharing", sep=".")
