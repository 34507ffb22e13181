"""What a candidate brings into a round from their preparation."""

from django.db import models

from common.models import TimeStamped
from interviews.models.loop import Round
from prep.models import Story


class BroughtStory(TimeStamped):
    """A row of the story sheet that the candidate shares with the people of one round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="brought_stories")
    story = models.ForeignKey(Story, models.CASCADE, related_name="brought")

    class Meta:
        ordering = ["story__position", "pk"]
        verbose_name_plural = "brought stories"
        constraints = [models.UniqueConstraint(fields=["round", "story"], name="story_brought_once")]

    def __str__(self) -> str:
        return str(self.story)
