"""The signs of right and wrong: never colour alone."""

RIGHT, WRONG = "✔", "✘"
