"""What a candidate makes of a debrief's actions."""

from django.db import models
from django.db.models import Q

from common.models import TimeStamped
from interviews.models import Loop
from prep.models import Story


class ActionStory(TimeStamped):
    """The row of their story sheet on which a candidate works for one action of a debrief.

    `drill` is the slug by which every revision of the loop's debrief names the action.
    """

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="action_stories")
    drill = models.CharField(max_length=80)
    story = models.ForeignKey(Story, models.CASCADE, related_name="actions")

    class Meta:
        verbose_name_plural = "action stories"
        constraints = [
            models.UniqueConstraint(fields=["loop", "drill"], name="action_story_once"),
            models.CheckConstraint(condition=~Q(drill=""), name="action_story_names_a_drill"),
        ]

    def __str__(self) -> str:
        return self.drill
