"""What belongs together: documents that copy each other, and claims that tell of one occurrence."""

from crossclaim.link.blocking import MOST_KEYS, are_far, block_keys, document_key
from crossclaim.link.clustering import Partition, cluster, components
from crossclaim.link.comparing import LEAST_LINK, compare, compare_likely, explain, likelihood
from crossclaim.link.copies import compare_documents, fingerprint
from crossclaim.link.features import FEATURES, Commonness, compare_traits
from crossclaim.link.judging import Conflict, in_force
from crossclaim.link.traits import Count, Families, Party, Traits, traits_from_json, traits_of, traits_to_json
from crossclaim.link.weights import Weights, load_weights
from crossclaim.link.words import fold, fold_words

__all__ = [
    "FEATURES",
    "LEAST_LINK",
    "MOST_KEYS",
    "Commonness",
    "Conflict",
    "Count",
    "Families",
    "Partition",
    "Party",
    "Traits",
    "Weights",
    "are_far",
    "block_keys",
    "cluster",
    "compare",
    "compare_documents",
    "compare_likely",
    "compare_traits",
    "components",
    "document_key",
    "explain",
    "fingerprint",
    "fold",
    "fold_words",
    "in_force",
    "likelihood",
    "load_weights",
    "traits_from_json",
    "traits_of",
    "traits_to_json",
]
