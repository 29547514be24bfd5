"""What Django's migrations look for: every model of the campaign pages."""

from beforehand.web.pages.campaign_page import CampaignPage, LanguageHome
from beforehand.web.pages.contacts import Contact
from beforehand.web.pages.signoffs import SignOff

__all__ = ["CampaignPage", "Contact", "LanguageHome", "SignOff"]
