"""The only list of what is secret: by name, by shape and by place. Pure; floor 0.

What leaves the wizard or is kept by it goes through here: reports, result lines, screens, generated commands,
sessions, crash reports. The time is linear in the text, since every pattern is bounded.
"""

from cors_wizard.masking.headers import mask_for_storage, mask_header, mask_value, masked_header_value
from cors_wizard.masking.names import MASK, is_public_header, is_secret_header
from cors_wizard.masking.text import mask_text
from cors_wizard.masking.urls import masked_url
from cors_wizard.masking.words import looks_secret

__all__ = [
    "MASK",
    "is_public_header",
    "is_secret_header",
    "looks_secret",
    "mask_for_storage",
    "mask_header",
    "mask_text",
    "mask_value",
    "masked_header_value",
    "masked_url",
]
