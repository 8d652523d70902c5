"""Fields that only the file of a household needs."""

from portal.accounts.rules import clean_email
from portal.web.fields import ParsedField


class EmailField(ParsedField):
    """An e-mail address as accounts keep it."""

    def parse(self, text: str) -> str:
        return clean_email(text)
