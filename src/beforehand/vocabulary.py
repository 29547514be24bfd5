"""The field's code lists and the fields of the case record. Pure standard library.

Sources: Human Trafficking Case Data Standard 2.0 (HTCDS, IOM, CC BY 4.0; no endorsement implied),
CTDC Global Synthetic Data Codebook 2 (variable names and codes), ISIC Rev. 4 section letters.
Codes marked "ours" fill what no standard seen has, and are exported as ``Other`` where strict
HTCDS is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from beforehand.words import Words


class Code(StrEnum):
    """A code of a standard, with its label in plain English."""

    english: str

    def __new__(cls, code: str, english: str) -> Self:
        """Make the member equal to its code and keep the label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.english = english
        return member

    @property
    def label(self) -> Words:
        """The label, ready to be spoken in another language."""
        return Words(self.english)


class PartnerType(Code):
    """Kind of organisation (HTCDS ``org_Type``)."""

    NGO = "NGO", "Charity or other NGO"
    LAW_ENFORCEMENT = "LawEnforcement", "Police and other law enforcement"
    HEALTH_SERVICE_ORGANISATION = "HealthServiceOrganisation", "Health service"
    CENTRAL_GOVERNMENT_ORGANISATION = "CentralGovernmentOrganisation", "Government agency"
    LOCAL_GOVERNMENT_ORGANISATION = "LocalGovernmentOrganisation", "Local council"
    IMMIGRATION_SERVICE = "ImmigrationService", "Immigration Service"
    LEGAL_SERVICE = "LegalService", "Legal Service"
    CORPORATE_BUSINESS = "CorporateBusiness", "Corporate Business"
    SCHOOL_OR_COLLEGE = "SchoolOrCollege", "School or college"


class TraffickingStatus(Code):
    """Whether somebody has decided that the person is a victim (HTCDS)."""

    POSSIBLE_VICTIM_OF_TRAFFICKING = "PossibleVictimOfTrafficking", "Possible victim of trafficking"
    ACTUAL_VICTIM_OF_TRAFFICKING = "ActualVictimOfTrafficking", "Actual victim of trafficking"
    NOT_AVICTIM_OF_TRAFFICKING = "NotAVictimOfTrafficking", "Not a victim of trafficking"


class StatusDecider(Code):
    """Who decided on the status (HTCDS)."""

    POLICE = "Police", "Police"
    NGO = "NGO", "NGO"
    COURT_OR_PROSECUTION = "CourtOrProsecution", "Court or prosecution"
    NON_POLICE_GOVERNMENTAL_ORGANIZATION = (
        "NonPoliceGovernmentalOrganization",
        "Non-police governmental organization",
    )
    OTHER = "Other", "Other"


class Gender(Code):
    """Gender as recorded (HTCDS ``prs_Gender``)."""

    FEMININE = "Feminine", "Female"
    MASCULINE = "Masculine", "Male"
    TRANSGENDER_FEMININE = "TransgenderFeminine", "Transgender female"
    TRANSGENDER_MASCULINE = "TransgenderMasculine", "Transgender male"
    NON_CONFORMING = "NonConforming", "Non-conforming"
    NON_SPECIFIED_UNKNOWN = "NonSpecifiedUnknown", "Not specified or unknown"
    OTHER = "Other", "Other"  # ours


class Exploitation(Code):
    """Type of exploitation (HTCDS ``vic_TypeOfExploitation``, and ours)."""

    FORCED_LABOUR = "ForcedLabour", "Forced labour"
    SEXUAL_EXPLOITATION = "SexualExploitation", "Sexual exploitation"
    CHILD_LABOUR = "ChildLabour", "Child labour"
    FORCED_MARRIAGE = "ForcedMarriage", "Forced marriage"
    SERVITUDE = "Servitude", "Servitude"
    FORCED_MILITARY_BY_NON_STATE_ACTORS = (
        "ForcedMilitaryByNonStateActors",
        "Forced military (by non-state actors)",
    )
    ORGAN_REMOVAL = "OrganRemoval", "Organ removal"
    FORCED_BEGGING = "ForcedBegging", "Forced begging"
    FORCED_ADOPTION = "ForcedAdoption", "Forced adoption"
    SURROGACY = "Surrogacy", "Surrogacy"
    OTHER = "Other", "Other exploitation"
    FORCED_CRIMINALITY = "ForcedCriminality", "Forced criminality"  # ours


class Industry(Code):
    """Section letter of ISIC Rev. 4 (HTCDS ``vic_ForcedLabourIndustry``)."""

    AGRICULTURE_FORESTRY_AND_FISHING = "A", "Agriculture, forestry and fishing"
    MINING_AND_QUARRYING = "B", "Mining and quarrying"
    MANUFACTURING = "C", "Manufacturing"
    ELECTRICITY_GAS_STEAM_AND_AIR_CONDITIONING_SUPPLY = (
        "D",
        "Electricity, gas, steam and air conditioning supply",
    )
    WATER_SUPPLY_SEWERAGE_WASTE_MANAGEMENT = "E", "Water supply and waste management"
    CONSTRUCTION = "F", "Construction"
    WHOLESALE_AND_RETAIL_TRADE_REPAIR_OF_MOTOR_VEHICLES = "G", "Trade and repair of motor vehicles"
    TRANSPORTATION_AND_STORAGE = "H", "Transportation and storage"
    ACCOMMODATION_AND_FOOD_SERVICE_ACTIVITIES = "I", "Accommodation and food service activities"
    INFORMATION_AND_COMMUNICATION = "J", "Information and communication"
    FINANCIAL_AND_INSURANCE_ACTIVITIES = "K", "Financial and insurance activities"
    REAL_ESTATE_ACTIVITIES = "L", "Real estate activities"
    PROFESSIONAL_SCIENTIFIC_AND_TECHNICAL_ACTIVITIES = (
        "M",
        "Professional, scientific and technical activities",
    )
    ADMINISTRATIVE_AND_SUPPORT_SERVICE_ACTIVITIES = (
        "N",
        "Administrative and support service activities",
    )
    PUBLIC_ADMINISTRATION_AND_DEFENCE = "O", "Public administration and defence"
    EDUCATION = "P", "Education"
    HUMAN_HEALTH_AND_SOCIAL_WORK_ACTIVITIES = "Q", "Human health and social work activities"
    ARTS_ENTERTAINMENT_AND_RECREATION = "R", "Arts, entertainment and recreation"
    OTHER_SERVICE_ACTIVITIES = "S", "Other service activities"
    HOUSEHOLDS_AS_EMPLOYERS = "T", "Households as employers"
    ACTIVITIES_OF_EXTRATERRITORIAL_ORGANIZATIONS = "U", "Extraterritorial organisations"


class Control(Code):
    """How the person was controlled (HTCDS ``vic_MethodsOfControl``).

    ``RestrictsMovement`` is defined by HTCDS but missing from its picklist.
    """

    PHYSICAL_THREATS = "PhysicalThreats", "Physical threats"
    THREATS_LAW_ENFORCEMENT = "ThreatsLawEnforcement", "Threats of law enforcement"
    THREATENS_CHILDREN_FAMILY = "ThreatensChildrenFamily", "Threatens children or family"
    DEBT_BONDAGE = "DebtBondage", "Debt bondage"
    FALSE_PROMISES = "FalsePromises", "False promises"
    PHYSICAL_ABUSE = "PhysicalAbuse", "Physical abuse"
    SEXUAL_ABUSE = "SexualAbuse", "Sexual abuse"
    TAKES_EARNINGS = "TakesEarnings", "Takes earnings"
    RESTRICTS_FINANCIAL_ACCESS = "RestrictsFinancialAccess", "Restricts financial access"
    RESTRICTS_MEDICAL_CARE = "RestrictsMedicalCare", "Restricts medical care"
    WITHHOLDS_NECESSITIES = "WithholdsNecessities", "Withholds necessities"
    PSYCHOLOGICAL_ABUSE = "PsychologicalAbuse", "Psychological abuse"
    PSYCHOACTIVE_SUBSTANCE = "PsychoactiveSubstance", "Psychoactive substance"
    EXCESSIVE_WORKING_HOURS = "ExcessiveWorkingHours", "Excessive working hours"
    WITHHOLDS_DOCUMENTS = "WithholdsDocuments", "Withholds documents"
    RESTRICTS_MOVEMENT = "RestrictsMovement", "Restricts movement"
    OTHER = "Other", "Other control"
    # Ours: what CTDC publishes as one flag and nobody can take apart again.
    DEBT_OR_EARNINGS = "DebtBondageOrEarnings", "Debt bondage or earnings taken"
    ANY_THREATS = "AnyThreats", "Threats of any kind"
    ANY_ABUSE = "AnyAbuse", "Psychological, physical or sexual abuse"
    DENIES_BASIC_NEEDS = "DeniesBasicNeeds", "Basic needs denied"


class RecruitmentMethod(Code):
    """How the person was recruited (HTCDS ``vic_MethodOfRecruitment``)."""

    AT_APLACE_OF_BUSINESS = "AtAPlaceOfBusiness", "At a place of business"
    AT_AN_EDUCATIONAL_INSTITUTION = "AtAnEducationalInstitution", "At an educational institution"
    AT_WORK = "AtWork", "At work"
    THROUGH_ONLINE_SOCIAL_NETWORKS = "ThroughOnlineSocialNetworks", "Through online social networks"
    THROUGH_AN_ONLINE_ADVERTISEMENT = (
        "ThroughAnOnlineAdvertisement",
        "Through an online advertisement",
    )
    THROUGH_ATELEVISION_ADVERT = "ThroughATelevisionAdvert", "Through a television advert"
    THROUGH_ANEWSPAPER_ADVERT = "ThroughANewspaperAdvert", "Through a newspaper advert"
    THROUGH_FAMILY_OR_FAMILY_EVENTS = (
        "ThroughFamilyOrFamilyEvents",
        "Through family or family events",
    )
    THROUGH_FRIENDS_OR_SOCIAL_EVENTS = (
        "ThroughFriendsOrSocialEvents",
        "Through friends or social events",
    )
    OTHER = "Other", "Other recruitment"


class RecruitmentPlatform(Code):
    """Website or app used to recruit (HTCDS; the list may be extended)."""

    FACEBOOK = "Facebook", "Facebook"
    INSTAGRAM = "Instagram", "Instagram"
    WHATSAPP = "WhatsApp", "WhatsApp"
    TELEGRAM = "Telegram", "Telegram"
    FACEBOOK_MESSENGER = "FacebookMessenger", "Facebook Messenger"
    VIBER = "Viber", "Viber"
    SNAP_CHAT = "SnapChat", "SnapChat"
    LINE = "Line", "Line"
    FOR_SALE = "4Sale", "4Sale"
    WECHAT = "WeChat", "WeChat"
    QQ = "QQ", "QQ"
    QZONE = "QZone", "QZone"
    TIKTOK = "TikTok", "TikTok"
    TWITTER = "Twitter", "Twitter"
    OTHER = "Other", "Other platform"


class TraffickerRelationship(Code):
    """Relationship to the trafficker (HTCDS, misspelt code kept)."""

    FAMILIAL = "Familial", "Familial"
    ACQUAINTED = "Acquainted", "Acquainted"
    UNAQUAINTED = "Unaquainted", "Unacquainted"


class CriminalActivity(Code):
    """What the person was made to do (ours; wording of the NRM form)."""

    CANNABIS_CULTIVATION = "cannabis_cultivation", "Cannabis cultivation"
    DRUG_SUPPLY = "drug_supply", "Drug supply"
    THEFT = "theft", "Theft"
    FRAUD = "fraud", "Fraud"
    BEGGING = "begging", "Begging"
    OTHER = "other", "Other crime"


class SexualExploitationType(Code):
    """Kind of sexual exploitation (HTCDS)."""

    PROSTITUTION = "Prostitution", "Prostitution"
    PORNOGRAPHY = "Pornography", "Pornography"
    REMOTE_INTERACTIVE_SERVICES = "RemoteInteractiveServices", "Remote interactive services"
    PRIVATE_SEXUAL_SERVICES = "PrivateSexualServices", "Private sexual services"


class RecruiterRelation(Code):
    """Who the recruiter was to the person (CTDC)."""

    INTIMATE_PARTNER = "IntimatePartner", "Intimate partner"
    FRIEND = "Friend", "Friend"
    FAMILY = "Family", "Family"
    OTHER = "Other", "Other relation"
    UNKNOWN = "Unknown", "Unknown relation"


class AgeBasis(Code):
    """When the person had the recorded age. Ages of different bases are never pooled."""

    AT_REGISTRATION = "at_registration", "At registration"
    AT_EXPLOITATION = "at_exploitation", "At exploitation"
    WHEN_TRAFFICKED = "when_trafficked", "When trafficked"


class Duration(Code):
    """Months of exploitation (CTDC)."""

    UP_TO_12 = "0-12", "Up to 12 months"
    UP_TO_24 = "13-24", "13 to 24 months"
    MORE_THAN_24 = "25+", "More than 24 months"


class FieldType(StrEnum):
    """How a field's values are stored."""

    TEXT = "text"
    CODE = "code"
    CODES = "codes"  # several may hold: null = not recorded, empty = recorded that none
    WHOLE = "whole"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the case record. ``codes`` is None for ISO codes, areas and free values."""

    name: str
    kind: FieldType
    english: str
    codes: type[Code] | None = None
    iso_country: bool = False
    low: int | None = None  # whole numbers: smallest and largest that can be right
    high: int | None = None

    @property
    def label(self) -> Words:
        """The field's name in words."""
        return Words(self.english)


def _code(name: str, english: str, codes: type[Code]) -> Field:
    return Field(name=name, kind=FieldType.CODE, english=english, codes=codes)


def _codes(name: str, english: str, codes: type[Code]) -> Field:
    return Field(name=name, kind=FieldType.CODES, english=english, codes=codes)


def _text(name: str, english: str) -> Field:
    return Field(name=name, kind=FieldType.TEXT, english=english)


def _country(name: str, english: str, several: bool = False) -> Field:
    kind = FieldType.CODES if several else FieldType.CODE
    return Field(name=name, kind=kind, english=english, iso_country=True)


def _whole(name: str, english: str, low: int, high: int) -> Field:
    return Field(name=name, kind=FieldType.WHOLE, english=english, low=low, high=high)


#: The shared case record, in the order of its columns. ``citizenship`` and the countries are
#: ISO 3166-1 alpha-2, with XK (Kosovo) and ZZ (a further citizenship, not known) as the
#: user-assigned codes in common use. ``referral_country`` is ours: where the person was referred.
#: ``transit_country`` holds the country of HTCDS events of type ``Transit``, all of them, without
#: their order; empty is "recorded that they passed through none". ``arrival_area`` is ours (HTCDS
#: has no event of arrival): the area where they entered the country they were exploited in.
FIELDS: tuple[Field, ...] = (
    _text("partner", "Partner"),
    _code("partner_type", "Kind of partner", PartnerType),
    _whole("registered_year", "Year registered", 2000, 2100),
    _whole("registered_quarter", "Quarter registered", 1, 4),
    _code("trafficking_status", "Status", TraffickingStatus),
    _code("status_decided_by", "Status decided by", StatusDecider),
    _code("gender", "Gender", Gender),
    _whole("age_from", "Age from", 0, 120),
    _whole("age_to", "Age to", 0, 120),
    _code("age_basis", "Age counted", AgeBasis),
    _country("citizenship", "Citizenship", several=True),
    _text("origin_area", "Area of origin"),
    _country("transit_country", "Countries of transit", several=True),
    _text("arrival_area", "Area of arrival"),
    _country("exploitation_country", "Country of exploitation"),
    _text("exploitation_area", "Area of exploitation"),
    _country("referral_country", "Country of referral"),
    _codes("exploitation", "Exploitation", Exploitation),
    _codes("criminal_activity", "Criminal activity", CriminalActivity),
    _code("industry", "Industry", Industry),
    _codes("sexual_exploitation_type", "Sexual exploitation", SexualExploitationType),
    _codes("control", "Control", Control),
    _codes("recruitment_method", "Recruitment", RecruitmentMethod),
    _codes("recruitment_platform", "Recruitment platform", RecruitmentPlatform),
    _codes("recruiter_relation", "Recruiter", RecruiterRelation),
    _code("relationship_to_trafficker", "Relationship to trafficker", TraffickerRelationship),
    _code("duration_months", "Duration", Duration),
    Field(name="consent_to_share", kind=FieldType.YES_NO, english="Consent to share"),
)

FIELD: dict[str, Field] = {spec.name: spec for spec in FIELDS}
