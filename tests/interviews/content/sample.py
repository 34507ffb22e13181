"""A small folder of valid content, for tests to break in one place."""

from pathlib import Path

from interviews.content.schema import KINDS

TRACK = """\
slug: sample
title: Sample track
summary: A track that is small enough to be read in a test at one glance.
rounds:
"""

ROUND = """\
  - kind: {kind}
    title: Round
    minutes: 45
    summary: What this round is about.
    what_to_expect: What the candidate should expect in this round.
    phases:
      - {{key: talk, title: Talk, minutes: 40}}
      - {{key: close, title: Close, minutes: 5}}
"""

PROMPT = """\
slug: {slug}
kind: {kind}
title: A prompt
teaser: A teaser for the lobby, nothing more.
steps:
  - key: one
    title: First
    body: The first step is this and has forty characters.
  - key: two
    title: Second
    cue: Tell it late.
    body: The second step is this and has forty characters.
  - key: three
    title: Third
    body: The third step is this and has forty characters.
hints:
  - {{key: a, body: A first hint of some length, cost: half a point}}
  - {{key: b, body: A second hint of some length, cost: half a point}}
  - {{key: c, body: A third hint of some length, cost: half a point}}
probes:
  - {{key: a, ask: "What about this one?", listen_for: An answer of some length}}
  - {{key: b, ask: "What about this one?", listen_for: An answer of some length}}
  - {{key: c, ask: "What about this one?", listen_for: An answer of some length}}
  - {{key: d, ask: "What about this one?", listen_for: An answer of some length}}
  - {{key: e, ask: "What about this one?", listen_for: An answer of some length}}
"""

RUBRIC = """\
slug: {slug}
kind: {kind}
title: A rubric
criteria:
"""

CRITERION = """\
  - key: {key}
    title: Criterion
    question: Is it there and can it be seen?
    weight: 1
    anchors:
      1: The rater sees nothing of it, even after asking twice.
      2: The rater sees a trace of it, but only after asking twice.
      3: The rater sees it after asking once, with one part missing.
      4: The rater sees it without asking, with all of its parts.
      5: The rater sees it without asking, and what follows from it.
    evidence_examples: [Something that was said, Something that was drawn]
"""

CALLS = """\
calls:
  - {key: strong_no, title: Strong no}
  - {key: "no", title: "No"}
  - {key: "yes", title: "Yes"}
  - {key: strong_yes, title: Strong yes}
"""

DRILLS = """\
drills:
  - slug: practise
    title: Practise
    criteria: [a, b, c, d]
    minutes: 10
    do: Do this for ten minutes with a clock beside you.
    good_looks_like: It looks like somebody who has done it before.
    weak: A weak form of it.
    strong: A strong form of it.
"""

SAMPLE = """\
slug: {slug}
kind: {kind}
title: A sample
quality: {quality}
setting:
  who: Somebody, with somebody else who asks.
  prompt: {prompt}
  steps: [one, two]
  phases: [talk]
transcript:
  - {{at: "01:00", who: interviewer, said: "What is it?"}}
  - {{at: "01:10", who: candidate, said: It is this.}}
  - {{at: "02:00", who: interviewer, said: "And then?"}}
  - {{at: "02:10", who: candidate, said: It was that.}}
  - {{at: "03:00", who: interviewer, said: Go on.}}
  - {{at: "03:10", who: candidate, said: There is no more.}}
board:
  boxes:
    - {{key: left, label: Left, x: 0, y: 0, w: 100, h: 60}}
    - {{key: right, label: Right, kind: store, x: 200, y: 0, w: 100, h: 60}}
  arrows:
    - {{from: left, to: right, label: goes}}
reference:
  - {{criterion: a, score: "4", reason: It was said at 01:10 and once more at 02:10.}}
  - {{criterion: b, score: "2.5", reason: It was said at 01:10 but not to the end.}}
  - {{criterion: c, score: "1", reason: Asked for it at 03:00 and got nothing.}}
  - {{criterion: d, not_observed: true, reason: There was no question about it.}}
"""


def write_tracks(root: Path) -> Path:
    """Write `sample` with three prompts a kind below root/tracks; returns root/tracks."""
    folder = root / "tracks" / "sample"
    folder.mkdir(parents=True)
    rounds = "".join(ROUND.format(kind=kind) for kind in KINDS)
    (folder / "track.yaml").write_text(TRACK + rounds)
    for kind in KINDS:
        prompts = folder / "prompts" / kind
        prompts.mkdir(parents=True)
        for letter in "abc":
            slug = f"{kind.replace('_', '-')}-{letter}"
            (prompts / f"{slug}.yaml").write_text(PROMPT.format(slug=slug, kind=kind))
    return root / "tracks"


def write_rubrics(root: Path) -> Path:
    """Write the rubrics and drills of `sample` below root/rubrics; returns root/rubrics."""
    folder = root / "rubrics" / "sample"
    folder.mkdir(parents=True)
    criteria = "".join(CRITERION.format(key=key) for key in "abcd")
    for kind in KINDS:
        head = RUBRIC.format(slug=f"rubric-{kind.replace('_', '-')}", kind=kind)
        (folder / f"{kind}.yaml").write_text(head + criteria + CALLS)
    (folder / "drills.yaml").write_text(DRILLS)
    return root / "rubrics"


def write_samples(root: Path) -> Path:
    """Write three samples for each kind into `sample` below root/rubrics; returns their folder."""
    folder = root / "rubrics" / "sample" / "samples"
    folder.mkdir()
    for kind in KINDS:
        short = kind.replace("_", "-")
        for quality in ("weak", "middling", "strong"):
            slug = f"{quality}-{short}"
            text = SAMPLE.format(slug=slug, kind=kind, quality=quality, prompt=f"{short}-a")
            (folder / f"{slug}.yaml").write_text(text)
    return folder


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence, which must be there."""
    text = path.read_text()
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1))
