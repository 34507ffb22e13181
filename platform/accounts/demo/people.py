"""Who the demo people are (pure data)."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["candidate", "peer", "coach", "administrator"]


@dataclass(frozen=True)
class DemoPerson:
    """One demo person: address, name, IANA zone and the part they play."""

    email: str
    name: str
    timezone: str
    part: Part


PEOPLE = (
    DemoPerson("maya@demo.example", "Maya Lindqvist", "Europe/Berlin", "candidate"),
    DemoPerson("jordan@demo.example", "Jordan Ellis", "America/New_York", "candidate"),
    DemoPerson("oliver@demo.example", "Oliver Hughes", "Europe/London", "peer"),
    DemoPerson("marcus@demo.example", "Marcus Reed", "America/New_York", "peer"),
    DemoPerson("sofia@demo.example", "Sofia Alvarez", "America/Los_Angeles", "peer"),
    DemoPerson("priya@demo.example", "Priya Raman", "Asia/Kolkata", "peer"),
    DemoPerson("elena@demo.example", "Elena Rossi", "Europe/Berlin", "peer"),
    DemoPerson("weilin@demo.example", "Wei Lin Tan", "Asia/Singapore", "peer"),
    DemoPerson("hannah@demo.example", "Hannah Okafor", "Europe/London", "coach"),
    DemoPerson("ines@demo.example", "Ines Moreau", "Europe/Paris", "administrator"),
)
