"""Scroll bars that are a thin line."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender


class ThinBar(ScrollBarRender):
    """Draws what is in sight as a line, and nothing where the rest is."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw thinly what Textual would fill."""
        ground = Style(bgcolor=(colors := console.get_style(self.style)).bgcolor)
        line = Style(color=colors.color, bgcolor=colors.bgcolor)
        for bar in super().__rich_console__(console, options):
            if isinstance(bar, Segments):
                thin = [self._thin(segment, line, ground) for segment in bar.segments]
                yield Segments(thin, new_lines=bar.new_lines)

    def _thin(self, segment: Segment, line: Style, ground: Style) -> Segment:
        if segment.text == "\n":
            return segment
        meta = segment.style.meta if segment.style else {}
        held = meta.get("@mouse.down") == "grab"
        mark = " " if not held else "┃" if self.vertical else "━"
        return Segment(mark * len(segment.text), (line if held else ground) + Style(meta=meta))
