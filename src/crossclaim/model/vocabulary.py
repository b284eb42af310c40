"""The closed vocabularies: claim types (ACLED sub-events plus two), figure kinds, operators."""

from enum import StrEnum

__all__ = [
    "ActorKind",
    "AttributionKind",
    "ClaimClass",
    "ClaimType",
    "FigureKind",
    "MentionLabel",
    "Modality",
    "Operator",
    "Precision",
    "SegmentKind",
    "Unit",
    "Whose",
]


class ClaimType(StrEnum):
    """What is said to have happened: ACLED's sub-events, with ``tally`` and ``other_strategic``."""

    ARMED_CLASH = "armed_clash"
    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_DRONE_STRIKE = "air_drone_strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_MISSILE = "shelling_artillery_missile"
    REMOTE_EXPLOSIVE_LANDMINE_IED = "remote_explosive_landmine_ied"
    GRENADE = "grenade"
    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = "abduction_forced_disappearance"
    PEACEFUL_PROTEST = "peaceful_protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP_ACTIVITY = "change_to_group_activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_OR_BASE_ESTABLISHED = "headquarters_or_base_established"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    OTHER_STRATEGIC = "other_strategic"
    TALLY = "tally"


class ClaimClass(StrEnum):
    """Groups of claim types, as ACLED groups its sub-events into event types."""

    BATTLE = "battle"
    EXPLOSION = "explosion"
    CIVILIANS = "civilians"
    PROTEST = "protest"
    RIOT = "riot"
    STRATEGIC = "strategic"
    TALLY = "tally"

    @classmethod
    def of(cls, claim_type: ClaimType) -> "ClaimClass":
        """The class a claim type belongs to."""
        return _CLASS_OF[claim_type]


_CLASS_OF = {
    ClaimType.ARMED_CLASH: ClaimClass.BATTLE,
    ClaimType.GOVERNMENT_REGAINS_TERRITORY: ClaimClass.BATTLE,
    ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY: ClaimClass.BATTLE,
    ClaimType.CHEMICAL_WEAPON: ClaimClass.EXPLOSION,
    ClaimType.AIR_DRONE_STRIKE: ClaimClass.EXPLOSION,
    ClaimType.SUICIDE_BOMB: ClaimClass.EXPLOSION,
    ClaimType.SHELLING_ARTILLERY_MISSILE: ClaimClass.EXPLOSION,
    ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED: ClaimClass.EXPLOSION,
    ClaimType.GRENADE: ClaimClass.EXPLOSION,
    ClaimType.SEXUAL_VIOLENCE: ClaimClass.CIVILIANS,
    ClaimType.ATTACK: ClaimClass.CIVILIANS,
    ClaimType.ABDUCTION_FORCED_DISAPPEARANCE: ClaimClass.CIVILIANS,
    ClaimType.PEACEFUL_PROTEST: ClaimClass.PROTEST,
    ClaimType.PROTEST_WITH_INTERVENTION: ClaimClass.PROTEST,
    ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS: ClaimClass.PROTEST,
    ClaimType.VIOLENT_DEMONSTRATION: ClaimClass.RIOT,
    ClaimType.MOB_VIOLENCE: ClaimClass.RIOT,
    ClaimType.AGREEMENT: ClaimClass.STRATEGIC,
    ClaimType.ARRESTS: ClaimClass.STRATEGIC,
    ClaimType.CHANGE_TO_GROUP_ACTIVITY: ClaimClass.STRATEGIC,
    ClaimType.DISRUPTED_WEAPONS_USE: ClaimClass.STRATEGIC,
    ClaimType.HEADQUARTERS_OR_BASE_ESTABLISHED: ClaimClass.STRATEGIC,
    ClaimType.LOOTING_PROPERTY_DESTRUCTION: ClaimClass.STRATEGIC,
    ClaimType.NON_VIOLENT_TRANSFER_OF_TERRITORY: ClaimClass.STRATEGIC,
    ClaimType.OTHER_STRATEGIC: ClaimClass.STRATEGIC,
    ClaimType.TALLY: ClaimClass.TALLY,
}


class FigureKind(StrEnum):
    """What a figure in a claim counts."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"
    ABDUCTED = "abducted"
    FIGHTERS = "fighters"
    VEHICLES = "vehicles"
    AIRCRAFT = "aircraft"
    WEAPONS = "weapons"
    MUNITIONS = "munitions"
    DESTROYED = "destroyed"
    OTHER = "other"


class Operator(StrEnum):
    """How a number bounds what it counts; ``vague`` keeps words ("dozens") as words."""

    EXACT = "="
    MORE_THAN = ">"
    AT_LEAST = ">="
    FEWER_THAN = "<"
    AT_MOST = "<="
    ABOUT = "~"
    RANGE = "range"
    VAGUE = "vague"


class Unit(StrEnum):
    """What a number measures. Only ``count`` counts people or things."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    AGE = "age"
    TIME = "time"
    DATE = "date"
    DURATION = "duration"
    DISTANCE = "distance"
    MASS = "mass"
    ORDINAL = "ordinal"
    MODEL = "model"
    OTHER = "other"


class Whose(StrEnum):
    """The side that the people or things counted belong to."""

    A = "a"
    B = "b"
    OTHER = "other"
    UNKNOWN = "unknown"


class AttributionKind(StrEnum):
    """Who asserts: the article itself, a named source, or one left unnamed."""

    NARRATOR = "narrator"
    NAMED = "named"
    UNNAMED = "unnamed"


class Modality(StrEnum):
    """How the asserter holds it: happened, did not, may have, will."""

    ACTUAL = "actual"
    DENIED = "denied"
    POSSIBLE = "possible"
    PLANNED = "planned"

    @property
    def tells(self) -> bool:
        """Whether who asserts says that it happened, if only perhaps."""
        return self in (Modality.ACTUAL, Modality.POSSIBLE)


class SegmentKind(StrEnum):
    """Part of a document. Only title and body carry claims."""

    TITLE = "title"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"

    @property
    def carries_claims(self) -> bool:
        """Whether claims are read from segments of this kind."""
        return self in {SegmentKind.TITLE, SegmentKind.BODY}


class MentionLabel(StrEnum):
    """What a mention is."""

    ACTOR = "actor"
    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    QUANTITY = "quantity"
    WEAPON = "weapon"
    SOURCE = "source"
    CUE = "cue"
    TRIGGER = "trigger"


class ActorKind(StrEnum):
    """ACLED's eight interaction classes."""

    STATE_FORCES = "state_forces"
    REBEL_GROUP = "rebel_group"
    POLITICAL_MILITIA = "political_militia"
    IDENTITY_MILITIA = "identity_militia"
    RIOTERS = "rioters"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    EXTERNAL_FORCES = "external_forces"


class Precision(StrEnum):
    """How fine a place or time reading is, coarse readings being true readings too."""

    POINT = "point"
    LOCALITY = "locality"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    REGION = "region"
    COUNTRY = "country"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    YEARS = "years"
