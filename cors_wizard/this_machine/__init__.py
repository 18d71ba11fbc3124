"""What this machine says of the server and of the project's files: who listens, since when, what changed."""

from cors_wizard.this_machine.file_times import FileTimes, file_times
from cors_wizard.this_machine.listening import Listener, listener_at
from cors_wizard.this_machine.server_state import ServerState, look

__all__ = ["FileTimes", "Listener", "ServerState", "file_times", "listener_at", "look"]
