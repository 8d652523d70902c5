"""The formats that repeat in a HWPX file, each made with the first text that needs it."""

from typing import Any

SHADE, LINE = "#EEF2F6", "#8A96A3"
TEXT_SPACING, HEADING_SPACING = 140, 160
"""Per cent of the size of the letters."""

AFTER_PT, BEFORE_HEADING_PT = 3, 8


class Styles:
    """The formats of one file, each named by the number that the format knows it by."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.formats: dict[tuple[str, int], str] = {}
        self.runs: dict[tuple[int, bool], str] = {}
        fill = file.styles.ensure_border_fill
        self.fills: dict[bool, str] = {
            True: fill(border_color=LINE, fill_color=SHADE),
            False: fill(border_color=LINE),
        }

    def leave_numbers_to_the_text(self) -> None:
        """Headings have their mark in the text, as in every other file; the outline's own would stand before it."""
        header = self.file.parts.headers[0]
        for head in header.element.iter("{*}paraHead"):
            head.text = None
        header.mark_dirty()

    def run(self, size: int, *, bold: bool) -> str:
        """Letters of `size` points."""
        if (size, bold) not in self.runs:
            self.runs[size, bold] = self.file.styles.ensure_run(size=size, bold=bold)
        return self.runs[size, bold]

    def fill(self, *, is_head: bool) -> str:
        """The frame of a cell; that of a head is shaded."""
        return self.fills[is_head]

    def paragraph(self, align: str, level: int = 0) -> str:
        """A paragraph; `level` from 1 makes it a heading that Hangul lists."""
        if (align, level) not in self.formats:
            sample = self.file.add_paragraph("", inherit_style=False)
            self.file.styles.apply_paragraph_format(
                paragraphs=[sample],
                alignment=align,
                line_spacing_percent=HEADING_SPACING if level else TEXT_SPACING,
                spacing_before_pt=BEFORE_HEADING_PT if level else 0,
                spacing_after_pt=AFTER_PT,
                outline_level=level or None,
                keep_with_next=True if level else None,
            )
            self.formats[align, level] = str(sample.para_pr_id_ref)
            sample.remove()
        return self.formats[align, level]
