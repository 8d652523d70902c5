"""The three sample documents as PDF, made once."""

from io import BytesIO

import pikepdf
import pytest

from portal.documents.pdf import document_pdf
from tests.unit.documents.samples import MODELS


@pytest.fixture(scope="session")
def pdfs() -> dict[str, bytes]:
    return {name: document_pdf(document) for name, document in MODELS.items()}


@pytest.fixture(params=MODELS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def data(pdfs: dict[str, bytes], name: str) -> bytes:
    return pdfs[name]


@pytest.fixture
def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))
