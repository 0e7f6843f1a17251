"""Stories: which articles report one event, in any language. Pure, but for the frozen model read from the package.

    features(item)            what is kept of an article: frozen, about 0.5 kB; with ``embed`` its meaning, 0.9 kB
    terms(features)           index terms by which candidates find each other
    score(a, b), score_many   chance of one event, 0..1
    explain(a, b)             why, in words and numbers
    cluster(times, edges)     average linkage into stories, people's overrides first
    lead(members, copies)     the article that stands for a story

The same articles give the same answers in whatever order they come. MODEL_VERSION names what decided.
"""

from newshouse.stories.article_features import StoryFeatures
from newshouse.stories.candidates import terms
from newshouse.stories.clusters import WINDOW_S, Overrides, Scored, cluster, columns
from newshouse.stories.leads import Member, lead
from newshouse.stories.linkage import connected
from newshouse.stories.scorer import MODEL_VERSION, Reason, cut, explain, features, score, score_many, version

__all__ = [
    "MODEL_VERSION",
    "WINDOW_S",
    "Member",
    "Overrides",
    "Reason",
    "Scored",
    "StoryFeatures",
    "cluster",
    "columns",
    "connected",
    "cut",
    "explain",
    "features",
    "lead",
    "score",
    "score_many",
    "terms",
    "version",
]
