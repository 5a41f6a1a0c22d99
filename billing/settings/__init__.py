"""What the shop decides about itself in the chat; until then the environment's word counts."""
