# Sourced by the scripts beside it: sets $python to a Python that can run Mockloop, or says what is missing.
# $root must be set.

usable() { # a Python ≥ 3.11 …
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
complete() { # … that can make a virtual environment (Debian packs that part separately)
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

python=
bare=
if [ -x "$root/.venv/bin/python" ] && usable "$root/.venv/bin/python"; then
    python="$root/.venv/bin/python"
else
    for candidate in python3.13 python3.12 python3.11 python3; do
        # A name on the path may be a shim that runs nothing: try it.
        if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then
            if complete "$candidate" || command -v uv >/dev/null 2>&1; then
                python="$candidate"
                break
            fi
            bare="${bare:-$candidate}"
        fi
    done
fi
if [ -z "$python" ]; then
    if [ -n "$bare" ]; then
        version=$("$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "mockloop: Python $version lacks its venv module. On Debian and Ubuntu: apt install python$version-venv" >&2
    elif command -v python3 >/dev/null 2>&1; then
        echo "mockloop: Python 3.11 or newer is needed; python3 here is $(python3 --version 2>&1 | head -n 1)." >&2
    else
        echo "mockloop: Python 3.11 or newer is needed and none was found. On Debian: apt install python3 python3-venv" >&2
    fi
    exit 1
fi
