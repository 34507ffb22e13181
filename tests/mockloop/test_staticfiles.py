"""What is served of static/."""

from django.contrib.staticfiles.finders import get_finders


def test_served_files_are_the_built_ones():
    served = {path for finder in get_finders() for path, _storage in finder.list([])}
    assert {"css/main.css", "board/dist/board.js", "icons.svg"} <= served
    assert not [path for path in served if path.startswith("board/") and not path.startswith("board/dist/")]
    assert not [path for path in served if "node_modules" in path]
