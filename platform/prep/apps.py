"""App configuration."""

from django.apps import AppConfig


class PrepConfig(AppConfig):
    """Everything that a candidate prepares outside the rounds."""

    name = "prep"

    def ready(self) -> None:
        """Tell the plan what is counted here."""
        from prep.companies import selectors as companies
        from prep.offers import selectors as offers
        from prep.plan import facts
        from prep.stories import selectors as stories

        facts.register("companies", companies.researched)
        facts.register("questions", companies.question_count)
        facts.register("stories", stories.ready_stories)
        facts.register("car", stories.car_stories)
        facts.register("offers", offers.filled_offers)
