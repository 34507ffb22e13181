"""The words by which the four concepts of settlement are recognised, in English. Pure.

Labels on a whiteboard are short and names of things, so the lists hold what people write there as well as
what raters say. What is ambiguous is left out: a concept that is not found by its words is not denied, one
that is found wrongly would be claimed. `tests/rubrics/debriefs/test_concepts.py` has tables of both kinds.
"""

import re
from typing import Final

from rubrics.debriefs.quotes import quote, says

TITLES: Final = {
    "idempotency": "Idempotency",
    "consistency": "Scoped eventual consistency",
    "isolation": "Fault isolation",
    "observability": "Observability",
}
"""The four, in the order in which they are shown."""
_SHARED = (
    r"(?:rails?|banks?|regions?|zones?|merchants?|customers?|sellers?|tenants?|partners?|groups?|consumers?)"
)
_PARTS = r"(?:queue|pool|partition|worker|limit|lane|breaker|topic)s?"
_WORDS: Final = {
    "idempotency": (
        r"idempot\w*",
        r"idem(?:p|potent)? keys?",
        r"de ?dup\w*",
        r"exactly once",
        r"at most once",
        r"unique (?:key|constraint|index|column|id|payment id|request id)s?",
        r"(?:same|request|payment|client|retry) keys?",
        r"duplicates? (?:key|check|request|payment|message|delivery|event|posting|insert|table)s?",
        r"(?:drops?|rejects?|refuses?|detects?|finds?|catch(?:es)?) (?:a |the |any )?duplicates?",
        r"second (?:delivery|insert|press|attempt) (?:hits|finds|gets|is refused|fails)",
        r"(?:retry safe|safe to retry|safe retr(?:y|ies))",
        r"on conflict do nothing",
        r"(?:key|keys) (?:and|\+|&) posting(?:s)?",
        r"(?:\+|&) keys?(?! (?:metric|result|user|insight))",
        r"keys? from (?:the )?(?:phone|client|app|merchant|processor)",
        r"(?:lifetime|life|ttl) of (?:the )?keys?",
        r"(?:cache of |known |seen )?request ids?",
        r"same reference",
        r"replay(?:s|ed)? (?:the )?(?:first|stored|same) (?:answer|result|response)",
    ),
    "consistency": (
        r"eventual(?:ly)? consisten\w*",
        r"strong(?:ly)? consisten\w*",
        r"(?:bounded |scoped |never |not |no )?stale(?:ness)?",
        r"read (?:after|your|own) (?:your )?(?:own )?writes?",
        r"lineari[sz]ab\w*",
        r"seriali[sz]ab\w*",
        r"conditional (?:write|update)s?",
        r"(?:read|balance|materiali[sz]ed|lagging) (?:view|replica|model)s?",
        r"(?:≤|<=|<|up to|at most) ?\d+ ?(?:ms|s|sec|seconds?|min|minutes?) old",
        r"(?:may|can|must not|must never) (?:be|lag|trail)(?: behind)? ?(?:old|stale|behind)?",
        r"if available",
        r"cqrs",
        r"(?:posted|pending),? (?:and |/ ?|vs )?(?:pending|available)",
        r"consistency (?:scope|level|window|boundary|per read|of reads?)",
    ),
    "isolation": (
        r"bulk ?heads?",
        r"(?:circuit )?breakers?",
        r"fault (?:isolat\w*|domains?)",
        r"fail(?:s|ed|ing)? closed",
        r"blast radius",
        r"graceful(?:ly)? degrad\w*",
        r"degraded? mode",
        r"dead letters?(?: queue)?",
        r"\bdlq\b",
        r"back ?pressure",
        r"cell based",
        rf"(?:own|separate|dedicated) {_PARTS}",
        rf"{_PARTS} (?:per|by|for each|for every) {_SHARED}",
        rf"per {_SHARED} {_PARTS}",
        rf"{_PARTS} of (?:its|their) own",
        rf"(?:one|single) {_SHARED} (?:is )?down",
        r"payouts? (?:refuse|pause)s?d?\b",
        r"load shedding",
    ),
    "observability": (
        r"observab\w*",
        r"monitor(?:s|ing)?",
        r"alert(?:s|ing|ed)?",
        r"(?:metrics|slos?|slis?)",
        r"(?:distributed )?tracing",
        r"trace ids?",
        r"(?:consumer|replication|ledger|posting|event) lag",
        r"lag (?:alarm|alert|in seconds|per partition)",
        r"(?:stuck|oldest|unposted|unsettled)(?: \w+){0,2} (?:payments?|payouts?|age)",
        r"age of (?:the )?(?:oldest|stuck|breaks?|payments?)[\w ]*",
        r"recon(?:ciliation)? breaks?(?: age)?",
        r"(?:value|number|age) of breaks",
        r"(?:planted|synthetic|canary|test) payments?",
        r"heart ?beats?",
        r"time to funds",
        r"pages? (?:the |an? )?(?:on call|owner|ledger owner|team)",
        r"error rates?",
    ),
}
PATTERNS: Final = {
    key: re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)") for key, words in _WORDS.items()
}


def named(text: str) -> list[str]:
    """The concepts that a text names, in their order; what it denies is not named."""
    return [key for key, pattern in PATTERNS.items() if says(pattern, text)]


def quoted(key: str, text: str) -> str:
    """The sentence in which a text names a concept, "" where it does not."""
    return quote(PATTERNS[key], text)
