"""What browsers, JavaScript libraries and servers print: pasted text to messages and facts, and back."""

from cors_wizard.console.message_template import MessageTemplate
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.read_console import ConsoleReader
from cors_wizard.console.reading import ConsoleMessage, Reading, RequestGroup
from cors_wizard.console.template_parts import TemplateError, parse_template, placeholder_names
from cors_wizard.console.write_message import write_message

__all__ = [
    "ConsoleMessage",
    "ConsoleReader",
    "MessagePattern",
    "MessageTemplate",
    "Reading",
    "RequestGroup",
    "TemplateError",
    "parse_template",
    "placeholder_names",
    "write_message",
]
