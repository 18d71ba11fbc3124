"""What the screens that ask for something have in common: the question, and the ways on and back."""

from __future__ import annotations

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Node
from cors_wizard.tui.screens.step import StepScreen
from cors_wizard.tui.words import label_of


class AskingScreen(StepScreen):
    """Asks for one fact."""

    STAGE = "answer"

    def __init__(self, diagnosis: Diagnosis, question: Node, *, revisited: bool = False) -> None:
        self.question = question
        """What is asked."""
        self._revisited = revisited
        super().__init__(diagnosis)

    @property
    def current(self) -> str:
        """The fact that is asked for."""
        return label_of(self.question.fact)

    @property
    def leads_back_to(self) -> str:
        """Where the way back leads."""
        return "where you were" if self._revisited else super().leads_back_to

    def go_back(self) -> None:
        """The last step back; from a question that was only looked at again, back to where the user was."""
        if self._revisited:
            self.move(self.diagnosis)
        else:
            super().go_back()

    def action_not_sure(self) -> None:
        """Go on without knowing."""
        self.move(self.diagnosis.not_sure(self.question.id))
