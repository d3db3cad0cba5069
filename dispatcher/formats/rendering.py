"""Filling our templates: every value is escaped, style and script are written into the page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATES = Environment(
    loader=PackageLoader("dispatcher.formats"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **context: object) -> str:
    """Fill one of `templates/`; text from outside is escaped, a missing value is an error."""
    return _TEMPLATES.get_template(template).render(context)


def asset(name: str) -> Markup:
    """A style sheet or script of ours, to be written into a page as it is."""
    return Markup((files("dispatcher.formats") / "templates" / name).read_text("utf-8"))


def content_policy(script: str) -> str:
    """A Content-Security-Policy under which a page reaches no network and runs no script but this one."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
