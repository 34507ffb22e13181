"""The pages of rubrics: what they show, what they ask the database, and that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from interviews.content.documents import read_document
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.authoring.selectors import stamp_of
from rubrics.authoring.yaml_files import write
from rubrics.content.rubric_versions import store_kinds
from rubrics.content.schema import RUBRIC
from rubrics.models import CalibrationReference, CalibrationSample, Rubric, RubricDraft, Scorecard
from rubrics.scorecards.rules import CardData
from rubrics.scorecards.services import save_draft as save_card
from tests.factories import make_coach, make_loop, make_peer, make_round
from tests.rubrics.authoring.making import TRACK, make_valid_rubrics, valid_body
from tests.rubrics.authoring.test_services import changed, publish, save

pytestmark = pytest.mark.django_db
KIND = "recruiter"
HERE = f"/rubrics/{TRACK}/{KIND}/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def author(db: None) -> User:
    make_valid_rubrics()
    return make_coach(name="Ann Author")


@pytest.fixture
def client(author: User, client_for: Callable[[Any], Client]) -> Client:
    return client_for(author)


def current() -> Rubric:
    return Rubric.objects.get(track_slug=TRACK, kind=KIND, is_current=True)


def form_of(draft: Draft, **fields: Any) -> dict[str, Any]:
    """What the editor's form sends for a draft."""
    data: dict[str, Any] = {"title": draft["title"], "row": [each["id"] for each in draft["criteria"]]}
    for each in draft["criteria"]:
        at = f"c-{each['id']}"
        data |= {f"{at}-{name}": each[name] for name in ("title", "question", "weight", "concept")}
        data |= {f"{at}-a{point}": text for point, text in each["anchors"].items()}
        data[f"{at}-examples"] = each["evidence_examples"].replace("\n", "\r\n")
        if each["must_observe"]:
            data[f"{at}-must"] = "1"
    for call in draft["calls"]:
        data |= {f"call-{call['key']}-title": call["title"], f"call-{call['key']}-meaning": call["meaning"]}
    return {"stamp": "", "base": current().pk, "action": "save", **data, **fields}


def row() -> RubricDraft:
    return RubricDraft.objects.get()


def test_the_list_says_what_is_current_and_what_is_mine(client: Client, author: User) -> None:
    save(author, changed())
    page = client.get("/rubrics/").content.decode()
    for words in ("Recruiter screen", "version 1", "from the files", "your draft", "Go on writing"):
        assert words in page
    assert page.count("your draft") == 1


def test_it_is_said_once_the_files_changed_after_somebody_decided(client: Client, author: User) -> None:
    publish(author, save(author, changed()))
    words = "the files hold a newer version"
    assert words not in client.get("/rubrics/").content.decode()
    body = valid_body()
    body["title"] = "Changed in the file"
    store_kinds({(TRACK, KIND): body})
    assert current().number == 2
    assert words in client.get("/rubrics/").content.decode()
    page = client.get(HERE).content.decode()
    assert "Ann Author published version 2." in page
    assert "The files hold a newer version, number 3." in page
    offered = Rubric.objects.get(kind=KIND, in_files=True)
    taken = {"seen": current().pk, "note": "As in the file"}
    client.post(f"/rubrics/versions/{offered.pk}/restore/", taken)
    assert current() == offered
    assert words not in client.get("/rubrics/").content.decode()


def test_the_editor_opens_with_the_current_version_and_writes_nothing(client: Client) -> None:
    page = client.get(HERE + "edit/").content.decode()
    assert 'value="Rubric of recruiter"' in page
    assert "no draft yet" in page
    assert not RubricDraft.objects.exists()


def test_what_the_form_sends_is_the_draft(client: Client) -> None:
    draft = draft_of(valid_body(KIND, "four", "two", "one", "three"))
    draft["criteria"][1]["must_observe"] = True
    client.post(HERE + "edit/", form_of(draft))
    assert row().body == draft


def test_bad_input_is_told_beside_its_field_and_kept(client: Client) -> None:
    draft = changed("<b>bold</b>")
    draft["criteria"][0]["weight"] = "9"
    draft["criteria"][0]["anchors"]["2"] = ""
    answer = client.post(HERE + "edit/", form_of(draft), **JSON).json()  # type: ignore[arg-type]
    assert {(each["field"], each["text"], each["empty"]) for each in answer["problems"]} == {
        ("title", "Title of the rubric: plain text only, found <b>", False),
        ("c-one-weight", "One: weight: must be a whole number from 1 to 3", False),
        ("c-one-a2", "One: anchor 2: is empty", True),
    }
    page = client.get(HERE + "edit/").content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "“9”, not known" in page
    assert '<ul class="field__error" id="title_error"><li>Plain text only, found &lt;b&gt;</li></ul>' in page
    assert '<ul class="field__error" id="c-one-a2_error"></ul>' in page
    checked = client.get(HERE + "edit/?check=1").content.decode()
    assert '<ul class="field__error" id="c-one-a2_error"><li>Is empty</li></ul>' in checked


def test_the_second_tab_is_told_keeps_its_words_and_may_save_over(client: Client, author: User) -> None:
    first = save(author, changed("First tab"))
    answer = client.post(HERE + "edit/", form_of(changed("Second tab")), **JSON)  # type: ignore[arg-type]
    assert answer.status_code == 409
    assert answer.json()["stamp"] == stamp_of(first)
    page = client.post(HERE + "edit/", form_of(changed("Second tab")))
    assert page.status_code == 409
    assert 'value="Second tab"' in page.content.decode()
    assert row().body["title"] == "First tab"
    # Pressing save once more is refused as well; only the button that says so saves over.
    assert client.post(HERE + "edit/", form_of(changed("Second tab"))).status_code == 409
    over = form_of(changed("Second tab"), action="replace", newer=stamp_of(first))
    assert client.post(HERE + "edit/", over).status_code == 302
    assert row().body["title"] == "Second tab"


@pytest.mark.parametrize(
    ("action", "ids", "focus"),
    [
        ("up:three", ["one", "three", "two", "four"], "o-three"),
        ("down:one", ["two", "one", "three", "four"], "o-one"),
        ("remove:two", ["one", "three", "four"], "outline"),
        ("add", ["one", "two", "three", "four", "1"], "c-1-title"),
    ],
)
def test_buttons_work_without_script(client: Client, action: str, ids: list[str], focus: str) -> None:
    answer = client.post(HERE + "edit/", form_of(changed("Typed as well"), action=action))
    assert answer["Location"] == f"{HERE}edit/#{focus}"
    assert [each["id"] for each in row().body["criteria"]] == ids
    assert row().body["title"] == "Typed as well"


def test_a_removed_criterion_is_brought_back(client: Client) -> None:
    client.post(HERE + "edit/", form_of(changed(), action="remove:two"))
    left = row()
    assert "Bring back" in client.get(HERE + "edit/").content.decode()
    client.post(HERE + "edit/", form_of(left.body, stamp=stamp_of(left), action="back:two"))
    assert [each["id"] for each in row().body["criteria"]] == ["one", "two", "three", "four"]
    assert row().body["removed"] == []


def test_nothing_vanishes_when_an_old_page_is_saved_over_a_newer_one(client: Client) -> None:
    client.post(HERE + "edit/", form_of(changed(), action="add"))
    newer = row()
    client.post(HERE + "edit/", form_of(changed("Old page"), action="replace", newer=stamp_of(newer)))
    assert [each["criterion"]["id"] for each in row().body["removed"]] == ["1"]


def test_publishing_asks_for_a_note_and_keeps_it(client: Client, author: User) -> None:
    saved = save(author, changed())
    sent = {"action": "publish", "stamp": stamp_of(saved), "seen": current().pk}
    refused = client.post(HERE + "publish/", sent)
    assert refused.status_code == 422
    assert "Say in a sentence what is different" in refused.content.decode()
    assert client.post(HERE + "publish/", {**sent, "note": "Clearer"}).status_code == 302
    assert (current().number, current().change_note) == (2, "Clearer")
    # Pressed twice: told, and taken to what was published.
    again = client.post(HERE + "publish/", {**sent, "note": "Clearer"}, follow=True)
    assert "Nothing was published" in again.content.decode()


def test_the_page_of_publishing_shows_changes_and_what_has_no_drill(client: Client, author: User) -> None:
    draft = changed("Rubric of recruiters")
    draft["criteria"][0]["anchors"]["3"] += " And more."
    save(author, draft)
    page = client.get(HERE + "publish/").content.decode()
    assert '<del><span class="visually-hidden">[was: </span>recruiter<span' in page
    assert "<strong>Two</strong>" in page  # no drill serves it
    assert "<strong>One</strong>" not in page


def test_the_page_of_publishing_says_what_no_sample_has_agreed_scores_of(
    client: Client, author: User
) -> None:
    sample = CalibrationSample.objects.create(
        track_slug=TRACK, kind=KIND, slug="sample", digest="d", title="A sample", body={}
    )
    scored = {key: {"score": 6, "why": "So"} for key in ("one", "three", "four")}
    CalibrationReference.objects.create(sample=sample, number=1, body=scored)
    save(author, changed())
    words = client.get(HERE + "publish/").content.decode().partition("No sample for calibration")[2]
    assert "<strong>Two</strong>" in words
    assert "<strong>One</strong>" not in words


def test_what_was_published_meanwhile_is_shown_and_taken_over(client: Client, author: User) -> None:
    draft = changed("Mine")
    mine = save(author, draft)
    other = make_coach(name="Olga Other")
    theirs = changed("Theirs")
    theirs["criteria"][1]["weight"] = "3"
    version = publish(other, save(other, theirs))
    page = client.get(HERE + "publish/").content.decode()
    assert "Version 2 was made current while you were writing" in page
    assert page.count("you changed this as well") == 1
    sent = {"stamp": stamp_of(mine), "seen": version.pk}
    told = client.post(HERE + "publish/", {**sent, "action": "publish", "note": "Mine"})
    assert told.status_code == 409
    client.post(HERE + "publish/", {**sent, "action": "take", "take": ["c-two"]})
    assert (row().body["title"], row().body["criteria"][1]["weight"]) == ("Mine", "3")
    assert "while you were writing" not in client.get(HERE + "publish/").content.decode()


def test_versions_are_compared_and_a_draft_with_one(client: Client, author: User) -> None:
    first = current()
    second = publish(author, save(author, changed("Second")))
    save(author, changed("Draft"))
    page = client.get(f"{HERE}compare/?from={first.pk}&to={second.pk}").content.decode()
    assert "Second<span" in page
    page = client.get(f"{HERE}compare/?from={second.pk}&to=draft").content.decode()
    assert "Draft<span" in page
    assert "Both say the same" in client.get(f"{HERE}compare/?from={first.pk}&to={first.pk}").content.decode()
    assert client.get(f"{HERE}compare/?from=x&to=99999999999").status_code == 200


def test_an_earlier_version_is_restored_or_edited_first(client: Client, author: User) -> None:
    first = current()
    second = publish(author, save(author, changed("Second")))
    begun = client.get(f"{HERE}edit/?from={first.pk}").content.decode()
    assert 'value="Rubric of recruiter"' in begun
    assert f'name="base" value="{second.pk}"' in begun
    address = f"/rubrics/versions/{first.pk}/restore/"
    assert client.post(address, {"seen": second.pk}).status_code == 422
    assert client.post(address, {"seen": first.pk, "note": "Better"}).status_code == 409
    assert client.post(address, {"seen": second.pk, "note": "Better"}).status_code == 302
    assert current() == first
    assert "Ann Author made version 1 current again." in client.get(HERE).content.decode()


def test_an_exported_version_is_a_content_file(client: Client, tmp_path: Any) -> None:
    answer = client.get(f"/rubrics/versions/{current().pk}.yaml")
    assert answer["Content-Disposition"] == 'attachment; filename="recruiter.v1.yaml"'
    (tmp_path / "recruiter.yaml").write_bytes(answer.content)
    document = read_document(tmp_path / "recruiter.yaml", tmp_path, RUBRIC)
    assert (document.problems, document.value) == ([], current().body)


def test_a_file_becomes_a_draft(client: Client) -> None:
    body = valid_body()
    body["title"] = "From a file"
    file = SimpleUploadedFile("mine.yaml", write(body).encode())
    assert client.post(HERE + "import/", {"file": file})["Location"] == HERE + "edit/"
    assert row().body == draft_of(body)


def test_a_file_with_problems_lists_them_by_line_and_is_not_lost(client: Client) -> None:
    text = write(valid_body()).replace("weight: 2", "weight: heavy", 1)
    page = client.post(HERE + "import/", {"text": text})
    assert page.status_code == 422
    words = page.content.decode()
    assert "weight: must be a whole number from 1 to 3" in words
    assert "<code>weight: heavy</code>" in words
    assert "weight: heavy\n" in words.partition("<textarea")[2].replace("\r\n", "\n")
    assert not RubricDraft.objects.exists()
    client.post(HERE + "import/", {"text": text, "action": "keep"})
    assert row().body["criteria"][0]["weight"] == "heavy"


@pytest.mark.parametrize("content", [b"\xff\xfe not text", b"", b"a: [", b"x" * 500_010])
def test_what_is_no_rubric_is_refused(client: Client, content: bytes) -> None:
    file = SimpleUploadedFile("x.yaml", content)
    answer = client.post(HERE + "import/", {"file": file, "action": "keep"})
    assert answer.status_code == 422
    assert not RubricDraft.objects.exists()


def test_a_file_replaces_a_draft_only_when_told_so(client: Client, author: User) -> None:
    mine = save(author, changed("Mine"))
    sent = {"text": write(valid_body()), "stamp": stamp_of(mine)}
    assert client.post(HERE + "import/", sent).status_code == 422
    assert client.post(HERE + "import/", {**sent, "stamp": "", "replace": "1"}).status_code == 409
    assert row().body["title"] == "Mine"
    client.post(HERE + "import/", {**sent, "replace": "1"})
    assert row().body["title"] == "Rubric of recruiter"


def test_a_draft_is_thrown_away(client: Client, author: User) -> None:
    mine = save(author, changed())
    assert client.post(HERE + "edit/", {"action": "discard", "stamp": ""}).status_code == 409
    client.post(HERE + "edit/", {"action": "discard", "stamp": stamp_of(mine)})
    assert not RubricDraft.objects.exists()


def test_a_draft_of_somebody_else_is_said_and_not_shown(client: Client) -> None:
    other = make_coach(name="Olga Other")
    save(other, changed("SECRETTITLE"))
    page = client.get(HERE).content.decode()
    assert "Olga Other" in page
    for address in (HERE, HERE + "edit/", HERE + "compare/?to=draft", "/rubrics/"):
        assert "SECRETTITLE" not in client.get(address).content.decode()


def test_what_is_not_there_is_not_found(client: Client) -> None:
    for address in ("/rubrics/none/recruiter/", f"/rubrics/{TRACK}/nonsense/", "/rubrics/versions/999999/"):
        assert client.get(address).status_code == 404


def test_a_card_keeps_its_version_and_the_next_one_gets_the_new(author: User) -> None:
    rounds = []
    for _ in range(2):
        made = make_round(
            make_loop(rounds=False), KIND, interviewer=make_peer(hours=False), state="completed"
        )
        rounds.append(made)
    first, second = rounds
    data = CardData(takeaway="Begun before")
    before = save_card(round=first, rater=first.seats.get(role="interviewer").person, version=0, data=data)
    version = publish(author, save(author, changed()))
    after = save_card(round=second, rater=second.seats.get(role="interviewer").person, version=0, data=data)
    assert after.rubric == version
    assert Scorecard.objects.get(pk=before.pk).rubric.number == 1


def fill(author: User, versions: int) -> None:
    """So many versions, cards on the first, and drafts of others."""
    for number in range(versions):
        publish(author, save(author, changed(f"Title {number}")))
        other = make_coach(name=f"Coach {number}")
        save(other, changed(f"Draft {number}"))


@pytest.mark.parametrize("versions", [1, 4])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/rubrics/", 6), (HERE, 7), (HERE + "edit/", 6), (HERE + "compare/", 6), (HERE + "publish/", 8)],
)
def test_as_many_queries_for_many_versions_as_for_one(
    client: Client, author: User, django_assert_num_queries: Any, versions: int, address: str, queries: int
) -> None:
    fill(author, versions)
    save(author, changed("Mine"))
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
