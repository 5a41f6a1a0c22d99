"""What a person sees: texts, cards, keyboards, pictures, pages."""
