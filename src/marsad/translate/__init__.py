"""Stage 4. A machine drafts, a person answers for it."""
