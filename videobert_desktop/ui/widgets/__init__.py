"""What several parts of the window share: signs, empty pages, bars, lines of text that fit."""
