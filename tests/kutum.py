"""Invented reports on one clash and one strike, by outlets on either side, for tests of many reports at once."""

from __future__ import annotations

# Each: address, text. The first three tell of one clash, the fourth of the strike that two of them mention.
REPORTS = {
    "hill-post.txt": (
        "KUTUM, 4 May 2016\n\nThe army killed 12 rebels in clashes in Kutum on Tuesday, the defence ministry said. "
        "An air strike on a market in Mellit killed nine civilians on Monday, residents said.\n"
    ),
    "valley-voice.txt": (
        "4 May 2016\n\nRebels killed 30 soldiers in fighting with the army in Kutum on Tuesday, a rebel spokesman "
        "said. Five rebels were killed, he said.\n"
    ),
    "agency.txt": (
        "5 May 2016\n\nAt least 10 people were killed in clashes between the army and rebels in Kutum on Tuesday, "
        "hospital sources said.\n"
    ),
    "monitor.txt": (
        "5 May 2016\n\nGovernment warplanes bombed a market in Mellit on Monday, killing at least eight civilians, "
        "a monitoring group said.\n"
    ),
    "elsewhere.txt": "5 May 2016\n\nGunmen shot dead three farmers in Zalingei on Wednesday, police said.\n",
}
