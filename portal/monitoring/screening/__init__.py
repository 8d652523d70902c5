"""The isolation questionnaire: who may be alone with a danger, how much so, and when somebody looks next."""
