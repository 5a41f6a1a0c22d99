"""The words, in Fluent files: ``en``, ``ru`` and ``kk``, one file per subject."""
