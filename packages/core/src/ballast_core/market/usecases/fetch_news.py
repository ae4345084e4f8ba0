"""Fetch articles, and score those that their provider did not."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from ballast_core.market.entities import Article, Instrument, Step, Upserted
from ballast_core.market.ports import Fetched, NewsSource, NewsStore, SentimentScorer
from ballast_core.market.rules.joining import compared
from ballast_core.market.rules.planning import open_end
from ballast_core.market.usecases.asking import Asking, Stored, left_out
from ballast_core.market.usecases.logbook import Logbook, Stroke
from ballast_core.market.usecases.patience import Patience
from ballast_core.market.usecases.task import Task
from ballast_core.shared.dates import DateSpan

_ALL = 10**9


@dataclass(frozen=True, slots=True)
class FetchNews:
    """The step `news_sentiment`."""

    sources: Sequence[NewsSource]
    news: NewsStore
    scorer: SentimentScorer
    patience: Patience

    async def __call__(self, task: Task, book: Logbook) -> None:
        """Ask for articles on each instrument; a part is a symbol."""
        step = Step.NEWS_SENTIMENT
        instruments = task.left(step)
        await book.open(step, len(instruments), tuple(task.done.get(step.value, ())))
        wanted = {one.symbol: one for one in instruments}
        span = DateSpan(task.first, open_end(task.spec, task.last, task.now))

        async def store(answers: Sequence[Fetched[tuple[Article, ...]]]) -> Stored[Instrument]:
            rows, rejected, said = await self._store(answers, span, dry_run=task.spec.dry_run)
            empty = [part for one in answers if not one.rows for part in one.parts if part in wanted]
            parts = [part for one in answers for part in one.parts]
            changed = parts if rows.inserted or rows.updated else []
            return Stored(Stroke((), rows, rejected, changed, said), {part: wanted[part] for part in empty})

        sources = [_asked(one, span) for one in self.sources]
        await Asking(step, wanted, sources, store, self.patience)(book)

    async def _store(
        self, answers: Sequence[Fetched[tuple[Article, ...]]], span: DateSpan, *, dry_run: bool
    ) -> tuple[Upserted, int, list[str]]:
        rejected, said = left_out(answers)
        articles = _merged([article for one in answers for article in one.rows or ()])
        if not articles:
            return Upserted(), rejected, said
        scored = [self._scored(one) for one in articles]
        if not dry_run:
            return await self.patience(self.news.add_articles, scored), rejected, said
        kept = await self.news.articles((), span, _ALL)
        return compared(scored, kept, lambda one: (one.source, one.id)), rejected, said

    def _scored(self, article: Article) -> Article:
        if article.sentiment is not None:
            return article
        score = self.scorer.score(f"{article.title}. {article.summary}".strip())
        return article.model_copy(update={"sentiment": score, "scorer": self.scorer.name})


def _asked(
    source: NewsSource, span: DateSpan
) -> Callable[[Sequence[Instrument]], AsyncGenerator[Fetched[tuple[Article, ...]]]]:
    return lambda instruments: source.articles(instruments, span)


def _merged(articles: Sequence[Article]) -> list[Article]:
    """Return each article once, with the symbols of all its copies, sorted."""
    once: dict[tuple[str, str], Article] = {}
    for one in articles:
        former = once.get((one.source, one.id))
        symbols = {*one.symbols, *(former.symbols if former else ())}
        once[one.source, one.id] = one.model_copy(update={"symbols": tuple(sorted(symbols))})
    return list(once.values())
