"""Text that is flagged founds no story and is nobody's copy; where it tells enough it may follow."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from newshouse.records import LinkInput
from newshouse.stages.link import link_items
from stages.link_world import START

FOLLOWING = ("gallery", "live_blog", "paywall", "stub", "video")
IGNORED = ("consent", "not_article")
WHOLE = LinkInput(
    article_id=UUID(int=1),
    url="https://one.example/1",
    publisher="one.example",
    title="Ferry Aurora runs aground off Gotland with 212 passengers aboard",
    body=(
        "The ferry Aurora ran aground off Gotland early on Tuesday with 212 passengers and 31 crew aboard. Nobody was"
        " hurt, the Swedish coast guard said in Visby. Two tugs from Oskarshamn are to pull the vessel free at high"
        " water in the evening. Captain Ingrid Sjöberg had reported a failure of the rudder twenty minutes before the"
        " ferry touched the reef near Hoburgen. Passengers were given breakfast and taken ashore in small boats."
    ),
    language="en",
    published_at=START,
)


def flagged(number: int, flag: str) -> LinkInput:
    """The same text again, an hour later each, from another outlet."""
    return replace(
        WHOLE,
        article_id=UUID(int=number),
        publisher=f"outlet{number}.example",
        published_at=START + timedelta(hours=number),
        flags=(flag,),
    )


@pytest.mark.parametrize("flag", FOLLOWING + IGNORED)
def test_flagged_text_founds_no_story_and_is_no_copy(flag: str) -> None:
    found = link_items([flagged(2, flag), flagged(3, flag)])
    assert (found.stories, found.members, found.copies) == ((), {}, ())


@pytest.mark.parametrize("flag", FOLLOWING)
def test_it_follows_a_whole_article_without_leading_its_story(flag: str) -> None:
    found = link_items([WHOLE, flagged(2, flag)])
    assert [(story.lead_id, story.article_ids) for story in found.stories] == [
        (WHOLE.article_id, (WHOLE.article_id, UUID(int=2)))
    ]
    assert found.copies == ()


@pytest.mark.parametrize("flag", IGNORED)
def test_what_shows_no_article_is_in_no_story(flag: str) -> None:
    found = link_items([WHOLE, flagged(2, flag)])
    assert set(found.members) == {WHOLE.article_id}
    assert found.copies == ()
