"""Template tags about people."""

from django import template

from accounts.demo import selectors
from accounts.models import User
from accounts.roles import role_words

register = template.Library()


@register.simple_tag
def demo_people() -> list[User]:
    """The demo people; empty when the demo is off."""
    return selectors.demo_people()


@register.filter
def roles(person: User) -> str:
    """The person's roles in words: "candidate, coach"."""
    return role_words(person)
