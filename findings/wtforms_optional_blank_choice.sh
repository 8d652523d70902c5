#!/bin/sh
# WTForms 3.3.2
#
# Optional() takes back the refusal of a choice that is blank, and leaves the blank as what was chosen: the form is
# valid and its data is none of the choices. A coerce that cannot read a blank hides it, because the data is None then.
#
# Seen (sent, what validate() says, data):
#   SelectField of "a", "b":                  ' ' False ' '; 'c' False 'c'
#   the same with Optional():                 ' ' True ' '; 'c' False 'c'
#   of numbers, coerce=int, with Optional():  ' ' True None; 'c' False None
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wtforms==3.3.2 multidict==6.7.0
"$folder/venv/bin/python" - <<'END'
from multidict import MultiDict
from wtforms import Form, SelectField
from wtforms.validators import Optional


class Sent(MultiDict):
    getlist = MultiDict.getall


class Plain(Form):
    chosen = SelectField(choices=["a", "b"])


class Lenient(Form):
    chosen = SelectField(choices=["a", "b"], validators=[Optional()])


class Numbers(Form):
    chosen = SelectField(choices=[(1, "one")], coerce=int, validators=[Optional()])


def seen(kind):
    filled = [(sent, kind(Sent(chosen=sent))) for sent in (" ", "c")]
    return "; ".join(f"{sent!r} {form.validate()} {form.chosen.data!r}" for sent, form in filled)


found = [seen(kind) for kind in (Plain, Lenient, Numbers)]
print("\n".join(found))
assert found == ["' ' False ' '; 'c' False 'c'", "' ' True ' '; 'c' False 'c'", "' ' True None; 'c' False None"], (
    "the behaviour has changed"
)
END
