"""The words by which a reader tells an objective from all that sounds like one: one pattern a sign."""

import re
from types import MappingProxyType

from model.rules.vocabulary import words_of

_MEETING = (
    r"(?:meeting|review|conference|session|agm|appointment|hearing|interviews?|assembly|event|visit|panel|group|team|surger(?:y|ies)|works?|zone|school|office|coach|minibus|"
    r"training|supervision|class|club|course)"
)
_REPORTING = "|".join(sorted((w.replace(" ", r"\s") for w in words_of("reporting")), key=len, reverse=True))
REPORTED = re.compile(rf"(?i)\b(?:{_REPORTING})\b(?!-)")
"""Hearsay: "Mum said that she will try"."""

_ASKS_AND_GREETS = {
    "question": r"\?[\"')]*$|^(?:why|who|what|how|where|which|would|could|can|will|does|did|are|is|have|has|shall) (?:i|you|we|he|she|it|they|the|there|this|that|my|your|anyone|anybody)\b|"
    r"^do (?:i|you|we|they) ",
    "thanks": r"^(?:\w+ )?(?:thanks|thank you)\b|\bthank (?:you|everyone|the|all)\b|\b(?:apologi[sz]e|apologies|congratulat\w*|well done)\b|^(?:\w+ )?sorry\b",
    "warm": r"\b(?:grateful|appreciate|pleased|glad|delighted|pleasure|lovely|joy|sorry)\b",
    "greeting": r"^(?:dear|hi|hiya|hello|hey|morning|good (?:morning|afternoon|evening)|welcome|kind|warm|best|with (?:best|kind|love|many|much)|yours|regards|sincerely|cheers|love|ta|cc|ps|enc|signed)\b"
    r"(?! (?:will|to)\b)",
    "hope": r"\b(?:hopes?|trust) (?:you|this|that|all|it|everyone|to|he|she|they)\b",
    "please": r"\b(?:please|kindly|do (?:not hesitate|let|feel|come|get|check|call|ring)|don't hesitate|would be grateful if)\b",
    "to_reader": r"\b(?:see|meet|speak to|speak with|talk to|hear from|call|ring|phone|contact|update|get back to|let|send|remind|meeting|seeing|with) you\b|\bin touch\b|\blook(?:ing)? forward\b|"
    r"\blet (?:me|us) know\b|\bfeel free\b|\bhesitate\b|\bget back to\b",
    "call_us": r"^(?:contact|call|ring|e-?mail|write to|tell|ask|speak to|phone|dial|log in|register|apply|book) (?:me|us|the (?:office|clinic|desk|press|surgery|helpline)|at\b|online|\(\d{3}|0\d{3}|999|111|a member|your\b)|"
    r"\b(?:www\.|https?:|\.example\b|freephone|freepost)|^to (?:book|apply|order|join)\b",
    "attached": r"\b(?:attached|enclosed?|enclosing|copied (?:in|to)|for your information|fyi)\b",
    "meets": rf"\b{_MEETING} (?:will|is to|is going to|shall|is|are|was|were)(?: then| now| next| also)? (?:be|meet|start|begin|last|run|open|close|finish|end|resume|take|leave|go|on)\b|\bmeets?(?: up)? again\b|"
    r"\bnext (?:meeting|session|appointment|visit|review|appt|core|1:1|drop)\b|\bdate of\b|\b(?:be held|take place|reconvene|catch up)\b",
}
_HANGS_OR_REPEATS = {
    "if_first": r"^(?:but |and |so |then |or |however,? |also,? )?(?:if|unless|should (?:you|he|she|they|the|any|this|things)|in case|in (?:the|an) e(?:vent|mergency)|provided|supposing|were (?:he|she|it|they|you|the)|"
    r"had (?:he|she|they|you)|otherwise|or else|even if|whether|failure|without|anybody who|anyone who|those who|whoever)\b",
    "if_later": r"(?!^)\b(?:if|unless|in case|provided|assuming|depending|otherwise)\b",
    "when_first": r"^(?:but |and |so |then |or )?(?:when(?:ever)?|every time|each time|once|wherever|as soon as|while|until)\b",
    "when_later": r"(?!^)\b(?:when(?:ever)?|every time|each time|any time)\b",
    "often": r"\b(?:often|usually|sometimes|generally|frequently|normally|typically|tends? to|rarely|occasionally|hardly|seldom|mostly|constantly|only ever|at times|now and then|from time to time|more often than not|for hours|"
    r"for days|for ages|all day|probably|happily|gladly|easily|still|again and again|likely|insist on)\b|^(?:most|some|many) \w+|^on (?:bad|good|some|most) ",
    "always": r"\b(?:always|never|ever)\b",
    "rule": r"\b(?:at all times|required|expected to|reminded|entitled|eligible|permitted|prohibited|obliged|are responsible|is responsible|in accordance|may not|polic(?:y|ies)|procedure|regulations?|by law|confidential\w*|"
    r"data protection|any (?:parent|child|member|person|staff|employee|breach)|the right to|under no circumstances|no (?:member|child|staff))\b",
    "must": r"\b(?:must|shall)\b",
    "should": r"\b(?:should|ought to)\b",
    "may": r"\b(?:may(?! \d|,| and | or |\.|$)|might|could|can|can't|cannot|couldn't)\b",
    "would": r"\b(?:would|wouldn't)\b|\b(?:i|you|he|she|we|they)'d\b",
    "wants": r"\b(?:wants?|wish(?:es)?|would (?:like|love|prefer|rather)|'d (?:like|love|prefer|rather)|dreams?|loves?|enjoys?|hates?|prefers?|keen)\b",
    "quoted": r"^[\"“'].*[\"”'][.!?]*$|^[\"“]|[\"”]$",
    "quote_inside": r"(?!^)[\"“]",
    "dont_first": r"^(?:do not|don't|never|always|avoid|make sure|remember|be sure|try to|try not|take care|expect|allow)\b",
    "leaflet": r"\b(?:tablets?|dose|999|111|pharmacist|out of reach|rinse|symptoms?|click|press|label|freephone|helpline|stir|pan|oven|bowl|until (?:it|they|you)|a little at a time|child's|if (?:it|you))\b",
}
_TELLS = {
    "you": r"\byou\b|\byou'll\b|\byourself\b",
    "your": r"\byours?\b",
    "first_person": r"\b(?:i|we|i'll|we'll|i'm|we're|me)\b",
    "past": r"\b(?:was|were|had|did|didn't|wasn't|weren't|went|came|took|gave|began|ran|saw|spoke|wrote|ago|yesterday|last (?:week|month|year|term|time|night|spring|summer|autumn|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
    "perfect": r"\b(?:has|have|'ve|hasn't|haven't|having) (?:\w+ly |also |been |not |now |all |both |just |already |never )*\w+(?:ed|en|ne|wn|ght|de|id|pt|lt|un|me)\b",
    "state": r"\b(?:is|are|am|isn't|aren't|'re|'m)\b(?! (?:going|to|due|planning|gonna)\b)|\b(?:it|he|she|that|there|this|what|who|where)'s\b",
    "being": r"(?:\b(?:am|is|are)|'(?:m|re|s)) (?:not |also |now )?(?!going\b)\w+ing\b",
    "has_state": r"\b(?:has|hasn't|does not|doesn't|do not|don't|seems?|finds?|there (?:is|are|'s))\b",
    "it_first": r"^(?:it|this|that|these|those|there|things|which|nothing|everything|nobody|no one|none|here)\b(?! (?:week|month|year|term|time|spring|summer|autumn|winter|afternoon|morning|evening)\b)",
    "because": r"\b(?:because|although|though|despite|which means|but|since)\b",
    "number_first": r"^[\d£$€]",
    "soon": r"\b(?:today|tonight|tomorrow|this (?:week|month|term|afternoon|morning|evening|w/end|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|next (?:week|month|term|\w+day)|in time for|before|within|starting|from now|by then|by the|"
    r"straight away|first thing)\b",
    "quarter": r"\b(?:from|up|down|to|by|below|under|above|at least|no more than|out of|more|fewer)\b[^.]{0,30}\d|\d+ ?%|\bper cent\b",
    "agreed": r"\b(?:agree[ds]?|undert(?:ook|ake[sn]?)|volunteer(?:ed|s)?|commit(?:ted|s)?|offered|resolved|decided|pledge[ds]?) (?:to|that)\b",
    "next_step": r"^(?:next steps?|our next step|to move up)\b",
    "and_will": r"(?:,| and| where| who|;) (?:\w+ ){0,3}(?:will|'ll|to)\b",
    "key_value": r"^[^\W\d_][\w /'()-]{0,30}: \S",
    "full_stop": r"[.!][\"')]*$",
    "colon": r":$",
    "comma": r",$",
    "exclaimed": r"!$",
}
PATTERNS = MappingProxyType(
    {name: re.compile(f"(?i){pattern}") for name, pattern in (_ASKS_AND_GREETS | _HANGS_OR_REPEATS | _TELLS).items()}
    | {"owner": re.compile(r"\((?:[A-Z][\w'. +&-]{1,30}|owner[^)]*)\)[.]?$|\s[–—-] [A-Z][\w'’. -]{1,25}$")}
)
"""Each sign's name and the words that show it. They are matched against what a reader sees (`headings.seen`)."""

FRAME = re.compile(
    r"(?i)(?:(?:and|so|then|also|finally|firstly|secondly|lastly|therefore|in the end|overall|as discussed|as agreed|anyway|together|so that)[, ]+)*"
    r"(?:it (?:was|is|has been|had been) (?:also |then |therefore |further )?(?:agreed|decided|resolved|recommended|proposed|planned|intended)(?: (?:by|with) [^,.]{2,40}?)?,? that |"
    r"(?:we|i|the \w+(?: \w+)?|all|everyone|both|\w+ and \w+|[A-Z]\w+) (?:have |has |had |'ve )?(?:all |both |also )?(?:agreed|agree|decided|resolved|recommend|propose|settled) that |"
    r"(?:anyway )?(?:i|we)(?:'ve| have) (?:decided|agreed|resolved): |"
    r"(?:agreed|resolved|decided)(?: with [^:.]{2,30})?(?: that |: )|that (?=\w+ \w+)|"
    r"(?:(?:my|our|the|his|her|their|one|another|a|an|main|\w+'s) )(?:\w+ ){0,3}?(?:aim|goal|objective|target|plan|intention|priority|next step|task|action|step|focus|job|outcome)s?"
    r"(?: (?:for|of|in|by|over|during|agreed with) [^,.]{2,50}?)? (?:is|will be|are)(?: now| still)?:? (?:that |to |for ))"
)
"""What frames an objective: "It was agreed that", "Our aim is for"."""
